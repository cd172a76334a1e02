package web

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// historyView is what became of an area from one publication to the next.
type historyView struct {
	Finding  string // in a sentence
	Rows     []momentRow
	Chart    *historyChart // nil where there is nothing to compare
	Parents  []site.Part   // the areas that it was made of
	Children []site.Part   // and those that came of it
	ByArea   bool
}

// momentRow is what one publication changed of the area.
type momentRow struct {
	When      string
	Name      string // where it is another than before; "" else
	Residents string
	Range     string // "" when there is none
	Minutes   string
	Made      string
	Ended     bool
}

// historyChart are bars as high as the residents, one a publication.
type historyChart struct {
	Width, Height int
	Wide          bool // shrinks on a phone: its words are larger
	Bars          []historyBar
}

type historyBar struct {
	X, Y, Width, Height int
	Middle, Above       int
	Class               string // of the model
	Text, When          string
}

// history tells the whole story of an area; nil where nothing is kept of it.
func (c *scene) history(id string, sc cover.Scenario) (*historyView, error) {
	h, err := c.atlas.store.GapHistory(c.Context(), id, sc)
	if errors.Is(err, geo.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return c.historyView(h)
}

func (c *scene) historyView(h cover.GapHistory) (*historyView, error) {
	v := &historyView{ByArea: c.kindByID(h.Moments[0].Kind).ByArea}
	name := h.Moments[len(h.Moments)-1].Name
	for i, m := range h.Moments {
		row := momentRow{When: c.when(m.At), Residents: c.Lang.Integer(m.Residents), Minutes: c.Lang.Minutes(m.MedianMinutes),
			Made: c.madeThen(m), Ended: m.Ended}
		if m.Ended {
			row.Residents, row.Minutes, row.Made = "–", "–", "–"
		} else if m.ResidentsLow != m.Residents || m.ResidentsHigh != m.Residents {
			row.Range = c.Say("between", "low", m.ResidentsLow, "high", m.ResidentsHigh)
		}
		if i == 0 && m.Name != name || i > 0 && m.Name != h.Moments[i-1].Name {
			row.Name = m.Name
		}
		v.Rows = append(v.Rows, row)
	}
	v.Finding = c.finding(h)
	if lived := living(h.Moments); differ(lived) {
		v.Chart = c.historyChart(lived)
	}
	var err error
	if v.Parents, err = c.relatives(h.Moments[0].Parents); err != nil {
		return nil, err
	}
	v.Children, err = c.relatives(h.Children)
	return v, err
}

// living leaves out the row that says that the area is there no more.
func living(all []cover.GapMoment) []cover.GapMoment {
	return slices.DeleteFunc(slices.Clone(all), func(m cover.GapMoment) bool { return m.Ended })
}

// differ tells whether bars of the residents would say anything.
func differ(all []cover.GapMoment) bool {
	return slices.ContainsFunc(all, func(m cover.GapMoment) bool { return m.Residents != all[0].Residents })
}

// finding says what the story comes to.
func (c *scene) finding(h cover.GapHistory) string {
	lived := living(h.Moments)
	if len(lived) == 0 {
		lived = h.Moments
	}
	first, last, end := lived[0], lived[len(lived)-1], h.Moments[len(h.Moments)-1]
	switch {
	case end.Ended && len(lived) < 2:
		return c.Say("story.over", "from", c.when(first.At), "to", c.when(end.At))
	case len(lived) < 2:
		return c.Say("story.one", "date", c.when(first.At))
	}
	key := "story." + [...]string{"down", "same", "up"}[cmp.Compare(last.Residents, first.Residents)+1]
	out := c.Say(key, "from", first.Residents, "to", last.Residents)
	if first.MedianMinutes != nil && last.MedianMinutes != nil {
		a, b := site.WholeMinutes(*first.MedianMinutes), site.WholeMinutes(*last.MedianMinutes)
		if a != b {
			out += c.Say("story.minutes", "from", a, "to", b)
		}
	}
	byArea := c.kindByID(first.Kind).ByArea // no minutes, whatever they are made of
	if first.Model != last.Model && first.Model != "" && !byArea {
		out += c.Say("story.model." + string(last.Model))
	}
	out += "."
	if !byArea && slices.ContainsFunc(h.Moments, func(m cover.GapMoment) bool { return m.Synthetic }) {
		out += " " + c.Say("story.trial")
	}
	return out
}

// madeThen says how the times of an old publication were made.
func (c *scene) madeThen(m cover.GapMoment) string {
	switch g := c.pub.Graph; {
	case m.Model == "":
		return c.Say("story.unknown")
	case m.Model == cover.ModelEstimate:
		return c.Say("model.estimate")
	case m.Synthetic:
		return c.Say("model.synthetic")
	case g != nil && g.ID == m.Graph:
		return c.made(c.pub)
	}
	return c.Say("story.roads", "version", strconv.FormatInt(m.Graph, 10))
}

// when writes the day and hour of a publication.
func (c *scene) when(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return c.Moment(t)
}

// mostRelatives bounds how many areas are looked up by name.
const mostRelatives = 12

// relatives names other areas, with links to their pages.
func (c *scene) relatives(ids []string) ([]site.Part, error) {
	var out []site.Part
	for _, id := range ids[:min(len(ids), mostRelatives)] {
		name := id
		h, err := c.atlas.store.GapHistory(c.Context(), id, c.state.Scenario)
		switch {
		case err == nil:
			name = h.Moments[len(h.Moments)-1].Name
		case !errors.Is(err, geo.ErrNotFound):
			return nil, err
		}
		out = append(out, site.Link(name, c.state.Page("/aree/"+id)))
	}
	return out, nil
}

const (
	chartWidth, chartHeight = 640, 190
	chartTop, chartFoot     = 26, 30
	widestBar               = 110
	mostBars                = 10 // the latest
)

func (c *scene) historyChart(list []cover.GapMoment) *historyChart {
	list = list[max(0, len(list)-mostBars):]
	most, write := 1, c.dayShort
	if write(list[0].At) == write(list[len(list)-1].At) {
		write = c.hourShort // all on one day
	}
	for _, m := range list {
		most = max(most, m.Residents)
	}
	step := min(chartWidth/len(list), widestBar)
	ch := &historyChart{Width: step * len(list), Height: chartHeight, Wide: len(list) > 4}
	for i, m := range list {
		high := (chartHeight - chartTop - chartFoot) * m.Residents / most
		x := i * step
		bar := historyBar{X: x + 6, Y: chartHeight - chartFoot - high, Width: step - 12, Height: high, Middle: x + step/2,
			Above: chartHeight - chartFoot - high - 7, Class: string(m.Model), Text: c.Lang.Integer(m.Residents)}
		if step > 60 {
			bar.When = write(m.At)
		}
		ch.Bars = append(ch.Bars, bar)
	}
	return ch
}

// dayShort writes 3/7/2026: the same in both languages, and it fits under a bar.
func (c *scene) dayShort(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return strconv.Itoa(t.Day()) + "/" + strconv.Itoa(int(t.Month())) + "/" + strconv.Itoa(t.Year())
}

// hourShort is the hour of when, without the day.
func (c *scene) hourShort(at string) string {
	w := c.when(at)
	return w[max(0, len(w)-len("15:04")):]
}

// goneArea is an area that was published once and is there no more. The page of
// its story is answered in the place of the one that was asked for.
type goneArea struct{ page gonePage }

func (*goneArea) Error() string { return "the area is there no more" }

// gonePage tells what became of it.
type gonePage struct {
	frame
	Name    string
	When    string
	History *historyView
}

// gone answers for an area that the store does not know any more.
func (c *scene) gone(id string) error {
	h, err := c.atlas.store.GapHistory(c.Context(), id, c.state.Scenario)
	if errors.Is(err, geo.ErrNotFound) {
		return geo.NotFound("L'area %s non c'è: l'elenco è sulla mappa. / There is no area %s: the map lists them.", id, id)
	}
	if err != nil {
		return err
	}
	last := h.Moments[len(h.Moments)-1]
	p := gonePage{frame: c.frame("map", last.Name), Name: last.Name, When: c.when(last.At)}
	p.Crumbs = []site.Part{site.Link(c.Say("nav.map"), c.state.Home()), {Text: last.Name}}
	if p.History, err = c.historyView(h); err != nil {
		return err
	}
	return &goneArea{p}
}
