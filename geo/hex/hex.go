// Package hex wraps the H3 grid: cells, their parents and outlines. It is the
// only package of ours that uses cgo.
package hex

import (
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"

	"atlante/geo"
)

// Resolution of the unit of computation; coarser cells are parents of these.
const Resolution = 9

// Coarsest resolution that is published.
const Coarsest = 6

// Cell is an H3 index. In SQL it is a bigint, in API and tiles lower-case hex.
type Cell int64

// Parse reads lower-case hexadecimal, as the API writes it.
func Parse(s string) (Cell, error) {
	n, err := strconv.ParseUint(s, 16, 64)
	if err != nil || !h3.Cell(n).IsValid() {
		return 0, geo.Invalid("%q non è una cella H3 / is not an H3 cell", s)
	}
	return Cell(n), nil
}

// String is the lower-case hexadecimal form.
func (c Cell) String() string { return strconv.FormatInt(int64(c), 16) }

// Resolution of this cell, 0 to 15.
func (c Cell) Resolution() int { return h3.Cell(c).Resolution() }

// Of gives the cell of a resolution that holds the point.
func Of(p orb.Point, resolution int) (Cell, error) {
	c, err := h3.LatLngToCell(h3.NewLatLng(p.Lat(), p.Lon()), resolution)
	if err != nil {
		return 0, fmt.Errorf("h3 cell of %v: %w", p, err)
	}
	return Cell(c), nil
}
