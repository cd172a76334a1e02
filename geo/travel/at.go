package travel

import "atlante/geo/road"

// Near are the two nearest stops of a point of the roads, by index, None where
// there is none, and the deciseconds to them: on the road and on foot from the
// road to the place.
type Near struct {
	First, Second         int32
	FirstCost, SecondCost uint32
}

// Node gives the nearest two of a node of the graph.
func (f *Field) Node(n int32) Near { return f.near(f.label(n)) }

// label of a node; of a dead end, what stands on its road and what the node that
// it hangs on has.
func (f *Field) label(n int32) label {
	l := f.labels[n]
	if !f.dead[n] {
		return l
	}
	arcs := &f.g.Leaving
	for k := arcs.First[n]; k < arcs.First[n+1]; k++ {
		if f.open(arcs, k) {
			on := f.labels[arcs.Node[k]]
			l.offer(on.first.more(arcs.Cost[k]))
			l.offer(on.second.more(arcs.Cost[k]))
		}
	}
	return l
}

// At gives the nearest two of a point on an edge: through one of its ends, or
// along the edge to a stop that stands on it too.
func (f *Field) At(s road.Snap) Near {
	l := label{f.none, f.none}
	for _, end := range f.g.Leave(s, f.summer) {
		if end.Cost <= longest {
			through := f.label(end.Node)
			l.offer(through.first.more(end.Cost))
			l.offer(through.second.more(end.Cost))
		}
	}
	for _, stop := range f.edges[s.Edge] {
		if cost := plus(f.g.Along(s, stop.Snap), stop.Walk); cost < endless {
			l.offer(keyOf(cost, stop.tag))
		}
	}
	return f.near(l)
}

// near turns tags into indices.
func (f *Field) near(l label) Near {
	out := Near{First: None, Second: None, FirstCost: endless, SecondCost: endless}
	if l.first != f.none {
		out.First, out.FirstCost = f.index(l.first.tag()), l.first.cost()
	}
	if l.second != f.none {
		out.Second, out.SecondCost = f.index(l.second.tag()), l.second.cost()
	}
	return out
}
