package road

import (
	"cmp"
	"slices"
)

// vertex is an end of pieces. All ends at a node are one vertex, except at a
// barrier, where each is one of its own: the road leads up to it from either side.
type vertex struct {
	curve uint64 // place on the Hilbert curve
	node  int32
	end   int32 // at a barrier the end of a piece (2·piece, +1 for b); else -1
}

// numberVertices puts the vertices in Hilbert order, equal ones by id of the node
// and, on both sides of a barrier, of the way: the order of the input does not
// matter from here on.
func (b *builder) numberVertices() {
	known := make([]int32, len(b.nodes))
	b.vertices = make([]vertex, 0, len(b.pieces))
	for i := range b.pieces {
		p := &b.pieces[i]
		for side, node := range [2]int32{p.a, p.b} {
			v := vertex{node: node, end: -1}
			if b.barred(node) {
				v.end = int32(2*i + side)
			} else if known[node] != 0 {
				continue
			}
			known[node] = -1
			v.curve = hilbert(b.nodes[node].Lon, b.nodes[node].Lat)
			b.vertices = append(b.vertices, v)
		}
	}
	slices.SortFunc(b.vertices, b.compareVertices)
	for i, v := range b.vertices {
		known[v.node] = int32(i)
	}
	for i := range b.pieces {
		p := &b.pieces[i]
		p.a, p.b = known[p.a], known[p.b]
	}
	for i, v := range b.vertices {
		if v.end >= 0 {
			*b.pieces[v.end/2].at(v.end) = int32(i)
		}
	}
}

func (b *builder) compareVertices(v, w vertex) int {
	if v.curve != w.curve {
		return cmp.Compare(v.curve, w.curve)
	}
	if c := cmp.Compare(b.nodes[v.node].ID, b.nodes[w.node].ID); c != 0 || v.end < 0 || w.end < 0 {
		return c
	}
	p, q := &b.pieces[v.end/2], &b.pieces[w.end/2]
	return cmp.Or(cmp.Compare(b.all[p.way].ID, b.all[q.way].ID), cmp.Compare(p.first, q.first), cmp.Compare(v.end&1, w.end&1))
}

// at is the vertex of an end: a when it is even, b when it is odd.
func (p *piece) at(end int32) *int32 {
	if end&1 == 0 {
		return &p.a
	}
	return &p.b
}
