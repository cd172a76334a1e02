package postgis_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo/feature"
	"atlante/geo/postgis"
)

// After a restore the counters of versions go on where the copy was made: what is
// written then has versions that nobody has seen before.
func noVersionComesBack(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	version := func(id string) string {
		t.Helper()
		state, err := s.FeatureState(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		return state.Version
	}
	run(t, db, "CREATE TABLE public.copied AS SELECT * FROM atlante.input_version")
	const write = "UPDATE atlante.place SET note = note || '.' WHERE id = (SELECT min(id::text)::uuid FROM atlante.place)"
	run(t, db, write)
	places := version(feature.Places)
	run(t, db, "UPDATE atlante.input_version v SET version = c.version, changed_at = c.changed_at FROM public.copied c WHERE c.name = v.name")
	run(t, db, write)
	if again := version(feature.Places); again == places {
		t.Errorf("places are at %s again", again)
	}
	cells := version(feature.Cells)
	run(t, db, "UPDATE atlante.publication SET created_at = created_at + interval '1 second'") // another one under the same number
	if again := version(feature.Cells); again == cells {
		t.Errorf("cells are at %s again", again)
	}
}

// Before anything is published nothing is known of cells: not that nobody lives there.
func nothingPublished(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	residents := func() (known, unknown int) {
		all, _ := told(t, s, feature.Query{Collection: feature.Cells})
		for _, f := range all {
			if f.Values[2] == nil {
				unknown++
			} else {
				known++
			}
		}
		return known, unknown
	}
	if known, unknown := residents(); known == 0 || unknown != 0 {
		t.Fatalf("published: %d cells with residents, %d without", known, unknown)
	}
	run(t, db, "TRUNCATE atlante.publication CASCADE")
	if known, unknown := residents(); known != 0 || unknown == 0 {
		t.Errorf("not published: %d cells with residents, %d without", known, unknown)
	}
}
