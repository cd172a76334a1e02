// Package shape holds areas as tiles draw them: simplified once for all zooms, neighbours alike.
package shape

import (
	"slices"

	"atlante/tiles/world"
)

// MaxFirst is the largest first zoom: from there on every vertex is drawn.
const MaxFirst = 16

// Area is an area of a layer. Immutable once made.
type Area struct {
	Points []world.Point // of all rings, one after the other, none closed by repeating its first vertex
	First  []uint8       // of each vertex: the first zoom that draws it, 0 to [MaxFirst]
	Rings  []Ring        // an outer ring, then its holes, then the next outer ring
	Box    world.Box
	Boxes  []world.Box // around each [Stretch] vertices, of whichever ring, in the order of Points
}

// Stretch is how many vertices share a box.
const Stretch = 32

// boxes makes the boxes of the vertices.
func (a *Area) boxes() {
	a.Boxes = make([]world.Box, 0, (len(a.Points)+Stretch-1)/Stretch)
	for points := range slices.Chunk(a.Points, Stretch) {
		a.Boxes = append(a.Boxes, world.Around(points))
	}
}

// Ring is one ring of an area: the vertices from the end of the ring before it to its own.
type Ring struct {
	End  int32
	Hole bool
	Box  world.Box
}

// Bytes is about how much memory an area takes.
func (a *Area) Bytes() int { return 128 + 9*cap(a.Points) + 24*cap(a.Rings) + 16*cap(a.Boxes) }
