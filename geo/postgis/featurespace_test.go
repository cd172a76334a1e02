package postgis_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/geo"

	"atlante/geo/cql2"
	"atlante/geo/feature"
	"atlante/geo/postgis"
)

// A box takes what touches it, in every reference system, and what nobody knows
// the position of.
func boxesInEveryReferenceSystem(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	box := func(w, so, e, n float64) *orb.Bound { return &orb.Bound{Min: orb.Point{w, so}, Max: orb.Point{e, n}} }
	for _, c := range []struct {
		crs feature.SRID
		box *orb.Bound
		sql string // over x, the geometry in that system
	}{
		{feature.WGS84, box(9.50, 47.10, 9.53, 47.14), "ST_Intersects(x, ST_MakeEnvelope(9.50, 47.10, 9.53, 47.14, 4326))"},
		{0, box(9.50, 47.10, 9.53, 47.14), "ST_Intersects(x, ST_MakeEnvelope(9.50, 47.10, 9.53, 47.14, 4326))"},
		{feature.Mercator, box(1057500, 5960000, 1060900, 5966500), "ST_Intersects(x, ST_MakeEnvelope(1057500, 5960000, 1060900, 5966500, 3857))"},
		{feature.UTM32, box(538000, 5216600, 540400, 5221000), "ST_Intersects(x, ST_MakeEnvelope(538000, 5216600, 540400, 5221000, 32632))"},
		{feature.RDN2008, box(538000, 5216600, 540400, 5221000), "ST_Intersects(x, ST_MakeEnvelope(538000, 5216600, 540400, 5221000, 7791))"},
		{feature.WGS84, box(9.52, 40, -179, 50), "ST_XMax(x) >= 9.52"}, // over the antimeridian, eastwards
		{feature.WGS84, box(170, 40, 9.52, 50), "ST_XMin(x) <= 9.52"},
		{feature.WGS84, box(170, -80, -170, 80), "false"},
		{feature.WGS84, box(-180, -90, 180, 90), "true"},
		{feature.WGS84, box(-1e9, -1e9, 1e9, 1e9), "true"},
		{feature.Mercator, box(-1e12, -1e12, 1e12, 1e12), "true"},
		{feature.UTM32, box(-1e12, -1e12, 1e12, 1e12), "true"},
		{feature.WGS84, box(9.48, 47.06, 9.48, 47.06), "ST_Intersects(x, ST_SetSRID(ST_MakePoint(9.48, 47.06), 4326))"},
		{feature.WGS84, box(9.48, 47.06, 9.48, 47.2), "ST_Intersects(x, 'SRID=4326;LINESTRING(9.48 47.06, 9.48 47.2)')"},
		{feature.UTM32, box(1e12, 1e12, 2e12, 2e12), "false"},
	} {
		for _, id := range []string{feature.Places, feature.Comuni, feature.Cells, feature.Gaps} {
			got, _ := told(t, s, feature.Query{Collection: id, BBox: c.box, BBoxCRS: c.crs})
			srid := c.crs
			if srid == 0 {
				srid = feature.WGS84
			}
			rows, err := db.Query(t.Context(), fmt.Sprintf(`SELECT id FROM (SELECT id, scenario, g, ST_Transform(g, %d) AS x FROM oracle_%s) AS o
				WHERE scenario IN ('', 'current') AND (g IS NULL OR %s)`, srid, id, c.sql), pgx.QueryExecModeExec)
			if err != nil {
				t.Fatal(err)
			}
			want, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				t.Fatal(err)
			}
			have := ids(got)
			slices.Sort(have)
			slices.Sort(want)
			if !slices.Equal(have, want) {
				t.Errorf("%s in %v of EPSG:%d: %d features, SQL gives %d", id, *c.box, c.crs, len(have), len(want))
			}
		}
	}
	for _, b := range []*orb.Bound{box(9, 48, 10, 47), box(math.NaN(), 0, 1, 1), box(0, 0, math.Inf(1), 1)} {
		if refused(t, s, feature.Query{Collection: feature.Places, BBox: b}) == nil {
			t.Errorf("%v: taken", b)
		}
	}
	if refused(t, s, feature.Query{Collection: feature.Places, BBox: box(2, 0, 1, 1), BBoxCRS: feature.UTM32}) == nil {
		t.Error("a box in metres whose west lies east: taken")
	}
}

// Geometries come in every reference system where PostGIS puts them, and RDN2008
// and WGS 84 zone 32 North lie within a metre of each other.
func geometriesInEveryReferenceSystem(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	for _, id := range []string{feature.Places, feature.Comuni, feature.Zones, feature.Cells, feature.Gaps} {
		first := map[feature.SRID]orb.Bound{}
		for _, crs := range feature.SRIDs() {
			all, _ := told(t, s, feature.Query{Collection: id, CRS: crs, Limit: 40})
			for _, f := range all {
				if f.WKB == nil {
					continue
				}
				g, err := wkb.Unmarshal(f.WKB)
				if err != nil || f.WKB[0] != 1 {
					t.Fatal(err)
				}
				if _, there := first[crs]; !there {
					first[crs] = g.Bound()
				}
				var w, e float64
				if err := db.QueryRow(t.Context(), fmt.Sprintf(`SELECT ST_XMin(x), ST_YMax(x) FROM (SELECT ST_Transform(g, %d) AS x FROM oracle_%s WHERE id = $1 LIMIT 1) AS o`,
					crs, id), f.ID).Scan(&w, &e); err != nil {
					t.Fatal(err)
				}
				if b := g.Bound(); math.Abs(b.Min[0]-w) > 1e-6 || math.Abs(b.Max[1]-e) > 1e-6 {
					t.Errorf("%s %s in EPSG:%d: %v, SQL gives %v %v", id, f.ID, crs, b, w, e)
				}
			}
		}
		if a, b := first[feature.UTM32].Min, first[feature.RDN2008].Min; math.Hypot(a[0]-b[0], a[1]-b[1]) > 1 {
			t.Errorf("%s: %v in EPSG:32632 is %v in EPSG:7791", id, a, b)
		}
		if at := first[feature.WGS84].Center(); geo.Distance(at, orb.Point{9.54, 47.15}) > 20_000 {
			t.Errorf("%s: %v is not in the territory", id, at)
		}
	}
}

// Parameters select by value and by time; what has no time is in every time.
func parametersSelect(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	filter, err := cql2.Parse("zone = 1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		q   feature.Query
		sql string
	}{
		{feature.Query{Collection: "places", Equal: map[string]string{"kind": "portineria", "street_confirmed": "true"}}, "kind = 'portineria' AND street_confirmed"},
		{feature.Query{Collection: "places", Equal: map[string]string{"name": "L'Orto", "zone": "2"}}, "name = 'L''Orto' AND zone = 2"},
		{feature.Query{Collection: "places", Equal: map[string]string{"confirmed_on": "2025-06-04"}}, "confirmed_on = '2025-06-04'"},
		{feature.Query{Collection: "places", Equal: map[string]string{"kind": "cer"}, Filter: filter}, "kind = 'cer' AND zone = 1"},
		{feature.Query{Collection: "places", Since: day("2025-12-01")}, "confirmed_on >= '2025-12-01' OR confirmed_on IS NULL"},
		{feature.Query{Collection: "places", Until: day("2025-12-01")}, "confirmed_on <= '2025-12-01' OR confirmed_on IS NULL"},
		{feature.Query{Collection: "places", Since: day("2025-06-10"), Until: day("2025-12-01"), Equal: map[string]string{"zone": "1"}},
			"(confirmed_on BETWEEN '2025-06-10' AND '2025-12-01' OR confirmed_on IS NULL) AND zone = 1"},
		{feature.Query{Collection: "gaps", Since: day("2026-02-01"), Until: day("2026-05-01")}, "since >= '2026-02-01 00:00Z' AND since <= '2026-05-01 00:00Z'"},
		{feature.Query{Collection: "gaps", Equal: map[string]string{"rank": "3"}}, "rank = 3"},
		{feature.Query{Collection: "comuni", Since: day("2026-02-01"), Equal: map[string]string{"boundary_approximate": "true", "mountain": "T"}}, "mountain = 'T'"},
		{feature.Query{Collection: "cells", Equal: map[string]string{"state_partner": "empty"}}, "state_partner = 'empty'"},
	} {
		got, _ := told(t, s, c.q)
		rows, err := db.Query(t.Context(), "SELECT id FROM oracle_"+c.q.Collection+" WHERE scenario IN ('', 'current') AND ("+c.sql+")", pgx.QueryExecModeExec)
		if err != nil {
			t.Fatal(err)
		}
		want, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		have := ids(got)
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) || len(want) == 0 {
			t.Errorf("%+v: %d features, SQL gives %d", c.q, len(have), len(want))
		}
	}
}

// A count is that of its own query, however alike the values of another one look
// when they stand one behind the other.
func countsStandApart(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	var comune string
	if err := db.QueryRow(t.Context(), "SELECT comune FROM oracle_places WHERE name = 'L''Orto'").Scan(&comune); err != nil {
		t.Fatal(err)
	}
	in := func(text string) cql2.Node {
		n, err := cql2.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, pair := range [][2]feature.Query{
		{{Equal: map[string]string{"comune": comune, "name": "L'Orto"}}, {Equal: map[string]string{"comune": comune + "L", "name": "'Orto"}}},
		{{Filter: in("comune IN ('900001', '900002')")}, {Filter: in("comune IN ('900001 900002')")}},
		{{Filter: in("kind = 'cer' AND zone = 1")}, {Filter: in("kind = 'cer 1' AND zone = 1")}},
	} {
		var n [2]int64
		for i, q := range pair {
			q.Collection = feature.Places
			var err error
			if n[i], err = s.FeatureCount(t.Context(), q); err != nil {
				t.Fatal(err)
			}
		}
		if n[0] == 0 || n[1] != 0 {
			t.Errorf("%+v: %d, and then %d", pair, n[0], n[1])
		}
	}
}
