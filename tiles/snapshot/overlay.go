package snapshot

import (
	"bytes"
	"slices"
	"sort"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/tiles/world"
)

// overlay is what has changed since the base was made. Its slices are copied at every change: they stay short, because
// past compactAt changes a new base is made of both.
type overlay struct {
	removed []int32       // numbers of places of the base that are gone or stand among the added, ascending
	added   []*place      // in the order of place.compare
	at      []world.Point // where those are drawn: what a tile looks through
	byKey   []*place      // the same, by key
}

// next gives the number of the first added place from i on that is drawn in the box; how many there are when none is.
func (o *overlay) next(i int, box world.Box) int {
	for ; i < len(o.at); i++ {
		if box.Holds(o.at[i]) {
			return i
		}
	}
	return len(o.at)
}

func (o *overlay) isRemoved(i int) bool {
	_, ok := slices.BinarySearch(o.removed, int32(i))
	return ok
}

func (o *overlay) find(key uuid.UUID) *place {
	i, ok := slices.BinarySearchFunc(o.byKey, key, func(p *place, key uuid.UUID) int { return bytes.Compare(p.key[:], key[:]) })
	if !ok {
		return nil
	}
	return o.byKey[i]
}

// sharing gives the added places at a position.
func (o *overlay) sharing(curve uint64, at orb.Point) []*place {
	from := sort.Search(len(o.added), func(i int) bool { return o.added[i].comparePosition(curve, at) >= 0 })
	to := from
	for to < len(o.added) && o.added[to].lonlat == at {
		to++
	}
	return o.added[from:to]
}

func (o *overlay) size() int { return len(o.removed) + len(o.added) }

func (o *overlay) bytes() int64 {
	return 4*int64(len(o.removed)) + int64(len(o.added))*(24+96+4*placeFields)
}

// with gives an overlay with some places of the base removed, added ones taken out (by key) and others put in.
func (o *overlay) with(removed []int32, out map[uuid.UUID]bool, in []*place) overlay {
	next := overlay{removed: o.removed}
	if len(removed) > 0 {
		slices.Sort(removed)
		next.removed = mergeSorted(o.removed, removed, func(a, b int32) int { return int(a) - int(b) })
	}
	stays := func(p *place) bool { return !out[p.key] }
	slices.SortFunc(in, (*place).compare)
	next.added = mergeSorted(filtered(o.added, stays), in, (*place).compare)
	slices.SortFunc(in, compareKeys)
	next.byKey = mergeSorted(filtered(o.byKey, stays), in, compareKeys)
	next.at = make([]world.Point, len(next.added))
	for i, p := range next.added {
		next.at[i] = p.drawn
	}
	return next
}

func compareKeys(a, b *place) int { return bytes.Compare(a.key[:], b.key[:]) }

func filtered[T any](s []T, keep func(T) bool) []T {
	out := make([]T, 0, len(s))
	for _, x := range s {
		if keep(x) {
			out = append(out, x)
		}
	}
	return out
}

// mergeSorted gives both slices in one order.
func mergeSorted[T any](a, b []T, compare func(T, T) int) []T {
	out := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
