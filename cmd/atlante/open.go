package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo/postgis"
	"atlante/geo/postgis/cluster"
)

// database is the store and the server on which it is.
type database struct {
	*postgis.Store
	*reached
}

// reached is a server that answers, and whatever had to be started for it.
type reached struct {
	owner   string           // a login that may migrate
	login   string           // that of the service
	cluster *cluster.Cluster // nil beside a running service or with DATABASE_URL
}

// open connects to DATABASE_URL, else to the cluster of a running service, else
// starts the private cluster for as long as the command runs; and brings the
// schema up to this program.
func open(ctx context.Context, s *Settings, log *slog.Logger) (*database, error) {
	r, err := reach(ctx, s, log)
	if err != nil {
		return nil, err
	}
	return r.connect(ctx, log)
}

// openOwn is open for whoever stays: it never leans on the cluster of another
// process, which would take it away when it ends.
func openOwn(ctx context.Context, s *Settings, log *slog.Logger) (*database, error) {
	r, err := reachOwn(ctx, s, log)
	if err != nil {
		return nil, err
	}
	return r.connect(ctx, log)
}

// reach is open without a look at the database.
func reach(ctx context.Context, s *Settings, log *slog.Logger) (*reached, error) {
	if s.DatabaseURL == "" {
		if r, err := cluster.Attach(ctx, s.DataDir); err == nil {
			return &reached{owner: r.DSN(cluster.Superuser, "atlante"), login: r.DSN("atlante", "atlante")}, nil
		} else if !errors.Is(err, cluster.ErrNotRunning) {
			return nil, err
		}
	}
	return reachOwn(ctx, s, log)
}

func reachOwn(ctx context.Context, s *Settings, log *slog.Logger) (*reached, error) {
	if s.DatabaseURL != "" {
		return &reached{owner: s.DatabaseURL, login: s.DatabaseURL}, checkServer(ctx, s.DatabaseURL)
	}
	c, err := startCluster(ctx, s, log)
	if err != nil {
		return nil, err
	}
	if err := postgis.CreateDatabase(ctx, c.Admin(), "atlante"); err != nil {
		return nil, errors.Join(err, c.Stop(context.WithoutCancel(ctx)))
	}
	return &reached{owner: c.DSN(cluster.Superuser, "atlante"), login: c.DSN("atlante", "atlante"), cluster: c}, nil
}

// startCluster starts the private cluster.
func startCluster(ctx context.Context, s *Settings, log *slog.Logger) (*cluster.Cluster, error) {
	return cluster.Start(ctx, cluster.Options{DataDir: s.DataDir, Log: log, Roles: []string{"atlante"}})
}

// checkServer looks whether a server that somebody else keeps is safe to use.
func checkServer(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return cluster.CheckDurability(ctx, conn)
}

// connect brings the schema up to this program and opens the store.
func (r *reached) connect(ctx context.Context, log *slog.Logger) (*database, error) {
	d, err := r.migrated(ctx, log)
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	return d, nil
}

func (r *reached) migrated(ctx context.Context, log *slog.Logger) (*database, error) {
	if err := postgis.Migrate(ctx, r.owner); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	store, err := postgis.Open(ctx, r.login, log)
	if err != nil {
		return nil, err
	}
	return &database{Store: store, reached: r}, nil
}

// close stops the cluster when this process started it.
func (r *reached) close() error {
	if r.cluster == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return r.cluster.Stop(ctx)
}

// close ends the connections, and the cluster when this process started it.
func (d *database) close() error {
	d.Store.Close()
	return d.reached.close()
}

// with opens the database, runs f and closes it again.
func with(ctx context.Context, s *Settings, log *slog.Logger, f func(*database) error) error {
	d, err := open(ctx, s, log)
	if err != nil {
		return err
	}
	return errors.Join(f(d), d.close())
}
