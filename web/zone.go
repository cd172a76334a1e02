package web

import (
	"slices"
	"strconv"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// zonesPage lists the zones.
type zonesPage struct {
	frame
	Kinds     []geo.Kind
	Kind      geo.Kind
	Minutes   int
	Rows      []zoneRow
	Total     zoneRow
	Nobody    string // what a zone without any of them says
	Territory string // whose residents the figures are about, in words
	Options   []geo.Territory
	Sketch    sketch
	Downloads []download
}

// zoneRow is a zone with its comuni and the figures of the chosen kind.
type zoneRow struct {
	geo.Zone
	finding
	Comuni, Mountain int
	Residents        int
	Here, Living     int // comuni in the chosen territory, and their residents
	Median           median
}

func (a *atlas) zones(r request) (string, any, error) {
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	p, err := c.zonesPage()
	return "zones", p, err
}

// zonesTable is the list of the page as a file, row for row; the last is all zones.
func (a *atlas) zonesTable(r request) (site.File, error) {
	c, err := a.scene(r)
	if err != nil {
		return site.File{}, err
	}
	p, err := c.zonesPage()
	if err != nil {
		return site.File{}, err
	}
	of := c.Say("of." + string(c.state.Territory))
	t := c.table([]string{c.Say("label.zone"), c.Say("zones.zone"), c.Say("zones.residents", "of", of), c.Say("comuni.residents"), c.Say("zones.comuni") + " " + of})
	for _, row := range append(slices.Clone(p.Rows), p.Total) {
		number, name := zoneKey(row.ID), row.Name
		if row.ID == 0 {
			number, name = "", c.Say("zones.total")
		}
		t.row(append([]string{number, name, strconv.Itoa(row.Living), strconv.Itoa(row.Residents), strconv.Itoa(row.Here)},
			c.cells(row.finding, row.Known && row.Here > 0)...))
	}
	return t.file("zone")
}

func (c *scene) zonesPage() (zonesPage, error) {
	p := zonesPage{frame: c.frame("zones", c.Say("zones.title")), Kinds: c.kinds, Kind: c.kind, Minutes: c.minutes,
		Downloads: c.zonesDownloads(), Territory: c.Say("of." + string(c.state.Territory)), Options: geo.Territories}
	p.Description = c.Say("zones.description")
	p.Downloads = append([]download{one(c.Say("download.table"), "CSV", c.state.table("/zone.csv"))}, p.Downloads...)
	p.Crumbs = []site.Part{{Text: c.Say("nav.zones")}}
	figures, err := c.byArea(c.kind.ID, cover.AreaZone, c.state.Territory)
	if err != nil {
		return zonesPage{}, err
	}
	comuni, err := c.comuni(0)
	if err != nil {
		return zonesPage{}, err
	}
	for _, z := range c.list {
		row := countComuni(comuni, z.ID, c.state.Territory)
		row.Zone, row.finding = z, find(figures[zoneKey(z.ID)], c.kind, c.minutes)
		row.Median = c.median(row.Figure)
		p.Rows = append(p.Rows, row)
	}
	whole, _, err := c.figure(c.kind.ID, cover.AreaTerritory, "", c.state.Territory)
	if err != nil {
		return zonesPage{}, err
	}
	p.Total = countComuni(comuni, 0, c.state.Territory)
	p.Total.finding, p.Total.Median = find(whole, c.kind, c.minutes), c.median(whole)
	p.Nobody = c.nobody()
	p.Sketch, err = c.zonesSketch(figures, p.Rows)
	return p, err
}

// nobody says that none of the comuni is of the chosen territory.
func (c *scene) nobody() string {
	return c.Say("zones.nobody", "comuni", c.Say("territory.none."+string(c.state.Territory)))
}

// countComuni adds up the comuni of a zone, or all of them for 0.
func countComuni(list []geo.Comune, id geo.ZoneID, t geo.Territory) zoneRow {
	var row zoneRow
	for _, m := range list {
		if id != 0 && m.Zone != id {
			continue
		}
		row.Comuni++
		row.Residents += m.Residents
		if m.Mountain() {
			row.Mountain++
		}
		if t.In(m) {
			row.Here++
			row.Living += m.Residents
		}
	}
	return row
}

// zonePage is the page of one zone.
type zonePage struct {
	frame
	Kinds     []geo.Kind
	Kind      geo.Kind
	Minutes   int
	Zone      geo.Zone
	Inferred  int // comuni whose zone is inferred, not named by the source
	Summary   []string
	Facts     []fact
	Reach     []reachRow
	Chosen    []reachRow // the same for its comuni in the chosen territory; nil when that is all or none
	Part      string     // those comuni in words, "" for the whole zone
	Whole     []wholeGroup
	Gaps      []gapGroup
	Places    []geo.Place
	Planned   []geo.Place
	Comuni    []comuneRow
	Sketch    sketch
	Downloads []download
}

func (a *atlas) zone(r request) (string, any, error) {
	raw, err := r.Param("n")
	if err != nil {
		return "", nil, err
	}
	id, err := geo.ParseZoneID(raw)
	if err != nil {
		return "", nil, geo.NotFound("%s", err.Error())
	}
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	z := c.zone(id)
	if z == nil {
		return "", nil, geo.NotFound("La zona %d non c'è: l'elenco è nella pagina Zone e comuni. / Zone %d does not exist: see the list of zones.", id, id)
	}
	p := zonePage{frame: c.frame("zones", c.Say("zone.name", "n", raw, "name", z.Name)), Kinds: c.kinds, Kind: c.kind,
		Minutes: c.minutes, Zone: *z, Downloads: c.zoneDownloads(*z)}
	p.Crumbs = []site.Part{site.Link(c.Say("nav.zones"), r.state.Page("/zone")), {Text: p.Title}}
	if err := c.fillZone(&p); err != nil {
		return "", nil, err
	}
	p.Sketch, err = c.zoneSketch(*z, p.Comuni)
	return "zone", p, err
}

func (c *scene) fillZone(p *zonePage) error {
	id := p.Zone.ID
	comuni, err := c.comuni(id)
	if err != nil {
		return err
	}
	total := countComuni(comuni, id, c.state.Territory)
	for _, m := range comuni {
		if m.ZoneSource == "inferred" {
			p.Inferred++
		}
	}
	if p.Reach, err = c.reach(cover.AreaZone, zoneKey(id), geo.TerritoryAll); err != nil {
		return err
	}
	if n := len(within(comuni, c.state.Territory)); n > 0 && n < total.Comuni {
		p.Part = c.Say("part."+string(c.state.Territory), "n", n)
		if p.Chosen, err = c.reach(cover.AreaZone, zoneKey(id), c.state.Territory); err != nil {
			return err
		}
	}
	if err := c.fillZoneLists(p, comuni); err != nil {
		return err
	}
	gaps, err := c.gaps(cover.GapFilter{Zone: id})
	if err != nil {
		return err
	}
	p.Gaps = c.groups(gaps)
	f, residents, whose := c.chosenIn(p.Reach), total.Residents, geo.TerritoryAll
	if p.Chosen != nil {
		f, whose = c.chosenIn(p.Chosen), c.state.Territory
		residents = f.Figure.Residents
	}
	external, err := c.bordering(f, cover.AreaZone, zoneKey(id), whose)
	if err != nil {
		return err
	}
	p.Facts = c.areaFacts(residents, f, gaps, external)
	p.Summary = c.zoneSummary(*p, total, f, gaps)
	return nil
}

// fillZoneLists finds what lies in the zone: whole valleys beyond the threshold,
// places, comuni.
func (c *scene) fillZoneLists(p *zonePage, comuni []geo.Comune) (err error) {
	if p.Whole, err = c.whole(nil, p.Zone.ID); err != nil {
		return err
	}
	all, _, err := c.atlas.store.Places(c.Context(), geo.PlaceFilter{Zone: p.Zone.ID, Page: geo.Page{Limit: everything}})
	if err != nil {
		return err
	}
	p.Places, p.Planned = c.split(all)
	if p.Comuni, err = c.comuneRows(comuni); err != nil {
		return err
	}
	worstFirst(p.Comuni)
	return nil
}
