package web

import (
	"strconv"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/layer"
	"atlante/web/site"
)

// methodPage tells how every figure is made.
type methodPage struct {
	frame
	Kinds   []methodKind
	Made    string // how the times were made
	Classes []layer.Class
	Unknown string
}

// methodKind is a kind with its thresholds in words.
type methodKind struct {
	geo.Kind
	Own string
}

func (a *atlas) method(r request) (string, any, error) {
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	p := methodPage{frame: c.frame("", c.Say("method.title")), Classes: layer.Classes(), Unknown: layer.UnknownColour}
	p.Description, p.Made = c.Say("method.description"), c.made(c.pub)
	p.Crumbs = []site.Part{site.Link(c.Say("nav.map"), r.state.Home()), {Text: p.Title}}
	for _, k := range c.kinds {
		p.Kinds = append(p.Kinds, methodKind{k, c.own(k)})
	}
	return "method", p, nil
}

// limitsPage prints the limits of the service.
type limitsPage struct {
	frame
	Limits []limitRow
}

type limitRow struct{ What, Value string }

func (a *atlas) limits(r request) (string, any, error) {
	p := limitsPage{frame: r.frame("", r.Say("limits.title"))}
	p.Crumbs = []site.Part{site.Link(r.Say("nav.map"), r.state.Home()), {Text: p.Title}}
	for _, l := range a.Limits {
		p.Limits = append(p.Limits, limitRow{r.Lang.Pick(l.IT, l.EN), limitValue(r, l)})
	}
	return "limits", p, nil
}

// limitValue writes a limit with its unit; sizes in KiB and MiB where whole.
func limitValue(r request, l wire.Limit) string {
	switch {
	case l.Unit == "byte" && l.Value%(1<<20) == 0:
		return strconv.FormatInt(l.Value>>20, 10) + site.NBSP + "MiB"
	case l.Unit == "byte" && l.Value%(1<<10) == 0:
		return strconv.FormatInt(l.Value>>10, 10) + site.NBSP + "KiB"
	}
	return r.Lang.Integer(int(l.Value)) + site.NBSP + r.Say("unit."+l.Unit)
}
