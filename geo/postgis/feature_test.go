package postgis_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkb"

	"atlante/geo"
	"atlante/geo/feature"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// told collects the features that a query gives.
func told(t testing.TB, s *postgis.Store, q feature.Query) ([]feature.Feature, string) {
	t.Helper()
	var out []feature.Feature
	next, err := s.Features(t.Context(), q, func(f feature.Feature) error {
		f.Values = append([]any(nil), f.Values...)
		f.WKB = append([]byte(nil), f.WKB...)
		out = append(out, f)
		return nil
	})
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return out, next
}

func ids(list []feature.Feature) []string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.ID
	}
	return out
}

// TestFeatures asks one store in many ways; the last writes to it.
func TestFeatures(t *testing.T) {
	s, db, _ := featureStore(t)
	for _, part := range []struct {
		name string
		test func(*testing.T, *postgis.Store, *pgx.Conn)
	}{
		{"collections give what they say", collectionsGiveWhatTheySay},
		{"filters give what SQL gives", filtersGiveWhatSQLGives},
		{"filters in every reference system", filtersInEveryReferenceSystem},
		{"boxes in every reference system", boxesInEveryReferenceSystem},
		{"geometries in every reference system", geometriesInEveryReferenceSystem},
		{"parameters", parametersSelect},
		{"counts stand apart", countsStandApart},
		{"pages are the whole", pagesAreTheWhole},
		{"cursors of another order are refused", cursorsOfAnotherOrderAreRefused},
		{"nonsense is refused", nonsenseIsRefused},
		{"one by one", oneByOne},
		{"pages stand writes between", pagesStandWritesBetween},
		{"pages of long texts", pagesOfLongTexts},
		{"states go forward", statesGoForward},
		{"no version comes back", noVersionComesBack},
		{"nothing published", nothingPublished},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, s, db) })
	}
}

// Every collection gives every feature, with values of the types that it says,
// as often as it counts.
func collectionsGiveWhatTheySay(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	list, err := s.FeatureCollections(t.Context())
	if err != nil || len(list) != 5 {
		t.Fatal(len(list), err)
	}
	for _, c := range list {
		all, next := told(t, s, feature.Query{Collection: c.ID})
		state, err := s.FeatureState(t.Context(), c.ID, "")
		if err != nil || state.Count == 0 || int64(len(all)) != state.Count || next != "" {
			t.Fatalf("%s: %d features, %+v, %q, %v", c.ID, len(all), state, next, err)
		}
		if _, _, timed := c.Field(c.Datetime); timed == state.From.IsZero() || state.To.Before(state.From) {
			t.Errorf("%s: from %v to %v", c.ID, state.From, state.To)
		}
		for _, f := range all {
			checkFeature(t, c, state, f)
		}
		for i, f := range c.Fields {
			compareColumn(t, db, c, f, i, all)
		}
	}
}

func checkFeature(t *testing.T, c feature.Collection, state feature.State, f feature.Feature) {
	t.Helper()
	if len(f.Values) != len(c.Fields) {
		t.Fatalf("%s: %d values", c.ID, len(f.Values))
	}
	if f.WKB != nil {
		g, err := wkb.Unmarshal(f.WKB)
		if err != nil || g.GeoJSONType() != string(c.Geometry) {
			t.Fatalf("%s %s: %v, %v", c.ID, f.ID, g, err)
		}
		if b := state.Extent.Pad(1e-9); !b.Contains(g.Bound().Min) || !b.Contains(g.Bound().Max) {
			t.Errorf("%s %s: %v is outside %v", c.ID, f.ID, g.Bound(), state.Extent)
		}
	} else if !c.Nullable {
		t.Errorf("%s %s: no geometry", c.ID, f.ID)
	}
	for i, x := range c.Fields {
		if v := f.Values[i]; v != nil && !ofType(x.Type, v) {
			t.Errorf("%s %s: %s is %T, and should be %s", c.ID, f.ID, x.Name, v, x.Type)
		} else if text, is := v.(string); is && x.Values != nil && !slices.Contains(x.Values, text) {
			t.Errorf("%s %s: %s is %q, which is not one of %v", c.ID, f.ID, x.Name, text, x.Values)
		}
	}
}

func ofType(t feature.Type, v any) bool {
	switch v := v.(type) {
	case string:
		return t == feature.Text
	case int64:
		return t == feature.Integer
	case float64:
		return t == feature.Real
	case bool:
		return t == feature.Boolean
	case time.Time:
		return v.Location() == time.UTC && (t == feature.Instant || t == feature.Day && v.Equal(v.Truncate(24*time.Hour)))
	}
	return false
}

// compareColumn sets the values of a field beside those of the oracle.
func compareColumn(t *testing.T, db *pgx.Conn, c feature.Collection, f feature.Field, column int, all []feature.Feature) {
	t.Helper()
	rows, err := db.Query(t.Context(), "SELECT id, "+f.Name+" FROM oracle_"+c.ID+" WHERE scenario IN ('', 'current')")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for rows.Next() {
		v, err := rows.Values()
		if err != nil {
			t.Fatal(err)
		}
		want[v[0].(string)] = fmt.Sprint(v[1])
	}
	if rows.Err() != nil || len(want) != len(all) {
		t.Fatalf("%s: %d features, SQL gives %d, %v", c.ID, len(all), len(want), rows.Err())
	}
	for _, x := range all {
		if got := fmt.Sprint(x.Values[column]); got != want[x.ID] {
			t.Errorf("%s %s: %s is %s, SQL gives %s", c.ID, x.ID, f.Name, got, want[x.ID])
		}
	}
}

// One feature by its id is the one of the list; ids that nobody has are not found.
func oneByOne(t *testing.T, s *postgis.Store, _ *pgx.Conn) {
	for _, c := range []string{feature.Places, feature.Comuni, feature.Zones, feature.Cells, feature.Gaps} {
		all, _ := told(t, s, feature.Query{Collection: c, Limit: 7, CRS: feature.UTM32})
		for _, want := range all {
			got, err := s.FeatureByID(t.Context(), c, want.ID, "", feature.UTM32)
			if err != nil || got.ID != want.ID || !bytes.Equal(got.WKB, want.WKB) || !slices.Equal(got.Values, want.Values) {
				t.Errorf("%s %s: %v, %v", c, want.ID, got, err)
			}
		}
		for _, id := range []string{"", "x", "\x00", "0", "-1", "00000000-0000-7000-8000-ffffffffffff", strings.ToUpper(all[0].ID) + "A",
			"9223372036854775808", "' OR true --"} {
			if _, err := s.FeatureByID(t.Context(), c, id, "", 0); !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("%s %q: %v", c, id, err)
			}
		}
	}
	if _, err := s.FeatureByID(t.Context(), "x", "1", "", 0); !errors.Is(err, geo.ErrNotFound) {
		t.Error(err)
	}
	if _, err := s.FeatureByID(t.Context(), feature.Zones, "1", "x", 0); !errors.Is(err, geo.ErrInvalid) {
		t.Error(err)
	}
	if _, err := s.FeatureByID(t.Context(), feature.Zones, "1", "", 1); !errors.Is(err, geo.ErrInvalid) {
		t.Error(err)
	}
}

// Every change that a collection shows is a new version, and none comes back.
func statesGoForward(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	seen, last := map[string]bool{}, map[string]feature.State{}
	look := func(what string, changed ...string) {
		t.Helper()
		for _, c := range []string{feature.Places, feature.Comuni, feature.Zones, feature.Cells, feature.Gaps} {
			state, err := s.FeatureState(t.Context(), c, "")
			if err != nil {
				t.Fatal(err)
			}
			before := last[c]
			switch moved := state.Version != before.Version; {
			case moved != slices.Contains(changed, c) && before.Version != "":
				t.Errorf("%s: %s went from %s to %s", what, c, before.Version, state.Version)
			case moved && seen[c+state.Version]:
				t.Errorf("%s: %s is back at %s", what, c, state.Version)
			case state.Changed.Before(before.Changed), moved && before.Version != "" && !state.Changed.After(before.Changed):
				t.Errorf("%s: %s changed at %v, before at %v", what, c, state.Changed, before.Changed)
			}
			seen[c+state.Version], last[c] = true, state
		}
	}
	look("at first")
	look("nothing")
	n := last[feature.Places].Count
	run(t, db, "DELETE FROM atlante.place WHERE id = (SELECT min(id::text)::uuid FROM atlante.place)")
	look("a place went", feature.Places)
	if last[feature.Places].Count != n-1 {
		t.Errorf("%d places, before %d", last[feature.Places].Count, n)
	}
	run(t, db, "UPDATE atlante.comune SET name = name || ' ' WHERE id = '900001'")
	look("a comune was renamed", feature.Places, feature.Comuni, feature.Zones, feature.Cells, feature.Gaps)
	run(t, db, "UPDATE atlante.zone SET name = name || ' alta' WHERE id = 1")
	look("a zone was renamed", feature.Places, feature.Comuni, feature.Zones, feature.Cells, feature.Gaps)
	// The clock of the machine goes back an hour: what is told does not.
	run(t, db, "UPDATE atlante.input_version SET changed_at = changed_at + interval '1 hour'")
	seen, last = map[string]bool{}, map[string]feature.State{}
	look("an hour ahead")
	run(t, db, "DELETE FROM atlante.place WHERE id = (SELECT min(id::text)::uuid FROM atlante.place)")
	look("the clock went back", feature.Places)
	run(t, db, "UPDATE atlante.input_version SET changed_at = changed_at - interval '1 hour'")
	seen, last = map[string]bool{}, map[string]feature.State{}
	look("the clock is right")
	time.Sleep(1100 * time.Millisecond) // publications are dated to the second
	geotest.Recompute(t, s)
	look("a publication", feature.Comuni, feature.Zones, feature.Cells, feature.Gaps)
}
