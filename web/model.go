package web

import (
	"strings"

	"atlante/geo/cover"
	"atlante/web/site"
)

// How the times of a publication were made, in words: by an estimate, along the
// roads of OpenStreetMap of a day, or along roads that a program made up, which
// is said loudly wherever a figure shows.

// synthetic tells whether a program made up the roads: no time is real.
func synthetic(p cover.Publication) bool { return p.Graph != nil && p.Graph.Synthetic }

// madeBy chooses the text on how the times were made; dated needs the date.
func madeBy(p cover.Publication) (sort string, date string) {
	switch {
	case p.Model == cover.ModelEstimate:
		return "estimate", ""
	case synthetic(p):
		return "synthetic", ""
	case p.Graph != nil && p.Graph.DataDate != "":
		date, _, _ = strings.Cut(p.Graph.DataDate, "T")
		return "roads", date
	}
	return "undated", ""
}

// made says it at length: "tempi sulle strade di OpenStreetMap del 3 luglio 2026".
func (r request) made(p cover.Publication) string {
	sort, date := madeBy(p)
	return r.Say("model."+sort, "date", r.Lang.Day(date))
}

// madeShort says it in the legend.
func (c *scene) madeShort() string {
	sort, date := madeBy(c.pub)
	return c.Say("model.legend."+sort, "date", c.Lang.Day(date))
}

// roadsCredit names who made the roads, as their licence asks; "" without.
func (r request) roadsCredit(p cover.Publication) string {
	switch {
	case p.Graph == nil:
		return ""
	case synthetic(p):
		return r.Say("credit.synthetic")
	}
	return r.Say("credit.roads")
}

// warning is said beside every figure, map and table of made up roads; "" else.
func (c *scene) warning() string {
	if !synthetic(c.pub) {
		return ""
	}
	return c.Say("model.synthetic")
}

// madeHref leads to how sure the times are.
func (c *scene) madeHref() string {
	if c.pub.Model == cover.ModelEstimate {
		return c.state.Page("/metodo") + "#stima"
	}
	return c.state.Page("/calibrazione")
}

// tellMade ends the sentence of the first page: where the times come from, and
// how to get better ones where they are estimates.
func (c *scene) tellMade() []site.Part {
	sort, _ := madeBy(c.pub)
	if sort != "estimate" {
		return c.Texts.Parts("sentence.made", "model", site.Link(c.made(c.pub), c.madeHref()))
	}
	return c.Texts.Parts("sentence.estimate", "model", site.Link(c.Say("sentence.estimate.word"), c.madeHref()),
		"import", site.Link(c.Say("sentence.estimate.import"), c.state.Page("/calibrazione")+"#importa"))
}
