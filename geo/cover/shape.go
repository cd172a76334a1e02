package cover

import (
	"atlante/geo"
	"atlante/geo/hex"
)

// CellShape is a cell to be drawn, at any published resolution, with the comune
// that owns most of it.
type CellShape struct {
	Cell  hex.Cell
	Owner geo.ComuneID
}

// InputVersions are the versions of the inputs that a publication is made from.
type InputVersions struct{ Places, Territory, Roads int64 }
