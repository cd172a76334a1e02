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
	Confidence string      // in a word
	Sure       string      // why it is so sure
	Reason     []site.Part // why, in a sentence
	IfCloses   []site.Part // what becomes of them if their nearest place closes
	Made       string      // how the times were made
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
	History   *historyView
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
	if p.History, err = c.history(id, v.Scenario); err != nil {
		return "", nil, err
	}
	p.Sketch, err = c.gapSketch(v.Gap)
	return "gap", p, err
}

func (c *scene) gapView(g cover.Gap) (*gapView, error) {
	k := c.kindByID(g.Kind)
	v := &gapView{Gap: g, KindName: c.name(k), ValleyName: c.valleys[g.Valley], Bound: g.Outline.Bound()}
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
	v.Reason = c.phrases(cover.ReasonPhrases(g, k, string(c.Lang)), g.Nearest)
	v.IfCloses = c.phrases(cover.IfClosesPhrases(g, string(c.Lang)), g.Second)
	v.Made = c.timesOf(g, k)
	v.Confidence, v.Sure = c.confidence(g)
	v.Facts = c.gapFacts(g)
	return v, nil
}

// timesOf says how the minutes of a gap were made: the estimate stands in where no
// road comes. "" by area, where there are none.
func (c *scene) timesOf(g cover.Gap, k geo.Kind) string {
	switch {
	case k.ByArea:
		return ""
	case g.Model == cover.ModelEstimate:
		return c.Say("model.estimate")
	}
	return c.made(c.pub)
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

// phrases links what a sentence on a gap is about. One that does not say how its
// minutes were made is told apart where a program made up the roads.
func (c *scene) phrases(list []cover.Phrase, place *geo.PlaceID) []site.Part {
	var out []site.Part
	tells := len(list) == 0
	for _, p := range list {
		tells = tells || p.About == cover.AboutModel
		part := site.Part{Text: p.Text}
		switch {
		case p.About == cover.AboutPlace && place != nil:
			part.Href = c.state.OpenPlace(place.String())
		case p.About == cover.AboutModel:
			part.Href = c.madeHref()
		case p.About == cover.AboutList:
			part.Href = c.state.Page("/metodo") + "#aree-servite"
		}
		out = append(out, part)
	}
	if synthetic(c.pub) && !tells {
		out = append(out, site.Part{Text: " "}, site.Link(c.Say("reason.warning"), c.madeHref()))
	}
	return out
}

// confidence says how sure a gap is, and why, by how it was found.
func (c *scene) confidence(g cover.Gap) (word, why string) {
	switch {
	case g.Mode == geo.ModeArea:
		return c.Say("confidence." + string(g.Confidence)), c.Say("sure.list." + string(g.Confidence))
	case synthetic(c.pub):
		return c.Say("confidence.trial"), c.Say("sure.trial")
	}
	return c.Say("confidence." + string(g.Confidence)), c.Say("sure." + string(g.Confidence))
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
