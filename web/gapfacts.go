package web

import (
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// gapFacts are the figures beside the sentence on a gap.
func (c *scene) gapFacts(g cover.Gap) []fact {
	method := c.state.Page("/metodo")
	var facts []fact
	if g.Mode == geo.ModeArea {
		facts = append(facts, fact{Label: c.Say("fact.areapeople"), Value: c.Lang.Integer(g.Residents),
			Range: c.span(g), How: c.Say("how.areapeople"), Href: method + "#aree-servite"})
	} else {
		facts = append(facts, fact{Label: c.Say("fact.gapresidents"), Value: c.Lang.Integer(g.Residents),
			Range: c.span(g), How: c.Say("how.gapresidents"), Href: method + "#intervallo"})
		facts = append(facts, c.gapTimes(g, method)...)
	}
	rank := "how.rank"
	if g.Mode == geo.ModeArea {
		rank = "how.rank.area"
	}
	return append(facts,
		fact{Label: c.Say("fact.rank"), Value: c.Say("fact.rank.value", "n", g.Rank), How: c.Say(rank), Href: method + "#gravita"},
		fact{Label: c.Say("fact.snai"), Value: c.Say("snai." + string(g.SNAI)), Range: c.Say("snai.means." + string(g.SNAI)),
			How: c.Say("how.snai"), Href: method + "#fonti"},
		fact{Label: c.Say("fact.altitude"), Value: c.Lang.Integer(g.AltitudeM) + site.NBSP + "m", How: c.Say("how.altitude"), Href: method + "#fonti"})
}

// gapTimes are the facts that minutes give.
func (c *scene) gapTimes(g cover.Gap, method string) []fact {
	var facts []fact
	if g.MedianMinutes != nil {
		f := fact{Label: c.Say("fact.gapminutes", "mode", c.Say("mode."+string(g.Mode))),
			Value: c.Lang.Minutes(g.MedianMinutes), How: c.Say("how.gapminutes"), Href: method + "#stima"}
		if g.MinutesLow != nil && g.MinutesHigh != nil {
			f.Range = c.between(site.WholeMinutes(*g.MinutesLow), site.WholeMinutes(*g.MinutesHigh))
		}
		over := g.Depth * float64(g.Threshold)
		facts = append(facts, f, fact{Label: c.Say("fact.depth"),
			Value: c.Lang.Minutes(&over), Range: c.Say("fact.depth.range", "threshold", g.Threshold),
			How: c.Say("how.depth", "threshold", g.Threshold), Href: method + "#gravita"})
	}
	if g.Nearest != nil {
		facts = append(facts, c.closing(g, method))
	}
	if g.WalkOnly > 0 && g.Residents > 0 {
		share := float64(g.WalkOnly) / float64(g.Residents)
		facts = append(facts, fact{Label: c.Say("fact.walkonly"), Value: c.Lang.Percent(&share),
			Range: c.Say("people.residents", "n", g.WalkOnly), How: c.Say("how.walkonly"), Href: method + "#stima"})
	}
	return facts
}

// closing is what the time becomes if the place nearest to most of them closes.
func (c *scene) closing(g cover.Gap, method string) fact {
	f := fact{Label: c.Say("fact.closes", "name", g.NearestName), Value: c.Say("fact.closes.none"),
		How: c.Say("how.closes"), Href: method + "#scelta"}
	if g.SecondMinutes == nil || g.Second == nil {
		return f
	}
	f.Value = c.Lang.Minutes(g.SecondMinutes)
	f.Range = c.Say("fact.closes.from", "name", g.SecondName)
	if g.MedianMinutes == nil {
		return f
	}
	if more := site.WholeMinutes(*g.SecondMinutes) - site.WholeMinutes(*g.MedianMinutes); more > 0 {
		f.Range = c.Say("fact.closes.more", "n", more, "name", g.SecondName)
	}
	return f
}
