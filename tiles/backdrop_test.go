package tiles

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/hex"
	"atlante/tiles/tiletest"
)

// square is a zone between two meridians.
func square(west, east float64) geo.Zone {
	const south, north = 45.0, 45.4
	return geo.Zone{Boundary: orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}}
}

// TestInnerCells: the border of the territory counts, and not that between its zones.
func TestInnerCells(t *testing.T) {
	both, err := cellsInside([]geo.Zone{square(7, 7.4), square(7.4, 7.8)})
	if err != nil {
		t.Fatal(err)
	}
	found := both[0]
	for _, id := range both[1] {
		fine, err := hex.Parse(id)
		if err != nil {
			t.Fatal(err)
		}
		if parent, err := fine.Parent(6); err != nil || fine.Resolution() != 7 || slices.Contains(found, parent.String()) {
			t.Errorf("%s lies in a coarser cell that is drawn: %v", id, err)
		}
	}
	for at, want := range map[orb.Point]bool{{7.4, 45.2}: true, {7.2, 45.2}: true, {7, 45.2}: false, {7.4, 45}: false, {7.8, 45.4}: false, {8, 45.2}: false} {
		cell, err := hex.Of(at, 6)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(found, cell.String()); got != want {
			t.Errorf("%v lies in an inner cell: %v", at, got)
		}
	}
	alone, err := cellsInside([]geo.Zone{square(7, 7.4)})
	if err != nil || len(alone[0]) == 0 || 2*len(alone[0]) >= len(found) || len(both[1]) == 0 {
		t.Errorf("%d cells in one zone, %d in both: %v", len(alone[0]), len(found), err)
	}
	if none, err := cellsInside(nil); err != nil || len(none[0])+len(none[1]) != 0 {
		t.Errorf("without zones: %v %v", none, err)
	}
}

// TestBackdropEndsInside: the land is the territory; the style says of its cells what
// PostGIS says, and they lie in the territory, most of which they cover.
func TestBackdropEndsInside(t *testing.T) {
	store := geotest.Store(t)
	p := mounted(store, tiletest.Held(t, store), Options{})
	f, _, err := p.known(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p.get(t, "/styles/gaps.json"); f.inside.found.Load() != nil {
		t.Error("the cells were searched before anybody asked for them")
	}
	var doc struct {
		Sources map[string]struct {
			Data struct{ Features []*geojson.Feature }
		}
	}
	if err := json.Unmarshal(p.get(t, "/styles/map.json?kind=portineria").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	db := geotest.Login(t, store)
	var drawn, land []*geojson.Feature
	for _, f := range doc.Sources[backdropSource].Data.Features {
		if f.Properties["h3"] == nil {
			land = append(land, f)
		} else {
			drawn = append(drawn, f)
		}
	}
	checkLand(t, db, land)
	for _, c := range drawn {
		var minutes, state any
		err := db.QueryRow(t.Context(), `SELECT props->'minutes_portineria', props->>'state_portineria' FROM atlante.public_cell
			WHERE scenario = 'current' AND to_hex(h3) = $1`, c.Properties["h3"]).Scan(&minutes, &state)
		if err != nil || minutes != c.Properties["minutes_portineria"] || state != c.Properties["state_portineria"] || len(c.Geometry.(orb.Polygon)[0]) != 7 {
			t.Errorf("%v, and PostGIS says %v %v: %v", c.Properties, minutes, state, err)
		}
	}
	ids, err := f.inside.cells(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	inner := slices.Concat(ids[:]...)
	if len(drawn) != len(inner) {
		t.Errorf("%d cells in the style, %d lie inside", len(drawn), len(inner))
	}
	const outside = `SELECT coalesce(sum(ST_Area(ST_Difference(c.geom_3857, z.shape))), 0) / max(ST_Area(z.shape)), sum(ST_Area(c.geom_3857)) / max(ST_Area(z.shape))
		FROM atlante.public_cell c, (SELECT ST_Union(geom_3857) AS shape FROM atlante.public_zone WHERE scenario = 'current') z
		WHERE c.scenario = 'current' AND to_hex(c.h3) = ANY ($1)`
	var beyond, share float64
	if err := db.QueryRow(t.Context(), outside, inner).Scan(&beyond, &share); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cells cover %.1f %% of the territory, and %.4f %% of it beyond", len(drawn), 100*share, 100*beyond)
	if beyond > 1e-4 || share < 0.5 || share > 1 {
		t.Errorf("%v of the territory is drawn beyond it, %v within", beyond, share)
	}
}

// checkLand: it ends where the territory does, but for a half of a thousandth of it.
func checkLand(t *testing.T, db *pgx.Conn, land []*geojson.Feature) {
	t.Helper()
	parts := make([]string, len(land))
	for i, f := range land {
		parts[i] = wkt.MarshalString(f.Geometry)
	}
	const apart = `SELECT ST_Area(ST_SymDifference(l.shape, z.shape)) / ST_Area(z.shape)
		FROM (SELECT ST_Transform(ST_UnaryUnion(ST_Collect(ST_MakeValid(ST_GeomFromText(part, 4326)))), 3857) AS shape FROM unnest($1::text[]) part) l,
			(SELECT ST_Union(geom_3857) AS shape FROM atlante.public_zone WHERE scenario = 'current') z`
	var share float64
	if err := db.QueryRow(t.Context(), apart, parts).Scan(&share); err != nil {
		t.Fatal(err)
	}
	t.Logf("land in %d parts, %.5f of the territory apart from it", len(land), share)
	if share > 5e-4 {
		t.Errorf("%v of the territory lies apart from the land", share)
	}
}
