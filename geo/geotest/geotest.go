// Package geotest gives tests a real PostGIS: one private cluster a test
// process, one migrated template, and a database of its own for each test.
package geotest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo/postgis"
	"atlante/geo/postgis/cluster"
)

// running is the cluster of this test process; Main sets it before any test.
var running struct {
	cluster  *cluster.Cluster
	counter  atomic.Int64
	template string
}

// Main runs the tests of a package with a real PostGIS. Use it as
//
//	func TestMain(m *testing.M) { geotest.Main(m) }
//
// Without PostGIS the tests fail when CI is set, and are skipped with a clear
// word otherwise.
func Main(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "atlante-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	// The account that runs PostgreSQL must be able to pass.
	if err := os.Chmod(dir, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	c, err := start(filepath.Join(dir, "d"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "PostGIS for the tests:", err)
		if os.Getenv("CI") != "" || !errors.Is(err, cluster.ErrNoPostgres) {
			return 1
		}
		return m.Run() // every test that needs the database skips
	}
	defer stop(c)
	running.cluster = c
	return m.Run()
}

// start starts a cluster with the migrated template in a new folder: a copy of the one
// that this run of all packages keeps, if it does.
func start(dir string) (*cluster.Cluster, error) {
	if kept := os.Getenv(keptFolder); kept != "" {
		if err := copyKept(kept, dir); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := cluster.Start(ctx, cluster.Options{DataDir: dir, Roles: []string{"atlante"}, ForTests: true})
	if err != nil {
		return nil, err
	}
	if err := makeTemplate(ctx, c); err != nil {
		stop(c)
		return nil, fmt.Errorf("template database: %w", err)
	}
	return c, nil
}

func stop(c *cluster.Cluster) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_ = c.Stop(ctx)
}

func makeTemplate(ctx context.Context, c *cluster.Cluster) error {
	running.template = "atlante_template"
	if there, err := exists(ctx, c, running.template); err != nil || there {
		return err
	}
	if err := postgis.CreateDatabase(ctx, c.Admin(), running.template); err != nil {
		return err
	}
	return postgis.Migrate(ctx, c.DSN(cluster.Superuser, running.template))
}

// Database makes an empty migrated database and gives the addresses of its owner
// and of the service's login. It is gone after the test.
func Database(t testing.TB) (owner, login string) {
	t.Helper()
	c := needCluster(t)
	name := copyOf(t, c, running.template)
	return c.DSN(cluster.Superuser, name), c.DSN("atlante", name)
}

// needCluster gives the cluster of this process, or skips the test.
func needCluster(t testing.TB) *cluster.Cluster {
	t.Helper()
	if running.cluster == nil {
		t.Skip("PostGIS is not installed: run `make test`, which installs it")
	}
	return running.cluster
}

// copyOf makes a database for one test from a template.
func copyOf(t testing.TB, c *cluster.Cluster, template string) string {
	t.Helper()
	name := fmt.Sprintf("atlante_test_%d", running.counter.Add(1))
	t.Logf("PostGIS database %s from %s", name, template)
	admin(t, c, func(ctx context.Context, conn *pgx.Conn) error { return copyDatabase(ctx, conn, name, template) })
	t.Cleanup(func() {
		admin(t, c, func(ctx context.Context, conn *pgx.Conn) error {
			_, err := conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
			return err
		})
	})
	return name
}

// copyDatabase copies a template, file by file where PostgreSQL can be told to: that takes a
// third of the time that going page by page through the log takes.
func copyDatabase(ctx context.Context, conn *pgx.Conn, name, template string) error {
	statement := "CREATE DATABASE " + name + " TEMPLATE " + template
	major, _, _ := strings.Cut(conn.PgConn().ParameterStatus("server_version"), ".")
	if n, err := strconv.Atoi(major); err == nil && n >= 15 {
		statement += " STRATEGY file_copy"
	}
	_, err := conn.Exec(ctx, statement)
	return err
}

// open gives a store over a database of the test.
func open(t testing.TB, name string) *postgis.Store {
	t.Helper()
	s, err := postgis.Open(t.Context(), running.cluster.DSN("atlante", name), Log())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// admin does something as the superuser of the cluster.
func admin(t testing.TB, c *cluster.Cluster, f func(context.Context, *pgx.Conn) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.Admin())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if err := f(ctx, conn); err != nil {
		t.Fatal(err)
	}
}

// Empty gives a store over an empty migrated database.
func Empty(t testing.TB) *postgis.Store {
	t.Helper()
	return open(t, copyOf(t, needCluster(t), running.template))
}

// Login opens a second way into the database of a store: plain SQL for tests
// that compare, as the owner of the schema.
func Login(t testing.TB, s *postgis.Store) *pgx.Conn {
	t.Helper()
	cfg, err := pgx.ParseConfig(running.cluster.DSN(cluster.Superuser, s.Database()))
	if err != nil {
		t.Fatal(err)
	}
	cfg.RuntimeParams["search_path"] = "ext"
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

// Log is a silent logger.
func Log() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
