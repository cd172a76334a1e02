package mvt

import "atlante/tiles/shape"

// Polygon writes an area: simplified to the tile's zoom, counted in its units, clipped to it and 64 units around it.
// Rings without area are dropped, an outer ring with its holes; outer rings run clockwise as seen on the tile, holes
// the other way. Nothing is written when nothing is left. Tags stand in the order of the schema's keys.
func (w *Writer) Polygon(id uint64, hasID bool, tags []ValueID, s *shape.Area) {
	if !w.grid.wide.Meets(s.Box) {
		return
	}
	p := pen{}
	before, left := p, int64(0)
	for i := range s.Rings {
		switch {
		case !s.Rings[i].Hole:
			before = p
			left = w.ring(&p, s, i)
		case left > 0:
			left -= w.ring(&p, s, i)
		}
		if left <= 0 { // dropped, or its holes leave nothing of it
			p.i, p.x, p.y = before.i, before.x, before.y
		}
	}
	if p.i > 0 {
		w.feature(id, hasID, tags, polygon, p.b[:p.i])
	}
}

// ring draws what is left of one ring and gives twice its area: 0 when nothing is left.
func (w *Writer) ring(p *pen, s *shape.Area, i int) int64 {
	r, from, span := &s.Rings[i], int32(0), int32(0)
	if !w.grid.wide.Meets(r.Box) {
		return 0
	}
	if i > 0 {
		from, span = s.Rings[i-1].End, s.Rings[i-1].SpanEnd
	}
	ring := w.clip.gather(&w.grid, s.Points[from:r.End], s.First[from:r.End], s.Spans[span:r.SpanEnd])
	ring = w.clip.box(ring)
	ring, area := tidy(ring)
	if area == 0 {
		return 0
	}
	p.b = w.more(p.b[:p.i], ringBytes(len(ring)))
	p.ring(ring, (area < 0) != r.Hole)
	return abs(area)
}

// more gives the memory for a geometry: what is there of it, and place for n more bytes.
func (w *Writer) more(b []byte, n int) []byte {
	if need := len(b) + n; cap(w.geo) < need {
		w.geo = append(make([]byte, 0, need+need/2), b...)
	}
	return w.geo[:cap(w.geo)]
}
