package mvt

import (
	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// Polygon writes an area: simplified to the tile's zoom, counted in its units, clipped to it and 64 units around it.
// Rings without area are dropped, an outer ring with its holes; outer rings run clockwise as seen on the tile, holes
// the other way. Nothing is written when nothing is left. Tags stand in the order of the schema's keys.
func (w *Writer) Polygon(id uint64, hasID bool, tags []ValueID, s *shape.Area) {
	if !w.grid.wide.Meets(s.Box) {
		return
	}
	p := pen{b: w.room(maxVertex)}
	before, left := p, int64(0)
	for i, start := 0, int32(0); i < len(s.Rings); i++ {
		r := &s.Rings[i]
		points, first := s.Points[start:r.End], s.First[start:r.End]
		start = r.End
		switch {
		case !r.Hole:
			before = p
			left = w.ring(&p, points, first, r)
		case left > 0:
			left -= w.ring(&p, points, first, r)
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
//
// What it buys: a ring whose box lies inside the tile is not clipped, and one whose box lies outside is not looked at.
func (w *Writer) ring(p *pen, points []world.Point, first []uint8, r *shape.Ring) int64 {
	if !w.grid.wide.Meets(r.Box) {
		return 0
	}
	ring := w.clip.gather(&w.grid, points, first)
	if !w.grid.wide.Contains(r.Box) {
		ring = w.clip.box(ring)
	}
	ring, area := tidy(ring)
	if area == 0 {
		return 0
	}
	p.b = w.more(p.b[:p.i], 2+5+maxVertex*len(ring))
	p.ring(ring, (area < 0) != r.Hole)
	return abs(area)
}

// more makes place for n more bytes of geometry and keeps what is there.
func (w *Writer) more(b []byte, n int) []byte {
	if need := len(b) + n; cap(w.geo) < need {
		w.geo = append(make([]byte, 0, need+need/2), b...)
	}
	return w.geo[:cap(w.geo)]
}

// gather counts the vertices that the zoom draws in units of the tile.
//
// What it buys: simplifying is a comparison. Which zoom first needs a vertex was found once, when the layer was read.
func (c *clipper) gather(g *grid, points []world.Point, first []uint8) []vertex {
	if cap(c.a) < len(points) {
		c.a = make([]vertex, len(points)+len(points)/2)
	}
	ring, n := c.a[:len(points)], 0
	first = first[:len(points)]
	for i, f := range first {
		if f <= g.zoom {
			p := points[i]
			ring[n] = vertex{(int64(p.X) - g.x) >> g.shift, (int64(p.Y) - g.y) >> g.shift}
			n++
		}
	}
	return ring[:n]
}
