package shape

import (
	"slices"

	"atlante/tiles/world"
)

// first finds the first zooms of a ring's vertices: stretch by stretch between the places where borders meet.
func first(ring []world.Point, zooms []uint8, meet []world.Point) {
	var ends []int
	for i, p := range ring {
		if _, is := slices.BinarySearchFunc(meet, p, order); is {
			ends = append(ends, i)
		}
	}
	if len(ends) == 0 {
		ends = anchors(ring)
	}
	for i, from := range ends {
		to := ends[(i+1)%len(ends)]
		s := stretch{ring: ring, zooms: zooms, from: from, n: (to - from + len(ring)) % len(ring)}
		if s.n == 0 {
			s.n = len(ring)
		}
		if s.backwards() {
			s.from, s.step = to, -1
		} else {
			s.step = 1
		}
		zooms[from] = 0
		s.split(0, s.n, 0)
	}
}

// anchors are the ends that a ring has where no border meets another: its first vertex in the order of places, and the
// one farthest from that. They do not depend on where the ring begins, nor on its direction.
func anchors(ring []world.Point) []int {
	a, b := 0, 0
	for i, p := range ring {
		if order(p, ring[a]) < 0 {
			a = i
		}
	}
	for i, p := range ring {
		d, most := apart(p, ring[a]), apart(ring[b], ring[a])
		if d > most || d == most && order(p, ring[b]) < 0 {
			b = i
		}
	}
	return []int{min(a, b), max(a, b)}
}

func apart(a, b world.Point) float64 {
	x, y := float64(a.X)-float64(b.X), float64(a.Y)-float64(b.Y)
	return x*x + y*y
}

// stretch is a part of a ring, of n edges, read in the direction that the areas on both its sides agree on.
type stretch struct {
	ring    []world.Point
	zooms   []uint8
	from, n int
	step    int
}

// backwards says whether to read the stretch against the ring: from the lesser of its ends, or when it comes back to
// where it began, toward the lesser of its sides.
func (s stretch) backwards() bool {
	s.step = 1
	for i, j := 0, s.n; i < j; i, j = i+1, j-1 {
		if o := order(s.at(i), s.at(j)); o != 0 {
			return o > 0
		}
	}
	return false
}

func (s *stretch) index(i int) int {
	i = s.from + s.step*i
	if i >= len(s.ring) {
		return i - len(s.ring)
	}
	if i < 0 {
		return i + len(s.ring)
	}
	return i
}

func (s *stretch) at(i int) world.Point { return s.ring[s.index(i)] }

// split says for the vertices between two from which zoom on each is needed: the farthest from the line between them
// first, then those on both sides of it, never before it. Douglas and Peucker, "Algorithms for the reduction of the
// number of points required to represent a digitized line or its caricature", Cartographica 10 (1973).
func (s *stretch) split(a, b int, least uint8) {
	for b-a > 1 {
		line := lineOf(s.at(a), s.at(b))
		k, most := 0, -1.0
		for i := a + 1; i < b; i++ {
			if d := line.distance(s.at(i)); d > most {
				k, most = i, d
			}
		}
		least = max(least, zoomOf(most))
		s.zooms[s.index(k)] = least
		// The shorter side by a call, the longer by going on: the calls are never deep.
		if k-a < b-k {
			s.split(a, k, least)
			a = k
		} else {
			s.split(k, b, least)
			b = k
		}
	}
}

// zoomOf gives the first zoom at which a squared distance, in units of the world, is more than half a unit of a tile.
func zoomOf(squared float64) uint8 {
	z := uint8(0)
	for half := float64(uint64(1) << (world.MaxZoom - 1)); z < MaxFirst && squared <= half*half; half /= 2 {
		z++
	}
	return z
}

// line is the straight way between two points.
type line struct{ x, y, dx, dy, squared float64 }

func lineOf(a, b world.Point) line {
	l := line{x: float64(a.X), y: float64(a.Y)}
	l.dx, l.dy = float64(b.X)-l.x, float64(b.Y)-l.y
	l.squared = l.dx*l.dx + l.dy*l.dy
	return l
}

// distance gives the squared distance of a point from the line between the ends, not beyond them.
func (l *line) distance(p world.Point) float64 {
	x, y := float64(p.X)-l.x, float64(p.Y)-l.y
	if l.squared > 0 {
		t := min(max((x*l.dx+y*l.dy)/l.squared, 0), 1)
		x, y = x-t*l.dx, y-t*l.dy
	}
	return x*x + y*y
}
