package web

import (
	"errors"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// homeView is the map with its column: the sentence, the filters, and either
// the list or what is open.
type homeView struct {
	frame
	Kinds       []geo.Kind
	Kind        geo.Kind
	Minutes     int
	Thresholds  []int
	Territories []geo.Territory
	Zones       []geo.Zone
	Sentence    []site.Part
	Mixed       string      // which mode counts where, when they differ
	Note        string      // on the list of places
	ValleyName  string      // of the chosen valley
	Opening     []geo.Place // the planned openings that count
	OwnWords    string      // the kind's own threshold, in words
	Own         int         // the same in the mountains, in minutes
	Legend      legend
	Map         mapConfig
	Announce    string // what a screen reader hears when the column has changed
	Show        string // on the button that leads from the filters of a phone to the list
	List        *listView
	Search      *searchView
	Gap         *gapView
	Place       *placeView
	Comune      *comuneView
	Cell        *cellView
}

// Open tells whether something stands in the place of the list.
func (v homeView) Open() bool {
	return v.Gap != nil || v.Place != nil || v.Comune != nil || v.Cell != nil
}

func (a *atlas) home(r request) (string, any, error) {
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	if r.state.Zone != 0 && c.zone(r.state.Zone) == nil {
		return "", nil, geo.NotFound("La zona %d non c'è. / Zone %d does not exist.", r.state.Zone, r.state.Zone)
	}
	v := homeView{frame: c.frame("map", c.Say("home.title")), Kinds: c.kinds, Kind: c.kind, Minutes: c.minutes,
		Thresholds: cover.Thresholds, Territories: geo.Territories, Zones: c.list, OwnWords: c.ownOfGaps(), Own: c.kind.Threshold(c.kind.ModeMountain)}
	v.Description, v.Assets = c.Say("home.description"), a.site.Assets("src/home.ts")
	if atlas := a.site.Assets("src/map/atlas.ts").Script; atlas != "" {
		v.Assets.Wide = []string{atlas}
	}
	if err := c.checkValley(); err != nil {
		return "", nil, err
	}
	here, err := c.comuni(c.state.Zone)
	if err != nil {
		return "", nil, err
	}
	here = c.ofValley(here)
	v.ValleyName = c.valleys[c.state.Valley]
	chosen := within(here, c.state.Territory)
	f, err := c.chosen(chosen)
	if err != nil {
		return "", nil, err
	}
	v.App, v.Sentence = true, c.tell(f, len(chosen))
	if f.Figure.Mode == mixed {
		v.Mixed = c.Say("note.mixed")
	}
	if c.kind.Completeness == "not_surveyed" {
		v.Note = c.Say("note.notsurveyed", "kind", c.plural(c.kind))
	}
	gaps, err := c.gaps(cover.GapFilter{Kinds: []geo.KindID{c.kind.ID}, Zone: c.state.Zone})
	if err != nil {
		return "", nil, err
	}
	gaps = c.gapsOfValley(gaps)
	if v.Opening, err = c.openings(here); err != nil {
		return "", nil, err
	}
	only := c.only(chosen)
	v.Legend = c.legend(f.Figure.Mode, len(gaps))
	v.Legend.Outside = only != nil
	if _, v.Legend.External, err = c.beyondBorder(c.kind.ID, cover.AreaTerritory, "", c.state.Territory); err != nil {
		return "", nil, err
	}
	v.Map = c.mapConfig(gaps, seats(here), only)
	if err := c.fillColumn(&v, gaps, here); err != nil {
		return "", nil, err
	}
	return "home", v, nil
}

// chosen gives the figure that the sentence is about.
func (c *scene) chosen(comuni []geo.Comune) (finding, error) {
	if c.state.Valley != "" {
		return c.valleyFinding(comuni)
	}
	area, id := cover.AreaTerritory, ""
	if z := c.zone(c.state.Zone); z != nil {
		area, id = cover.AreaZone, zoneKey(z.ID)
	}
	fig, _, err := c.figure(c.kind.ID, area, id, c.state.Territory)
	return find(fig, c.kind, c.minutes), err
}

// everything is more than there are comuni, and the longest list of the store.
const everything = wire.ListMax

// comuni of a zone, or all of them, without boundaries.
func (c *scene) comuni(zone geo.ZoneID) ([]geo.Comune, error) {
	list, _, err := c.atlas.store.Comuni(c.Context(), geo.ComuneFilter{Zone: zone, Page: geo.Page{Limit: everything}})
	return list, err
}

func within(list []geo.Comune, t geo.Territory) []geo.Comune {
	var out []geo.Comune
	for _, m := range list {
		if t.In(m) {
			out = append(out, m)
		}
	}
	return out
}

// only lists what the map fills; nil when that is everything.
func (c *scene) only(chosen []geo.Comune) []geo.ComuneID {
	if c.state.Territory == geo.TerritoryAll && c.state.Zone == 0 && c.state.Valley == "" {
		return nil
	}
	ids := make([]geo.ComuneID, 0, len(chosen))
	for _, m := range chosen {
		ids = append(ids, m.ID)
	}
	return ids
}

// seats is the box around the seats of some comuni.
func seats(list []geo.Comune) orb.Bound {
	var points orb.MultiPoint
	for _, m := range list {
		points = append(points, m.Seat)
	}
	return points.Bound().Pad(0.06)
}

// gaps asks for the gaps of the state's scenario and territory. Gaps are about
// mountains or inner areas: with all comuni chosen, the mountain ones stand.
func (c *scene) gaps(f cover.GapFilter) ([]cover.Gap, error) {
	f.Scenario, f.Territory = c.state.Scenario, c.gapTerritory()
	f.Page = geo.Page{Limit: everything}
	list, _, err := c.atlas.store.Gaps(c.Context(), f)
	return list, err
}

func (c *scene) gapTerritory() geo.Territory {
	if c.state.Territory == geo.TerritoryAll {
		return geo.TerritoryMountain
	}
	return c.state.Territory
}

// fillColumn puts into the column what the address asks for, and tells the map where
// to look.
func (c *scene) fillColumn(v *homeView, gaps []cover.Gap, here []geo.Comune) (err error) {
	switch st := c.state; {
	case st.Gap != "":
		if v.Gap, err = c.openGap(st.Gap, gaps); err == nil {
			v.Map.focus(v.Gap.Bound)
			v.Announce = v.Gap.Name
		}
	case st.Place != "":
		if v.Place, err = c.placeByID(st.Place); err == nil {
			v.Map.focus(v.Place.Bound)
			v.Announce = v.Place.Name
		}
	case st.Comune != "":
		if v.Comune, err = c.comuneView(st.Comune); err == nil {
			v.Map.focus(v.Comune.Boundary.Bound())
			v.Announce = v.Comune.Name
		}
	case st.Cell != "":
		if v.Cell, err = c.cellView(st.Cell); err == nil {
			v.Map.focus(v.Cell.Bound)
			v.Announce = c.Say("cell.title", "comune", v.Cell.ComuneName)
		}
	case st.Q != "":
		if v.Search, err = c.search(st.Q); err == nil {
			v.Show = c.Say("show.found", "n", v.Search.Count())
			v.Announce = c.Say("announce.results", "n", v.Search.Count())
		}
	default:
		if v.List, err = c.listView(gaps, here); err == nil {
			v.Show = c.Say("show.gaps", "n", len(v.List.Gaps))
			if c.kind.ByArea {
				v.Show = c.Say("show.places", "n", len(v.List.Places))
			}
			v.Announce = c.Say("announce.list", "gaps", len(v.List.Gaps), "places", len(v.List.Places))
		}
	}
	return err
}

// openGap finds a gap as the state sees it. One that another scenario knows is
// told as gone: with the planned openings it may have got smaller or closed.
func (c *scene) openGap(id string, gaps []cover.Gap) (*gapView, error) {
	for _, g := range gaps {
		if g.ID == id {
			return c.gapView(g)
		}
	}
	g, err := c.atlas.store.Gap(c.Context(), id, c.state.Scenario)
	if errors.Is(err, geo.ErrNotFound) {
		return nil, c.gone(id)
	}
	if err != nil {
		return nil, err
	}
	v, err := c.gapView(g)
	if err == nil && g.Scenario != c.state.Scenario {
		v.Elsewhere = true
	}
	return v, err
}
