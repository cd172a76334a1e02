package snapshot

import (
	"encoding/binary"
	"hash/maphash"
	"math"

	"github.com/paulmach/orb"

	"atlante/tiles/shape"
)

// borders are areas that share borders, and so are simplified together: each border once, the same on both sides. Areas
// that come again (in the other scenario, in the next publication) are recognised by a fingerprint.
type borders struct {
	seed   maphash.Seed
	known  map[uint64]int32
	prints []uint64
	shapes []orb.MultiPolygon // what is to be simplified; forgotten afterwards
	points int
	areas  []*shape.Area
}

func newBorders(seed maphash.Seed) *borders {
	return &borders{seed: seed, known: map[uint64]int32{}}
}

// add gives the number of an area (EPSG:3857), which it copies unless it is known.
func (b *borders) add(s orb.MultiPolygon) int32 {
	p := b.print(s)
	if n, ok := b.known[p]; ok {
		return n
	}
	n := int32(len(b.shapes))
	b.known[p] = n
	b.prints = append(b.prints, p)
	b.shapes = append(b.shapes, s.Clone())
	for _, polygon := range s {
		for _, ring := range polygon {
			b.points += len(ring)
		}
	}
	return n
}

// print is a fingerprint of an area: 64 bits under a seed of this process.
func (b *borders) print(s orb.MultiPolygon) uint64 {
	var h maphash.Hash
	h.SetSeed(b.seed)
	var buf [16]byte
	length := func(n int) {
		binary.LittleEndian.PutUint64(buf[:8], uint64(n))
		_, _ = h.Write(buf[:8])
	}
	length(len(s))
	for _, polygon := range s {
		length(len(polygon))
		for _, ring := range polygon {
			length(len(ring))
			for _, p := range ring {
				binary.LittleEndian.PutUint64(buf[:8], math.Float64bits(p[0]))
				binary.LittleEndian.PutUint64(buf[8:], math.Float64bits(p[1]))
				_, _ = h.Write(buf[:])
			}
		}
	}
	return h.Sum64()
}

// same tells whether two sets are of the same areas in the same order.
func (b *borders) same(o *borders) bool {
	if o == nil || len(b.prints) != len(o.prints) {
		return false
	}
	for i, p := range b.prints {
		if o.prints[i] != p {
			return false
		}
	}
	return true
}

// simplify makes the areas; when an older set is the same its areas are taken over.
func (b *borders) simplify(before []*borders) {
	if b.areas != nil {
		return
	}
	for _, o := range before {
		if b.same(o) {
			b.areas = o.areas
			break
		}
	}
	if b.areas == nil {
		b.areas = shape.Simplify(b.shapes)
	}
	b.shapes, b.known = nil, nil
}
