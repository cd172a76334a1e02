package work_test

import (
	"context"
	"strconv"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/hex"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// official are the residents and comuni of the zones, as published.
var official = map[geo.ZoneID]struct{ residents, comuni, mountain int }{
	1: {853_196, 1, 0}, 2: {231_276, 14, 3}, 3: {262_424, 18, 1}, 4: {133_969, 8, 0}, 5: {129_681, 45, 33},
	6: {101_356, 40, 40}, 7: {99_846, 40, 24}, 8: {80_347, 46, 27}, 9: {85_490, 54, 15}, 10: {98_056, 24, 0}, 11: {128_635, 22, 0},
}

const allResidents = 2_204_276

var scenarios = []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned}

// With the real boundaries: what Show 3 of the main job asks for, as PostGIS
// measures it and not as the program says it.
func TestRealTerritory(t *testing.T) {
	t.Parallel()
	s := geotest.Real(t)
	conn := geotest.Login(t, s)
	p, err := s.Publication(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p.BoundaryApprox || p.Stale {
		t.Errorf("publication %+v: approximate or stale", p)
	}
	area := one[float64](t, conn, `SELECT sum(ST_Area(geom::geography)) / 1e6 FROM atlante.boundary`)
	if area < 6827*0.995 || area > 6827*1.005 {
		t.Errorf("area %.1f km², expected 6,827 within 0.5 %%", area)
	}
	for _, c := range []struct {
		what     string
		min, max int
		query    string
	}{
		{"comuni with a real boundary", 312, 312, `SELECT count(*)::int FROM atlante.boundary WHERE NOT approximate AND ST_IsValid(geom)`},
		{"cells", 65_908, 65_928, `SELECT count(*)::int FROM atlante.cell`},
		{"distinct cells", 65_908, 65_928, `SELECT count(DISTINCT h3)::int FROM atlante.cell`},
		{"comuni with cells", 312, 312, `SELECT count(DISTINCT comune)::int FROM atlante.cell`},
		{"cells whose centre is not in their owner", 0, 0, `SELECT count(*)::int FROM atlante.cell k
			JOIN atlante.boundary b ON b.comune = k.comune WHERE NOT ST_Covers(b.geom, k.centre)`},
		{"cells whose centre is in two comuni", 0, 0, `SELECT count(*)::int FROM (SELECT k.h3 FROM atlante.cell k
			JOIN atlante.boundary b ON ST_Covers(b.geom, k.centre) GROUP BY k.h3 HAVING count(*) > 1) AS x`},
		{"seats in their own comune", 312, 312, `SELECT count(*)::int FROM atlante.comune c JOIN atlante.boundary b ON b.comune = c.id
			WHERE ST_Covers(b.geom, c.seat)`},
		{"seats in another comune", 0, 0, `SELECT count(*)::int FROM atlante.comune c JOIN atlante.boundary b
			ON b.comune <> c.id AND ST_Covers(b.geom, c.seat)`},
		{"comuni without residents in cells", 0, 0, `SELECT count(*)::int FROM atlante.comune c
			WHERE NOT EXISTS (SELECT FROM atlante.cell_comune k WHERE k.comune = c.id)`},
		{"overlap of neighbours in m²", 0, 40_000, `SELECT coalesce(sum(ST_Area(ST_Intersection(a.geom, b.geom)::geography)), 0)::int
			FROM atlante.boundary a JOIN atlante.boundary b ON a.comune < b.comune AND a.geom && b.geom`},
	} {
		if n := one[int](t, conn, c.query); n < c.min || n > c.max {
			t.Errorf("%s: %d, expected %d to %d", c.what, n, c.min, c.max)
		}
	}
}

// The zones hold the residents, comuni and mountain comuni that are published,
// for every kind and in both scenarios.
func TestResidentsByZone(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(testing.TB) *postgis.Store{"approximate": geotest.Store, "real": geotest.Real} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			kinds, err := s.Kinds(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, sc := range scenarios {
				checkZones(t, s, sc, len(kinds))
			}
			comuniOf(t, s)
		})
	}
}

func checkZones(t *testing.T, s *postgis.Store, sc cover.Scenario, kinds int) {
	t.Helper()
	figures, err := s.Figures(t.Context(), cover.FigureFilter{Scenario: sc, Territory: geo.TerritoryAll})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[cover.AreaKind]int{}
	total := map[geo.KindID]int{}
	for _, f := range figures {
		seen[f.Area.Kind]++
		switch f.Area.Kind {
		case cover.AreaZone:
			n, err := strconv.Atoi(f.Area.ID)
			if err != nil {
				t.Fatal(err)
			}
			if want := official[geo.ZoneID(n)].residents; f.Residents != want {
				t.Errorf("%s, zone %d, %s: %d residents, expected %d", sc, n, f.Kind, f.Residents, want)
			}
			total[f.Kind] += f.Residents
		case cover.AreaTerritory:
			if f.Residents != allResidents {
				t.Errorf("%s, territory, %s: %d residents, expected %d", sc, f.Kind, f.Residents, allResidents)
			}
		}
	}
	if seen[cover.AreaTerritory] != kinds || seen[cover.AreaZone] != 11*kinds || seen[cover.AreaComune] != 312*kinds {
		t.Errorf("%s: figures of %d kinds by area: %v", sc, kinds, seen)
	}
	for k, n := range total {
		if n != allResidents {
			t.Errorf("%s: the zones hold %d residents for %s", sc, n, k)
		}
	}
}

func comuniOf(t *testing.T, s *postgis.Store) {
	t.Helper()
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{})
	if err != nil {
		t.Fatal(err)
	}
	count, mountain := map[geo.ZoneID]int{}, map[geo.ZoneID]int{}
	for _, c := range comuni {
		count[c.Zone]++
		if c.Mountain() {
			mountain[c.Zone]++
		}
	}
	for z, want := range official {
		if count[z] != want.comuni || mountain[z] != want.mountain {
			t.Errorf("zone %d: %d comuni, %d of them mountain; expected %d and %d", z, count[z], mountain[z], want.comuni, want.mountain)
		}
	}
}

// At every resolution the cells that are drawn hold all residents, and their
// parts those of every zone.
func TestResidentsAtEveryResolution(t *testing.T) {
	t.Parallel()
	s := geotest.Real(t)
	conn := geotest.Login(t, s)
	for _, sc := range scenarios {
		for r := hex.Coarsest; r <= hex.Resolution; r++ {
			n := one[int](t, conn, `SELECT coalesce(sum(f.residents), 0)::int FROM atlante.cell_figure f
				JOIN atlante.cell_shape s ON s.h3 = f.h3 WHERE f.scenario = $1 AND s.resolution = $2
				AND f.publication = (SELECT max(id) FROM atlante.publication)`, string(sc), r)
			if n != allResidents {
				t.Errorf("%s, resolution %d: %d residents", sc, r, n)
			}
		}
	}
	result, comuni := computed(t, s)
	zoneOf := map[geo.ComuneID]geo.ZoneID{}
	for _, c := range comuni {
		zoneOf[c.ID] = c.Zone
	}
	sums := map[int]map[geo.ZoneID]int{6: {}, 7: {}, 8: {}, 9: {}}
	for _, c := range result.Coarse {
		for _, p := range c.Parts {
			sums[c.ID.Resolution()][zoneOf[p.Comune]] += p.Residents
		}
	}
	for _, c := range result.Cells {
		for _, p := range c.Parts {
			sums[9][zoneOf[p.Comune]] += p.Residents
		}
	}
	for r, byZone := range sums {
		for z, want := range official {
			if byZone[z] != want.residents {
				t.Errorf("resolution %d, zone %d: %d residents, expected %d", r, z, byZone[z], want.residents)
			}
		}
	}
}

// computed recomputes a store and gives the whole result, of which a store keeps
// only what is asked for.
func computed(t *testing.T, s *postgis.Store) (cover.Result, []geo.Comune) {
	t.Helper()
	var result cover.Result
	if _, err := work.Recompute(t.Context(), keepsResult{s, &result}, geotest.Recomputation()); err != nil {
		t.Fatal(err)
	}
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return result, comuni
}

// keepsResult is a store that also hands what it publishes to the test.
type keepsResult struct {
	*postgis.Store
	result *cover.Result
}

func (k keepsResult) Atomically(ctx context.Context, f func(keepsResult) error) error {
	return k.Store.Atomically(ctx, func(s *postgis.Store) error { return f(keepsResult{s, k.result}) })
}

func (k keepsResult) Publish(ctx context.Context, p cover.Publication, kinds []geo.Kind, r cover.Result) (int64, error) {
	*k.result = r
	return k.Store.Publish(ctx, p, kinds, r)
}
