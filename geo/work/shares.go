package work

import (
	"slices"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// Less than a fraction of a millionth of a cell, or short of the whole, is noise
// of the arithmetic.
const noShare = 1e-6

// shareOut gives each cell the fractions of its area that lie in the comuni it
// meets, by code; a cell that lies wholly in its owner has one share, of 1.
func shareOut(cells []cover.Cell, comuni []geo.Comune) error {
	ids, at := make([]hex.Cell, len(cells)), make(map[hex.Cell]int, len(cells))
	for i, c := range cells {
		ids[i], at[c.ID] = c.ID, i
	}
	grid, err := hex.NewGrid(ids)
	if err != nil {
		return err
	}
	for _, c := range comuni {
		for id, fraction := range grid.Fractions(c.Boundary) {
			if fraction > noShare {
				cell := &cells[at[id]]
				cell.Shares = append(cell.Shares, cover.Share{Comune: c.ID, Fraction: fraction})
			}
		}
	}
	for i := range cells {
		c := &cells[i]
		owner := slices.IndexFunc(c.Shares, func(s cover.Share) bool { return s.Comune == c.Owner })
		if owner < 0 || c.Shares[owner].Fraction > 1-noShare { // no border of its owner crosses it
			c.Shares = []cover.Share{{Comune: c.Owner, Fraction: 1}}
		}
	}
	return nil
}
