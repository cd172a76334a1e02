package web

import (
	"atlante/geo"
	"atlante/geo/cover"
)

// reachRow is a kind in an area: residents at each threshold, unknown apart.
type reachRow struct {
	finding
	Name      string
	Mode      string
	Steps     []reachStep
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
	list, err := c.site.store.Figures(c.Context(), cover.FigureFilter{
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
				row.Mode = c.say("mode." + f.Mode)
				row.Steps = steps(f)
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
		return c.say("own.area")
	case k.ModeMountain == k.ModeElse:
		return c.say("own.one", "minutes", k.Threshold(k.ModeElse), "mode", c.say("mode."+string(k.ModeElse)))
	}
	return c.say("own.two", "else", k.Threshold(k.ModeElse), "modeelse", c.say("mode."+string(k.ModeElse)),
		"mountain", k.Threshold(k.ModeMountain), "modemountain", c.say("mode."+string(k.ModeMountain)))
}

// areaFacts are the four to six figures at the top of a zone or comune.
func (c *scene) areaFacts(residents int, f finding, gaps []cover.Gap) []fact {
	method := c.state.Page("/metodo")
	facts := []fact{{Label: c.say("fact.residents"), Value: c.lang.integer(residents),
		How: c.say("how.residents"), Href: method + "#residenti"}}
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
			fact{Label: c.say("fact.served", "kind", c.plural(f.Kind)), Value: c.lang.integer(f.Count.Within), How: c.say("how.served"), Href: method + "#aree-servite"},
			fact{Label: c.say("fact.notserved"), Value: c.lang.integer(f.Beyond()), How: c.say("how.served"), Href: method + "#aree-servite"})
	} else {
		facts = append(facts,
			fact{Label: c.say("fact.within", "minutes", f.Minutes, "mode", c.say("mode."+f.Figure.Mode), "nearest", c.nearest(f.Kind)),
				Value: c.lang.percent(f.Count.Share()), Range: c.say("fact.within.range", "within", f.Count.Within, "beyond", f.Beyond()),
				How: c.say("how.within"), Href: method + "#quota"},
			fact{Label: c.say("fact.median", "nearest", c.nearest(f.Kind)), Value: c.lang.minutes(f.Figure.Median),
				Range: c.p90(f.Figure), How: c.say("how.median"), Href: method + "#mediana"},
			fact{Label: c.say("fact.choice"), Value: c.lang.minutes(f.Figure.Choice), How: c.say("how.choice"), Href: method + "#scelta"})
	}
	return append(facts,
		fact{Label: c.say("fact.unknown"), Value: c.lang.integer(f.Count.Unknown), How: c.say("how.unknown"), Href: method + "#non-si-sa"},
		fact{Label: c.say("fact.gaps", "kind", c.plural(f.Kind)), Value: c.lang.integer(inside), How: c.say("how.gaps"), Href: method + "#aree"})
}

func (c *scene) p90(f cover.Figure) string {
	if f.P90 == nil {
		return ""
	}
	return c.say("fact.p90", "minutes", c.lang.minutes(f.P90))
}
