// Package shape holds areas as tiles draw them: simplified once for all zooms, neighbours alike.
package shape

import (
	"atlante/tiles/index"
	"atlante/tiles/world"
)

// MaxFirst is the largest first zoom: from there on every vertex is drawn.
const MaxFirst = 16

// Area is an area of a layer, made by [Simplify]. Immutable once made.
type Area struct {
	Points []world.Point // of all rings, one after the other, none closed by repeating its first vertex
	First  []uint8       // of each vertex: the first zoom that draws it, 0 to [MaxFirst]
	Rings  []Ring        // an outer ring, then its holes, then the next outer ring
	Box    world.Box
	Index  *index.Index // of Points as the borders run, [PerNode] to a node, whichever ring they are of
}

// PerNode is how many vertices a node of the index holds, and how many nodes one above it: at 16 nodes of a border take
// twice the memory, at 64 a tile looks at more vertices.
const PerNode = 32

// Ring is one ring of an area: the vertices from the end of the ring before it to its own.
type Ring struct {
	End  int32
	Hole bool
	Box  world.Box
}

// Bytes is about how much memory an area takes.
func (a *Area) Bytes() int { return 128 + 9*cap(a.Points) + 24*cap(a.Rings) + a.Index.Bytes() }
