package postgis_test

import (
	"context"
	"errors"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cql2"
	"atlante/geo/feature"
	"atlante/geo/geotest"
	"atlante/geo/ingest/facts"
	"atlante/geo/postgis"
)

const manyPlaces = 100_000

// crowd is a store with very many places.
func crowd(t testing.TB) *postgis.Store {
	t.Helper()
	s := geotest.Empty(t)
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SaveKinds(t.Context(), kinds); err != nil {
		t.Fatal(err)
	}
	run(t, geotest.Login(t, s), crowdOf(manyPlaces))
	return s
}

// crowdOf inserts places, a fiftieth of them without a position.
func crowdOf(n int) string {
	return `
INSERT INTO atlante.place (id, kind, name, folded, address, locality, position, cell, precision, radius_m, street_confirmed, position_source, status,
  service_area, may_reach, note, source, licence, retrieved_on, confirmed_on, description)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n * 7919::bigint % 1000003), 12, '0'))::uuid, (ARRAY['partner', 'portineria', 'cer'])[1 + n % 3],
       'Luogo ' || n, 'x', 'Via Roma ' || n, '', CASE WHEN n % 50 <> 0 THEN ext.ST_SetSRID(ext.ST_MakePoint(6.6 + n % 1583 * 0.001, 44.7 + n % 887 * 0.001), 4326) END,
       CASE WHEN n % 50 <> 0 THEN 617700169518678015 END, CASE WHEN n % 50 = 0 THEN 'none' ELSE 'exact' END, 0, false, 'fonte', 'active', '{}', '{}', '',
       'fonte', 'CC BY 4.0', '2026-01-01', date '2020-01-01' + n % 2000, repeat('descrizione ', 15)
  FROM generate_series(1, ` + strconv.Itoa(n) + `) AS n;
ANALYZE atlante.place`
}

// Very many places: boxes and pages are found by an index, all of them stream in
// little memory, and what takes too long is given up.
func TestFeaturesOfACrowd(t *testing.T) {
	s := crowd(t)
	t.Run("plans", func(t *testing.T) { plansUseIndexes(t, s) })
	t.Run("stream", func(t *testing.T) { streamsInLittleMemory(t, s) })
	t.Run("too long", func(t *testing.T) { givesUp(t, s) })
}

func plansUseIndexes(t *testing.T, s *postgis.Store) {
	filter := func(text string) cql2.Node {
		n, err := cql2.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	small := &orb.Bound{Min: orb.Point{7.6, 45.0}, Max: orb.Point{7.62, 45.02}}
	metres := &orb.Bound{Min: orb.Point{390_000, 4_990_000}, Max: orb.Point{391_000, 4_991_000}}
	for name, c := range map[string]struct {
		q     feature.Query
		index string
	}{
		"a box":                  {feature.Query{BBox: small}, "place_by_position"},
		"a box in metres":        {feature.Query{BBox: metres, BBoxCRS: feature.RDN2008}, "place_by_position"},
		"a box, a page of it":    {feature.Query{BBox: small, Limit: 10, Sort: []feature.Sort{{Field: "name"}}}, "place_by_position"},
		"a filter":               {feature.Query{Filter: filter("S_INTERSECTS(geometry, BBOX(7.6, 45, 7.62, 45.02)) AND kind = 'cer'")}, "place_by_position"},
		"a filter in metres":     {feature.Query{Filter: filter("S_WITHIN(geometry, BBOX(390000, 4990000, 391000, 4991000))"), FilterCRS: feature.UTM32}, "place_by_position"},
		"a page":                 {feature.Query{Limit: 100}, "place_key"},
		"a comune":               {feature.Query{Equal: map[string]string{"comune": "001272"}}, "place_by_comune"},
		"comuni in a box":        {feature.Query{Collection: feature.Comuni, BBox: small}, "boundary_by_place"},
		"cells in a box":         {feature.Query{Collection: feature.Cells, BBox: small}, "cell_shape_by_tile"},
		"cells in a box, metres": {feature.Query{Collection: feature.Cells, BBox: metres, BBoxCRS: feature.UTM32}, "cell_shape_by_tile"},
	} {
		if c.q.Collection == "" {
			c.q.Collection = feature.Places
		}
		plan, err := s.ExplainFeatures(t.Context(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(plan, "\n"); !strings.Contains(text, c.index) || strings.Contains(text, "Seq Scan on place") {
			t.Errorf("%s does not use %s:\n%s", name, c.index, text)
		}
	}
}

// streamsInLittleMemory measures what the process holds while all places pass, to
// a reader who is slower than the database.
func streamsInLittleMemory(t *testing.T, s *postgis.Store) {
	for range 2 { // the first time warms up
		debug.FreeOSMemory()
		rest, most, n, began := resident(t), 0, 0, time.Now()
		next, err := s.Features(t.Context(), feature.Query{Collection: feature.Places, Sort: []feature.Sort{{Field: "name", Down: true}}, CRS: feature.UTM32},
			func(f feature.Feature) error {
				if n++; n%2000 == 0 {
					most = max(most, resident(t))
				}
				return nil
			})
		if err != nil || n != manyPlaces || next != "" {
			t.Fatal(n, next, err)
		}
		t.Logf("%d places in %v: %d KiB at rest, %d at most", n, time.Since(began).Round(time.Millisecond), rest>>10, most>>10)
		if most-rest > 64<<20 {
			t.Errorf("%d KiB above rest", (most-rest)>>10)
		}
	}
	// Whoever has had enough ends it, with his own word.
	enough, n := errors.New("enough"), 0
	_, err := s.Features(t.Context(), feature.Query{Collection: feature.Places}, func(feature.Feature) error {
		if n++; n == 1234 {
			return enough
		}
		return nil
	})
	if err != enough || n != 1234 {
		t.Errorf("%v after %d", err, n)
	}
	// So does whoever has gone away.
	ctx, cancel := context.WithCancel(t.Context())
	n = 0
	if _, err = s.Features(ctx, feature.Query{Collection: feature.Places}, func(feature.Feature) error {
		if n++; n == 1000 {
			cancel()
		}
		return nil
	}); !errors.Is(err, context.Canceled) || n > 2000 {
		t.Errorf("%v after %d", err, n)
	}
	for range 10 { // and nobody keeps a connection
		if _, err := s.Features(t.Context(), feature.Query{Collection: feature.Places, Limit: 1}, func(feature.Feature) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
}

// resident is the memory of this process, in bytes.
func resident(t testing.TB) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(b))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

// givesUp asks while somebody holds the table: a page waits its 3 seconds, and
// says that it is busy.
func givesUp(t *testing.T, s *postgis.Store) {
	tx, err := geotest.Login(t, s).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := tx.Exec(t.Context(), "LOCK TABLE atlante.place"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err = s.Features(t.Context(), feature.Query{Collection: feature.Places, Limit: 10}, func(feature.Feature) error { return nil })
	if took := time.Since(began); !errors.Is(err, geo.ErrBusy) || took < 2*time.Second || took > 20*time.Second {
		t.Errorf("%v after %v", err, took)
	}
}
