package mvt

import "atlante/tiles/world"

// Hexagon writes a cell straight from its corners, in the order around it and none repeated; otherwise as
// [Writer.Polygon]. A cell has neither holes nor zooms, and mostly nothing to clip.
func (w *Writer) Hexagon(id uint64, hasID bool, tags []ValueID, corners []world.Point) {
	ring := w.clip.a[:0]
	for _, p := range corners {
		ring = append(ring, w.grid.vertex(p))
	}
	w.clip.a = ring
	ring, _ = w.clip.box(ring)
	ring, area := tidy(ring)
	if area == 0 {
		return
	}
	p := pen{b: w.more(nil, ringBytes(len(ring)))}
	p.ring(ring, area < 0)
	w.feature(id, hasID, tags, polygon, p.b[:p.i])
}
