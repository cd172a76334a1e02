package cover

import "atlante/geo"

// AreaKind says what an Area is.
type AreaKind string

// The areas over which figures are added up.
const (
	AreaTerritory AreaKind = "territory" // the whole map, or its mountain or inner part
	AreaZone      AreaKind = "zone"
	AreaComune    AreaKind = "comune"
)

// Area names what a figure is about: all of it, or only its comuni in Territory.
type Area struct {
	Kind      AreaKind
	ID        string // zone number or ISTAT code; "" for the territory
	Territory geo.Territory
}

// Thresholds that the map offers for every kind, in minutes, inclusive.
var Thresholds = []int{15, 30, 45}

// Count splits the residents of an area at one threshold. The four parts add up
// to the residents of the area: each is summed on its own, none by subtraction.
type Count struct {
	Minutes     int // the threshold; 0 when it is the kind's own, which depends on the mode
	Within      int
	Beyond      int // farther than the threshold, but with a way
	Unreachable int
	Unknown     int
}

// Residents is the sum of the four parts.
func (c Count) Residents() int { return c.Within + c.Beyond + c.Unreachable + c.Unknown }

// Share within the threshold of those whose state is known; nil over nobody.
func (c Count) Share() *float64 {
	known := c.Within + c.Beyond + c.Unreachable
	if known == 0 {
		return nil
	}
	s := float64(c.Within) / float64(known)
	return &s
}

// Figure is what a publication says of one kind in one area.
type Figure struct {
	Area      Area
	Scenario  Scenario
	Kind      geo.KindID
	Mode      string // "car", "foot", "area", or "mixed" where comuni differ
	Residents int
	Places    int // located places of the kind inside the area that count in the scenario
	// At 15, 30 and 45 minutes, then at the kind's own threshold (Minutes 0).
	// By-area kinds have only the last: Within is served, Beyond is not served.
	Counts []Count
	// Residents-weighted quantiles of the minutes, unreachable last; nil when
	// nobody is known or the quantile is unreachable. By-area kinds: nil.
	Median *float64
	P90    *float64
	// Choice is the residents-weighted median of T2 − T1 in minutes: what is
	// lost if the nearest closes. nil when there is no second.
	Choice *float64
	// PerTenThousand is places per 10,000 residents.
	PerTenThousand *float64
	// Organizations run the places of the kind inside the area: those counted in
	// Places, and those whose position is not known. One that runs two is one, so
	// the numbers of the comuni do not add up to those of their zone.
	Organizations               int
	OrganizationsPerTenThousand *float64
	// ComuniWithout are the comuni of the area in which none of the Places stands.
	ComuniWithout int
	// Estimated and WalkOnly are the residents whose minutes are the estimate's
	// for want of roads, and those who walk over 2 km to the nearest road.
	Estimated, WalkOnly int
	// Reachable is the residents-weighted median of the number of places within
	// the kind's own threshold; nil over nobody known, by area, and for times that
	// cannot tell.
	Reachable *float64
	// Access is the level of E2SFCA: places per 10,000 residents, each shared
	// among all who reach it within 15, 30 or 45 minutes. Gini is its inequality
	// among the residents, GiniZones (of territories only) among the levels of
	// their zones; nil where the level is 0.
	Access, Gini, GiniZones *float64
}

// At gives the count at the threshold; minutes 0 is the kind's own.
func (f Figure) At(minutes int) (Count, bool) {
	for _, c := range f.Counts {
		if c.Minutes == minutes {
			return c, true
		}
	}
	return Count{}, false
}
