package cover

import (
	"slices"

	"atlante/geo"
	"atlante/geo/hex"
)

// Result is one whole computation, all of it in a fixed order.
type Result struct {
	Cells      []PopulatedCell // by id
	Views      []View          // kinds by position, then id; current before planned
	Figures    []Figure        // by view, then territory, zones, comuni
	Coarse     []CoarseCell    // resolutions 8, 7, 6, then by id
	Gaps       []Gap           // by view, territory, rank
	WholeAreas []WholeArea     // by view, territory; zones before valleys
	Balances   []GapBalance    // by view, territory
	Versions   []GapVersion    // by scenario, kind, serial: the areas of which something changed
	Stood      []StoodIn       // by mode; none with the model estimate
	// Calibration is nil without a second model to compare with.
	Calibration *Calibration
	Serials     []GapSerial // by kind; to be kept for the next computation
	Counted     []Counted   // by view, place; to be kept for the next computation
}

// View is one kind in one scenario, cell by cell.
type View struct {
	Scenario Scenario
	Kind     geo.Kind
	// Reaches by car and on foot over Result.Cells; none when the kind is by area.
	Reaches []Reach
	// Served by comune, ascending, when the kind is by area.
	Served []Served

	ownerMode []uint8 // by cell: the reach at the mode of its owner
	flagged   []int   // by cell: residents of mountain comuni whom a flag marks
}

// Reach are the times of one kind, scenario and mode over Result.Cells. Minutes
// are float32, as they are stored, so that what is read back compares alike.
type Reach struct {
	Mode             geo.Mode
	places           []geo.PlaceID
	place1, place2   []int32 // into places; travel.None
	minute1, minute2 []float32
	states           []State // one for all cells when of length 1
	flags            []Flag
	snap             []float32
	estimated        []bool
}

// Flag of a cell for a kind and mode. Raw is T > θ today, Published is what
// hysteresis makes of it. Only candidates have flags: cells with residents of a
// comune in one of the territories of GapParameters that travels by this mode.
type Flag struct {
	Candidate, Raw, Published bool
}

// Near is a place and the minutes to it.
type Near struct {
	Place   geo.PlaceID
	Minutes float32
}

// CellTime is what one cell knows of one kind, scenario and mode.
type CellTime struct {
	State           State
	Nearest, Second *Near // nil when there is none
	Flag            Flag
	SnapMetres      float32 // from the cell's centre to the road; 0 without roads
	// Estimated: the estimate stood in, because no road of the graph comes here.
	Estimated bool
}

// At gives the times of the i-th cell of Result.Cells.
func (r Reach) At(i int) CellTime {
	return CellTime{
		State:   r.state(i),
		Nearest: r.near(r.place1, r.minute1, i),
		Second:  r.near(r.place2, r.minute2, i),
		Flag:    r.flags[i],

		SnapMetres: r.snap[i], Estimated: r.estimated[i],
	}
}

func (r Reach) state(i int) State {
	if len(r.states) == 1 {
		return r.states[0]
	}
	return r.states[i]
}

func (r Reach) near(place []int32, minute []float32, i int) *Near {
	if place[i] < 0 {
		return nil
	}
	return &Near{Place: r.places[place[i]], Minutes: minute[i]}
}

// Reach by a mode; false when the kind is by area.
func (v View) Reach(m geo.Mode) (Reach, bool) {
	for _, r := range v.Reaches {
		if r.Mode == m {
			return r, true
		}
	}
	return Reach{}, false
}

// Served says whether the residents of a comune are inside a service area.
type Served struct {
	Comune geo.ComuneID
	State  State // StateServed, StateNotServed or StateUnknown
}

// ServedIn is the state of a comune for a by-area kind, unknown when not listed.
func (v View) ServedIn(c geo.ComuneID) State {
	i, ok := slices.BinarySearchFunc(v.Served, c, func(s Served, c geo.ComuneID) int {
		if s.Comune < c {
			return -1
		} else if s.Comune > c {
			return 1
		}
		return 0
	})
	if !ok {
		return StateUnknown
	}
	return v.Served[i].State
}

// CoarseCell is a parent at resolution 8, 7 or 6, with everything added up from
// its children at resolution 9. Its comune is the one with most of its residents,
// ties to the lower id; where nobody lives, the one that owns most of its cells.
type CoarseCell struct {
	ID        hex.Cell
	Comune    geo.ComuneID
	Residents int
	Parts     []Part       // by comune, those with residents
	Kinds     []CoarseKind // by Result.Views
}

// CoarseKind is one view of a coarse cell or, by Result.CellKind, of a cell.
// Minutes are the residents-weighted median of the known children, unreachable
// last, each child at the mode of its owner; set when the State is ok or walk_only. By-area kinds
// have the state of most known residents, ties to "no".
type CoarseKind struct {
	State   State
	Minutes float32
	// Second are the minutes to the second nearest place, likewise, over those who
	// are known: what is left if the nearest closes. 0 when there is none, and for
	// parents where half of the residents have none.
	Second  float32
	Flagged float64 // share of the residents whom a mountain flag marks, 0 to 1
}
