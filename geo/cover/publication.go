// Package cover adds up who is reached and who is not: residents by cell, travel
// times by cell and kind, shares by area, and the gaps of the mountains. All of
// it is pure: same input, same output, in the same order.
package cover

import "atlante/geo"

// Scenario says which places count.
type Scenario string

// The scenarios. Every publication holds current and planned. External has
// figures only, and only of the kinds of which a place beyond the border counts:
// METRICS, count_external.
const (
	ScenarioCurrent  Scenario = "current"  // places open today
	ScenarioPlanned  Scenario = "planned"  // the planned openings as well
	ScenarioExternal Scenario = "external" // those open today, and those open beyond the border
)

// ParseScenario accepts "current" and "planned"; "" is current. Who asks for the
// places beyond the border asks for figures, by another parameter.
func ParseScenario(s string) (Scenario, error) {
	switch c := Scenario(s); c {
	case "":
		return ScenarioCurrent, nil
	case ScenarioCurrent, ScenarioPlanned:
		return c, nil
	}
	return "", geo.Invalid("scenario: %q non previsto; scegli current o planned / choose current or planned", s)
}

// Model names how travel times were made.
type Model string

// The models. The flags of the estimate are provisional.
const (
	ModelEstimate Model = "estimate" // the embedded one, that sees valleys
	ModelRoads    Model = "roads"    // shortest ways on the road network
)

// State of a cell for one kind and mode.
type State string

// The states of METRICS: three different things are never mixed, and unknown is
// neither reached nor not reached.
const (
	StateOK          State = "ok"
	StateWalkOnly    State = "walk_only"
	StateUnreachable State = "unreachable" // no way: above every threshold
	StateUnknown     State = "unknown"     // no data
	StateEmpty       State = "empty"       // nobody lives there
	StateServed      State = "yes"         // by-area kinds: inside a service area
	StateNotServed   State = "no"          // by-area kinds: known to lie outside
)

// Publication is one whole, versioned computation. Every figure names its
// publication, and through it the versions of all that made it.
type Publication struct {
	ID               int64
	CreatedAt        string // RFC 3339, UTC
	Model            Model
	PlacesVersion    int64
	TerritoryVersion int64 // boundaries, zones, valleys, residents
	RoadsVersion     int64
	// Graph are the roads that the times come from, as they were; nil with the
	// model estimate. Figures over a synthetic one are nobody's: say so.
	Graph          *geo.RoadVersion
	ParametersHash string
	Previous       int64 // 0 for the first
	BoundarySource string
	BoundaryApprox bool // true until real boundaries are imported
	ResidentsTier  string
	CellCount      int
	PopulatedCells int
	Stale          bool // inputs have changed since; a new one is on its way
}
