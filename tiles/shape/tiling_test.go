package shape

import (
	"math/rand/v2"

	"github.com/paulmach/orb"

	"atlante/tiles/world"
)

// tiling is a rectangle divided among areas without gap or overlap: squares of a grid, whose sides are crooked, dealt
// out to areas, so that borders meet in threes and fours, areas lie in areas, and have several parts.
type tiling struct {
	r     *rand.Rand
	side  int
	step  uint32 // of the grid, in units of the world
	bends int    // vertices within a side of a square
	owner [][]int
	sides map[[4]int][]world.Point
}

func newTiling(seed uint64, side, areas, bends int, step uint32) *tiling {
	t := &tiling{r: rand.New(rand.NewPCG(seed, 7)), side: side, step: step, bends: bends, sides: map[[4]int][]world.Point{}}
	t.owner = make([][]int, side)
	for y := range t.owner {
		t.owner[y] = make([]int, side)
		for x := range t.owner[y] {
			t.owner[y][x] = t.r.IntN(areas)
			if x > 0 && t.r.IntN(3) > 0 {
				t.owner[y][x] = t.owner[y][x-1]
			}
		}
	}
	return t
}

// between gives the vertices from one corner of the grid to the next, without the last; back it is the same way.
func (t *tiling) between(x, y, x2, y2 int) []world.Point {
	a, b := t.corner(x, y), t.corner(x2, y2)
	if x2 < x || y2 < y {
		way := t.between(x2, y2, x, y)
		back := []world.Point{a}
		for i := len(way) - 1; i > 0; i-- {
			back = append(back, way[i])
		}
		return back
	}
	key := [4]int{x, y, x2, y2}
	if t.sides[key] == nil {
		way := []world.Point{a}
		for i := 1; i <= t.bends; i++ {
			share := float64(i) / float64(t.bends+1)
			way = append(way, world.Point{X: t.bend(a.X, b.X, share), Y: t.bend(a.Y, b.Y, share)})
		}
		t.sides[key] = way
	}
	return t.sides[key]
}

func (t *tiling) corner(x, y int) world.Point {
	return world.Point{X: 1<<31 + uint32(x)*t.step, Y: 1<<30 + uint32(y)*t.step}
}

func (t *tiling) bend(a, b uint32, share float64) uint32 {
	wild := float64(t.step) / 5
	for t.r.IntN(3) > 0 {
		wild /= 20
	}
	return uint32(float64(a) + share*(float64(b)-float64(a)) + wild*(t.r.Float64()-0.5))
}

// outline gives the rings around all squares that a test takes, outer rings and holes alike, their inside to the same
// hand. Where rings touch, the walk turns so that they part.
func (t *tiling) outline(mine func(x, y int) bool) [][]world.Point {
	in := func(x, y int) bool { return x >= 0 && y >= 0 && x < t.side && y < t.side && mine(x, y) }
	next := map[[2]int][][2]int{}
	add := func(x, y, x2, y2 int) { next[[2]int{x, y}] = append(next[[2]int{x, y}], [2]int{x2, y2}) }
	for y := range t.side {
		for x := range t.side {
			if !in(x, y) {
				continue
			}
			if !in(x, y-1) {
				add(x, y, x+1, y)
			}
			if !in(x+1, y) {
				add(x+1, y, x+1, y+1)
			}
			if !in(x, y+1) {
				add(x+1, y+1, x, y+1)
			}
			if !in(x-1, y) {
				add(x, y+1, x, y)
			}
		}
	}
	var rings [][]world.Point
	for y := range t.side + 1 {
		for x := range t.side + 1 {
			for len(next[[2]int{x, y}]) > 0 {
				rings = append(rings, t.walk(next, [2]int{x, y}))
			}
		}
	}
	return rings
}

func (t *tiling) walk(next map[[2]int][][2]int, start [2]int) []world.Point {
	var ring []world.Point
	for at := start; ; {
		ways := next[at]
		to := ways[len(ways)-1]
		next[at] = ways[:len(ways)-1]
		ring = append(ring, t.between(at[0], at[1], to[0], to[1])...)
		if at = to; at == start {
			return ring
		}
	}
}

// areas gives the areas, and last the whole. Rings are not sorted into outer rings and holes: each is a polygon of its
// own, which is all the same to simplifying.
func (t *tiling) areas(n int) []orb.MultiPolygon {
	out := make([]orb.MultiPolygon, n+1)
	for i := range n {
		out[i] = t.rings(t.outline(func(x, y int) bool { return t.owner[y][x] == i }))
	}
	out[n] = t.rings(t.outline(func(x, y int) bool { return true }))
	return out
}

func (t *tiling) rings(rings [][]world.Point) orb.MultiPolygon {
	var m orb.MultiPolygon
	for _, ring := range rings {
		k := t.r.IntN(len(ring)) // a ring begins anywhere
		var r orb.Ring
		for i := range len(ring) + 1 {
			x, y := ring[(k+i)%len(ring)].Mercator()
			r = append(r, orb.Point{x, y})
		}
		m = append(m, orb.Polygon{r})
	}
	return m
}
