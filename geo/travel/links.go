package travel

import (
	"context"
	"math"

	"atlante/geo"
	"atlante/geo/road"
)

// Linker is a model of travel time that knows which origins lie close to each
// other by road.
type Linker interface {
	// Links gives links enough that all origins within so many minutes of road of
	// each other hang together, and none that is longer; by A, then B.
	Links(ctx context.Context, origins []Origin, mode geo.Mode, within float64) ([]Link, error)
}

// Links joins origins along the roads. Minutes of road are those from the road
// nearest to one origin to the road nearest to the other, without the walks and
// without t_park, each road at the quicker of its two directions: so they are the
// same both ways. Origins without roads in the graph have no links.
//
// One search from all origins at once finds the origin nearest to every node; an
// arc between two nodes of different origins links those two, at the length of
// the way that leads through it. These links hold a minimum spanning tree of all
// distances between the origins (Mehlhorn, Information Processing Letters 27,
// 1988): who is within any number of minutes of whom, directly or from one to the
// next, is the same as if all distances had been measured. It holds for the
// origins given: other origins between them would take their links.
func (r *Roads) Links(ctx context.Context, origins []Origin, mode geo.Mode, within float64) ([]Link, error) {
	l := r.layers[mode]
	if l == nil || l.g == nil || len(origins) < 2 || !(within >= 0) {
		return nil, nil
	}
	l.busy.Lock()
	defer l.busy.Unlock()
	if l.links == nil {
		l.links = newLinkSearch(l.g, r.p.SummerPasses)
	}
	s := l.links
	defer s.clear()
	s.bound = uint32(min(math.Floor(within*600+1e-6), float64(endless-1)))
	for i, o := range origins {
		if snap, ok := l.join(o.Comune, o.Point); ok {
			s.stand(int32(i), snap)
		}
	}
	s.leave()
	if err := s.spread(ctx); err != nil {
		return nil, err
	}
	s.cross()
	return s.shortest(), nil
}

// linkSearch is Mehlhorn's search, with scratch kept from one to the next.
type linkSearch struct {
	g      *road.Graph
	summer bool
	bound  uint32
	near   []nearest // by node
	seen   []int32   // nodes that have one
	queue  *dial
	stands []onEdge
	found  []link
}

// nearest origin of a node, and the deciseconds to it.
type nearest struct {
	cost   uint32
	origin int32
}

// onEdge is an origin on an edge, cost from its From end.
type onEdge struct {
	edge   int32
	cost   uint32
	origin int32
}

// link is a Link in deciseconds.
type link struct {
	a, b int32
	cost uint32
}

func newLinkSearch(g *road.Graph, summer bool) *linkSearch {
	s := &linkSearch{g: g, summer: summer, near: make([]nearest, len(g.Lon)), queue: newDial()}
	for n := range s.near {
		s.near[n] = nearest{endless, None}
	}
	return s
}

// clear makes it ready for another search.
func (s *linkSearch) clear() {
	for _, n := range s.seen {
		s.near[n] = nearest{endless, None}
	}
	s.seen, s.stands, s.found = s.seen[:0], s.stands[:0], s.found[:0]
	if s.queue.count > 0 {
		s.queue.clear()
	}
}

// width of an edge: the quicker of its directions.
func (s *linkSearch) width(edge int32) uint32 {
	e := &s.g.Edges[edge]
	return min(e.There, e.Back)
}

// stand puts an origin on its edge.
func (s *linkSearch) stand(origin int32, at road.Snap) {
	cost := uint32(math.Round(at.Fraction * float64(s.width(at.Edge))))
	s.stands = append(s.stands, onEdge{at.Edge, cost, origin})
}
