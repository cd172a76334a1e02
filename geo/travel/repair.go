package travel

import "context"

// Add puts a stop in at index i; those from i on move up by one. Its search ends
// where it is nobody's nearest or second nearest. After an error, which only a
// cancelled context gives, the field is half repaired and of no more use: so it
// is with Remove and Move.
func (f *Field) Add(ctx context.Context, i int, s Stop) error {
	f.leaveFrom(f.hold(i, s))
	return f.spread(ctx)
}

// Remove takes the stop at index i out; those above move down by one.
func (f *Field) Remove(ctx context.Context, i int) error {
	f.vacate(f.order[i])
	f.letGo(i)
	f.refill()
	return f.spread(ctx)
}

// Move puts the stop at index i elsewhere.
func (f *Field) Move(ctx context.Context, i int, s Stop) error {
	slot := f.order[i]
	f.vacate(slot)
	f.unplace(slot)
	f.place(slot, s)
	f.refill()
	return f.spread(ctx)
}

// vacate takes a slot out of all labels. The nodes that have it hang together:
// the next node on the shortest way to a stop has it as well (see Field), so
// walking the arcs backwards from the stop's ends finds them all.
func (f *Field) vacate(slot int32) {
	f.region = f.region[:0]
	lose := func(n int32) {
		if f.labels[n].drop(slot) {
			f.region = append(f.region, n)
		}
	}
	for _, end := range f.stops[slot].ends {
		lose(end.Node)
	}
	arcs := &f.g.Arriving
	for i := 0; i < len(f.region); i++ {
		n := f.region[i]
		for _, m := range arcs.Node[arcs.First[n]:arcs.First[n+1]] {
			lose(m)
		}
	}
}

// refill offers to the nodes that lost a label what their neighbours hold, and
// all stops to the ends of their edges: what stands inside the region has no
// neighbour to come from, and what stands outside changes nothing.
func (f *Field) refill() {
	arcs := &f.g.Leaving
	for _, n := range f.region {
		for k := arcs.First[n]; k < arcs.First[n+1]; k++ {
			if arcs.Winter[k] && !f.summer {
				continue
			}
			l := f.labels[arcs.Node[k]]
			if l.firstStop != None {
				f.seed(n, plus(l.first, arcs.Cost[k]), l.firstStop)
			}
			if l.secondStop != None {
				f.seed(n, plus(l.second, arcs.Cost[k]), l.secondStop)
			}
		}
	}
	for _, slot := range f.order {
		f.leaveFrom(slot)
	}
}
