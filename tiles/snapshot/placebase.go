package snapshot

import (
	"bytes"
	"slices"
	"sort"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/tiles/index"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// placeBase are the places as they were last read or compacted, in the order of place.compare: what lies together on the
// map lies together in memory. Immutable.
type placeBase struct {
	key    []uuid.UUID
	byKey  []int32 // their numbers, by key
	lonlat []orb.Point
	cell   []uint64
	drawn  []world.Point
	columns
	index *index.Index
}

// newPlaceBase takes over places that stand in order, and draws those that share a position.
func newPlaceBase(list []*place, e exact) *placeBase {
	n := len(list)
	b := &placeBase{key: make([]uuid.UUID, n), byKey: make([]int32, n), lonlat: make([]orb.Point, n), cell: make([]uint64, n),
		drawn: make([]world.Point, n), columns: columns{placeFields, make([]mvt.ValueID, 0, n*placeFields)}}
	for i, p := range list {
		b.key[i], b.byKey[i], b.lonlat[i], b.cell[i] = p.key, int32(i), p.lonlat, p.cell
		b.tags = append(b.tags, p.tags...)
	}
	for from := 0; from < n; {
		to := from + 1
		for to < n && b.lonlat[to] == b.lonlat[from] {
			to++
		}
		for i := from; i < to; i++ {
			b.drawn[i] = e.drawn(b.lonlat[i], b.of(i), i-from+1, to-from)
		}
		from = to
	}
	slices.SortFunc(b.byKey, func(i, j int32) int { return bytes.Compare(b.key[i][:], b.key[j][:]) })
	b.index = index.NewPoints(b.drawn, node)
	return b
}

// twice finds a place that is there more than once.
func (b *placeBase) twice() (uuid.UUID, bool) {
	for i := 1; i < len(b.byKey); i++ {
		if key := b.key[b.byKey[i]]; key == b.key[b.byKey[i-1]] {
			return key, true
		}
	}
	return uuid.UUID{}, false
}

// at gives a place of the base by its number, with attributes of its own: it may outlive the base.
func (b *placeBase) at(i int) *place {
	p := b.peek(i)
	p.curve, p.tags = curveOf(p.lonlat), slices.Clone(p.tags)
	return &p
}

// peek is at for a moment: without its place along the curve, and with the attributes of the base.
func (b *placeBase) peek(i int) place {
	return place{b.key[i], b.lonlat[i], 0, b.cell[i], b.drawn[i], b.of(i), int32(i)}
}

// find gives the number of a place, or false.
func (b *placeBase) find(key uuid.UUID) (int, bool) {
	i, ok := slices.BinarySearchFunc(b.byKey, key, func(i int32, key uuid.UUID) int { return bytes.Compare(b.key[i][:], key[:]) })
	if !ok {
		return 0, false
	}
	return int(b.byKey[i]), true
}

// before counts the places that stand before another one.
func (b *placeBase) before(p *place) int {
	return sort.Search(len(b.key), func(i int) bool { return b.compareAt(i, p.curve, p.lonlat, &p.key) >= 0 })
}

// sharing gives the numbers of the places at a position: from from up to, but without, to.
func (b *placeBase) sharing(curve uint64, at orb.Point) (from, to int) {
	from = sort.Search(len(b.key), func(i int) bool { return b.compareAt(i, curve, at, nil) >= 0 })
	for to = from; to < len(b.key) && b.lonlat[to] == at; {
		to++
	}
	return from, to
}

// compareAt compares a place of the base with a position, and with a key when one is given. The curve is computed anew:
// that is cheaper than eight bytes a place.
func (b *placeBase) compareAt(i int, curve uint64, at orb.Point, key *uuid.UUID) int {
	p := place{lonlat: b.lonlat[i], curve: curveOf(b.lonlat[i])}
	if c := p.comparePosition(curve, at); c != 0 || key == nil {
		return c
	}
	return bytes.Compare(b.key[i][:], key[:])
}

func (b *placeBase) bytes() int64 {
	return int64(len(b.key))*(16+4+16+8+8) + b.columns.bytes() + int64(b.index.Bytes())
}
