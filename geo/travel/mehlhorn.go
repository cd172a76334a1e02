package travel

import (
	"cmp"
	"context"
	"slices"

	"atlante/geo/road"
)

// leave links the neighbours on each edge and offers all origins to its ends.
func (s *linkSearch) leave() {
	slices.SortFunc(s.stands, func(a, b onEdge) int {
		return cmp.Or(cmp.Compare(a.edge, b.edge), cmp.Compare(a.cost, b.cost), cmp.Compare(a.origin, b.origin))
	})
	for i, at := range s.stands {
		if i > 0 && s.stands[i-1].edge == at.edge {
			s.join(s.stands[i-1].origin, at.origin, at.cost-s.stands[i-1].cost)
		}
		e := &s.g.Edges[at.edge]
		s.offer(e.From, at.cost, at.origin)
		s.offer(e.To, s.width(at.edge)-at.cost, at.origin)
	}
}

func (s *linkSearch) offer(n int32, cost uint32, origin int32) {
	if s.nearer(n, cost, origin) {
		s.queue.seed(n, cost)
	}
}

// nearer takes an origin in if it is nearer to the node than the one before; at
// equal costs the lower one is.
func (s *linkSearch) nearer(n int32, cost uint32, origin int32) bool {
	l := &s.near[n]
	if cost > s.bound || cost > l.cost || (cost == l.cost && origin >= l.origin) {
		return false
	}
	if l.origin == None {
		s.seen = append(s.seen, n)
	}
	l.cost, l.origin = cost, origin
	return true
}

// spread finds the origin nearest to every node within the bound.
func (s *linkSearch) spread(ctx context.Context) error {
	q := s.queue
	q.begin()
	for read := 0; ; read++ {
		list, ok := q.next()
		if !ok {
			return nil
		}
		if read%1024 == 0 && ctx.Err() != nil {
			q.clear()
			return ctx.Err()
		}
		for _, n := range list {
			switch l := s.near[n]; {
			case l.cost == q.at:
				s.carry(n, l, &s.g.Leaving)
				s.carry(n, l, &s.g.Arriving)
			case l.cost > q.at && l.cost%laps == q.at%laps: // put in for a later lap
				q.push(n, l.cost)
			}
		}
		q.done(list)
	}
}

func (s *linkSearch) carry(n int32, l nearest, arcs *road.Arcs) {
	for k := arcs.First[n]; k < arcs.First[n+1]; k++ {
		if arcs.Winter[k] && !s.summer {
			continue
		}
		m, cost := arcs.Node[k], plus(l.cost, arcs.Cost[k])
		if s.nearer(m, cost, l.origin) {
			s.queue.push(m, cost)
		}
	}
}

// cross links the origins of neighbouring nodes, and those of the ends of an edge
// with the first and the last on it.
func (s *linkSearch) cross() {
	arcs := &s.g.Leaving
	for _, n := range s.seen {
		for k := arcs.First[n]; k < arcs.First[n+1]; k++ {
			if arcs.Winter[k] && !s.summer {
				continue
			}
			s.meet(arcs.Node[k], s.near[n].origin, plus(s.near[n].cost, arcs.Cost[k]))
		}
	}
	for _, at := range s.stands {
		e := &s.g.Edges[at.edge]
		s.meet(e.From, at.origin, at.cost)
		s.meet(e.To, at.origin, s.width(at.edge)-at.cost)
	}
}

// meet links an origin at some cost from a node with the origin nearest to it.
func (s *linkSearch) meet(n int32, origin int32, cost uint32) {
	if l := s.near[n]; l.origin != None {
		s.join(l.origin, origin, plus(l.cost, cost))
	}
}

func (s *linkSearch) join(a, b int32, cost uint32) {
	if a != b && cost <= s.bound {
		s.found = append(s.found, link{min(a, b), max(a, b), cost})
	}
}

// shortest gives the shortest link of each pair.
func (s *linkSearch) shortest() []Link {
	slices.SortFunc(s.found, func(x, y link) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.cost, y.cost))
	})
	var out []Link
	for i, l := range s.found {
		if i == 0 || l.a != s.found[i-1].a || l.b != s.found[i-1].b {
			out = append(out, Link{A: l.a, B: l.b, Minutes: float64(l.cost) / 600})
		}
	}
	return out
}
