package cover

import (
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
)

// FigureFilter selects figures of the latest publication. Zero values do not filter.
type FigureFilter struct {
	Kinds     []geo.KindID
	Scenario  Scenario // "" is current
	Area      AreaKind
	AreaID    string
	Territory geo.Territory // "" gives every territory for which the area has figures
}

// GapFilter selects gaps of the latest publication. Zero values do not filter,
// except that Territory "" is mountain and Scenario "" is current.
type GapFilter struct {
	Kinds     []geo.KindID
	Scenario  Scenario
	Territory geo.Territory
	Zone      geo.ZoneID
	Comune    geo.ComuneID
	BBox      *orb.Bound
	geo.Page
}

// CellDetail is all that a publication says of one cell.
type CellDetail struct {
	Cell       hex.Cell
	Comune     geo.ComuneID // the owner
	ComuneName string
	Residents  int
	Kinds      []CellKind
}

// CellKind is one kind seen from one cell, at the kind's mode in the owner comune.
type CellKind struct {
	Kind    geo.KindID
	Mode    geo.Mode
	State   State
	Nearest *Reached // nil when unknown, unreachable or by area
	Second  *Reached // who is nearest if Nearest closes
	// SnapMetres is how far the centre of the cell is from the road; 0 without
	// roads. Estimated: no road of the graph comes here, the estimate stood in.
	SnapMetres float64
	Estimated  bool
	GapID      string // the gap that the cell belongs to, "" for none
}

// Reached is a place and the minutes to it.
type Reached struct {
	Place   geo.PlaceID
	Name    string
	Comune  geo.ComuneID
	Minutes float64
}
