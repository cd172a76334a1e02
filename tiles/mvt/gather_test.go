package mvt

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// everyVertex is gather without leaving any vertex out that the zoom draws.
func everyVertex(g *grid, s *shape.Area, from, to int) (ring []vertex) {
	for i := from; i < to; i++ {
		if s.First[i] <= g.zoom {
			ring = append(ring, g.vertex(s.Points[i]))
		}
	}
	return ring
}

// Leaving out vertices that lie beyond an edge changes nothing within: the same area, and the same vertices in the same
// order; and of a ring with a wide way around the tile hardly anything is left.
func TestGatherLeavesOutWhatLiesBeyond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tile := world.Tile{Z: rapid.Uint32Range(3, 16).Draw(t, "z")}
		tile.X, tile.Y = 1<<tile.Z/2, 1<<tile.Z/3
		g, b := gridOf(tile), tile.Box(0)
		unit := float64(b.MaxX-b.MinX+1) / 4096
		var area orb.MultiPolygon
		for range rapid.IntRange(1, 3).Draw(t, "rings") {
			var ring []world.Point
			x, y := 2000., 2000.
			for range rapid.IntRange(3, 40).Draw(t, "stretches") {
				way, long := rapid.Float64Range(0, 2*math.Pi).Draw(t, "way"), rapid.Float64Range(0, 9000).Draw(t, "long")
				n := rapid.IntRange(1, 100).Draw(t, "vertices")
				for k := range n {
					aside := float64(k%2) * long / float64(n)
					x, y = held(x+long/float64(n)*math.Cos(way)+aside), held(y+long/float64(n)*math.Sin(way)-aside)
					ring = append(ring, world.Point{X: uint32(float64(b.MinX) + x*unit), Y: uint32(float64(b.MinY) + y*unit)})
				}
			}
			area = append(area, orb.Polygon{metres(ring)})
		}
		s := one(area...)
		for i, from := 0, 0; i < len(s.Rings); i, from = i+1, int(s.Rings[i].End) {
			var c, all clipper
			all.a = everyVertex(&g, s, from, int(s.Rings[i].End))
			want, cut := all.box(all.a)
			want, wantArea := tidy(want)
			got, gotCut := c.box(c.gather(&g, s, from, int(s.Rings[i].End)))
			got, gotArea := tidy(got)
			if gotArea != wantArea || gotCut != cut || !slices.Equal(inner(got), inner(want)) || !cut && !slices.Equal(got, want) {
				t.Fatalf("%v ring %d: area %d of %d vertices, must be %d of %d", tile, i, gotArea, len(got), wantArea, len(want))
			}
		}
	})
}

// held keeps a coordinate within a tile's width around the tile.
func held(c float64) float64 { return min(max(c, -4096), 2*4096) }

// inner are the vertices that no clipping has made.
func inner(ring []vertex) (out []vertex) {
	for _, v := range ring {
		if v.x > near && v.x < far && v.y > near && v.y < far {
			out = append(out, v)
		}
	}
	return out
}

func TestGatherFarAway(t *testing.T) {
	tile := world.Tile{Z: 12, X: 2132, Y: 1465}
	b := tile.Box(0)
	s := one(orb.Polygon{metres(around(world.Point{X: b.MinX, Y: b.MinY}, float64(b.MaxX-b.MinX)*20, 3000))})
	for i := range s.First {
		s.First[i] = 0
	}
	// What lies in a node far away is not looked at: not even a vertex that has come to lie in the tile since.
	far := slices.IndexFunc(s.Points, func(p world.Point) bool { return p.X > tile.Box(4096).MaxX })
	s.Points[far+6*shape.PerNode] = world.Point{X: b.MinX + 9, Y: b.MinY + 9}
	g, c := gridOf(tile), clipper{}
	if ring := c.gather(&g, s, 0, len(s.Points)); len(inner(ring)) > 0 || len(inner(everyVertex(&g, s, 0, len(s.Points)))) != 1 {
		t.Fatal("a node beyond the edge is looked at vertex by vertex")
	}
	if ring := c.gather(&g, s, 0, len(s.Points)); len(ring) > 16 || len(everyVertex(&g, s, 0, len(s.Points))) < 2000 {
		t.Fatalf("%d vertices are taken of a ring that passes far around the tile", len(ring))
	}
}
