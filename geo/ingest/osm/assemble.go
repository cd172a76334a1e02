package osm

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"atlante/geo"
	"atlante/geo/road"
)

// maxRefused is the share of the roads that may be refused; an extract that was
// cut without completing its ways loses a few at its edge.
const maxRefused = 0.05

// assemble puts ways and nodes together, in the order of their ids.
func (s *survey) assemble(h header) (Extract, error) {
	slices.SortFunc(s.ways, func(a, b roadWay) int { return cmp.Compare(a.id, b.id) })
	for i := 1; i < len(s.ways); i++ {
		if s.ways[i].id == s.ways[i-1].id {
			return Extract{}, errTwice("la strada", "way", s.ways[i].id)
		}
	}
	kept := s.ways[:0]
	for _, w := range s.ways {
		if s.fits(w) {
			kept = append(kept, w)
		}
	}
	s.ways = kept
	if err := s.tooFew(); err != nil {
		if h.onWays && s.report.MissingNodes > 0 {
			return Extract{}, errOnWays
		}
		return Extract{}, err
	}
	var e Extract
	e.Network.Nodes, e.Network.Ways, e.Streets = s.network()
	e.Houses, e.Hamlets = s.places()
	e.Report = s.report
	e.Report.RoadNodes, e.Report.RoadWays = len(e.Network.Nodes), len(e.Network.Ways)
	return e, nil
}

// fits tells whether all nodes of a way are there, and counts why not.
func (s *survey) fits(w roadWay) bool {
	if w.to-w.from < 2 {
		s.report.TooShort++
		return false
	}
	on := true
	for _, id := range s.refs[w.from:w.to] {
		n, _ := s.needed.rank(id)
		if !s.nodes[n].found {
			s.report.MissingNodes++
			return false
		}
		on = on && s.nodes[n].on
	}
	if !on {
		s.report.Impossible++
	}
	return on
}

// tooFew refuses a file of which too many roads were refused.
func (s *survey) tooFew() error {
	r := s.report
	all := len(s.ways) + r.Refused()
	if float64(r.Refused()) <= maxRefused*float64(all) && len(s.ways) > 0 {
		return nil
	}
	return geo.Invalid("%d strade su %d non si possono usare: %d senza tutti i loro nodi, %d con meno di due nodi, %d con coordinate impossibili. Serve un estratto completo, per esempio da osmium extract con la strategia predefinita / too many roads are unusable: nodes missing, fewer than two nodes, impossible coordinates; a complete extract is needed",
		r.Refused(), all, r.MissingNodes, r.TooShort, r.Impossible)
}

// network numbers the nodes that roads use by their ids.
func (s *survey) network() ([]road.Node, []road.Way, []Street) {
	number := make([]int32, len(s.nodes)) // 0: not used; else the number, from 1
	for _, w := range s.ways {
		for _, id := range s.refs[w.from:w.to] {
			n, _ := s.needed.rank(id)
			number[n] = 1
		}
	}
	var nodes []road.Node
	s.needed.each(func(n int32, id int64) {
		if number[n] == 0 {
			return
		}
		p := s.nodes[n]
		nodes = append(nodes, road.Node{ID: id, Lon: p.lon, Lat: p.lat, NoCar: p.noCar, NoFoot: p.noFoot})
		number[n] = int32(len(nodes))
	})
	ways, streets := make([]road.Way, 0, len(s.ways)), []Street(nil)
	for _, w := range s.ways {
		made := road.Way{ID: w.id, Nodes: make([]int32, 0, w.to-w.from), Car: w.car, Foot: w.foot, Winter: w.winter}
		for _, id := range s.refs[w.from:w.to] {
			n, _ := s.needed.rank(id)
			made.Nodes = append(made.Nodes, number[n]-1)
		}
		if w.ferry > 0 {
			made = sail(made, nodes, w.ferry)
		}
		if w.name != "" {
			streets = append(streets, Street{w.name, int32(len(ways))})
		}
		ways = append(ways, made)
	}
	return nodes, ways, streets
}

// sail gives a ferry the speed of its duration.
func sail(w road.Way, nodes []road.Node, minutes float64) road.Way {
	metres := 0.0
	for i := 1; i < len(w.Nodes); i++ {
		metres += orbgeo.DistanceHaversine(degrees(nodes[w.Nodes[i-1]]), degrees(nodes[w.Nodes[i]]))
	}
	w.Car, w.Foot = w.Car.Lasting(metres, minutes), w.Foot.Lasting(metres, minutes)
	return w
}

// places sorts house numbers and hamlets by the ids of their nodes, then ways.
func (s *survey) places() (houses []House, hamlets []Hamlet) {
	slices.SortFunc(s.houses, func(a, b numbered) int { return cmp.Compare(a.id, b.id) })
	slices.SortFunc(s.hamlets, func(a, b hamlet) int { return cmp.Compare(a.id, b.id) })
	slices.SortFunc(s.buildings, func(a, b building) int { return cmp.Compare(a.id, b.id) })
	for _, h := range s.houses {
		houses = append(houses, h.of)
	}
	for _, b := range s.buildings {
		i, _ := s.needed.rank(b.across[0])
		j, _ := s.needed.rank(b.across[1])
		p, q := s.nodes[i], s.nodes[j]
		if !p.found || !p.on || !q.found || !q.on {
			continue
		}
		a, c := p.point(), q.point()
		b.of.Point = orb.Point{(a[0] + c[0]) / 2, (a[1] + c[1]) / 2}
		houses = append(houses, b.of)
	}
	for _, h := range s.hamlets {
		hamlets = append(hamlets, h.of)
	}
	return houses, hamlets
}

func (p place) point() orb.Point { return orb.Point{float64(p.lon) / 1e7, float64(p.lat) / 1e7} }

func degrees(n road.Node) orb.Point { return orb.Point{float64(n.Lon) / 1e7, float64(n.Lat) / 1e7} }
