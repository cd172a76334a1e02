package mvt

import "atlante/tiles/world"

// gather counts the vertices of a ring in units of the tile: those that the zoom draws.
//
// What it buys: simplifying is a comparison, because which zoom first needs a vertex was found when the layer was read.
func (c *clipper) gather(g *grid, points []world.Point, first []uint8) []vertex {
	ring := c.a[:0]
	for i, f := range first {
		if f <= g.zoom {
			ring = append(ring, g.vertex(points[i]))
		}
	}
	c.a = ring
	return ring
}
