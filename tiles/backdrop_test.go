package tiles

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

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
	found, err := innerCells([]geo.Zone{square(7, 7.4), square(7.4, 7.8)})
	if err != nil {
		t.Fatal(err)
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
	alone, err := innerCells([]geo.Zone{square(7, 7.4)})
	if err != nil || len(alone) == 0 || 2*len(alone) >= len(found) {
		t.Errorf("%d cells in one zone, %d in both: %v", len(alone), len(found), err)
	}
	if none, err := innerCells(nil); err != nil || none == nil || len(none) != 0 {
		t.Errorf("without zones: %v %v", none, err)
	}
}

// TestBackdropEndsInside: as PostGIS sees it, what the backdrop draws lies in the
// territory, and that is most of it.
func TestBackdropEndsInside(t *testing.T) {
	store := geotest.Store(t)
	p := mounted(store, tiletest.Held(t, store), Options{})
	f, _, err := p.known(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	missing := slices.Clone(f.inner)
	for _, y := range []string{"22", "23"} {
		layers, err := mvt.Unmarshal(p.get(t, "/tiles/cells/6/33/"+y+".mvt").Body.Bytes())
		if err != nil || len(layers) != 1 {
			t.Fatalf("%d layers, %v", len(layers), err)
		}
		for _, feature := range layers[0].Features {
			missing = slices.DeleteFunc(missing, func(id string) bool { return id == feature.Properties["h3"] })
		}
	}
	if len(missing) > 0 {
		t.Errorf("two tiles do not hold %v", missing)
	}
	const outside = `SELECT coalesce(sum(ST_Area(ST_Difference(c.geom_3857, z.shape))), 0) / max(ST_Area(z.shape)), sum(ST_Area(c.geom_3857)) / max(ST_Area(z.shape))
		FROM atlante.public_cell c, (SELECT ST_Union(geom_3857) AS shape FROM atlante.public_zone WHERE scenario = 'current') z
		WHERE c.scenario = 'current' AND c.resolution = 6 AND to_hex(c.h3) = ANY ($1)`
	var beyond, share float64
	if err := geotest.Login(t, store).QueryRow(t.Context(), outside, f.inner).Scan(&beyond, &share); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cells cover %.1f %% of the territory, and %.4f %% of it beyond", len(f.inner), 100*share, 100*beyond)
	if beyond > 1e-4 || share < 0.5 || share > 1 {
		t.Errorf("%v of the territory is drawn beyond it, %v within", beyond, share)
	}
}
