package road

import "math"

// fan is how many edges share a box of the index, and boxes a box of the next
// level.
const fan = 8

// box in 1e-7 degrees; empty when minLon > maxLon.
type box struct {
	minLon, minLat, maxLon, maxLat int32
}

// snapIndex finds the edges close to a point: a packed tree of boxes over the
// edges in the order in which they stand, which is nearly that of the Hilbert
// curve. Nothing but boxes is kept, 16/7 bytes an edge: who belongs to which
// follows from the position.
type snapIndex struct {
	boxes  []box
	levels []int32 // first box of each level, edges' own first; the last is len(boxes)
}

var nowhere = box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}

// addIndex makes the index of the edges that take snaps.
func (g *Graph) addIndex() {
	if len(g.Edges) == 0 {
		return
	}
	size, total := len(g.Edges), 0
	for size > 1 || total == 0 {
		size = (size + fan - 1) / fan
		total += size
	}
	x := snapIndex{boxes: make([]box, 0, total), levels: []int32{0}}
	for i := 0; i < len(g.Edges); i += fan {
		b := nowhere
		for j := i; j < min(i+fan, len(g.Edges)); j++ {
			if g.Edges[j].Snaps {
				g.each(j, func(lon, lat int32) { b = b.with(box{lon, lat, lon, lat}) })
			}
		}
		x.boxes = append(x.boxes, b)
	}
	for from := 0; ; {
		to := len(x.boxes)
		x.levels = append(x.levels, int32(to))
		if to-from == 1 {
			break
		}
		for i := from; i < to; i += fan {
			b := nowhere
			for _, c := range x.boxes[i:min(i+fan, to)] {
				b = b.with(c)
			}
			x.boxes = append(x.boxes, b)
		}
		from = to
	}
	g.snaps = x
}

func (b box) with(c box) box {
	return box{min(b.minLon, c.minLon), min(b.minLat, c.minLat), max(b.maxLon, c.maxLon), max(b.maxLat, c.maxLat)}
}

// each calls use with every point of an edge, from From to To.
func (g *Graph) each(edge int, use func(lon, lat int32)) {
	e := &g.Edges[edge]
	use(g.Lon[e.From], g.Lat[e.From])
	for k := e.ShapeFrom; k < e.ShapeTo; k++ {
		use(g.Shape[2*k], g.Shape[2*k+1])
	}
	use(g.Lon[e.To], g.Lat[e.To])
}

// plane measures around a point, in metres squared: the plane that touches the
// ellipsoid there.
type plane struct {
	lon, lat float64 // 1e-7 degrees
	x, y     float64 // metres for 1e-7 degrees
}

// toBox is the distance to a box squared; +Inf to an empty one.
func (p *plane) toBox(b *box) float64 {
	if b.minLon > b.maxLon {
		return math.Inf(1)
	}
	dx := max(float64(b.minLon)-p.lon, p.lon-float64(b.maxLon), 0) * p.x
	dy := max(float64(b.minLat)-p.lat, p.lat-float64(b.maxLat), 0) * p.y
	return dx*dx + dy*dy
}

// toSegment is the distance squared to the nearest point of a segment, and that
// point's fraction of it.
func (p *plane) toSegment(lon1, lat1, lon2, lat2 int32) (squared, fraction float64) {
	ax, ay := (float64(lon1)-p.lon)*p.x, (float64(lat1)-p.lat)*p.y
	bx, by := (float64(lon2)-p.lon)*p.x, (float64(lat2)-p.lat)*p.y
	dx, dy := bx-ax, by-ay
	if l := dx*dx + dy*dy; l > 0 {
		fraction = -(ax*dx + ay*dy) / l
	}
	switch {
	case fraction <= 0:
		return ax*ax + ay*ay, 0
	case fraction >= 1:
		return bx*bx + by*by, 1
	}
	ax, ay = ax+fraction*dx, ay+fraction*dy
	return ax*ax + ay*ay, fraction
}
