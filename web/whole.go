package web

import (
	"strconv"

	"atlante/geo"
	"atlante/geo/cover"
)

// wholeGroup says once which valleys and zones lie wholly beyond the threshold
// of a kind, before their single gaps are listed.
type wholeGroup struct {
	Title string
	Areas []wholeRow
}

type wholeRow struct {
	Name      string
	Href      string
	Residents int
}

func (c *scene) whole(kinds []geo.KindID, zone geo.ZoneID) ([]wholeGroup, error) {
	list, err := c.atlas.store.WholeAreas(c.Context(), cover.GapFilter{
		Kinds: kinds, Zone: zone, Scenario: c.state.Scenario, Territory: c.gapTerritory()})
	if err != nil {
		return nil, err
	}
	var out []wholeGroup
	for _, k := range c.kinds {
		g := wholeGroup{Title: c.wholeTitle(k)}
		for _, w := range list {
			if w.Kind == k.ID && c.holds(w.Valley) {
				g.Areas = append(g.Areas, c.wholeRow(w))
			}
		}
		if len(g.Areas) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

func (c *scene) wholeTitle(k geo.Kind) string {
	of := c.Say("of." + string(c.gapTerritory()))
	if k.ByArea {
		return c.Say("whole.title.area", "kind", c.plural(k), "of", of)
	}
	return c.Say("whole.title", "threshold", k.Threshold(k.ModeMountain), "nearest", c.nearest(k), "of", of)
}

func (c *scene) wholeRow(w cover.WholeArea) wholeRow {
	row := wholeRow{Name: c.valleys[w.Valley], Residents: w.Residents}
	if w.Valley != "" {
		st := c.state
		if w.Kind != c.kind.ID {
			st = st.WithKind(w.Kind)
		}
		row.Href = st.closed().WithValley(w.Valley).Home()
		return row
	}
	if z := c.zone(w.Zone); z != nil {
		row.Name = c.Say("whole.zone", "name", z.Name)
		row.Href = c.state.Page("/zone/" + strconv.Itoa(int(z.ID)))
	}
	return row
}
