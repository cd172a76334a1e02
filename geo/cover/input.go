package cover

import (
	"context"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/travel"
)

// Times is a model of travel time: *travel.Estimate is one. One
// that also is a travel.Linker says which cells lie close to each other by road.
type Times interface {
	// Nearest gives the two nearest targets of each origin, in the same order;
	// ties go to the lower target.
	Nearest(ctx context.Context, origins []travel.Origin, targets []travel.Target, mode geo.Mode) ([]travel.Two, error)
	// Sigma is the standard deviation of ln T in an altimetric zone.
	Sigma(z geo.AltimetricZone) float64
}

// Input is all that a computation depends on. The order of its slices does not
// matter: the same content gives the same Result.
type Input struct {
	Comuni    []geo.Comune
	Zones     []geo.Zone
	Valleys   []geo.Valley
	Cells     []Cell          // all of the territory, empty ones included
	Residents []CellResidents // of any tier
	Kinds     []geo.Kind
	// Places of all statuses and kinds. One counts for times when it has a
	// position and its comune is known, for areas by its comuni.
	Places []geo.Place
	Times  Times
	Model  Model
	// Estimate, which may be nil, is the model that stands in where roads give no
	// time. With the model roads it is compared with them: Result.Calibration.
	Estimate Times
	// Synthetic tells that a program made up the roads: what comes of them is sure
	// of nothing.
	Synthetic  bool
	Parameters Parameters
	Previous   *Previous // nil for the first publication
}

// Previous is what the publication before left behind: it keeps flags from
// flickering and gaps their ids.
type Previous struct {
	// NewModelOrTerritory is true when the model or the boundaries changed: flags
	// are then set afresh.
	NewModelOrTerritory bool
	Synthetic           bool         // a program made up its roads: no flag of theirs says anything of real ones
	Kinds               []geo.Kind   // as they were: other modes or thresholds set flags afresh
	Counted             []Counted    // the places that counted, from Result.Counted
	Times               []PastTime   // with their flags; those without a flag may be left out
	Gaps                []PastGap    // of all scenarios and territories
	Versions            []GapVersion // the last one of each of those gaps
	Serials             []GapSerial  // the last serials given out; needed even without the rest
}

// Counted is a place that counted in a scenario, and where it stood.
type Counted struct {
	Scenario Scenario
	Kind     geo.KindID
	Place    geo.PlaceID
	Position orb.Point
}

// PastTime is the time and flag of a cell in the publication before.
type PastTime struct {
	Scenario Scenario
	Kind     geo.KindID
	Mode     geo.Mode
	Cell     hex.Cell
	State    State
	Minutes  float32      // 0 unless State is ok or walk_only
	Nearest  *geo.PlaceID // nil unless State is ok or walk_only
	Flagged  bool         // the published flag
}

// PastGap is a gap of the publication before, as far as its id needs it.
type PastGap struct {
	ID        string
	Scenario  Scenario
	Territory geo.Territory
	Kind      geo.KindID
	Cells     []hex.Cell
}

// GapSerial is the last serial given to a gap of the kind; the next is one more.
type GapSerial struct {
	Kind geo.KindID
	Last int64
}

// counts tells whether a place serves people in the scenario. What serves by
// area goes to the people: it does not matter on which side of the border it
// stands.
func (s Scenario) counts(p geo.Place, k geo.Kind) bool {
	if p.Kind != k.ID || (p.External && !k.ByArea && s != ScenarioExternal) {
		return false
	}
	switch p.Status {
	case geo.StatusActive, geo.StatusSeasonal:
		return true
	case geo.StatusPlanned:
		return s == ScenarioPlanned
	}
	return false
}
