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
	for from, to := 0, 0; from < len(s.Rings); from = to {
		for to = from + 1; to < len(s.Rings) && s.Rings[to].Hole; {
			to++
		}
		w.part(&p, s, from, to)
	}
	if p.i > 0 {
		w.feature(id, hasID, tags, polygon, p.b[:p.i])
	}
}

// part draws an outer ring with its holes: the rings of an area from one number to before another.
func (w *Writer) part(p *pen, s *shape.Area, from, to int) {
	before, left, tangled := *p, int64(0), false
	for i := from; i < to; i++ {
		ring, area, cut := w.ring(s, i)
		if i == from {
			left = abs(area)
		} else {
			left -= abs(area)
		}
		if left <= 0 { // nothing is left of it, or its holes leave nothing
			p.i, p.x, p.y = before.i, before.x, before.y
			return
		}
		if area == 0 {
			continue
		}
		w.draw(p, ring, (area < 0) != (i > from))
		if cut {
			n := visits(ring)
			tangled = tangled || n > 1 || n > 0 && i > from || turnsBack(ring)
		}
	}
	if tangled && w.untangle(s, from, to) {
		p.i, p.x, p.y = before.i, before.x, before.y
		w.drawJoined(p)
	}
}

// untangle has the joiner put an outer ring and its holes together; false when it cannot.
func (w *Writer) untangle(s *shape.Area, from, to int) bool {
	w.join.reset()
	for i := from; i < to; i++ {
		if ring, area, _ := w.ring(s, i); area != 0 {
			w.join.add(ring, area, i > from)
		}
	}
	return w.join.join()
}

// drawJoined draws what the joiner has made: each outer ring before the holes that lie in it.
func (w *Writer) drawJoined(p *pen) {
	for i, ring := range w.join.outer {
		w.draw(p, ring, false)
		for _, hole := range w.join.holes {
			if at, ok := w.join.around(hole); ok && at == i {
				w.draw(p, hole, false)
			}
		}
	}
}

// ring gives what is left of one ring, in the clipper's memory, and twice its area: 0 when nothing is left.
func (w *Writer) ring(s *shape.Area, i int) (ring []vertex, area int64, cut bool) {
	r, from := &s.Rings[i], 0
	if !w.grid.wide.Meets(r.Box) {
		return nil, 0, false
	}
	if i > 0 {
		from = int(s.Rings[i-1].End)
	}
	ring = w.clip.gather(&w.grid, s, from, int(r.End))
	ring, cut = w.clip.box(ring)
	ring, area = tidy(ring)
	return ring, area, cut
}

func (w *Writer) draw(p *pen, ring []vertex, backwards bool) {
	p.b = w.more(p.b[:p.i], ringBytes(len(ring)))
	p.ring(ring, backwards)
}

// more gives the memory for a geometry: what is there of it, and place for n more bytes.
func (w *Writer) more(b []byte, n int) []byte {
	if need := len(b) + n; cap(w.geo) < need {
		w.geo = append(make([]byte, 0, need+need/2), b...)
	}
	return w.geo[:cap(w.geo)]
}
