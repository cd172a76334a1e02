package web

import (
	"strconv"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// gapView is an underserved area with all that there is to say about it.
type gapView struct {
	cover.Gap
	KindName   string
	ZoneName   string
	ValleyName string
	Reason     []site.Part // why, in a sentence
	Facts      []fact
	Members    []comuneRef
	Bound      orb.Bound
	// Elsewhere: the address asks for a scenario in which this area is not a
	// gap any more; what is shown is how it is without it.
	Elsewhere bool
}

// comuneRef is a comune to link to.
type comuneRef struct {
	ID   geo.ComuneID
	Name string
}

// fact is a figure with what a reader needs to trust it.
type fact struct {
	Label string
	Value string
	Range string // "" when there is none
	How   string // how it is computed, in plain words
	Href  string // where that is told at length
}

// gapPage is the page of one gap.
type gapPage struct {
	frame
	Gap       *gapView
	Sketch    sketch
	Downloads []download
}

func (a *atlas) gap(r request) (string, any, error) {
	raw, err := r.Param("id")
	if err != nil {
		return "", nil, err
	}
	id, err := parseGapID(raw)
	if err != nil {
		return "", nil, geo.NotFound("%s", err.Error())
	}
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	gaps, err := c.gaps(cover.GapFilter{})
	if err != nil {
		return "", nil, err
	}
	v, err := c.openGap(id, gaps)
	if err != nil {
		return "", nil, err
	}
	p := gapPage{frame: c.frame("map", v.Name), Gap: v, Downloads: c.gapDownloads(v.Gap)}
	p.Crumbs = []site.Part{site.Link(c.Say("nav.map"), r.state.OpenGap(id)), {Text: v.Name}}
	p.Sketch, err = c.gapSketch(v.Gap)
	return "gap", p, err
}

func (c *scene) gapView(g cover.Gap) (*gapView, error) {
	v := &gapView{Gap: g, KindName: c.name(c.kindByID(g.Kind)), ValleyName: c.valleys[g.Valley], Bound: g.Outline.Bound()}
	if z := c.zone(g.Zone); z != nil {
		v.ZoneName = z.Name
	}
	names, err := c.comuneNames()
	if err != nil {
		return nil, err
	}
	for _, id := range g.Comuni {
		v.Members = append(v.Members, comuneRef{id, names[id]})
	}
	v.Reason, v.Facts = c.why(g, names), c.gapFacts(g)
	return v, nil
}

// comuneNames gives the names of all comuni; a valley may reach over its zone.
func (c *scene) comuneNames() (map[geo.ComuneID]string, error) {
	list, err := c.comuni(0)
	out := make(map[geo.ComuneID]string, len(list))
	for _, m := range list {
		out[m.ID] = m.Name
	}
	return out, err
}

// why tells the reason of a gap in a sentence.
func (c *scene) why(g cover.Gap, names map[geo.ComuneID]string) []site.Part {
	k := c.kindByID(g.Kind)
	nearest := site.Part{Text: c.Say("gap.nonearest")}
	if g.Nearest != nil {
		nearest = site.Link(c.Say("quoted", "name", g.NearestName), c.state.OpenPlace(g.Nearest.String()))
	}
	where := c.inValley(c.valleys[g.Valley])
	if where == "" {
		where = c.Say("gap.zone", "zone", int(g.Zone))
	}
	key := "why." + string(g.Why)
	if k.ByArea {
		key += ".area"
	}
	return c.Texts.Parts(key, "kind", c.name(k), "where", where, "none", c.none(k), "threshold", g.Threshold,
		"mode", c.Say("mode."+string(g.Mode)), "nearest", nearest, "comune", names[g.NearestComune],
		"minutes", c.Lang.Minutes(g.MedianMinutes))
}

func (c *scene) gapFacts(g cover.Gap) []fact {
	method := c.state.Page("/metodo")
	facts := []fact{
		{Label: c.Say("fact.gapresidents"), Value: c.Lang.Integer(g.Residents),
			Range: c.span(g), How: c.Say("how.gapresidents"), Href: method + "#intervallo"},
	}
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
	return append(facts,
		fact{Label: c.Say("fact.rank"), Value: c.Say("fact.rank.value", "n", g.Rank),
			How: c.Say("how.rank"), Href: method + "#gravita"},
		fact{Label: c.Say("fact.snai"), Value: c.Say("snai." + string(g.SNAI)), How: c.Say("how.snai"), Href: method + "#fonti"},
		fact{Label: c.Say("fact.altitude"), Value: c.Lang.Integer(g.AltitudeM) + site.NBSP + "m", How: c.Say("how.altitude"), Href: method + "#fonti"})
}

// between is the range of a figure; "" where both ends are the same.
func (c *scene) between(low, high int) string {
	if low == high {
		return ""
	}
	return c.Say("between", "low", low, "high", high)
}

// span says between which numbers the residents of a gap may truly be; "" where
// there is but one.
func (c *scene) span(g cover.Gap) string {
	key := spanKey(g)
	if key == "" {
		return ""
	}
	return c.Say(key, "low", g.ResidentsLow, "high", g.ResidentsHigh)
}

func spanKey(g cover.Gap) string {
	less, more := g.ResidentsLow < g.Residents, g.ResidentsHigh > g.Residents
	switch {
	case less && more:
		return "range.residents.both"
	case less:
		return "range.residents"
	case more:
		return "range.residents.up"
	}
	return ""
}

func zoneKey(id geo.ZoneID) string { return strconv.Itoa(int(id)) }
