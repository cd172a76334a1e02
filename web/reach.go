package web

import (
	"strings"

	"atlante/geo"
	"atlante/geo/cover"
)

// reachRow is a kind in an area: residents at each threshold, unknown apart.
type reachRow struct {
	finding
	Name      string
	Mode      string
	Steps     []reachStep
	Median    median
	Own       string // the kind's own threshold, in words
	Unsurvey  bool   // nobody has surveyed this kind: none registered is not none
	HasFigure bool
	Chosen    bool
}

// reachStep is one threshold of a row.
type reachStep struct {
	Minutes int
	Count   cover.Count
	Share   *float64
}

// reach makes the table of kinds and thresholds of an area.
func (c *scene) reach(area cover.AreaKind, id string, t geo.Territory) ([]reachRow, error) {
	list, err := c.atlas.store.Figures(c.Context(), cover.FigureFilter{
		Scenario: c.state.Scenario, Area: area, AreaID: id, Territory: t})
	if err != nil {
		return nil, err
	}
	var rows []reachRow
	for _, k := range c.kinds {
		row := reachRow{Name: c.plural(k), Own: c.own(k), Unsurvey: k.Completeness == "not_surveyed", Chosen: k.ID == c.kind.ID}
		row.Kind = k
		for _, f := range list {
			if f.Kind == k.ID {
				row.HasFigure = true
				row.finding = find(f, k, 0)
				row.Mode = c.Say("mode." + f.Mode)
				row.Steps, row.Median = steps(f), c.median(f)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func steps(f cover.Figure) []reachStep {
	var out []reachStep
	for _, m := range cover.Thresholds {
		if n, ok := f.At(m); ok {
			out = append(out, reachStep{m, n, n.Share()})
		}
	}
	return out
}

// own says the kind's own threshold, which may differ by mode.
func (c *scene) own(k geo.Kind) string {
	switch {
	case k.ByArea:
		return c.Say("own.area")
	case k.ModeMountain == k.ModeElse:
		return c.Say("own.one", "minutes", k.Threshold(k.ModeElse), "mode", c.Say("mode."+string(k.ModeElse)))
	}
	return c.Say("own.two", "else", k.Threshold(k.ModeElse), "modeelse", c.Say("mode."+string(k.ModeElse)),
		"mountain", k.Threshold(k.ModeMountain), "modemountain", c.Say("mode."+string(k.ModeMountain)))
}

// ownOfGaps says the threshold beyond which the listed gaps lie.
func (c *scene) ownOfGaps() string {
	k := c.kind
	if k.ByArea || c.gapTerritory() != geo.TerritoryMountain {
		return c.own(k)
	}
	return c.Say("own.one", "minutes", k.Threshold(k.ModeMountain), "mode", c.Say("mode."+string(k.ModeMountain)))
}

// areaFacts are the four to seven figures at the top of a zone or comune.
// External is the share with the places beyond the border, nil where that is the same.
func (c *scene) areaFacts(residents int, f finding, gaps []cover.Gap, external *float64) []fact {
	method := c.state.Page("/metodo")
	facts := []fact{{Label: c.Say("fact.residents"), Value: c.Lang.Integer(residents),
		How: c.Say("how.residents"), Href: method + "#residenti"}}
	if !f.Known {
		return facts
	}
	inside := 0
	for _, g := range gaps {
		if g.Kind == f.Kind.ID {
			inside++
		}
	}
	if f.Kind.ByArea {
		facts = append(facts,
			fact{Label: c.Say("fact.served", "kind", c.plural(f.Kind)), Value: c.Lang.Integer(f.Count.Within), How: c.Say("how.served"), Href: method + "#aree-servite"},
			fact{Label: c.Say("fact.notserved"), Value: c.Lang.Integer(f.Beyond()), How: c.Say("how.served"), Href: method + "#aree-servite"})
	} else {
		facts = append(facts,
			fact{Label: c.Say("fact.within", "minutes", f.Minutes, "mode", c.Say("mode."+f.Figure.Mode), "nearest", c.nearest(f.Kind)),
				Value: c.Lang.Percent(f.Count.Share()), Range: c.withinRange(f, external),
				How: c.Say("how.within"), Href: method + "#quota"})
		facts = append(facts, c.medianFacts(f, method)...)
		if n := f.Figure.Estimated; n > 0 {
			facts = append(facts, fact{Label: c.Say("fact.estimated"), Value: c.Lang.Integer(n),
				How: c.Say("how.estimated"), Href: c.state.Page("/calibrazione") + "#senza"})
		}
	}
	return append(facts,
		fact{Label: c.Say("fact.unknown"), Value: c.Lang.Integer(f.Count.Unknown), How: c.Say("how.unknown"), Href: method + "#non-si-sa"},
		fact{Label: c.Say("fact.gaps", "kind", c.plural(f.Kind)), Value: c.Lang.Integer(inside), How: c.Say("how.gaps"), Href: method + "#aree"})
}

// withinRange says how many are on either side, and the share with the places
// beyond the border where that is another.
func (c *scene) withinRange(f finding, external *float64) string {
	if external == nil {
		return c.Say("fact.within.range", "within", f.Count.Within, "beyond", f.Beyond())
	}
	return c.Say("fact.within.external", "within", f.Count.Within, "beyond", f.Beyond(), "share", c.Lang.Percent(external))
}

// medianFacts are the minutes in the middle; none where two modes are mixed.
func (c *scene) medianFacts(f finding, method string) []fact {
	if f.Figure.Mode == mixed {
		return []fact{{Label: c.Say("fact.median", "nearest", c.nearest(f.Kind)), Value: c.Say("fact.median.mixed"),
			How: c.Say("how.median.mixed"), Href: method + "#mediana"}}
	}
	return []fact{
		{Label: c.Say("fact.median", "nearest", c.nearest(f.Kind)), Value: c.medianText(f.Figure),
			Range: c.p90(f.Figure), How: c.Say("how.median"), Href: method + "#mediana"},
		{Label: c.Say("fact.choice"), Value: c.Lang.Minutes(f.Figure.Choice), How: c.Say("how.choice"), Href: method + "#scelta"}}
}

func (c *scene) p90(f cover.Figure) string {
	if f.P90 == nil {
		return ""
	}
	return c.Say("fact.p90", "minutes", c.Lang.Minutes(f.P90))
}

// medianText is the median in one line, with its mode.
func (c *scene) medianText(f cover.Figure) string {
	m := c.median(f)
	return strings.TrimSpace(m.Minutes + " " + m.Mode)
}
