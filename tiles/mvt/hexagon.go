package mvt

import "atlante/tiles/world"

// maxCorners is the most corners of an H3 cell: ten of a pentagon across an edge of the icosahedron.
const maxCorners = 10

// Hexagon writes a cell from its corners, in the order around it and none repeated; otherwise as [Writer.Polygon]. A
// cell is never simplified. More than ten corners are not a cell: nothing is written.
//
// What it buys: a cell has neither rings nor zooms nor, mostly, anything to clip; six corners go straight to the tile.
func (w *Writer) Hexagon(id uint64, hasID bool, tags []ValueID, corners []world.Point) {
	if len(corners) > maxCorners {
		return
	}
	var at [maxCorners]vertex
	g, outside := &w.grid, false
	for i, p := range corners {
		v := g.vertex(p)
		// One comparison for both edges: what is less than near wraps around to the largest numbers.
		outside = outside || uint64(v.x-near) > far-near || uint64(v.y-near) > far-near
		at[i] = v
	}
	ring := at[:len(corners)]
	if outside {
		w.clip.a = append(w.clip.a[:0], ring...)
		ring = w.clip.box(w.clip.a)
	}
	ring, area := tidy(ring)
	if area == 0 {
		return
	}
	p := pen{b: w.room(2 + 5 + maxVertex*len(ring))}
	p.ring(ring, area < 0)
	w.feature(id, hasID, tags, polygon, p.b[:p.i])
}
