// Package gazetteer turns names and addresses into comuni and points. It is
// pure: it is made once from facts and then only read, by any number of
// goroutines at the same time.
//
// It knows three tiers. The first gives the point of a comune, a quartiere or a
// frazione. The second, once the official street names are loaded, confirms
// that a street exists; it does not know where the street runs, so the point
// and its radius stay those of the first tier. The third, once an OpenStreetMap
// file is loaded, knows where streets and house numbers are; what it finds bears
// the source and licence of that file.
package gazetteer

import (
	"iter"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// Locality is a quartiere, frazione or borgata with a point of its own.
type Locality struct {
	Name    string
	Comune  geo.ComuneID
	Point   orb.Point // EPSG:4326, longitude first
	RadiusM int       // the locality lies within this many metres of Point
	Source  string
}

// Suppressed is a comune that a merger ended, and the one that took it over.
type Suppressed struct {
	ID            geo.ComuneID // the old code
	Name          string
	CadastralCode string
	Today         geo.ComuneID
	Since         string // ISO date of the merger
	Law           string
	Source        geo.Source
}

// Street is one official street name (ANNCSU): "VIA" and "MORGARI ODDINO".
type Street struct {
	Comune geo.ComuneID
	Type   string // the odonym's generic part: VIA, PIAZZA, FRAZIONE …
	Name   string
	Serial string // progressivo nazionale, "" when unknown
}

// Notice is what a reader should be told about an answer that was understood
// in another way than it was written; "" when there is nothing to tell.
type Notice string

// Facts is all that a Gazetteer knows. Streets may be nil, Map may hold nothing.
type Facts struct {
	Comuni     []geo.Comune
	Localities []Locality
	Suppressed []Suppressed
	Streets    iter.Seq[Street]
	Map        MapFile
}

// Answer is a place on the map for a name or an address.
type Answer struct {
	Label           string
	Point           orb.Point // EPSG:4326, longitude first
	Precision       geo.Precision
	RadiusM         int // see Gazetteer.Locate
	StreetConfirmed bool
	Comune          geo.ComuneID
	ComuneName      string
	Source          string
	Notice          string
}

// Gazetteer answers from the facts it was made of. It never changes.
type Gazetteer struct {
	comuni     map[geo.ComuneID]geo.Comune
	zones      map[geo.ZoneID][]geo.ComuneID
	names      map[string]named
	codes      map[string]named
	localities map[localityKey]Locality
	streets    streetIndex
	drawn      drawnStreets
	search     searchIndex
}

// New builds the indexes. It fails when the facts contradict each other: two
// comuni with one name, a locality or a merger that points to no comune.
// Streets of comuni that are not among the facts are left out.
func New(f Facts) (*Gazetteer, error) {
	g := &Gazetteer{
		comuni: make(map[geo.ComuneID]geo.Comune, len(f.Comuni)),
		zones:  make(map[geo.ZoneID][]geo.ComuneID),
	}
	for _, c := range f.Comuni {
		c.Boundary = nil
		g.comuni[c.ID] = c
		g.zones[c.Zone] = append(g.zones[c.Zone], c.ID)
	}
	for _, ids := range g.zones {
		slices.Sort(ids)
	}
	if err := g.indexNames(f.Comuni, f.Suppressed); err != nil {
		return nil, err
	}
	f.Localities = withHamlets(f.Localities, f.Map, g.comuni)
	if err := g.indexLocalities(f.Localities); err != nil {
		return nil, err
	}
	g.streets = indexStreets(f.Streets, g.comuni)
	g.drawn = indexDrawn(f.Map, g.comuni)
	g.search = indexSearch(g, f)
	return g, nil
}

// InZone lists the comuni of a zone by code; nil when the zone has none.
func (g *Gazetteer) InZone(z geo.ZoneID) []geo.ComuneID { return slices.Clone(g.zones[z]) }

// StreetCount is how many distinct official street names are loaded.
func (g *Gazetteer) StreetCount() int { return len(g.streets.list) }

// radiusM is the radius in metres of the circle with the comune's area, rounded
// up to 100 m. The seat is rarely the middle of a comune, so a place may well
// lie farther away: it says how coarse the point is, it is not a bound.
func radiusM(c geo.Comune) int {
	return int(math.Ceil(math.Sqrt(c.AreaKm2/math.Pi)*10)) * 100
}
