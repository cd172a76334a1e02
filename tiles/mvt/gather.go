package mvt

import (
	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// gather counts the vertices of a ring in units of the tile: those that the zoom draws and that matter to the tile.
//
// What it buys: simplifying is a comparison, because which zoom first needs a vertex was found when the layer was read.
// And of a border of thousands of vertices a tile of a deep zoom looks at a few: a span of them that does not meet the
// tile lies wholly beyond one of its sides; as nothing between its ends can reach the tile, the ends are enough, and
// what clipping leaves has the same area.
func (c *clipper) gather(g *grid, points []world.Point, first []uint8, spans []world.Box) []vertex {
	ring := c.a[:0]
	for i, box := range spans {
		from, to := i*shape.Span, min((i+1)*shape.Span, len(points))
		if g.wide.Meets(box) {
			for k, f := range first[from:to] {
				if f <= g.zoom {
					ring = append(ring, g.vertex(points[from+k]))
				}
			}
			continue
		}
		for from < to && first[from] > g.zoom {
			from++
		}
		for to > from && first[to-1] > g.zoom {
			to--
		}
		if to > from {
			ring = append(ring, g.vertex(points[from]), g.vertex(points[to-1]))
		}
	}
	c.a = ring
	return ring
}
