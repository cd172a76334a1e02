package travel

import (
	"context"

	"atlante/geo"
	"atlante/geo/road"
)

// Search is a graph made ready to be searched backwards from places: its arriving
// arcs side by side, and queues that are kept from search to search, so that a
// small one allocates nothing. Fields of one Search share it: neither it nor they
// are safe for concurrent use.
//
// Dead ends, four nodes of ten, are not searched: who stands at one goes to a
// place on its own road or through the one node that it hangs on, so its labels
// follow from that node's whenever they are asked for (Field.label).
type Search struct {
	g      *road.Graph
	summer bool
	dead   []bool // by node
	first  []int32
	arcs   []arc // of the nodes, without those from dead ends
	queue  *tiles
}

// arc leads to a node from another one, which it names.
type arc struct {
	node int32
	cost uint32
}

// longest is the cost of the longest arc that is travelled, three years: sums of
// a cost within farthest and an arc can be counted.
const (
	longest  = 1 << 30
	farthest = endless - 1 - longest
)

// NewSearch makes a graph ready; summer opens the roads that are closed in winter.
func NewSearch(g *road.Graph, summer bool) *Search {
	s := &Search{g: g, summer: summer, dead: make([]bool, len(g.Lon)), queue: newTiles(len(g.Lon))}
	for n := range int32(len(g.Lon)) {
		s.dead[n] = s.hangs(n)
	}
	all := &g.Arriving
	s.first, s.arcs = make([]int32, 1, len(g.Lon)+1), make([]arc, 0, len(all.Node))
	for n := range g.Lon {
		for k := all.First[n]; k < all.First[n+1]; k++ {
			if s.open(all, k) && !s.dead[all.Node[k]] {
				s.arcs = append(s.arcs, arc{all.Node[k], all.Cost[k]})
			}
		}
		s.first = append(s.first, int32(len(s.arcs)))
	}
	return s
}

// open tells whether an arc is travelled.
func (s *Search) open(arcs *road.Arcs, k int32) bool {
	return (s.summer || !arcs.Winter[k]) && arcs.Cost[k] <= longest
}

// hangs tells whether a node hangs on one other node. Two may hang on each other.
func (s *Search) hangs(n int32) bool {
	on := s.only(&s.g.Leaving, n)
	return on != None && on == s.only(&s.g.Arriving, n)
}

// only is the one node at the other end of a node's arcs; None when there are
// none or several.
func (s *Search) only(arcs *road.Arcs, n int32) int32 {
	one := int32(None)
	for k := arcs.First[n]; k < arcs.First[n+1]; k++ {
		if !s.open(arcs, k) {
			continue
		}
		if one != None {
			return None
		}
		one = arcs.Node[k]
	}
	return one
}

// Field searches the whole graph from the stops, up to a bound in deciseconds; 0
// is none. A stop beside the graph (its edge is none of the graph's) is
// geo.ErrInvalid; a cancelled context ends the search with the context's error.
func (s *Search) Field(ctx context.Context, stops []Stop, bound uint32) (*Field, error) {
	if bound == 0 || bound > farthest {
		bound = farthest
	}
	f := &Field{Search: s, none: keyOf(bound+1, 0), labels: make([]label, len(s.g.Lon)), edges: map[int32][]held{}}
	for i := range f.labels {
		f.labels[i] = label{f.none, f.none}
	}
	for i, stop := range stops {
		if stop.Snap.Edge < 0 || int(stop.Snap.Edge) >= len(s.g.Edges) {
			return nil, geo.Invalid("luogo %d: la strada %d non è nel grafo / place %d: road %d is not in the graph", i, stop.Snap.Edge, i, stop.Snap.Edge)
		}
		h := f.joined(stop, spaced(i, len(stops)))
		f.stops, f.tags = append(f.stops, h), append(f.tags, h.tag)
		f.edges[stop.Snap.Edge] = append(f.edges[stop.Snap.Edge], h)
		f.leaveFrom(&h)
	}
	if err := f.spread(ctx); err != nil {
		return nil, err
	}
	return f, nil
}
