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
func (f *Field) Node(n int32) Near { return f.near(f.labels[n]) }

// At gives the nearest two of a point on an edge: through one of its ends, or
// along the edge to a stop that stands on it too.
func (f *Field) At(s road.Snap) Near {
	l := nobody
	for _, end := range f.g.Leave(s, f.summer) {
		if end.Cost == endless {
			continue
		}
		through := f.labels[end.Node]
		f.reach(&l, plus(end.Cost, through.first), through.firstStop)
		f.reach(&l, plus(end.Cost, through.second), through.secondStop)
	}
	for _, slot := range f.edges[s.Edge] {
		stop := &f.stops[slot]
		f.reach(&l, plus(f.g.Along(s, stop.Snap), stop.Walk), slot)
	}
	return f.near(l)
}

func (f *Field) reach(l *label, cost uint32, slot int32) {
	if slot != None && cost <= f.bound {
		l.offer(cost, slot, f.rank)
	}
}

// near turns slots into indices.
func (f *Field) near(l label) Near {
	out := Near{First: None, Second: None, FirstCost: l.first, SecondCost: l.second}
	if l.firstStop != None {
		out.First = f.rank[l.firstStop]
	}
	if l.secondStop != None {
		out.Second = f.rank[l.secondStop]
	}
	return out
}
