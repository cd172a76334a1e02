package web

import (
	"math"
	"slices"
	"strconv"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
	"atlante/web/site"
)

// legend says what the colours of the map mean. It reads the very scale that
// the map is painted with.
type legend struct {
	Title    string
	About    string // threshold, model
	Warning  string // that the roads are made up; "" else
	Sure     string // where the reader learns how sure the times are; "" by area
	Walk     bool   // cells may be marked as reached on foot from the last road
	Cut      string // what stands between the classes within and beyond the threshold
	Rows     []legendRow
	Strip    []legendRow // the same colours in a line, for the closed legend of a phone
	Gap      string      // "" when gaps are not drawn
	GapNote  string
	Hatched  bool // some may be provisional
	Marker   marker
	Planned  string
	External bool // places beyond the border are drawn
	Outside  bool // some comuni are left out, and grey
}

// legendRow is a colour and its meaning.
type legendRow struct {
	Colour string
	Label  string
	Hatch  bool // unknown: a hatch, not a colour of the scale
	First  bool // the first beyond the chosen threshold
}

// The mode is that of the figure that the page tells; gaps is how many are drawn.
func (c *scene) legend(mode string, gaps int) legend {
	l := legend{Planned: c.Say("legend.planned.out"), Warning: c.warning()}
	if gaps > 0 {
		l.Gap = c.Say("legend.gap")
	}
	if c.state.Planned() {
		l.Planned = c.Say("legend.planned.in")
	}
	for _, m := range c.markers() {
		if m.Kind == c.kind.ID {
			l.Marker = m
		}
	}
	if c.kind.ByArea {
		l.Title = c.Say("legend.area", "kind", c.plural(c.kind))
		l.About = c.Say("legend.area.about")
		l.Rows = []legendRow{
			{Colour: layer.ServedColour, Label: c.Say("state.yes")},
			{Colour: layer.NotServedColour, Label: c.Say("state.no")},
		}
		l.Strip = l.Rows
	} else {
		title := "legend.title"
		if c.closes() {
			title = "legend.title.closes"
		}
		l.Title = c.Say(title, "mode", c.Say("mode."+mode), "nearest", c.nearest(c.kind))
		l.About = c.Say("legend.about", "minutes", c.minutes, "model", c.madeShort())
		l.Sure, l.Walk = c.madeHref(), c.pub.Model != cover.ModelEstimate
		l.Cut = c.Say("legend.cut", "minutes", c.minutes)
		l.Rows, l.Strip = c.classRows(), strip()
	}
	l.Rows = append(l.Rows, legendRow{Colour: layer.UnknownColour, Label: c.Say("state.unknown"), Hatch: true})
	l.GapNote, l.Hatched = c.gapNote(), c.kind.ByArea || c.estimates() || synthetic(c.pub)
	return l
}

// closes tells whether the map shows what is left if the nearest place closes.
func (c *scene) closes() bool { return c.state.Closes && !c.kind.ByArea }

// gapNote says what the hatch of an area means, or why there is none.
func (c *scene) gapNote() string {
	switch {
	case c.kind.ByArea:
		return c.Say("legend.gap.list")
	case synthetic(c.pub):
		return c.Say("legend.gap.trial")
	case c.estimates():
		return c.Say("legend.gap.note")
	}
	return c.Say("legend.gap.roads")
}

// estimates tells whether some times are estimates: all of them without roads,
// and those of the comuni where no road of the file comes.
func (c *scene) estimates() bool {
	return c.pub.Model == cover.ModelEstimate || c.pub.Graph != nil && len(c.pub.Graph.Uncovered) > 0
}

// scale are the colours of the small maps.
func (c *scene) scale() []legendRow {
	rows := c.legend("", 0).Rows
	for i := range rows {
		rows[i].First = false
	}
	return rows
}

// strip is the scale in short: "≤ 15", "30", … and "> 60".
func strip() []legendRow {
	var rows []legendRow
	last := 0.0
	for _, k := range layer.Classes() {
		label := "≤" + site.NBSP + strconv.Itoa(int(k.Max))
		if math.IsInf(k.Max, 1) {
			label = ">" + site.NBSP + strconv.Itoa(int(last))
		}
		rows, last = append(rows, legendRow{Colour: k.Colour, Label: label}), k.Max
	}
	return rows
}

// classRows are the steps of the scale; what has no way at all stands apart.
func (c *scene) classRows() []legendRow {
	var rows []legendRow
	over := false
	for _, k := range layer.Classes() {
		rows = append(rows, legendRow{Colour: k.Colour, Label: c.Lang.Pick(k.LabelIT, k.LabelEN), First: k.Max > float64(c.minutes) && !over})
		over = over || k.Max > float64(c.minutes)
	}
	return append(rows, legendRow{Colour: layer.UnreachableColour, Label: c.Say("state.unreachable")})
}

// Greys of the small maps, for what has no place on the scale: areas that the
// figures are not about, and areas where two modes are mixed.
const (
	nobodyColour = "#d3dae1"
	mixedColour  = "#9fadba"
)

// greys explains the greys that a small map uses.
func (c *scene) greys(s *sketch) {
	for _, row := range []legendRow{{Colour: nobodyColour, Label: c.nobody()}, {Colour: mixedColour, Label: c.Say("sketch.mixed")}} {
		if slices.ContainsFunc(s.Shapes, func(x sketchShape) bool { return x.Fill == row.Colour }) {
			s.Scale = append(s.Scale, row)
		}
	}
}

// fill is the colour of a figure in the small maps: the class of its median, or
// the hatch where nothing is known, or nothing over nobody.
func (c *scene) fill(f cover.Figure, ok bool) string {
	if !ok {
		return "url(#unknown)"
	}
	own, _ := f.At(0)
	known := own.Within + own.Beyond + own.Unreachable
	switch {
	case f.Mode == mixed:
		return mixedColour
	case known == 0 || own.Unknown > known:
		return "url(#unknown)"
	case c.kind.ByArea && own.Within*2 >= known:
		return layer.ServedColour
	case c.kind.ByArea:
		return layer.NotServedColour
	case f.Median == nil:
		return layer.UnreachableColour
	}
	return classColour(*f.Median)
}

func classColour(minutes float64) string {
	whole := float64(site.WholeMinutes(minutes))
	for _, k := range layer.Classes() {
		if whole <= k.Max || math.IsInf(k.Max, 1) {
			return k.Colour
		}
	}
	return layer.UnreachableColour
}

// kindIndex is the place of a kind among all, which chooses its shape.
func (c *scene) kindIndex(id geo.KindID) int {
	for i, k := range c.kinds {
		if k.ID == id {
			return i
		}
	}
	return 0
}
