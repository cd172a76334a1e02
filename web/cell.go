package web

import (
	"errors"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
	"atlante/web/site"
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
	Afoot  string      // that one walks to the road, and how far; "" else
	Closes []site.Part // what becomes of the minutes if the nearest place closes
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
			State: c.Say("state." + string(k.State)), Mode: c.Say("mode." + string(k.Mode)), Chosen: k.Kind == c.kind.ID,
			Afoot: c.afoot(k), Closes: c.ifCloses(k)})
	}
	return v, nil
}

// afoot says how far one walks to the road, where that is far.
func (c *scene) afoot(k cover.CellKind) string {
	if k.State != cover.StateWalkOnly {
		return ""
	}
	return c.Say("cell.afoot", "km", c.Lang.Decimal(k.SnapMetres/1000))
}

// ifCloses says what becomes of the minutes if the nearest place closes.
func (c *scene) ifCloses(k cover.CellKind) []site.Part {
	switch {
	case k.Nearest == nil:
		return nil
	case k.Second == nil:
		return c.Texts.Parts("cell.closes.none")
	}
	return c.Texts.Parts("cell.closes", "minutes", c.Lang.Minutes(&k.Second.Minutes),
		"name", site.Link(c.Say("quoted", "name", k.Second.Name), c.state.OpenPlace(k.Second.Place.String())))
}
