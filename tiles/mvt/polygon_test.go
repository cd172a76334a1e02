package mvt

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// draw writes one feature without attributes into a tile and reads it back; nil when nothing was written.
func draw(t testing.TB, tile world.Tile, f func(w *Writer)) orb.Geometry {
	t.Helper()
	w := NewWriter()
	w.Begin(NewSchema("l", nil), NewValues(), tile)
	f(w)
	b := w.End()
	if len(b) == 0 {
		return nil
	}
	l := read(t, b)
	if len(l.Features) != 1 || w.Len() != 1 {
		t.Fatalf("%d features of %d", len(l.Features), w.Len())
	}
	return l.Features[0].Geometry
}

// polygons gives the polygons of a geometry and checks the winding, with y downward: outer rings positive, then holes.
func polygons(t testing.TB, g orb.Geometry) orb.MultiPolygon {
	t.Helper()
	m, is := g.(orb.MultiPolygon)
	if p, one := g.(orb.Polygon); one {
		m, is = orb.MultiPolygon{p}, true
	}
	if !is && g != nil {
		t.Fatalf("a %T", g)
	}
	for _, p := range m {
		for i, r := range p {
			if a := signed(r); a == 0 || (a > 0) != (i == 0) {
				t.Fatalf("ring %d has the signed area %v", i, a)
			}
			for k := 1; k < len(r); k++ {
				if r[k] == r[k-1] {
					t.Fatalf("ring %d repeats %v", i, r[k])
				}
			}
		}
	}
	return m
}

func signed(r orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += r[i-1][0]*r[i][1] - r[i][0]*r[i-1][1]
	}
	return sum / 2
}

// box is a square ring of the world: the corner of a tile and a size, both in units of the tile's zoom.
func square(t world.Tile, x, y, side int64) orb.Ring {
	unit := int64(1) << (world.MaxZoom - t.Z)
	at := func(x, y int64) world.Point {
		return world.Point{X: uint32((int64(t.X)*4096 + x) * unit), Y: uint32((int64(t.Y)*4096 + y) * unit)}
	}
	return metres([]world.Point{at(x, y), at(x+side, y), at(x+side, y+side), at(x, y+side)})
}

func one(m ...orb.Polygon) *shape.Area { return shape.Simplify([]orb.MultiPolygon{m})[0] }

func TestPolygonIsClippedWithItsHoles(t *testing.T) {
	tile := world.Tile{Z: 8, X: 132, Y: 90}
	full := float64(far-near) * float64(far-near)
	for name, c := range map[string]struct {
		area *shape.Area
		want float64
		part int // polygons
	}{
		"inside":                       {one(orb.Polygon{square(tile, 10, 10, 100)}), 10000, 1},
		"inside with a hole":           {one(orb.Polygon{square(tile, 10, 10, 100), square(tile, 20, 20, 50)}), 7500, 1},
		"hole wound like the outside":  {one(orb.Polygon{square(tile, 10, 10, 100), square(tile, 30, 30, 10)}), 9900, 1},
		"around the tile":              {one(orb.Polygon{square(tile, -5000, -5000, 15000)}), full, 1},
		"tile in its hole":             {one(orb.Polygon{square(tile, -6000, -6000, 16000), square(tile, -5000, -5000, 14000)}), 0, 0},
		"hole beside the tile":         {one(orb.Polygon{square(tile, -6000, -6000, 16000), square(tile, 5000, 5000, 500)}), full, 1},
		"hole across the edge":         {one(orb.Polygon{square(tile, -6000, -6000, 16000), square(tile, 4100, 10, 500)}), full - 60*500, 1},
		"over the corner":              {one(orb.Polygon{square(tile, -164, -164, 200)}), 10000, 1},
		"outside":                      {one(orb.Polygon{square(tile, 4200, 10, 100)}), 0, 0},
		"along the edge of the buffer": {one(orb.Polygon{square(tile, 4160, 10, 100)}), 0, 0},
		"outer ring gone, hole with it": {one(orb.Polygon{square(tile, 5000, 10, 100), square(tile, 10, 10, 10)},
			orb.Polygon{square(tile, 100, 100, 10)}), 100, 1},
		"two":       {one(orb.Polygon{square(tile, 0, 0, 10)}, orb.Polygon{square(tile, 100, 100, 10)}), 200, 2},
		"too small": {one(orb.Polygon{metres(around(centre(tile), 1000, 7))}), 0, 0},
	} {
		m := polygons(t, draw(t, tile, func(w *Writer) { w.Polygon(0, false, nil, c.area) }))
		if a := planar.Area(m); a != c.want || len(m) != c.part {
			t.Errorf("%s: %d polygons of %v, must be %d of %v: %v", name, len(m), a, c.part, c.want, m)
		}
	}
}

// An area that leaves the tile and comes back: two arms of a comb reach in. Areas and lengths are those of the arms.
func TestCombThatLeavesAndComesBack(t *testing.T) {
	tile := world.Tile{Z: 14, X: 8500, Y: 5800}
	unit := uint32(1) << (world.MaxZoom - tile.Z)
	b := tile.Box(0)
	at := func(x, y int64) world.Point {
		return world.Point{X: uint32(int64(b.MinX) + x*int64(unit)), Y: uint32(int64(b.MinY) + y*int64(unit))}
	}
	comb := metres([]world.Point{at(-500, 0), at(1000, 0), at(1000, 200), at(-300, 200), at(-300, 400), at(800, 400), at(800, 700), at(-500, 700)})
	m := polygons(t, draw(t, tile, func(w *Writer) { w.Polygon(0, false, nil, one(orb.Polygon{comb})) }))
	if a, want := planar.Area(m), 1064.0*200+864*300; a != want {
		t.Errorf("the arms have %v, must have %v", a, want)
	}
	var length float64
	for _, p := range m {
		var r []vertex
		for _, v := range p[0][1:] {
			r = append(r, vertex{int64(v[0]), int64(v[1])})
		}
		length += lengthWithin(r)
	}
	if want := 2*1064.0 + 200 + 2*864 + 300; length != want {
		t.Errorf("the arms are %v around, must be %v", length, want)
	}
}

// A hexagon is drawn as the same hexagon drawn as an area, whichever way its corners run.
func TestHexagonIsAnArea(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tile := drawTile(r)
		if tile.Z < 2 {
			r.Skip("cells are not that large")
		}
		size := float64(uint64(1) << (world.Bits - tile.Z))
		b := tile.Box(0)
		c := world.Point{X: near32(r, b.MinX, size), Y: near32(r, b.MinY, size)}
		radius := math.Min(size*rapid.Float64Range(0.0001, 0.4).Draw(r, "radius"), 1<<28)
		corners := around(c, radius, rapid.IntRange(5, 10).Draw(r, "corners"))
		got := polygons(t, draw(t, tile, func(w *Writer) { w.Hexagon(0, false, nil, corners) }))
		back := append([]world.Point(nil), corners...)
		for i, p := range corners {
			back[len(back)-1-i] = p
		}
		turned := polygons(t, draw(t, tile, func(w *Writer) { w.Hexagon(0, false, nil, back) }))
		area := one(orb.Polygon{metres(corners)})
		for i := range area.First {
			area.First[i] = 0
		}
		want := polygons(t, draw(t, tile, func(w *Writer) { w.Polygon(0, false, nil, area) }))
		if planar.Area(got) != planar.Area(want) || planar.Area(turned) != planar.Area(want) || len(got) != len(want) {
			r.Fatalf("%v: the hexagon is %v, turned %v, as an area %v", tile, got, turned, want)
		}
	})
}

// near32 draws a coordinate in or around the tile that begins at a corner, inside the world.
func near32(t *rapid.T, corner uint32, size float64) uint32 {
	c := float64(corner) + size*rapid.Float64Range(-0.5, 1.5).Draw(t, "share")
	return uint32(min(max(c, 1<<29), 1<<32-1<<29))
}

// The edges of the world: nothing wraps around.
func TestEdgesOfTheWorld(t *testing.T) {
	for _, tile := range []world.Tile{{}, {Z: 5, X: 31, Y: 31}, {Z: 16}, {Z: 16, X: 1<<16 - 1, Y: 1<<16 - 1}} {
		b := tile.Box(0)
		area := one(orb.Polygon{metres([]world.Point{{X: 0, Y: 0}, {X: 1<<32 - 1, Y: 0}, {X: 1<<32 - 1, Y: 1<<32 - 1}, {X: 0, Y: 1<<32 - 1}})})
		m := polygons(t, draw(t, tile, func(w *Writer) { w.Polygon(0, false, nil, area) }))
		lo, hi := vertex{near, near}, vertex{far, far}
		if b.MinX == 0 {
			lo.x = 0
		}
		if b.MinY == 0 {
			lo.y = 0
		}
		if b.MaxX == math.MaxUint32 {
			hi.x = 4096
		}
		if b.MaxY == math.MaxUint32 {
			hi.y = 4096
		}
		if a, want := planar.Area(m), float64((hi.x-lo.x)*(hi.y-lo.y)); a != want {
			t.Errorf("%v: the world has %v, must have %v: %v", tile, a, want, m)
		}
	}
}
