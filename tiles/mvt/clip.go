package mvt

// clipper cuts rings to the tile and its buffer, side by side: Sutherland and Hodgman, "Reentrant polygon clipping",
// Communications of the ACM 17 (1974). What is left of a ring that leaves the tile and comes back is one ring, its
// parts joined along the edge of the buffer; its area is that of the parts (and see [joiner]).
type clipper struct{ a, b []vertex }

// The edges of what is drawn, in units of the tile.
const (
	near = -buffer
	far  = 4096 + buffer
)

// box gives what is left of a ring, and whether it was cut; it may be the ring's own memory or the clipper's.
func (c *clipper) box(r []vertex) (left []vertex, cut bool) {
	lo, hi := bounds(r)
	cut = lo.x < near || lo.y < near || hi.x > far || hi.y > far
	other := c.b[:0]
	if lo.x < near {
		r, other = half(other, r, west), r
	}
	if hi.x > far {
		r, other = half(other[:0], r, east), r
	}
	if lo.y < near {
		r, other = half(other[:0], r, north), r
	}
	if hi.y > far {
		r, other = half(other[:0], r, south), r
	}
	c.a, c.b = r, other
	return r, cut
}

func bounds(r []vertex) (lo, hi vertex) {
	if len(r) > 0 {
		lo, hi = r[0], r[0]
	}
	for _, v := range r {
		lo = vertex{min(lo.x, v.x), min(lo.y, v.y)}
		hi = vertex{max(hi.x, v.x), max(hi.y, v.y)}
	}
	return lo, hi
}

// edge is a line that halves the plane: of x or of y, with what is kept on one side of it.
type edge struct {
	y    bool  // the line is one of y
	sign int64 // 1: larger is kept, -1: smaller
	at   int64
}

var (
	west  = edge{false, 1, near}
	east  = edge{false, -1, far}
	north = edge{true, 1, near}
	south = edge{true, -1, far}
)

// keeps tells whether a vertex lies on the side that is kept: a comparison in the loop, where a function value is a call.
func (s edge) keeps(v vertex) bool {
	c := v.x
	if s.y {
		c = v.y
	}
	return s.sign*c >= s.sign*s.at
}

// crossing is where the line from a to b meets the edge.
func (s edge) crossing(a, b vertex) vertex {
	if s.y {
		return vertex{where(a.y, a.x, b.y, b.x, s.at), s.at}
	}
	return vertex{s.at, where(a.x, a.y, b.x, b.y, s.at)}
}

// half walks around the ring, keeps what lies inside, and puts a vertex where the ring crosses.
func half(dst, r []vertex, s edge) []vertex {
	if len(r) == 0 {
		return dst
	}
	a := r[len(r)-1]
	in := s.keeps(a)
	for _, b := range r {
		now := s.keeps(b)
		if now != in {
			dst = append(dst, s.crossing(a, b))
		}
		if now {
			dst = append(dst, b)
		}
		a, in = b, now
	}
	return dst
}

// where gives the second coordinate at which the line from a to b has the first coordinate c, rounded to the nearest,
// halves up: the same from a to b as from b to a, so that neighbours are cut alike. The numbers of a zoom up to 18 fit:
// two distances of at most 2^30, multiplied, and doubled.
func where(ax, ay, bx, by, c int64) int64 {
	if ax > bx {
		ax, ay, bx, by = bx, by, ax, ay
	}
	n, d := 2*(by-ay)*(c-ax)+(bx-ax), 2*(bx-ax)
	q := n / d
	if n%d < 0 {
		q--
	}
	return ay + q
}
