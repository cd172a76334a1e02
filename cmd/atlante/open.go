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

// database is the store and whatever had to be started for it.
type database struct {
	*postgis.Store
	cluster *cluster.Cluster // nil beside a running service or with DATABASE_URL
	owner   string           // a login that may migrate
}

// open connects to DATABASE_URL, else to the cluster of a running service, else
// starts the private cluster for as long as the command runs; and brings the
// schema up to this program.
func open(ctx context.Context, s *Settings, log *slog.Logger) (*database, error) {
	if s.DatabaseURL != "" {
		return openGiven(ctx, s.DatabaseURL, log)
	}
	if r, err := cluster.Attach(ctx, s.DataDir); err == nil {
		return connect(ctx, r.DSN(cluster.Superuser, "atlante"), r.DSN("atlante", "atlante"), nil, log)
	} else if !errors.Is(err, cluster.ErrNotRunning) {
		return nil, err
	}
	return openPrivate(ctx, s, log)
}

// openOwn is open for whoever stays: it never leans on the cluster of another
// process, which would take it away when it ends.
func openOwn(ctx context.Context, s *Settings, log *slog.Logger) (*database, error) {
	if s.DatabaseURL != "" {
		return openGiven(ctx, s.DatabaseURL, log)
	}
	return openPrivate(ctx, s, log)
}

// openPrivate starts the private cluster.
func openPrivate(ctx context.Context, s *Settings, log *slog.Logger) (*database, error) {
	c, err := cluster.Start(ctx, cluster.Options{DataDir: s.DataDir, Log: log, Roles: []string{"atlante"}})
	if err != nil {
		return nil, err
	}
	err = postgis.CreateDatabase(ctx, c.Admin(), "atlante")
	if err == nil {
		var d *database
		if d, err = connect(ctx, c.DSN(cluster.Superuser, "atlante"), c.DSN("atlante", "atlante"), c, log); err == nil {
			return d, nil
		}
	}
	return nil, errors.Join(err, c.Stop(context.WithoutCancel(ctx)))
}

// openGiven uses a server that somebody else keeps, if it is safe to.
func openGiven(ctx context.Context, url string, log *slog.Logger) (*database, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	err = cluster.CheckDurability(ctx, conn)
	_ = conn.Close(ctx)
	if err != nil {
		return nil, err
	}
	return connect(ctx, url, url, nil, log)
}

func connect(ctx context.Context, owner, login string, c *cluster.Cluster, log *slog.Logger) (*database, error) {
	if err := postgis.Migrate(ctx, owner); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	store, err := postgis.Open(ctx, login, log)
	if err != nil {
		return nil, err
	}
	return &database{Store: store, cluster: c, owner: owner}, nil
}

// close ends the connections, and the cluster when this process started it.
func (d *database) close() error {
	d.Store.Close()
	if d.cluster == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return d.cluster.Stop(ctx)
}

// with opens the database, runs f and closes it again.
func with(ctx context.Context, s *Settings, log *slog.Logger, f func(*database) error) error {
	d, err := open(ctx, s, log)
	if err != nil {
		return err
	}
	return errors.Join(f(d), d.close())
}
