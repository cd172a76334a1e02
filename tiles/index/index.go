// Package index finds what lies in a box: a packed R-tree without pointers over an order that the caller has chosen.
package index

import "atlante/tiles/world"

// Index is immutable once made and may be read by many at once.
//
// What it buys: a tile looks at what lies in it and at a few boxes beside, however much lies elsewhere. Node k of a
// level holds the nodes k·node to (k+1)·node-1 of the level below, so that nothing but boxes is kept: with 16 to a node
// they take a fifteenth of what they are over. What lies in a node that is wholly inside the box is not looked at.
type Index struct {
	points []world.Point // the leaves of an index of points
	leaves []world.Box   // the leaves of an index of boxes
	levels [][]world.Box // from the nodes above the leaves up to a single one
	n      int           // leaves
	node   int
}

// New indexes boxes in the order given, node of them to a node (at least 2). It keeps the slice: do not change it
// afterwards. The closer together in the order, the closer together on the ground they should be: see [Hilbert].
func New(boxes []world.Box, node int) *Index {
	x := &Index{leaves: boxes, n: len(boxes), node: max(node, 2)}
	x.build(make([]world.Box, 0, (len(boxes)+x.node-1)/x.node), func(i int) world.Box { return boxes[i] })
	return x
}

// NewPoints is [New] for points; it keeps their slice, so that an index of points takes next to nothing beside them.
func NewPoints(points []world.Point, node int) *Index {
	x := &Index{points: points, n: len(points), node: max(node, 2)}
	x.build(make([]world.Box, 0, (len(points)+x.node-1)/x.node), func(i int) world.Box { return world.At(points[i]) })
	return x
}

func (x *Index) build(level []world.Box, below func(i int) world.Box) {
	for n := x.n; n > 0; n = len(level) {
		if len(x.levels) > 0 {
			under := level
			level = make([]world.Box, 0, (n+x.node-1)/x.node)
			below = func(i int) world.Box { return under[i] }
		}
		for i := 0; i < n; i++ {
			if i%x.node == 0 {
				level = append(level, world.Nowhere)
			}
			last := &level[len(level)-1]
			*last = last.Union(below(i))
		}
		x.levels = append(x.levels, level)
		if len(level) == 1 {
			return
		}
	}
}

// Past is for whoever goes over the leaves in their order: it gives the end of the largest node with leaf i in it whose
// box may be passed over; i when there is none. What may be passed over may be so in parts.
func (x *Index) Past(i int, may func(world.Box) bool) int {
	end, span := i, x.node
	for _, level := range x.levels {
		if !may(level[i/span]) {
			break
		}
		end = min((i/span+1)*span, x.n)
		span *= x.node
	}
	return end
}

// Bytes is how much memory the index takes beside the boxes or points that it was given.
func (x *Index) Bytes() int {
	n := 96 + 24*cap(x.levels)
	for _, level := range x.levels {
		n += 16 * cap(level)
	}
	return n
}

// Search calls each with the numbers of all that meet b, ascending.
func (x *Index) Search(b world.Box, each func(i int)) {
	x.runs(b, func(from, to int, inside bool) {
		for i := from; i < to; i++ {
			if inside || x.meets(i, b) {
				each(i)
			}
		}
	})
}

// Append appends the numbers of all that meet b, ascending.
func (x *Index) Append(dst []int32, b world.Box) []int32 {
	x.runs(b, func(from, to int, inside bool) {
		for i := from; i < to; i++ {
			if inside || x.meets(i, b) {
				dst = append(dst, int32(i))
			}
		}
	})
	return dst
}

// Count says how many meet b.
func (x *Index) Count(b world.Box) int {
	n := 0
	x.runs(b, func(from, to int, inside bool) {
		if inside {
			n += to - from
			return
		}
		for i := from; i < to; i++ {
			if x.meets(i, b) {
				n++
			}
		}
	})
	return n
}

func (x *Index) meets(i int, b world.Box) bool {
	if x.points != nil {
		return b.Holds(x.points[i])
	}
	return b.Meets(x.leaves[i])
}

// runs calls each with stretches of leaves, ascending: those that lie wholly inside b, and those to look at one by one.
func (x *Index) runs(b world.Box, each func(from, to int, inside bool)) {
	if x.n > 0 {
		top := len(x.levels) - 1
		span := x.node
		for range top {
			span *= x.node
		}
		x.descend(b, top, 0, span, each)
	}
}

// descend looks at node k of a level, which stands for span leaves (the last of a level for less).
func (x *Index) descend(b world.Box, level, k, span int, each func(from, to int, inside bool)) {
	box := x.levels[level][k]
	if !b.Meets(box) {
		return
	}
	from, to := k*span, min((k+1)*span, x.n)
	if inside := b.Contains(box); inside || level == 0 {
		each(from, to, inside)
		return
	}
	for i := k * x.node; i < min((k+1)*x.node, len(x.levels[level-1])); i++ {
		x.descend(b, level-1, i, span/x.node, each)
	}
}
