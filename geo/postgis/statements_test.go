package postgis_test

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo/geotest"
)

// Every statement file has a contract on top and PREPAREs against the migrated
// schema as the role that runs it, with nothing of ours in the search path.
func TestEveryStatementPrepares(t *testing.T) {
	owner, login := geotest.Database(t)
	files, err := filepath.Glob("sql/*.sql")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d statement files, %v", len(files), err)
	}
	app := session(t, login, "atlante_app")
	tiles := session(t, login, "atlante_tiles")
	superuser := session(t, owner, "atlante_owner")
	slices.SortStableFunc(files, func(a, b string) int { return cmp.Compare(makes(t, b), makes(t, a)) })
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		if !strings.HasPrefix(text, "-- ") {
			t.Errorf("%s: no contract on top", f)
		}
		name := strings.TrimSuffix(filepath.Base(f), ".sql")
		conn := app
		switch {
		case strings.HasPrefix(name, "tile_"):
			conn = tiles
		case strings.HasPrefix(name, "installed_"):
			conn = superuser
		case temporary.MatchString(text):
			if _, err := app.Exec(t.Context(), strings.Replace(text, "ON COMMIT DROP", "", 1)); err != nil {
				t.Errorf("%s: %v", f, err)
			}
			continue
		}
		if _, err := conn.Prepare(t.Context(), name, text); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// makes is 1 for a statement that makes a table which others read, else 0.
func makes(t *testing.T, file string) int {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return len(temporary.FindAll(b, 1))
}

var temporary = regexp.MustCompile(`CREATE TEMPORARY TABLE`)

func session(t *testing.T, dsn, role string) *pgx.Conn {
	t.Helper()
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg.RuntimeParams["role"], cfg.RuntimeParams["search_path"] = role, "ext"
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return conn
}

// The tiles role reads the public views and nothing else.
func TestTilesRoleReadsOnlyPublicViews(t *testing.T) {
	_, login := geotest.Database(t)
	conn := session(t, login, "atlante_tiles")
	if _, err := conn.Exec(t.Context(), "SELECT * FROM atlante.public_place"); err != nil {
		t.Error(err)
	}
	for _, table := range []string{"atlante.place", "atlante.batch", "atlante.cell_time", "atlante.organization"} {
		if _, err := conn.Exec(t.Context(), "SELECT * FROM "+table); err == nil {
			t.Errorf("atlante_tiles may read %s", table)
		}
	}
	if _, err := conn.Exec(t.Context(), "SELECT * FROM public_place"); err == nil {
		t.Error("an unqualified view of ours was found")
	}
}
