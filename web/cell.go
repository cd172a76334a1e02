package web

import (
	"errors"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// cellView is one cell and what reaches it, kind by kind.
type cellView struct {
	cover.CellDetail
	Rows  []cellRow
	Bound orb.Bound
	Empty bool // nobody lives there, or it lies outside
}

// cellRow is a kind as it is seen from the cell.
type cellRow struct {
	cover.CellKind
	Name   string
	State  string // in words
	Mode   string
	Chosen bool
}

func (c *scene) cellView(raw string) (*cellView, error) {
	cell, err := hex.Parse(raw)
	if err != nil {
		return nil, err
	}
	ring, err := cell.Boundary()
	if err != nil {
		return nil, err
	}
	v := &cellView{Bound: ring.Bound()}
	v.CellDetail, err = c.atlas.store.CellDetail(c.Context(), cell, c.state.Scenario)
	if errors.Is(err, geo.ErrNotFound) {
		v.Empty, v.Cell = true, cell
		return v, nil
	}
	if err != nil {
		return nil, err
	}
	v.Empty = v.Residents == 0
	for _, k := range v.Kinds {
		v.Rows = append(v.Rows, cellRow{CellKind: k, Name: c.name(c.kindByID(k.Kind)),
			State: c.Say("state." + string(k.State)), Mode: c.Say("mode." + string(k.Mode)), Chosen: k.Kind == c.kind.ID})
	}
	return v, nil
}
