package snapshot_test

import (
	"math"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/layer"
)

// comparison compares tiles of a layer with the tables, and remembers how far apart they were at most.
type comparison struct {
	l      layer.Layer
	db     *pgx.Conn
	shapes map[cover.Scenario]map[string]orb.MultiPolygon

	features, thin       int
	point, corner, reach float64 // in tile units: of points; of our corners from the true outline; of true corners from ours
	area                 float64 // as a share of what is allowed
}

func newComparison(t testing.TB, db *pgx.Conn, l layer.Layer) *comparison {
	c := &comparison{l: l, db: db, shapes: map[cover.Scenario]map[string]orb.MultiPolygon{}}
	for _, sc := range []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned} {
		c.shapes[sc] = geotest.TileShapes(t, db, l, sc)
	}
	return c
}

func (c *comparison) tell(t *testing.T) {
	t.Logf("%d features; points within %.2f units, corners %.2f of the true outline, true corners %.2f of ours; areas use %.2f of what is allowed; %d came to nothing",
		c.features, c.point, c.corner, c.reach, c.area, c.thin)
}

// tile compares one tile and gives the number of its features.
func (c *comparison) tile(t *testing.T, m maptile.Tile, sc cover.Scenario, raw []byte) int {
	t.Helper()
	got, err := geotest.ReadTile(raw, c.l.ID)
	if err != nil {
		t.Fatalf("%s %v: %v", c.l.ID, m, err)
	}
	byKey := map[string][]geotest.TileFeature{}
	for _, f := range got {
		k := geotest.TileKey(c.l, f)
		byKey[k] = append(byKey[k], f)
	}
	for _, w := range geotest.TruthOf(t, c.db, c.l, sc, m) {
		fs := byKey[w.Key]
		if len(fs) == 0 {
			if p, ok := w.Shape.(orb.Point); ok && onTheLine(toUnits(m, p)) {
				continue // SQL finds it in the tiles on both sides of a line; it is in the other
			}
			if c.l.Geometry == "polygon" && w.Area < 1+0.75*w.Perimeter { // narrower than a unit: nothing is left of it in whole units
				c.thin++
				continue
			}
			t.Fatalf("%s %v: %s is missing (area %.1f)", c.l.ID, m, w.Key, w.Area)
		}
		byKey[w.Key] = fs[1:]
		if diff := geotest.Differ(fs[0].Props, w.Props); diff != "" {
			t.Fatalf("%s %v %s: %s", c.l.ID, m, w.Key, diff)
		}
		c.geometry(t, m, sc, fs[0].Geometry, w)
	}
	for k, rest := range byKey {
		if len(rest) > 0 {
			t.Fatalf("%s %v: %s is in the tile and not in SQL: %v", c.l.ID, m, k, rest[0].Props)
		}
	}
	c.features += len(got)
	return len(got)
}

// How far apart geometries may lie, in tile units: a corner is rounded by half a unit along each axis; an outline is also
// simplified by half a unit.
const (
	rounded    = math.Sqrt2/2 + 0.01
	simplified = rounded + 0.5
)

func (c *comparison) geometry(t *testing.T, m maptile.Tile, sc cover.Scenario, got orb.Geometry, w geotest.Truth) {
	t.Helper()
	if p, ok := got.(orb.Point); ok {
		d := planar.Distance(p, toUnits(m, w.Shape.(orb.Point)))
		if c.point = max(c.point, d); d > 1 {
			t.Fatalf("%s %v %s: %v is %.2f units away", c.l.ID, m, w.Key, p, d)
		}
		return
	}
	area, most := math.Abs(planar.Area(got)), 2+0.5*w.Perimeter
	if c.area = max(c.area, math.Abs(area-w.Area)/most); math.Abs(area-w.Area) > most {
		t.Fatalf("%s %v %s: area %.1f, SQL says %.1f of %.1f around", c.l.ID, m, w.Key, area, w.Area, w.Perimeter)
	}
	whole, ok := c.shapes[sc][w.Key]
	allowed := simplified
	if !ok {
		whole, allowed = orb.MultiPolygon{w.Shape.(orb.Polygon)}, rounded
	}
	exact, large := outlineInUnits(m, whole)
	d, p := farthest(got, exact)
	if c.corner = max(c.corner, d); d > 1 {
		t.Fatalf("%s %v %s: %v lies %.2f units from the true outline", c.l.ID, m, w.Key, p, d)
	}
	d, p = farthest(large, got)
	if c.reach = max(c.reach, d); d > allowed {
		t.Fatalf("%s %v %s: the true corner %v lies %.2f units from ours", c.l.ID, m, w.Key, p, d)
	}
}

// onTheLine tells whether a point lies on the edge of its tile, to the thousandth of a unit.
func onTheLine(p orb.Point) bool {
	near := func(v float64) bool { return math.Abs(v) < 1e-3 || math.Abs(v-4096) < 1e-3 }
	return near(p[0]) || near(p[1])
}

// toUnits counts a position in EPSG:3857 in units of a tile, y downward.
func toUnits(m maptile.Tile, p orb.Point) orb.Point {
	const half = math.Pi * 6378137
	size := 2 * half / math.Exp2(float64(m.Z)) / 4096
	return orb.Point{(p[0]+half)/size - 4096*float64(m.X), (half-p[1])/size - 4096*float64(m.Y)}
}

// outlineInUnits gives the rings of an area in units of a tile: all, and those that are so large that whole units must
// show them.
func outlineInUnits(m maptile.Tile, s orb.MultiPolygon) (all, large orb.MultiPolygon) {
	for _, polygon := range s {
		for _, ring := range polygon {
			r := make(orb.Ring, len(ring))
			for i, p := range ring {
				r[i] = toUnits(m, p)
			}
			all = append(all, orb.Polygon{r})
			if around := planar.Length(r.Bound().ToRing()); math.Abs(planar.Area(r)) > 1+0.75*around {
				large = append(large, orb.Polygon{r})
			}
		}
	}
	return all, large
}

// farthest gives the corner of a that lies farthest from the outline of b: of corners well inside the buffer, because at
// its edge a clipped area has no outline of its own; at most some hundreds of them.
func farthest(a, b orb.Geometry) (float64, orb.Point) {
	var corners []orb.Point
	for _, ring := range ringsOf(a) {
		for _, p := range ring {
			if min(p[0], p[1]) > -60 && max(p[0], p[1]) < 4156 {
				corners = append(corners, p)
			}
		}
	}
	worst, at := 0.0, orb.Point{}
	for i := 0; i < len(corners); i += 1 + len(corners)/300 {
		d := math.Inf(1)
		for _, o := range ringsOf(b) {
			for k := 1; k < len(o); k++ {
				d = min(d, planar.DistanceFromSegmentSquared(o[k-1], o[k], corners[i]))
			}
		}
		if d = math.Sqrt(d); d > worst {
			worst, at = d, corners[i]
		}
	}
	return worst, at
}
