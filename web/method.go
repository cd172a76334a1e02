package web

import (
	"strconv"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/layer"
)

// methodPage tells how every figure is made.
type methodPage struct {
	frame
	Kinds   []methodKind
	Classes []layer.Class
	Unknown string
}

// methodKind is a kind with its thresholds in words.
type methodKind struct {
	geo.Kind
	Own string
}

func (s *site) method(r request) (string, any, error) {
	c, err := s.scene(r)
	if err != nil {
		return "", nil, err
	}
	p := methodPage{frame: c.frame("", c.say("method.title")), Classes: layer.Classes(), Unknown: layer.UnknownColour}
	p.Description = c.say("method.description")
	p.Crumbs = []part{{c.say("nav.map"), r.state.Home()}, {Text: p.Title}}
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

func (s *site) limits(r request) (string, any, error) {
	p := limitsPage{frame: s.frame(r, "")}
	p.Title = r.texts.say("limits.title")
	p.Crumbs = []part{{r.texts.say("nav.map"), r.state.Home()}, {Text: p.Title}}
	for _, l := range s.Limits {
		p.Limits = append(p.Limits, limitRow{r.lang.pick(l.IT, l.EN), limitValue(r.texts, l)})
	}
	return "limits", p, nil
}

// limitValue writes a limit with its unit; sizes in KiB and MiB where whole.
func limitValue(x *texts, l wire.Limit) string {
	switch {
	case l.Unit == "byte" && l.Value%(1<<20) == 0:
		return strconv.FormatInt(l.Value>>20, 10) + nbsp + "MiB"
	case l.Unit == "byte" && l.Value%(1<<10) == 0:
		return strconv.FormatInt(l.Value>>10, 10) + nbsp + "KiB"
	}
	return x.lang.integer(int(l.Value)) + nbsp + x.say("unit."+l.Unit)
}
