package cover

import (
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
)

// Confidence of a gap.
type Confidence string

// The estimate raises provisional flags only.
const (
	Provisional Confidence = "provisional"
	Confirmed   Confidence = "confirmed"
)

// Why a gap is there.
type Why string

// The reasons of METRICS.
const (
	WhyFar     Why = "far"               // a way exists, beyond the threshold
	WhyNoRoad  Why = "no_road"           // most of its people have no way
	WhyNothing Why = "nothing_in_valley" // no place of the kind in the whole valley
	WhyUnknown Why = "unknown"           // data are missing
	// WhyNotServed is for kinds by area: known to lie outside every area served.
	WhyNotServed Why = "not_served"
)

// Visits says whether services that go to people reach a gap.
type Visits string

// What is known of the itinerant kinds. VisitsUnsaid: there is no such kind.
const (
	VisitsUnsaid  Visits = ""
	VisitsNone    Visits = "none"            // the lists are whole, and nobody is reached
	VisitsNoneYet Visits = "none_registered" // nobody is reached as far as is registered
	VisitsSome    Visits = "some"            // somebody is reached, or nobody knows
)

// Gap is an underserved area: a connected set of populated cells beyond the
// threshold of a kind, inside one valley or zone.
type Gap struct {
	ID          string // g-<kind>-<serial>
	Scenario    Scenario
	Territory   geo.Territory
	Kind        geo.KindID
	Rank        int      // 1 is the most severe of its kind, scenario and territory
	Name        string   // in Italian; NameIn gives other languages
	Area        string   // the proper name of its valley or zone
	ComuneNames []string // of the one or two comuni with most residents inside
	Parents     []string // ids of predecessors it overlaps, when its own id is new
	Zone        geo.ZoneID
	Valley      geo.ValleyID   // "" outside the valleys
	Comuni      []geo.ComuneID // most residents first
	Cells       []hex.Cell
	Residents   int
	// ComuniResidents are all the residents of its comuni, so that a sentence can
	// say whether the area holds them all; 0 when not filled.
	ComuniResidents int
	ResidentsLow    int // residents beyond the threshold if all times were σ shorter
	ResidentsHigh   int // … and if they were σ longer
	MedianMinutes   *float64
	MinutesLow      *float64 // median · e^−σ
	MinutesHigh     *float64
	Depth           float64 // FGT F_1 over its residents
	Severity        float64 // Σ residents · P(under)
	Threshold       int     // minutes
	Mode            geo.Mode
	Nearest         *geo.PlaceID
	NearestName     string
	NearestComune   geo.ComuneID
	// NearestComuneName is its name, for people.
	NearestComuneName string
	// Second is the place that would be nearest to most of its residents if
	// Nearest closed, and SecondMinutes the median of all of them then; nil when
	// half of them would have no way.
	Second           *geo.PlaceID
	SecondName       string
	SecondComune     geo.ComuneID
	SecondComuneName string
	SecondMinutes    *float64
	// WalkOnly are the residents who walk over 2 km to the nearest road.
	WalkOnly   int
	Itinerant  Visits
	Why        Why
	Model      Model
	Synthetic  bool // a program made up the roads of its publication
	Confidence Confidence
	SNAI       geo.SNAIClass    // of the comune with most residents inside
	AltitudeM  int              // of the same comune's seat
	Outline    orb.MultiPolygon // the cells joined; filled by readers
	Label      orb.Point
}

// WholeArea says once that all the candidates of a valley or zone lie beyond the
// threshold, so that its gaps are read as one finding.
type WholeArea struct {
	Scenario  Scenario
	Territory geo.Territory
	Kind      geo.KindID
	Zone      geo.ZoneID
	Valley    geo.ValleyID // "" when it is the whole zone
	Residents int
}
