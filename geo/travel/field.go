package travel

import (
	"context"
	"slices"

	"atlante/geo/road"
)

// Stop is where a field is searched from: a place, joined to the roads.
type Stop struct {
	Snap road.Snap
	Walk uint32 // deciseconds on foot from the road to the place
}

// FieldOptions of NewField.
type FieldOptions struct {
	// Summer opens the roads that are closed in winter.
	Summer bool
	// Bound is the cost in deciseconds beyond which nothing is searched; 0 is none.
	Bound uint32
}

// Field knows, for every node of a graph, the nearest and the second nearest of
// its stops and the deciseconds to them: one search from all stops backwards over
// the arriving arcs, two labels a node. Add, Remove and Move repair only the
// region of the stop, and leave what a full search would have made, at every
// node. Stops go by their index, like the elements of a slice; at equal costs the
// lower index is the nearer.
//
// Two labels are enough. Were a stop not among the two nearest of a node, the
// same two would be nearer at every node whose way to the stop leads through it:
// the same cost is added to all three, and ties keep their order.
type Field struct {
	*Search
	none   key              // beyond the bound, of no stop
	labels []label          // by node; see label for dead ends
	stops  []held           // by index
	tags   []uint32         // of the stops: ascending
	edges  map[int32][]held // by edge: the stops on it
	region []int32          // scratch: nodes that lost a label
}

// held is a stop with its tag, and the costs from the ends of its edge to it, the
// walk included.
type held struct {
	Stop
	tag  uint32
	ends [2]road.End
}

// NewField searches a graph once: see Search.Field.
func NewField(ctx context.Context, g *road.Graph, stops []Stop, o FieldOptions) (*Field, error) {
	return NewSearch(g, o.Summer).Field(ctx, stops, o.Bound)
}

// Len is the number of stops.
func (f *Field) Len() int { return len(f.stops) }

// Stop by index.
func (f *Field) Stop(i int) Stop { return f.stops[i].Stop }

// hold gives a stop the index i; the stops from i on move up.
func (f *Field) hold(i int, s Stop) {
	h := f.joined(s, f.tagFor(i))
	f.stops, f.tags = slices.Insert(f.stops, i, h), slices.Insert(f.tags, i, h.tag)
	f.edges[s.Snap.Edge] = append(f.edges[s.Snap.Edge], h)
}

// joined to the roads.
func (f *Field) joined(s Stop, tag uint32) held {
	h := held{Stop: s, tag: tag, ends: f.g.Arrive(s.Snap, f.summer)}
	for i := range h.ends {
		h.ends[i].Cost = plus(h.ends[i].Cost, s.Walk)
	}
	return h
}

// letGo is the reverse of hold.
func (f *Field) letGo(i int) {
	edge, tag := f.stops[i].Snap.Edge, f.stops[i].tag
	on := slices.DeleteFunc(f.edges[edge], func(h held) bool { return h.tag == tag })
	if f.edges[edge] = on; len(on) == 0 {
		delete(f.edges, edge)
	}
	f.stops, f.tags = slices.Delete(f.stops, i, i+1), slices.Delete(f.tags, i, i+1)
}

// tagFor gives a tag between those of the stops at i − 1 and i.
func (f *Field) tagFor(i int) uint32 {
	for {
		low, high := uint64(0), uint64(1)<<32
		if i > 0 {
			low = uint64(f.tags[i-1])
		}
		if i < len(f.tags) {
			high = uint64(f.tags[i])
		}
		if high-low > 1 {
			return uint32((low + high) / 2)
		}
		f.spaceOut()
	}
}

// spaceOut gives all stops new tags with equal gaps, when there is none left
// between two of them; in the labels too.
func (f *Field) spaceOut() {
	old := slices.Clone(f.tags)
	for i := range f.stops {
		f.tags[i] = spaced(i, len(f.tags))
		f.stops[i].tag = f.tags[i]
	}
	renew := func(k key) key {
		if k == f.none {
			return k
		}
		i, _ := slices.BinarySearch(old, k.tag())
		return keyOf(k.cost(), f.tags[i])
	}
	for n := range f.labels {
		f.labels[n] = label{renew(f.labels[n].first), renew(f.labels[n].second)}
	}
	for _, on := range f.edges {
		for i := range on {
			on[i].tag = renew(keyOf(0, on[i].tag)).tag()
		}
	}
}

// spaced is the tag of one of n stops with equal gaps.
func spaced(i, n int) uint32 { return uint32((uint64(i) + 1) << 32 / (uint64(n) + 1)) }

// index of the stop with a tag.
func (f *Field) index(tag uint32) int32 {
	i, _ := slices.BinarySearch(f.tags, tag)
	return int32(i)
}

// plus adds costs; what is too much to count is endless.
func plus(a, b uint32) uint32 {
	if a > endless-b {
		return endless
	}
	return a + b
}
