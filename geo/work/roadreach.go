package work

import (
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"atlante/geo"
	"atlante/geo/ingest/osm"
	"atlante/geo/road"
)

const (
	// beyondBorder is how many metres around the territory roads are kept.
	beyondBorder = 40_000
	// seatReach is how many metres of the seat of a comune a road must come for
	// the comune to be covered.
	seatReach = 2_000
)

// roadBox is the box around the territory in which roads are kept.
func roadBox(comuni []geo.Comune) orb.Bound {
	box := orb.Bound{Min: orb.Point{180, 90}, Max: orb.Point{-180, -90}}
	for _, c := range comuni {
		box = box.Extend(c.Seat)
		for _, p := range c.Boundary {
			box = box.Union(p.Bound())
		}
	}
	return orbgeo.BoundPad(box, beyondBorder)
}

// clipRoads takes away the ways, streets, houses and hamlets outside a box, and the
// nodes that no way uses then; it says how many ways went. A way that enters the
// box stays whole.
func clipRoads(e *osm.Extract, box orb.Bound) (beyond int) {
	n := &e.Network
	within := make([]bool, len(n.Nodes))
	for i, p := range n.Nodes {
		within[i] = box.Contains(orb.Point{float64(p.Lon) / 1e7, float64(p.Lat) / 1e7})
	}
	kept, number := n.Ways[:0], make([]int32, len(n.Ways))
	for i, w := range n.Ways {
		number[i] = -1
		if enters(w, within) {
			number[i] = int32(len(kept))
			kept = append(kept, w)
		}
	}
	beyond = len(n.Ways) - len(kept)
	n.Ways = kept
	dropUnused(n)
	streets := e.Streets[:0]
	for _, t := range e.Streets {
		if t.Way = number[t.Way]; t.Way >= 0 {
			streets = append(streets, t)
		}
	}
	e.Streets = streets
	e.Houses = keepOnly(e.Houses, func(h osm.House) bool { return box.Contains(h.Point) })
	e.Hamlets = keepOnly(e.Hamlets, func(h osm.Hamlet) bool { return box.Contains(h.Point) })
	return beyond
}

func enters(w road.Way, within []bool) bool {
	for _, i := range w.Nodes {
		if within[i] {
			return true
		}
	}
	return false
}

func keepOnly[T any](list []T, in func(T) bool) []T {
	kept := list[:0]
	for _, v := range list {
		if in(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// dropUnused takes away nodes that no way names, and numbers the others anew.
func dropUnused(n *road.Network) {
	number := make([]int32, len(n.Nodes))
	for _, w := range n.Ways {
		for _, i := range w.Nodes {
			number[i] = 1
		}
	}
	kept := n.Nodes[:0]
	for i, p := range n.Nodes {
		if number[i] == 1 {
			number[i] = int32(len(kept))
			kept = append(kept, p)
		}
	}
	n.Nodes = kept
	for _, w := range n.Ways {
		for j, i := range w.Nodes {
			w.Nodes[j] = number[i]
		}
	}
}

// uncovered lists the comuni whose seats no road for cars comes close to. It
// refuses roads of another region: those that leave more than half of them out.
func uncovered(g *road.Graph, comuni []geo.Comune) ([]geo.Comune, error) {
	var out []geo.Comune
	for _, c := range comuni {
		if s, ok := g.Snap(c.Seat); !ok || s.Metres > seatReach {
			out = append(out, c)
		}
	}
	if covered := len(comuni) - len(out); covered*2 < len(comuni) {
		return nil, geo.Invalid("le strade del file arrivano a meno di %d km dal municipio in %d comuni su %d (non, per esempio, a %s): è l'estratto di un'altra regione? Non è stato cambiato nulla / the roads come close to too few seats: another region? Nothing was changed",
			seatReach/1000, covered, len(comuni), someNames(out, 3))
	}
	return out, nil
}

func someNames(comuni []geo.Comune, n int) string {
	var names []string
	for _, c := range comuni[:min(n, len(comuni))] {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// named puts the name of the file before what is wrong with it.
func named(file string, err error) error {
	if !errors.Is(err, geo.ErrInvalid) {
		return err
	}
	return fmt.Errorf("%s: %w", file, err)
}
