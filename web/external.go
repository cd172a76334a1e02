package web

import (
	"atlante/geo"
	"atlante/geo/cover"
)

// beyondBorder gives the figure of an area with the places beyond the border, and
// whether any of them counts for the kind: otherwise there is no other figure.
func (c *scene) beyondBorder(kind geo.KindID, area cover.AreaKind, id string, t geo.Territory) (cover.Figure, bool, error) {
	list, err := c.atlas.store.Figures(c.Context(), cover.FigureFilter{
		Kinds: []geo.KindID{kind}, Scenario: cover.ScenarioExternal, Area: area, AreaID: id, Territory: t})
	if err != nil || len(list) == 0 {
		return cover.Figure{}, false, err
	}
	return list[0], list[0].Scenario == cover.ScenarioExternal, nil
}

// bordering gives the share that the places beyond the border make, where that
// is another than without them; nil elsewhere, and with the planned openings,
// beside which nobody has counted them.
func (c *scene) bordering(f finding, area cover.AreaKind, id string, t geo.Territory) (*float64, error) {
	if !f.Known || f.Kind.ByArea || c.state.Planned() {
		return nil, nil
	}
	with, ok, err := c.beyondBorder(f.Kind.ID, area, id, t)
	if err != nil || !ok {
		return nil, err
	}
	n, known := with.At(f.Minutes)
	if !known || n.Within == f.Count.Within {
		return nil, nil
	}
	return n.Share(), nil
}
