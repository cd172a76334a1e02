package travel

import "context"

// Add puts a stop in at index i; those from i on move up by one. Its search ends
// where it is nobody's nearest or second nearest. After an error, which only a
// cancelled context gives, the field is half repaired and of no more use: so it
// is with Remove and Move.
func (f *Field) Add(ctx context.Context, i int, s Stop) error {
	f.hold(i, s)
	f.leaveFrom(&f.stops[i])
	return f.spread(ctx)
}

// Remove takes the stop at index i out; those above move down by one.
func (f *Field) Remove(ctx context.Context, i int) error {
	f.vacate(&f.stops[i])
	f.letGo(i)
	f.refill()
	return f.spread(ctx)
}

// Move puts the stop at index i elsewhere.
func (f *Field) Move(ctx context.Context, i int, s Stop) error {
	f.vacate(&f.stops[i])
	f.letGo(i)
	f.hold(i, s)
	f.refill()
	return f.spread(ctx)
}

// vacate takes a stop out of all labels. The nodes that have it hang together:
// the next node on the shortest way to a stop has it as well (see Field), so
// walking the arcs backwards from the stop's ends finds them all.
func (f *Field) vacate(h *held) {
	f.region = f.region[:0]
	tag := h.tag
	for _, end := range h.ends {
		f.lose(end.Node, tag)
	}
	for i := 0; i < len(f.region); i++ {
		n := f.region[i]
		for _, a := range f.arcs[f.first[n]:f.first[n+1]] {
			f.lose(a.node, tag)
		}
	}
}

func (f *Field) lose(n int32, tag uint32) {
	if f.labels[n].drop(tag, f.none) {
		f.region = append(f.region, n)
	}
}

// refill offers to the nodes that lost a label what their neighbours hold, and
// all stops to the ends of their edges: what stands inside the region has no
// neighbour to come from, and what stands outside changes nothing. A dead end
// holds only what stands on its road.
func (f *Field) refill() {
	arcs := &f.g.Leaving
	for _, n := range f.region {
		if f.dead[n] {
			continue
		}
		for k := arcs.First[n]; k < arcs.First[n+1]; k++ {
			if f.open(arcs, k) {
				l := f.labels[arcs.Node[k]]
				f.seed(n, l.first.more(arcs.Cost[k]))
				f.seed(n, l.second.more(arcs.Cost[k]))
			}
		}
	}
	for i := range f.stops {
		f.leaveFrom(&f.stops[i])
	}
}
