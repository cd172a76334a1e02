package synthetic

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// grid is a lattice of streets around a middle: the junctions closest to it in
// an ellipse, most of their neighbours joined, so that three roads meet at most
// junctions and some streets end.
type grid struct {
	junctions int
	spacing   float64 // metres between junctions
	axis      float64 // of the longer side
	stretch   float64 // longer side over shorter
	mainEvery int     // every so many rows and columns are a main street; 0: only the middle row
	main      *class
	minor     *class
	oneways   bool
	named     bool
	// start is the node in the middle when there is one already.
	start int32
}

// block is what a grid has become: its junctions by cell.
type block struct {
	grid
	nodes map[[2]int]int32
	cells [][2]int // from the middle outwards
	hub   int32
	mains []int32
	sides []int32 // points between junctions: where drives and lanes branch off
}

// lay puts the junctions of a grid on the sheet.
func (g grid) lay(s *sheet, middle spot, r *rand.Rand) *block {
	b := &block{grid: g, nodes: map[[2]int]int32{}}
	half := int(math.Sqrt(float64(g.junctions)*g.stretch)) + 2
	for i := -half; i <= half; i++ {
		for j := -half; j <= half; j++ {
			b.cells = append(b.cells, [2]int{i, j})
		}
	}
	slices.SortFunc(b.cells, func(p, q [2]int) int {
		return cmp.Or(cmp.Compare(g.from(p), g.from(q)), cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1]))
	})
	b.cells = b.cells[:g.junctions]
	for _, c := range b.cells {
		if c == [2]int{} && g.start >= 0 {
			b.nodes[c] = g.start
			continue
		}
		jitter := polar(0.18*g.spacing*r.Float64(), 2*math.Pi*r.Float64())
		if c == [2]int{} {
			jitter = spot{}
		}
		at := spot{float64(c[0]), float64(c[1])}.times(g.spacing).plus(jitter).turned(g.axis)
		b.nodes[c] = s.point(middle.plus(at))
	}
	b.hub = b.nodes[[2]int{}]
	for _, c := range b.cells {
		if b.onMain(c, 0) || b.onMain(c, 1) {
			b.mains = append(b.mains, b.nodes[c])
		}
	}
	return b
}

// from is how far out a cell is.
func (g grid) from(c [2]int) float64 {
	x, y := float64(c[0]), float64(c[1])*g.stretch
	return x*x + y*y
}

// onMain tells whether the row (axis 0) or column (1) through a cell is a main
// street.
func (g grid) onMain(c [2]int, axis int) bool {
	across := c[1-axis]
	if g.mainEvery == 0 {
		return axis == 0 && across == 0
	}
	return across%g.mainEvery == 0
}

// edge joins a cell to the next one of its row or column.
type edge struct {
	cell [2]int
	axis int
}

func (e edge) end() [2]int {
	c := e.cell
	c[e.axis]++
	return c
}

// sort of an edge of the lattice.
const (
	left = iota // out
	loop        // its ends are joined without it: it may be one way
	tree        // without it the streets would fall apart
)

// choose says which edges become streets.
func (b *block) choose(r *rand.Rand) map[edge]int {
	index := map[[2]int]int{}
	for i, c := range b.cells {
		index[c] = i
	}
	var mains, others []edge
	for _, c := range b.cells {
		for axis := range 2 {
			e := edge{c, axis}
			if _, there := b.nodes[e.end()]; !there {
				continue
			}
			if b.onMain(c, axis) {
				mains = append(mains, e)
			} else {
				others = append(others, e)
			}
		}
	}
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	joined := newSets(len(b.cells))
	kept := map[edge]int{}
	for _, e := range mains {
		joined.join(index[e.cell], index[e.end()])
		kept[e] = tree
	}
	for _, e := range others {
		switch {
		case joined.join(index[e.cell], index[e.end()]):
			kept[e] = tree
		case r.Float64() < 0.42:
			kept[e] = loop
		}
	}
	return kept
}

// draw makes ways of the streets: runs of edges of one row or column.
func (b *block) draw(s *sheet, names *namer, r *rand.Rand) {
	kept := b.choose(r)
	for _, c := range b.cells {
		for axis := range 2 {
			b.run(s, kept, edge{c, axis}, names, r)
		}
	}
}

// run draws the street that begins with an edge, unless it goes on from before.
func (b *block) run(s *sheet, kept map[edge]int, e edge, names *namer, r *rand.Rand) {
	kind := kept[e]
	if kind == left {
		return
	}
	main := b.onMain(e.cell, e.axis)
	long := 3
	if main {
		long = 12
	}
	before := e
	before.cell[e.axis]--
	if kept[before] == kind && mod(e.cell[e.axis], long) != 0 {
		return
	}
	nodes := []int32{b.nodes[e.cell]}
	wind := bend{stretch: 1.02, wave: 2 * b.spacing, step: 27}
	for {
		from, to := b.nodes[e.cell], b.nodes[e.end()]
		for _, p := range wind.line(s.at(from), s.at(to), r) {
			nodes = append(nodes, s.point(p))
			b.sides = append(b.sides, nodes[len(nodes)-1])
		}
		nodes = append(nodes, to)
		e.cell = e.end()
		if kept[e] != kind || mod(e.cell[e.axis], long) == 0 {
			break
		}
	}
	c, oneway := b.minor, kind == loop && b.oneways && r.Float64() < 0.35
	if main {
		c = b.main
	}
	name := ""
	if b.named && (main || r.Float64() < 0.8) {
		name = names.street(r)
	}
	s.road(c, name, oneway, nodes...)
}

func mod(a, b int) int { return (a%b + b) % b }

// sets are disjoint sets of indices.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) root(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// join puts two sets together; false when they were one.
func (s sets) join(i, j int) bool {
	i, j = s.root(i), s.root(j)
	s[i] = j
	return i != j
}
