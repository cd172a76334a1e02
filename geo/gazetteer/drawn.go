package gazetteer

import (
	"math"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// drawnStreets are the streets of the map file, with where they are.
type drawnStreets struct {
	names  streetIndex
	list   []drawnStreet // as names.list
	source string
}

// drawnStreet is a street, or a hamlet that numbers its houses itself.
type drawnStreet struct {
	point   orb.Point
	radiusM int
	houses  map[string]orb.Point // by houseKey
	far     bool                 // lies so wide that the comune says as much
}

// houseRadiusM is how far a door may lie from the point of its number.
const houseRadiusM = 30

// collected is what is known of a street before its point is chosen.
type collected struct {
	pieces []Piece
	houses []House
}

func indexDrawn(m MapFile, comuni map[geo.ComuneID]geo.Comune) drawnStreets {
	d := drawnStreets{names: streetIndex{byComune: make(map[geo.ComuneID]*comuneStreets)}, source: m.Source.Name}
	var found []collected
	type written struct {
		comune geo.ComuneID
		name   string
	}
	read := map[written]int32{} // a name is read once, not for each of its doors; −1 is none
	at := func(comune geo.ComuneID, name string) *collected {
		if _, known := comuni[comune]; !known {
			return nil
		}
		i, had := read[written{comune, name}]
		if !had {
			var ok bool
			if i, ok = d.names.add(Street{Comune: comune, Name: name}); !ok {
				i = -1
			}
			read[written{comune, name}] = i
		}
		if i < 0 {
			return nil
		}
		if int(i) == len(found) {
			found = append(found, collected{})
		}
		return &found[i]
	}
	for _, p := range m.Streets {
		if c := at(p.Comune, p.Name); c != nil {
			c.pieces = append(c.pieces, p)
		}
	}
	for _, h := range m.Houses {
		if c := at(h.Comune, h.Street); c != nil {
			c.houses = append(c.houses, h)
		}
	}
	for i, c := range found {
		d.list = append(d.list, c.street(comuni[d.names.list[i].comune]))
	}
	return d
}

// street chooses the point of a street: the middle of the stretch that lies most
// in the middle of all. Without a stretch, as in hamlets, a house takes its place.
func (c collected) street(comune geo.Comune) drawnStreet {
	pieces := c.pieces
	s := drawnStreet{houses: make(map[string]orb.Point, len(c.houses))}
	for _, h := range c.houses {
		for _, key := range houseKeys(h.Number) {
			if _, had := s.houses[key]; !had {
				s.houses[key] = h.Point
			}
		}
		if len(c.pieces) == 0 {
			pieces = append(pieces, Piece{Point: h.Point})
		}
	}
	s.point = middlemost(pieces)
	for _, p := range pieces {
		s.radiusM = max(s.radiusM, 10*int(math.Ceil((metres(s.point, p.Point)+p.ReachM)/10)))
	}
	s.radiusM = max(s.radiusM, houseRadiusM)
	s.far = s.radiusM > radiusM(comune)
	return s
}

// middlemost is the point that is nearest to the mean of all, the first of equals.
func middlemost(pieces []Piece) orb.Point {
	var mean orb.Point
	for _, p := range pieces {
		mean[0] += p.Point[0] / float64(len(pieces))
		mean[1] += p.Point[1] / float64(len(pieces))
	}
	best := pieces[0].Point
	for _, p := range pieces[1:] {
		if metres(mean, p.Point) < metres(mean, best) {
			best = p.Point
		}
	}
	return best
}

// metres between two points close to each other, on a sphere.
func metres(a, b orb.Point) float64 {
	const degree = 111_195 // of a great circle
	x := (a[0] - b[0]) * math.Cos((a[1]+b[1])/2*math.Pi/180)
	return degree * math.Hypot(x, a[1]-b[1])
}

// find a street by its written name. The name of a hamlet may stand with or
// without the word that says what it is.
func (d *drawnStreets) find(comune geo.ComuneID, written string) (*drawnStreet, bool) {
	i, ok := d.names.find(comune, written)
	if !ok && parseStreet(written).family == "hamlet" {
		i, ok = d.names.find(comune, localityWords(written))
	}
	if !ok {
		return nil, false
	}
	return &d.list[i], true
}

// place puts an answer where a street, or the door with that number, is. It is
// false when that says no more than what the answer has.
func (d *drawnStreets) place(a *Answer, s *drawnStreet, number string) bool {
	if p, ok := s.houses[houseKey(number)]; ok && number != "" {
		a.Point, a.RadiusM, a.Precision, a.Source = p, houseRadiusM, geo.PrecisionHouseNumber, d.source
		return true
	}
	if s.far || a.Precision == geo.PrecisionLocality && a.RadiusM < s.radiusM {
		return false
	}
	a.Point, a.RadiusM, a.Precision, a.Source = s.point, s.radiusM, geo.PrecisionStreet, d.source
	return true
}
