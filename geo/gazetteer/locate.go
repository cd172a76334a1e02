package gazetteer

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// Query is an address as people write it; any part may be "".
type Query struct {
	Address  string // street and house number
	Locality string // quartiere, frazione or borgata
	Comune   string // name, ISTAT code or cadastral code
}

// Locate gives the best point that is known for an address: that of the house
// number or the street on the map, the locality's when the comune has one of that
// name, else the comune's seat. It is false when the comune is unknown.
//
// RadiusM is that of the house number, the street or the locality, or that of
// the circle with the area of the comune. StreetConfirmed says that the street, or the hamlet where there
// is no street, is among the official names of the comune.
func (g *Gazetteer) Locate(q Query) (Answer, bool) {
	id, notice, err := g.Comune(q.Comune)
	if err != nil {
		return Answer{}, false
	}
	c := g.comuni[id]
	a := seatAnswer(c)
	label := []string{strings.TrimSpace(q.Address)}
	l, known := g.Locality(id, q.Locality)
	if known {
		a.at(l)
		label = append(label, l.Name)
	} else if l, ok := g.hamletOf(id, q.Address); ok {
		a.at(l)
	}
	located := g.onMap(id, q, &a)
	if asked := strings.TrimSpace(q.Locality); asked != "" && !known {
		label = append(label, asked)
		if !located {
			notice = joinNotices(notice, Notice(fmt.Sprintf("la posizione di %s non è nota: punto del comune", clip(q.Locality))))
		}
	}
	a.StreetConfirmed = g.confirmed(id, q)
	if !a.StreetConfirmed && strings.TrimSpace(q.Address) != "" && g.streets.byComune[id] != nil {
		notice = joinNotices(notice, Notice(fmt.Sprintf("%s non è tra i nomi ufficiali delle vie di %s", clip(q.Address), c.Name)))
	}
	a.Label = joinLabel(append(label, c.Name))
	a.Notice = string(notice)
	return a, true
}

// at puts an answer to a locality.
func (a *Answer) at(l Locality) {
	a.Point, a.RadiusM, a.Precision, a.Source = l.Point, l.RadiusM, geo.PrecisionLocality, l.Source
}

// hamletOf finds the hamlet that an address names in the place of a street.
func (g *Gazetteer) hamletOf(id geo.ComuneID, address string) (Locality, bool) {
	for _, w := range streetsOf(address) {
		if l, ok := g.Locality(id, w); ok {
			return l, true
		}
	}
	return Locality{}, false
}

// onMap looks for the street of an address on the map, then for its locality as a
// hamlet that numbers its houses itself, and puts the answer there.
func (g *Gazetteer) onMap(id geo.ComuneID, q Query, a *Answer) bool {
	number := numberOf(q.Address)
	for _, w := range streetsOf(q.Address) {
		if s, ok := g.drawn.find(id, w); ok {
			return g.drawn.place(a, s, number)
		}
	}
	if number == "" || strings.TrimSpace(q.Locality) == "" {
		return false
	}
	s, ok := g.drawn.find(id, q.Locality)
	return ok && g.drawn.place(a, s, number)
}

// confirmed looks for the street of the address, then, where no address is
// given, for the locality as a hamlet of the comune.
func (g *Gazetteer) confirmed(id geo.ComuneID, q Query) bool {
	written := streetsOf(q.Address)
	if strings.TrimSpace(q.Address) == "" && q.Locality != "" {
		written = []string{q.Locality}
	}
	for _, w := range written {
		if _, ok := g.streets.confirm(id, w); ok {
			return true
		}
	}
	return false
}

// seatAnswer is the coarsest answer: the seat of the comune.
func seatAnswer(c geo.Comune) Answer {
	return Answer{
		Label: c.Name, Point: c.Seat, Precision: geo.PrecisionComune, RadiusM: radiusM(c),
		Comune: c.ID, ComuneName: c.Name, Source: "sede del comune",
	}
}

// Place fills in what the gazetteer knows of a place: its position where it
// has none, and whether its street is among the official names. The place
// given is not changed. A place without a known comune stays without a
// position.
func (g *Gazetteer) Place(p geo.Place) (geo.Place, Notice) {
	if p.Comune == "" {
		if p.Position == nil {
			p.Precision, p.RadiusM = geo.PrecisionNone, 0
		}
		return p, ""
	}
	a, ok := g.Locate(Query{Address: p.Address, Locality: p.Locality, Comune: string(p.Comune)})
	if !ok {
		return p, ""
	}
	p.StreetConfirmed = a.StreetConfirmed
	if p.Position == nil {
		point := orb.Point{a.Point.Lon(), a.Point.Lat()}
		p.Position, p.Precision, p.RadiusM, p.PositionSource = &point, a.Precision, a.RadiusM, a.Source
	}
	return p, Notice(a.Notice)
}

func joinLabel(parts []string) string {
	kept := parts[:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}
