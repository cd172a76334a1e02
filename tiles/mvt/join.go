package mvt

import (
	"cmp"
	"slices"
)

// joiner puts a polygon together anew whose rings leave the tile and come back, or whose holes are cut. The clipper
// joins the parts of each ring along the edge of the buffer, one over the other: the area is right, and a map draws it
// right, but such rings touch themselves, which the specification forbids (4.3.4.4) and programs that compute with
// tiles, such as GDAL, cannot read. Here the pieces inside the box are joined the way round that their inside lies.
// Weiler and Atherton, "Hidden surface removal using polygon area sorting", SIGGRAPH 1977, for a box.
type joiner struct {
	points []vertex
	pieces []piece
	events []event
	boxed  bool       // a ring is the box itself
	area   int64      // twice that of all rings that come to its edge
	outer  [][]vertex // as they will be drawn
	holes  [][]vertex // that lie inside the box
}

// piece is a part of a ring, inside to its right, from one vertex on the edge of the box to the next.
type piece struct {
	line []vertex
	next int // the piece that goes on where this one comes to the edge
	used bool
}

// event is an end of a piece: a place along the edge, where it leaves the box or enters it.
type event struct {
	at     int64
	piece  int
	enters bool
}

// side is how long a side of the box is.
const side = far - near

var corners = [4]vertex{{near, near}, {far, near}, {far, far}, {near, far}}

// place tells how far along the edge a vertex lies that is on it, clockwise from the top left corner.
func place(v vertex) int64 {
	switch {
	case v.y == near:
		return v.x - near
	case v.x == far:
		return side + v.y - near
	case v.y == far:
		return 2*side + far - v.x
	}
	return 3*side + far - v.y
}

func onEdge(v vertex) bool { return v.x == near || v.x == far || v.y == near || v.y == far }

// along tells whether an edge of a ring lies on the edge of the box.
func along(a, b vertex) bool {
	return a.x == b.x && (a.x == near || a.x == far) || a.y == b.y && (a.y == near || a.y == far)
}

// visits counts how often a clipped ring goes from the edge of the box inside.
func visits(r []vertex) int {
	n, a := 0, r[len(r)-1]
	for _, b := range r {
		if onEdge(a) && !along(a, b) {
			n++
		}
		a = b
	}
	return n
}

// touches tells whether a ring nowhere goes along the edge.
func touches(r []vertex) bool {
	a := r[len(r)-1]
	for _, b := range r {
		if along(a, b) {
			return false
		}
		a = b
	}
	return true
}

// turnsBack tells whether a ring goes along the edge of the box and back on itself: it went around a corner outside, and
// came home another way.
func turnsBack(r []vertex) bool {
	a, b := r[len(r)-2], r[len(r)-1]
	for _, c := range r {
		if along(a, b) && along(b, c) && (b.x-a.x)*(c.x-b.x)+(b.y-a.y)*(c.y-b.y) < 0 {
			return true
		}
		a, b = b, c
	}
	return false
}

func (j *joiner) reset() {
	*j = joiner{points: j.points[:0], pieces: j.pieces[:0], events: j.events[:0], outer: j.outer[:0], holes: j.holes[:0]}
}

// add takes a clipped ring with its area, which is below zero for a hole that runs as it must.
func (j *joiner) add(r []vertex, area int64, hole bool) {
	k := len(j.points)
	j.points = append(j.points, r...) // what lies there already stays where it is, should the memory move
	r = j.points[k:]
	if (area < 0) != hole {
		slices.Reverse(r)
		area = -area
	}
	begin, n := slices.IndexFunc(r, onEdge), visits(r)
	switch {
	case begin >= 0 && (n != 1 || !touches(r)):
		j.area += area
		j.boxed = j.boxed || n == 0
		j.split(r, begin)
	case hole:
		j.holes = append(j.holes, r)
	default:
		j.outer = append(j.outer, r)
	}
}

// split finds the pieces of a ring that is on the edge at one of its vertices.
func (j *joiner) split(r []vertex, begin int) {
	k := len(j.points)
	j.points = append(append(append(j.points, r[begin:]...), r[:begin]...), r[begin])
	r = j.points[k:]
	for from, to := 0, 1; to < len(r); to++ {
		if !onEdge(r[to]) {
			continue
		}
		if to > from+1 || !along(r[from], r[to]) {
			n := len(j.pieces)
			j.pieces = append(j.pieces, piece{line: r[from : to+1]})
			j.events = append(j.events, event{place(r[from]), n, true}, event{place(r[to]), n, false})
		}
		from = to
	}
}

// join makes rings of the pieces. It is false when they do not fit, as when rounding has moved one over another.
func (j *joiner) join() bool {
	if len(j.pieces) == 0 {
		if j.boxed {
			j.outer = append(j.outer, corners[:])
		}
		return true
	}
	if !j.connect() {
		return false
	}
	sum := int64(0)
	for i := range j.pieces {
		k := len(j.points)
		for at := i; !j.pieces[at].used; at = j.pieces[at].next {
			p := &j.pieces[at]
			p.used = true
			j.points = append(j.points, p.line...)
			j.turn(p.line[len(p.line)-1], j.pieces[p.next].line[0])
		}
		ring, area := tidy(j.points[k:])
		if area < 0 {
			return false
		}
		if area > 0 {
			j.outer = append(j.outer, ring)
		}
		sum += area
	}
	return sum == j.area
}

// connect goes clockwise along the edge: from where a piece leaves the box the edge is inside the polygon, up to where
// the next one enters it. Where a ring only touches the edge, one piece leaves and another enters at one place.
func (j *joiner) connect() bool {
	slices.SortStableFunc(j.events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	n := len(j.events)
	begin, inside := j.begin()
	open, first := -1, -1 // the piece that has left last; the one that enters before any has left
	for k := 0; k < n; k++ {
		i := (begin + k) % n
		for m := 1; j.events[i].enters != inside; m++ { // another one at the same place must come first
			o := (begin + k + m) % n
			if m == n-k || j.events[o].at != j.events[i].at {
				return false
			}
			j.events[i], j.events[o] = j.events[o], j.events[i]
		}
		e := j.events[i]
		switch {
		case !inside:
			open = e.piece
		case open < 0:
			first = e.piece
		default:
			j.pieces[open].next = e.piece
		}
		inside = !inside
	}
	if first >= 0 {
		j.pieces[open].next = first
	}
	return true
}

// begin finds a place from which it is known whether the edge before it lies inside the polygon: one where more pieces
// leave than enter, or the other way round. Where all only touch, all of the edge does or nothing.
func (j *joiner) begin() (at int, inside bool) {
	for i := 0; i < len(j.events); {
		balance, k := 0, i
		for ; k < len(j.events) && j.events[k].at == j.events[i].at; k++ {
			if j.events[k].enters {
				balance++
			} else {
				balance--
			}
		}
		if balance != 0 {
			return i, balance > 0
		}
		i = k
	}
	return 0, j.boxed
}

// turn adds the corners between two places, clockwise.
func (j *joiner) turn(a, b vertex) {
	from, to := place(a), place(b)
	if to < from {
		to += 4 * side
	}
	for c := from/side + 1; c*side < to; c++ {
		j.points = append(j.points, corners[c%4])
	}
}

// around gives the ring that a hole lies in, and false when it lies in none.
func (j *joiner) around(hole []vertex) (int, bool) {
	if len(j.outer) == 1 {
		return 0, true
	}
	for i, r := range j.outer {
		if encloses(r, hole) {
			return i, true
		}
	}
	return 0, false
}

// encloses tells whether a ring lies in another: by the first of its vertices that is not on the other.
func encloses(r, hole []vertex) bool {
	for _, v := range hole {
		in, on := false, false
		a := r[len(r)-1]
		for _, b := range r {
			turn := (b.x-a.x)*(v.y-a.y) - (b.y-a.y)*(v.x-a.x)
			if turn == 0 && min(a.x, b.x) <= v.x && v.x <= max(a.x, b.x) && min(a.y, b.y) <= v.y && v.y <= max(a.y, b.y) {
				on = true
				break
			}
			if (a.y > v.y) != (b.y > v.y) && (turn > 0) == (b.y > a.y) {
				in = !in
			}
			a = b
		}
		if !on {
			return in
		}
	}
	return true
}
