package web

import (
	"errors"
	"math"
	"strconv"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// calibrationPage tells where the times come from and how sure they are: the
// roads in use, and the estimate beside them.
type calibrationPage struct {
	frame
	Summary   string
	Validated string     // what another engine says; "" until one was asked
	Roads     *roadsView // nil while times are estimates
	Constants []constantRow
	Stood     []stoodRow
	Kinds     []geo.Kind // that have flags to compare
	Kind      geo.Kind
	Agreement []agreementRow // of the chosen kind; the whole first
	Finding   string
	Downloads []download
}

// roadsView is the version of the roads that times come from.
type roadsView struct {
	geo.RoadVersion
	Date      string // of the data; "" when the file does not tell
	Imported  string
	Graphs    []graphRow
	Uncovered []comuneRef
}

// graphRow is what was made of the roads for one mode.
type graphRow struct {
	geo.GraphCounts
	Mode  string
	Kms   int
	Share *float64 // of the nodes in the largest component
}

// constantRow compares the estimate with the roads in one altimetric zone.
type constantRow struct {
	Mode, Zone string
	Alpha      string // by how much the roads take longer, in percent
	Sigma      string // typical spread around that, in percent
	Pairs      int
}

type stoodRow struct {
	cover.StoodIn
	Mode  string
	Share *float64
}

type agreementRow struct {
	cover.Agreement
	Name, Href               string
	People                   int
	Alike, Precision, Recall *float64
}

func (a *atlas) calibration(r request) (string, any, error) {
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	p := calibrationPage{frame: c.frame("", c.Say("calibration.title")), Kind: c.kind,
		Summary: c.Say("calibration.summary.none")}
	p.Description = c.Say("calibration.description")
	p.Crumbs = []site.Part{site.Link(c.Say("nav.map"), r.state.Home()), site.Link(c.Say("method.title"), r.state.Page("/metodo")), {Text: p.Title}}
	if c.pub.Graph == nil {
		return "calibration", p, nil
	}
	sort, date := madeBy(c.pub)
	p.Summary = c.Say("calibration.summary."+sort, "date", c.Lang.Day(date))
	p.Downloads = []download{one(c.Say("download.calibration"), "JSON", api("/calibration"))}
	if p.Roads, err = c.roadsView(*c.pub.Graph); err != nil {
		return "", nil, err
	}
	if p.Validated, err = c.validated(*c.pub.Graph); err != nil {
		return "", nil, err
	}
	made, err := a.store.Comparison(r.Context())
	if errors.Is(err, geo.ErrNotFound) {
		return "calibration", p, nil
	}
	if err != nil {
		return "", nil, err
	}
	c.compare(&p, made)
	return "calibration", p, nil
}

// validated says how far the times are from those of another engine; "" when none
// was asked.
func (c *scene) validated(g geo.RoadVersion) (string, error) {
	e, err := c.atlas.store.LatestEngineComparison(c.Context(), g)
	if errors.Is(err, geo.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	bias, size := "none", math.Abs(e.Bias)
	switch {
	case e.Bias >= 0.0005:
		bias = "longer"
	case e.Bias <= -0.0005:
		bias = "shorter"
	}
	text := c.Say("calibration.validated", "engine", e.Engine, "date", c.Lang.Date(e.At), "n", e.Compared, "median", c.Lang.Percent(&e.Median),
		"p90", c.Lang.Percent(&e.P90), "bias", c.Say("calibration.bias."+bias, "share", c.Lang.Percent(&size)))
	if n := e.OnlyOurs + e.OnlyTheirs; n > 0 {
		text += " " + c.Say("calibration.unanswered", "n", n)
	}
	return text, nil
}

func (c *scene) roadsView(g geo.RoadVersion) (*roadsView, error) {
	v := &roadsView{RoadVersion: g, Imported: c.Moment(g.CreatedAt)}
	if _, date := madeBy(cover.Publication{Model: cover.ModelRoads, Graph: &geo.RoadVersion{DataDate: g.DataDate}}); date != "" {
		v.Date = c.Lang.Day(date)
	}
	for _, m := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
		n, ok := g.Graphs[m]
		if !ok {
			continue
		}
		largest := n.Largest
		v.Graphs = append(v.Graphs, graphRow{n, c.Say("mode." + string(m)), int(math.Round(n.Km)), &largest})
	}
	if len(g.Uncovered) == 0 {
		return v, nil
	}
	names, err := c.comuneNames()
	for _, id := range g.Uncovered {
		v.Uncovered = append(v.Uncovered, comuneRef{id, names[id]})
	}
	return v, err
}

// compare puts the estimate beside the roads.
func (c *scene) compare(p *calibrationPage, made cover.Comparison) {
	for _, k := range made.Constants {
		p.Constants = append(p.Constants, constantRow{c.Say("mode." + string(k.Mode)), c.Say("altimetric." + strconv.Itoa(int(k.Zone))),
			c.more(k.Alpha), c.spread(k.Sigma), k.Pairs})
	}
	for _, s := range made.Stood {
		share := portion(s.Residents, s.OfPeople)
		p.Stood = append(p.Stood, stoodRow{s, c.Say("mode." + string(s.Mode)), share})
	}
	has := map[geo.KindID]bool{}
	for _, a := range made.Agreement {
		has[a.Kind] = true
	}
	for _, k := range c.kinds {
		if has[k.ID] {
			p.Kinds = append(p.Kinds, k)
		}
	}
	if !has[c.kind.ID] && len(p.Kinds) > 0 {
		p.Kind = p.Kinds[0]
	}
	for _, a := range made.Agreement {
		if a.Kind != p.Kind.ID {
			continue
		}
		row := agreementRow{Agreement: a, Name: c.Say("calibration.all"), People: a.Both + a.RoadsOnly + a.EstimateOnly + a.Neither,
			Alike: a.Alike(), Precision: a.Precision(), Recall: a.Recall()}
		if z := c.zone(a.Zone); z != nil {
			row.Name, row.Href = c.Say("zone.name", "n", zoneKey(z.ID), "name", z.Name), c.state.Page("/zone/"+zoneKey(z.ID))
		}
		if a.Zone == 0 {
			p.Finding = c.Say("calibration.finding", "alike", c.Lang.Percent(row.Alike), "nearest", c.nearest(p.Kind))
		}
		p.Agreement = append(p.Agreement, row)
	}
}

// more writes e^alpha − 1 with its sign: how much longer the roads take.
func (c *scene) more(alpha float64) string { return c.signed(math.Expm1(alpha)) }

func (c *scene) signed(share float64) string {
	if math.Abs(share) < 0.0005 {
		share = 0
	}
	size := math.Abs(share)
	text := c.Lang.Percent(&size)
	switch {
	case share > 0:
		return "+" + text
	case share < 0:
		return "−" + text
	}
	return text
}

// spread writes e^sigma − 1: two times in three lie within it.
func (c *scene) spread(sigma float64) string {
	share := math.Expm1(sigma)
	return "±" + site.NBSP + c.Lang.Percent(&share)
}

// portion is a share of the whole; nil of nothing.
func portion(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	s := float64(part) / float64(whole)
	return &s
}
