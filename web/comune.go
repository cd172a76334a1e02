package web

import (
	"errors"
	"strconv"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// comuneView is a comune with its figures.
type comuneView struct {
	geo.Comune
	ZoneName   string
	ValleyName string
	Summary    []string // three sentences of a good analyst
	Facts      []fact
	Reach      []reachRow
	Gaps       []gapGroup
	Places     []geo.Place
	Planned    []geo.Place
	Approx     bool         // its boundary is approximate
	Former     geo.ComuneID // the code that was asked for, when it is that of a suppressed comune
}

// gapGroup are the gaps of a kind.
type gapGroup struct {
	Kind   geo.Kind
	Name   string
	Chosen bool
	Gaps   []cover.Gap
}

// comunePage is the page of one comune.
type comunePage struct {
	frame
	Kinds     []geo.Kind
	Kind      geo.Kind
	Comune    *comuneView
	Sketch    sketch
	Downloads []download
}

func (a *atlas) comune(r request) (string, any, error) {
	raw, err := r.Param("istat")
	if err != nil {
		return "", nil, err
	}
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	v, err := c.comuneView(geo.ComuneID(raw))
	if err != nil {
		return "", nil, err
	}
	p := comunePage{frame: c.frame("zones", v.Name), Kinds: c.kinds, Kind: c.kind, Comune: v, Downloads: c.comuneDownloads(v.Comune)}
	p.Crumbs = []site.Part{site.Link(c.Say("nav.zones"), r.state.Page("/zone")),
		site.Link(c.Say("zone.name", "n", strconv.Itoa(int(v.Zone)), "name", v.ZoneName), r.state.Page("/zone/"+zoneKey(v.Zone))), {Text: v.Name}}
	p.Sketch, err = c.comuneSketch(v.Comune)
	return "comune", p, err
}

func (c *scene) comuneView(id geo.ComuneID) (*comuneView, error) {
	if _, err := geo.ParseComuneID(string(id)); err != nil {
		return nil, geo.NotFound("%s", err.Error())
	}
	m, err := c.atlas.store.Comune(c.Context(), id)
	if errors.Is(err, geo.ErrNotFound) {
		return nil, geo.NotFound("Il comune con codice %s non c'è nella Città metropolitana. / There is no comune with code %s here.", id, id)
	}
	if err != nil {
		return nil, err
	}
	v := &comuneView{Comune: m, ValleyName: c.valleys[m.Valley], Approx: m.BoundaryApprox}
	if m.ID != id {
		v.Former, id = id, m.ID
	}
	if z := c.zone(m.Zone); z != nil {
		v.ZoneName = z.Name
	}
	if v.Reach, err = c.reach(cover.AreaComune, string(id), geo.TerritoryAll); err != nil {
		return nil, err
	}
	gaps, err := c.gaps(cover.GapFilter{Comune: id})
	if err != nil {
		return nil, err
	}
	v.Gaps = c.groups(gaps)
	all, _, err := c.atlas.store.Places(c.Context(), geo.PlaceFilter{Comune: id, Page: geo.Page{Limit: everything}})
	if err != nil {
		return nil, err
	}
	v.Places, v.Planned = c.split(all)
	f := c.chosenIn(v.Reach)
	external, err := c.bordering(f, cover.AreaComune, string(id), geo.TerritoryAll)
	if err != nil {
		return nil, err
	}
	v.Facts = c.areaFacts(m.Residents, f, gaps, external)
	v.Summary = c.comuneSummary(v, f, gaps)
	return v, nil
}

// chosenIn finds the chosen kind in a table, at the chosen threshold.
func (c *scene) chosenIn(rows []reachRow) finding {
	for _, row := range rows {
		if row.HasFigure && row.Kind.ID == c.kind.ID {
			return find(row.Figure, row.Kind, c.minutes)
		}
	}
	return finding{Kind: c.kind, Minutes: c.minutes}
}

// groups sorts gaps by kind, in the order of the kinds.
func (c *scene) groups(gaps []cover.Gap) []gapGroup {
	var out []gapGroup
	for _, k := range c.kinds {
		g := gapGroup{Kind: k, Name: c.plural(k), Chosen: k.ID == c.kind.ID}
		for _, gap := range gaps {
			if gap.Kind == k.ID {
				g.Gaps = append(g.Gaps, gap)
			}
		}
		if len(g.Gaps) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// comuniPage lists all comuni.
type comuniPage struct {
	frame
	Kinds       []geo.Kind
	Kind        geo.Kind
	Minutes     int
	Territories []geo.Territory
	Zones       []geo.Zone
	Rows        []comuneRow
	Downloads   []download
}

func (a *atlas) comuni(r request) (string, any, error) {
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	p, err := c.comuniPage()
	return "comuni", p, err
}

// comuniTable is the list of the page as a file, row for row.
func (a *atlas) comuniTable(r request) (site.File, error) {
	c, err := a.scene(r)
	if err != nil {
		return site.File{}, err
	}
	p, err := c.comuniPage()
	if err != nil {
		return site.File{}, err
	}
	t := c.table([]string{c.Say("label.istat"), c.Say("comuni.name"), c.Say("label.zone"), c.Say("comuni.residents")})
	for _, row := range p.Rows {
		t.row(append([]string{string(row.ID), row.Name, zoneKey(row.Zone), strconv.Itoa(row.Comune.Residents)}, c.cells(row.finding, row.Known)...))
	}
	return t.file("comuni")
}

func (c *scene) comuniPage() (comuniPage, error) {
	a, r := c.atlas, c.request
	list, _, err := a.store.Comuni(r.Context(), geo.ComuneFilter{
		Zone: r.state.Zone, Q: r.state.Q, Page: geo.Page{Limit: everything}})
	if err != nil {
		return comuniPage{}, err
	}
	if r.state.Q == "" {
		list = within(list, r.state.Territory)
	}
	p := comuniPage{frame: c.frame("zones", c.Say("comuni.title")), Kinds: c.kinds, Kind: c.kind, Minutes: c.minutes,
		Territories: geo.Territories, Zones: c.list}
	p.Crumbs = []site.Part{site.Link(c.Say("nav.zones"), r.state.Page("/zone")), {Text: c.Say("comuni.title")}}
	p.Downloads = []download{one(c.Say("download.table"), "CSV", r.state.table("/comuni.csv"))}
	if p.Rows, err = c.comuneRows(list); err != nil {
		return comuniPage{}, err
	}
	worstFirst(p.Rows)
	return p, nil
}
