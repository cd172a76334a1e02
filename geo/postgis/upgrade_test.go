package postgis_test

import (
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/migrations"
)

// A database that an earlier version has made, before there was a registry,
// keeps its places: each becomes a published entry whose first revision says what
// people see, and the file that brought it is known again.
func TestPlacesOfAnEarlierVersionBecomeEntries(t *testing.T) {
	s := geotest.Store(t)
	places, _, err := s.Places(t.Context(), geo.PlaceFilter{})
	if err != nil || len(places) == 0 {
		t.Fatal(len(places), err)
	}
	conn := geotest.Login(t, s)
	back(t, conn.Config(), 3)
	var keys int
	if err := conn.QueryRow(t.Context(), `SELECT count(DISTINCT key)::int FROM atlante.place`).Scan(&keys); err != nil || keys != len(places) {
		t.Fatalf("%d places with a key of %d, %v", keys, len(places), err)
	}
	if err := postgis.Migrate(t.Context(), conn.Config().ConnString()); err != nil {
		t.Fatal(err)
	}
	after, _, err := s.Places(t.Context(), geo.PlaceFilter{})
	if err != nil || len(after) != len(places) {
		t.Fatal(len(after), err)
	}
	for i, p := range after {
		e, err := s.Entry(t.Context(), p.ID)
		if err != nil || !e.Visible() || e.Version != 1 || e.Public != 1 || e.Last != 1 {
			t.Errorf("%s: %+v, %v", p.Name, e, err)
		}
		v, err := s.Revision(t.Context(), p.ID, 1)
		if err != nil || !v.Approved || v.Content.Name != places[i].Name || v.Source != places[i].Source || v.Content.Note != places[i].Note {
			t.Errorf("%s: %+v, %v", p.Name, v, err)
		}
	}
	rules, err := s.Invariants(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if r.Violations > 0 {
			t.Errorf("%s: %d of %d", r.Name, r.Violations, r.Checked)
		}
	}
}

// back takes a database back to an earlier version of the schema.
func back(t *testing.T, cfg *pgx.ConnConfig, version int64) {
	t.Helper()
	cfg = cfg.Copy()
	cfg.RuntimeParams["role"], cfg.RuntimeParams["search_path"] = "atlante_owner", "ext"
	db := sql.OpenDB(stdlib.GetConnector(*cfg))
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.State, goose.WithTableName("atlante.schema_version"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.DownTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
}
