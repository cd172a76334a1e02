package web

import (
	"strconv"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// finding is what a figure says at the chosen threshold, ready to be told.
type finding struct {
	Figure  cover.Figure
	Kind    geo.Kind
	Minutes int // 0 for by-area kinds
	Count   cover.Count
	Known   bool // the publication holds the figure at this threshold
}

func find(fig cover.Figure, kind geo.Kind, minutes int) finding {
	c, ok := fig.At(minutes)
	return finding{Figure: fig, Kind: kind, Minutes: minutes, Count: c, Known: ok}
}

// Beyond is everybody who is known not to be reached.
func (f finding) Beyond() int { return f.Count.Beyond + f.Count.Unreachable }

// Share of the known residents who are not reached; nil over nobody.
func (f finding) Share() *float64 {
	s := f.Count.Share()
	if s == nil {
		return nil
	}
	rest := 1 - *s
	return &rest
}

// tell makes the sentence of the first page: live figures, a link on each.
func (c *scene) tell(f finding, comuni int) []site.Part {
	x, st := c.Texts, c.state
	if !f.Known {
		return x.Parts("sentence.nofigures", "kind", c.name(f.Kind))
	}
	in := site.Part{}
	if z := c.zone(st.Zone); z != nil {
		in = site.Link(x.Say("sentence.zone", "name", z.Name), st.Page("/zone/"+strconv.Itoa(int(z.ID))))
	}
	if st.Valley != "" {
		in = site.Part{Text: " " + lowerFirst(c.inValley(c.valleys[st.Valley]))}
	}
	if comuni == 0 {
		return x.Parts("sentence.nocomuni", "zone", in, "comuni", x.Say("territory.none."+string(st.Territory)))
	}
	opening := "sentence.now"
	if st.Planned() {
		opening = "sentence.planned"
	}
	out := x.Parts(opening, "n", comuni, "zone", in,
		"comuni", site.Link(x.Say("comuni."+string(st.Territory), "n", comuni), st.Page("/comuni")),
		"residents", site.Link(x.Say("people", "n", f.Count.Residents()), st.Page("/metodo")+"#residenti"))
	out = append(out, c.tellReach(f)...)
	if f.Count.Unknown > 0 && !f.Kind.ByArea {
		out = append(out, x.Parts("sentence.unknown", "unknown",
			site.Link(c.Lang.Integer(f.Count.Unknown), st.Page("/metodo")+"#non-si-sa"))...)
	}
	return out
}

// tellReach is the second half: how many are reached and how many are not.
func (c *scene) tellReach(f finding) []site.Part {
	x, st := c.Texts, c.state
	areas := site.Link(c.Lang.Integer(f.Beyond()), st.Home()+"#aree")
	if f.Kind.ByArea {
		return x.Parts("sentence.area", "served", f.Count.Within, "not", areas,
			"unknown", site.Link(c.Lang.Integer(f.Count.Unknown), st.Page("/metodo")+"#non-si-sa"),
			"kind", site.Link(c.plural(f.Kind), st.Home()+"#luoghi"))
	}
	key := "sentence.beyond"
	switch {
	case f.Beyond() == 0:
		key = "sentence.nobody"
	case f.Count.Within == 0 && f.Count.Unknown == 0:
		key, areas.Text = "sentence.everybody", x.Say("everybody")
	}
	out := x.Parts(key, "beyond", areas, "share", c.Lang.Percent(f.Share()), "minutes", f.Minutes,
		"mode", x.Say("mode."+f.Figure.Mode), "nearest", site.Link(c.nearest(f.Kind), st.Home()+"#luoghi"))
	return append(out, c.tellMade()...)
}
