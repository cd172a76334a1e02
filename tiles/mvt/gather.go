package mvt

import (
	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// gather counts the vertices of a ring, those of an area from one to before another, in units of the tile: those that
// the zoom draws. Of vertices in a row that lie beyond the same edge of what is drawn only the first and the last are
// taken: what is left of the ring within is the same, and mostly they are all but a few.
//
// What it buys: simplifying is a comparison, because which zoom first needs a vertex was found when the layer was read.
// Of a node of the index that lies beyond an edge that the vertex before it lies beyond, too, only the last vertex that
// the zoom draws is taken.
func (c *clipper) gather(g *grid, s *shape.Area, from, to int) []vertex {
	ring := c.a[:0]
	before, last := sides(0), sides(0) // beyond which edges the last two taken lie
	for i := from; i < to; {
		beyond := last // as it is now: so last itself stays in a register
		end := min(s.Index.Past(i, func(b world.Box) bool { return beyond&g.beyond(b) != 0 }), to)
		if end > i {
			i = lastDrawn(s.First, i, end, g.zoom)
		} else {
			end = min(i-i%shape.PerNode+shape.PerNode, to)
		}
		for ; i < end; i++ {
			if s.First[i] > g.zoom {
				continue
			}
			p := s.Points[i]
			now := g.beyond(world.At(p))
			if before&last&now != 0 {
				ring = ring[:len(ring)-1]
			} else {
				before = last
			}
			ring, last = append(ring, g.vertex(p)), now
		}
	}
	c.a = ring
	return ring
}

// lastDrawn is the last vertex before the end that the zoom draws; the end when there is none.
func lastDrawn(first []uint8, from, end int, zoom uint8) int {
	for i := end - 1; i >= from; i-- {
		if first[i] <= zoom {
			return i
		}
	}
	return end
}

// sides says beyond which edges of what is drawn something lies: west 1, east 2, north 4, south 8.
type sides uint8

// beyond says beyond which edges all of a box lies.
func (g *grid) beyond(b world.Box) sides {
	return sides(uint64(int64(b.MaxX)-g.west)>>63 | uint64(g.east-int64(b.MinX))>>63<<1 |
		uint64(int64(b.MaxY)-g.north)>>63<<2 | uint64(g.south-int64(b.MinY))>>63<<3)
}
