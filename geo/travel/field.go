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
	bound  uint32
	labels []label // by node; of slots
	stops  []held  // by slot
	free   []int32 // slots
	order  []int32 // slots by index
	rank   []int32 // indices by slot; ties go to the lower
	edges  map[int32][]int32
	region []int32 // scratch: nodes that lost a label
}

// held is a stop and the costs from the ends of its edge to it, the walk included.
type held struct {
	Stop
	ends [2]road.End
}

// NewField searches a graph once: see Search.Field.
func NewField(ctx context.Context, g *road.Graph, stops []Stop, o FieldOptions) (*Field, error) {
	return NewSearch(g, o.Summer).Field(ctx, stops, o.Bound)
}

// Len is the number of stops.
func (f *Field) Len() int { return len(f.order) }

// Stop by index.
func (f *Field) Stop(i int) Stop { return f.stops[f.order[i]].Stop }

// hold gives a stop a slot and the index i; the stops from i on move up.
func (f *Field) hold(i int, s Stop) int32 {
	slot := int32(len(f.stops))
	if n := len(f.free); n > 0 {
		slot, f.free = f.free[n-1], f.free[:n-1]
	} else {
		f.stops, f.rank = append(f.stops, held{}), append(f.rank, 0)
	}
	f.order = slices.Insert(f.order, i, slot)
	f.number(i)
	f.place(slot, s)
	return slot
}

// letGo is the reverse of hold.
func (f *Field) letGo(i int) {
	slot := f.order[i]
	f.unplace(slot)
	f.order = slices.Delete(f.order, i, i+1)
	f.number(i)
	f.free = append(f.free, slot)
}

// number the slots from index i on.
func (f *Field) number(i int) {
	for ; i < len(f.order); i++ {
		f.rank[f.order[i]] = int32(i)
	}
}

func (f *Field) place(slot int32, s Stop) {
	h := held{Stop: s, ends: f.g.Arrive(s.Snap, f.summer)}
	for i := range h.ends {
		h.ends[i].Cost = plus(h.ends[i].Cost, s.Walk)
	}
	f.stops[slot] = h
	f.edges[s.Snap.Edge] = append(f.edges[s.Snap.Edge], slot)
}

func (f *Field) unplace(slot int32) {
	edge := f.stops[slot].Snap.Edge
	on := f.edges[edge]
	at := slices.Index(on, slot)
	if on = slices.Delete(on, at, at+1); len(on) == 0 {
		delete(f.edges, edge)
	} else {
		f.edges[edge] = on
	}
}

// plus adds costs; what is too much to count is endless.
func plus(a, b uint32) uint32 {
	if a > endless-b {
		return endless
	}
	return a + b
}
