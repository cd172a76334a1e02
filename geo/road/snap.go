package road

import (
	"math"

	"github.com/paulmach/orb"
)

// Snap joins a point (longitude, latitude, EPSG:4326) to the nearest edge that
// takes snaps, the first of equally near ones. False when the graph has none, or
// the point is no point of the Earth.
//
// Near is measured in the plane that touches the ellipsoid WGS 84 at the point:
// the order of edges is exact to about 0.1 % at 10 km; Snap.Metres is the
// distance on the ellipsoid to the point found.
func (g *Graph) Snap(p orb.Point) (Snap, bool) {
	if !(math.Abs(p[0]) <= 180) || !(math.Abs(p[1]) <= 90) || len(g.snaps.boxes) == 0 {
		return Snap{}, false
	}
	s := search{g: g, plane: plane{lon: p[0] * 1e7, lat: p[1] * 1e7}, squared: math.Inf(1), edge: -1}
	s.x, s.y = scale(p[1])
	s.run()
	if s.edge < 0 {
		return Snap{}, false
	}
	return s.snap(), true
}

// slack lets boxes through that rounding makes a hair farther than what is in
// them.
const slack = 1 + 1e-9

// search for the nearest edge, best boxes first.
type search struct {
	plane
	g       *Graph
	waiting []waiting // a heap, nearest first
	space   [64]waiting

	squared  float64 // to the best edge so far
	edge     int32
	segment  int32
	fraction float64 // of the segment
}

// waiting is a box that has not been opened.
type waiting struct {
	squared float64
	level   int32
	box     int32 // in its level
}

func (s *search) run() {
	x := &s.g.snaps
	s.waiting = s.space[:0]
	top := int32(len(x.levels) - 2)
	s.push(waiting{s.toBox(&x.boxes[x.levels[top]]), top, 0})
	for len(s.waiting) > 0 {
		w := s.pop()
		if math.IsInf(w.squared, 1) || w.squared > s.squared*slack {
			return
		}
		from := w.box * fan
		if w.level == 0 {
			for e := from; e < min(from+fan, int32(len(s.g.Edges))); e++ {
				if s.g.Edges[e].Snaps {
					s.try(e)
				}
			}
			continue
		}
		first := x.levels[w.level-1]
		for i := from; i < min(from+fan, x.levels[w.level]-first); i++ {
			if d := s.toBox(&x.boxes[first+i]); d <= s.squared*slack && !math.IsInf(d, 1) {
				s.push(waiting{d, w.level - 1, i})
			}
		}
	}
}

// try an edge, all its segments.
func (s *search) try(edge int32) {
	g := s.g
	e := &g.Edges[edge]
	lon, lat := g.Lon[e.From], g.Lat[e.From]
	for k := e.ShapeFrom; k <= e.ShapeTo; k++ {
		toLon, toLat := g.Lon[e.To], g.Lat[e.To]
		if k < e.ShapeTo {
			toLon, toLat = g.Shape[2*k], g.Shape[2*k+1]
		}
		d, f := s.toSegment(lon, lat, toLon, toLat)
		if d < s.squared || d == s.squared && edge < s.edge {
			s.squared, s.edge, s.segment, s.fraction = d, edge, k-e.ShapeFrom, f
		}
		lon, lat = toLon, toLat
	}
}

// snap tells the fraction of the whole edge's length, and the metres.
func (s *search) snap() Snap {
	var before, total float64
	var metres float64
	k, started := int32(-1), false
	var lon, lat int32
	s.g.each(int(s.edge), func(toLon, toLat int32) {
		if started {
			length := Metres(lon, lat, toLon, toLat)
			if k == s.segment {
				before = total + s.fraction*length
				metres = s.metres(lon, lat, toLon, toLat)
			}
			total += length
		}
		started, lon, lat, k = true, toLon, toLat, k+1
	})
	snap := Snap{Edge: s.edge, Metres: metres}
	if total > 0 {
		snap.Fraction = min(before/total, 1)
	}
	return snap
}

// metres to the nearest point of a segment, at the latitude between both.
func (s *search) metres(lon1, lat1, lon2, lat2 int32) float64 {
	lon := float64(lon1) + s.fraction*(float64(lon2)-float64(lon1))
	lat := float64(lat1) + s.fraction*(float64(lat2)-float64(lat1))
	x, y := scale((lat + s.lat) / 2e7)
	return math.Hypot((lon-s.lon)*x, (lat-s.lat)*y)
}

func (s *search) push(w waiting) {
	s.waiting = append(s.waiting, w)
	h, i := s.waiting, len(s.waiting)-1
	for i > 0 && h[i].squared < h[(i-1)/2].squared {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
		i = (i - 1) / 2
	}
}

func (s *search) pop() waiting {
	h := s.waiting
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		least := i
		for _, c := range [2]int{2*i + 1, 2*i + 2} {
			if c < last && h[c].squared < h[least].squared {
				least = c
			}
		}
		if least == i {
			break
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
	s.waiting = h
	return top
}
