package mvt

import (
	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// gather counts the vertices that the zoom draws in units of the tile.
//
// What it buys: simplifying is a comparison. Which zoom first needs a vertex was found once, when the layer was read.
func (c *clipper) gather(g *grid, points []world.Point, first []uint8) []vertex {
	return c.drawn(c.room(len(points)), g, points, first)
}

// gatherNear is gather for a ring that will be clipped.
//
// What it buys: of a border of thousands of vertices a tile of a deep zoom shows a few. A span of them that does not
// meet the tile lies wholly beyond one of its sides; as nothing between its ends can reach the tile, the ends are
// enough, and what is left after clipping has the same area.
func (c *clipper) gatherNear(g *grid, points []world.Point, first []uint8, spans []world.Box) []vertex {
	ring := c.room(len(points))
	for i, box := range spans {
		from, to := i*shape.Span, min((i+1)*shape.Span, len(points))
		if g.wide.Meets(box) {
			ring = c.drawn(ring, g, points[from:to], first[from:to])
			continue
		}
		for from < to && first[from] > g.zoom {
			from++
		}
		if from == to {
			continue
		}
		ring = append(ring, g.vertex(points[from]))
		for first[to-1] > g.zoom {
			to--
		}
		if to-1 > from {
			ring = append(ring, g.vertex(points[to-1]))
		}
	}
	return ring
}

// drawn appends the vertices that the zoom draws; there must be room for all.
func (c *clipper) drawn(ring []vertex, g *grid, points []world.Point, first []uint8) []vertex {
	n := len(ring)
	ring = ring[:n+len(points)]
	for i, f := range first[:len(points)] {
		if f <= g.zoom {
			ring[n] = g.vertex(points[i])
			n++
		}
	}
	return ring[:n]
}

func (c *clipper) room(n int) []vertex {
	if cap(c.a) < n {
		c.a = make([]vertex, n+n/2)
	}
	return c.a[:0]
}
