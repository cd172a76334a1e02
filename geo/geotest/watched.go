package geotest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo/postgis"
	"atlante/geo/postgis/cluster"
)

// Watched gives a store over an empty migrated database in a cluster of its own
// that keeps count of the statements it runs, and a way in as its owner.
func Watched(t testing.TB) (*postgis.Store, *pgx.Conn) {
	t.Helper()
	needCluster(t)
	dir, err := os.MkdirTemp("", "atlante-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // the account that runs PostgreSQL must be able to pass
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	c, err := cluster.Start(ctx, cluster.Options{DataDir: filepath.Join(dir, "d"), Roles: []string{"atlante"}, ForTests: true,
		Settings: map[string]string{"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.max": "50000"}})
	if err != nil {
		t.Skipf("pg_stat_statements is not installed: %v", err)
	}
	t.Cleanup(func() {
		stop, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
		defer cancel()
		_ = c.Stop(stop)
	})
	const name = "atlante_watched"
	if err := postgis.CreateDatabase(ctx, c.Admin(), name); err != nil {
		t.Fatal(err)
	}
	if err := postgis.Migrate(ctx, c.DSN(cluster.Superuser, name)); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, c.DSN(cluster.Superuser, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	if _, err := conn.Exec(ctx, "CREATE EXTENSION pg_stat_statements SCHEMA ext; SET search_path = ext"); err != nil {
		t.Fatal(err)
	}
	s, err := postgis.Open(ctx, c.DSN("atlante", name), Log())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, conn
}

// Shapes are the texts of the statements that the service has run against a
// Watched database, constants left out, each once.
func Shapes(t testing.TB, conn *pgx.Conn) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `SELECT s.query FROM ext.pg_stat_statements(true) AS s
		JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname LIKE 'atlante%'`)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
