package cover

import (
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
)

// Cell is a cell at resolution 9 with its centre (EPSG:4326), the comune that
// owns it because its centre lies there, and the shares of the comuni it covers.
type Cell struct {
	ID     hex.Cell
	Owner  geo.ComuneID
	Centre orb.Point
	Shares []Share
}

// Share is the fraction of a cell's area that lies inside a comune, 0 to 1.
type Share struct {
	Comune   geo.ComuneID
	Fraction float64
}

// CellResidents are the whole residents of a comune inside a cell.
type CellResidents struct {
	Cell      hex.Cell
	Comune    geo.ComuneID
	Residents int
}

// Part is what a cell or coarser cell holds of a comune.
type Part struct {
	Comune    geo.ComuneID
	Residents int
}

// PopulatedCell is a cell where people live. Its residents are the sum of its parts.
type PopulatedCell struct {
	ID        hex.Cell
	Owner     geo.ComuneID
	Residents int
	Parts     []Part // by comune
}
