package api

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// Gaps reads the underserved areas of the latest publication.
type Gaps interface {
	Gaps(ctx context.Context, f cover.GapFilter) ([]cover.Gap, string, error)
	Gap(ctx context.Context, id string, scenario cover.Scenario) (cover.Gap, error)
	WholeAreas(ctx context.Context, f cover.GapFilter) ([]cover.WholeArea, error)
	// GapHistory is there for areas that are gone, too.
	GapHistory(ctx context.Context, id string, scenario cover.Scenario) (cover.GapHistory, error)
}

// Gap is an underserved area.
type Gap struct {
	ID            string      `json:"id"`
	Kind          string      `json:"kind"`
	Scenario      string      `json:"scenario" enum:"current,planned"`
	Territory     string      `json:"territory" enum:"mountain,inner"`
	Rank          int         `json:"rank" doc:"1 is the most severe of its kind, scenario and territory"`
	Name          string      `json:"name"`
	Zone          int         `json:"zone"`
	Valley        *string     `json:"valley" doc:"name of the valley, null outside the valleys"`
	ValleyID      *string     `json:"valley_id"`
	Comuni        []ComuneRef `json:"comuni" doc:"most residents first"`
	Residents     int         `json:"residents"`
	ResidentsLow  int         `json:"residents_low" doc:"residents beyond if all times were one sigma shorter"`
	ResidentsHigh int         `json:"residents_high" doc:"residents beyond if all times were one sigma longer"`
	Severity      float64     `json:"severity" doc:"expected residents beyond the threshold"`
	Confidence    string      `json:"confidence" enum:"provisional,confirmed"`
	Threshold     int         `json:"threshold" doc:"minutes, inclusive"`
	Mode          string      `json:"mode" enum:"car,foot,area"`
	MedianMinutes *float64    `json:"median_minutes" doc:"to the nearest place, rounded up to 0.1; null when unreachable"`
	MinutesLow    *float64    `json:"minutes_low" doc:"the median, one sigma shorter"`
	MinutesHigh   *float64    `json:"minutes_high" doc:"the median, one sigma longer"`
	Depth         float64     `json:"depth" doc:"mean of (minutes - threshold) / threshold over its residents"`
	Nearest       *Nearest    `json:"nearest" doc:"the place nearest to most of its people; null when there is none"`
	Second        *Nearest    `json:"second" doc:"the place that is nearest to most of them if that one closes; null when there is none"`
	SecondMinutes *float64    `json:"second_minutes" doc:"their median then, rounded up to 0.1; null when half of them have no way"`
	WalkOnly      int         `json:"walk_only_residents" doc:"residents who live over 2 km from the nearest road"`
	Itinerant     *string     `json:"itinerant" enum:"none,none_registered,some" doc:"do services that go to people reach them; null where there is no such kind"`
	Why           string      `json:"why" enum:"far,no_road,nothing_in_valley,not_served,unknown"`
	ReasonIT      string      `json:"reason_it"`
	ReasonEN      string      `json:"reason_en"`
	ClosingIT     *string     `json:"if_closes_it" doc:"what becomes of them if the nearest place closes, in Italian; null when there is none"`
	ClosingEN     *string     `json:"if_closes_en" doc:"the same in English"`
	Model         string      `json:"model" enum:"estimate,roads" doc:"how travel times were made"`
	Parents       []string    `json:"parents" doc:"ids of the areas that it was made of, when its own is new"`
	SNAI          *string     `json:"snai" enum:"A,B,C,D,E,F" doc:"of the comune with most residents inside"`
	AltitudeM     int         `json:"altitude_m" doc:"of the seat of the same comune"`
	Lon           *float64    `json:"lon" doc:"of the label"`
	Lat           *float64    `json:"lat" doc:"of the label"`
}

// Nearest is the place that is nearest to a gap.
type Nearest struct {
	ID         string  `json:"id" format:"uuid"`
	Name       string  `json:"name"`
	Comune     *string `json:"comune" doc:"ISTAT code"`
	ComuneName *string `json:"comune_name"`
}

// WholeArea says once that a whole valley or zone is beyond the threshold.
type WholeArea struct {
	Kind      string  `json:"kind"`
	Scenario  string  `json:"scenario" enum:"current,planned"`
	Territory string  `json:"territory" enum:"mountain,inner"`
	Zone      int     `json:"zone"`
	ZoneName  string  `json:"zone_name"`
	Valley    *string `json:"valley" doc:"null when it is the whole zone"`
	ValleyID  *string `json:"valley_id"`
	Residents int     `json:"residents"`
}

// GapList is a page of gaps, with the areas that are beyond as a whole.
type GapList struct {
	List[Gap]
	WholeAreas []WholeArea `json:"whole_areas"`
}

// GapDetail is one gap with its cells and where its figures come from.
type GapDetail struct {
	Gap
	Cells       []string     `json:"cells" doc:"H3 cells of resolution 9"`
	Publication *Publication `json:"publication"`
	Attribution string       `json:"attribution"`
	Licence     string       `json:"licence"`
}

func gapOf(g cover.Gap, k geo.Kind, a atlas) Gap {
	out := Gap{
		ID: g.ID, Kind: string(g.Kind), Scenario: string(g.Scenario), Territory: string(g.Territory), Rank: g.Rank,
		Name: g.Name, Zone: int(g.Zone), Valley: a.valley(g.Valley), ValleyID: known(string(g.Valley)), Comuni: a.refs(g.Comuni),
		Residents: g.Residents, ResidentsLow: g.ResidentsLow, ResidentsHigh: g.ResidentsHigh,
		Severity: g.Severity, Confidence: string(g.Confidence), Threshold: g.Threshold, Mode: string(g.Mode),
		MedianMinutes: up(g.MedianMinutes), MinutesLow: up(g.MinutesLow), MinutesHigh: up(g.MinutesHigh), Depth: g.Depth,
		Why: string(g.Why), ReasonIT: cover.Reason(g, k, "it"), ReasonEN: cover.Reason(g, k, "en"),
		SecondMinutes: up(g.SecondMinutes), WalkOnly: g.WalkOnly, Itinerant: known(string(g.Itinerant)),
		ClosingIT: known(cover.IfCloses(g, "it")), ClosingEN: known(cover.IfCloses(g, "en")), Parents: each(g.Parents, same),
		Model: string(g.Model), SNAI: known(string(g.SNAI)), AltitudeM: g.AltitudeM,
	}
	out.Lon, out.Lat = lonLat(&g.Label)
	out.Nearest = nearestOf(g.Nearest, g.NearestName, g.NearestComune, a)
	out.Second = nearestOf(g.Second, g.SecondName, g.SecondComune, a)
	return out
}

func nearestOf(id *geo.PlaceID, name string, comune geo.ComuneID, a atlas) *Nearest {
	if id == nil {
		return nil
	}
	return &Nearest{id.String(), name, known(string(comune)), known(a.comuni[comune].Name)}
}

func same(s string) string { return s }

func wholeAreaOf(w cover.WholeArea, a atlas) WholeArea {
	return WholeArea{
		Kind: string(w.Kind), Scenario: string(w.Scenario), Territory: string(w.Territory), Zone: int(w.Zone), ZoneName: a.zones[w.Zone],
		Valley: a.valley(w.Valley), ValleyID: known(string(w.Valley)), Residents: w.Residents,
	}
}

func askGaps(s *service, c *call) (reply, error) {
	f := cover.GapFilter{
		Kinds:     wire.ParseList(c.query, "kind", geo.ParseKindID),
		Scenario:  scenario(c),
		Territory: wire.Parse(c.query, "territory", parseGapTerritory),
		Zone:      wire.Parse(c.query, "zone", geo.ParseZoneID),
		Comune:    wire.Parse(c.query, "comune", geo.ParseComuneID),
		BBox:      c.bbox(),
		Page:      c.paging(),
	}
	if f.Territory == "" {
		f.Territory = geo.TerritoryMountain
	}
	return func() (any, error) { return s.gaps(c, f) }, c.query.Err()
}

// gapTerritoryParam offers the territories for which gaps are computed.
func gapTerritoryParam() param {
	p := query("territory", word(words(geo.TerritoryMountain, geo.TerritoryInner)...), "inner",
		"montagna (classe T o P, se manca) oppure aree interne (SNAI D–F)", "mountain (class T or P, the default) or inner areas (SNAI D–F)")
	p.key = "gap_territory"
	return p
}

func parseGapTerritory(s string) (geo.Territory, error) {
	if t := geo.Territory(s); t == geo.TerritoryMountain || t == geo.TerritoryInner {
		return t, nil
	}
	return "", geo.Invalid("territory: le aree non servite si calcolano per mountain e inner / underserved areas are computed for mountain and inner")
}

func (s *service) gaps(c *call, f cover.GapFilter) (any, error) {
	if err := s.checkZone(c.ctx(), f.Zone); err != nil {
		return nil, err
	}
	var notice *string
	var err error
	if f.Comune, notice, err = s.comuneFilter(c, f.Comune); err != nil {
		return nil, err
	}
	kinds, err := s.kindsByID(c.ctx(), f.Kinds)
	if err != nil {
		return nil, err
	}
	a, err := s.atlas(c.ctx())
	if err != nil {
		return nil, err
	}
	var found []cover.Gap
	var whole []cover.WholeArea
	var next string
	from, err := s.published(c.ctx(), func() (err error) {
		if found, next, err = s.store.Gaps(c.ctx(), f); err != nil {
			return err
		}
		whole, err = s.store.WholeAreas(c.ctx(), f)
		return err
	})
	if err != nil {
		return nil, c.blame(fmt.Errorf("gaps: %w", err))
	}
	p := page{next: c.next(next), notice: notice, publication: from}
	if c.geojson() {
		return collection(each(found, func(g cover.Gap) Feature[Gap] {
			return feature(g.ID, g.Outline, gapOf(g, kinds[g.Kind], a))
		}), p), nil
	}
	return GapList{
		list(each(found, func(g cover.Gap) Gap { return gapOf(g, kinds[g.Kind], a) }), p),
		each(whole, func(w cover.WholeArea) WholeArea { return wholeAreaOf(w, a) }),
	}, nil
}

func askGap(s *service, c *call) (reply, error) {
	id, err := wire.Path(c.r, "id")
	if err != nil {
		return nil, err
	}
	in := scenario(c)
	return func() (any, error) { return s.gap(c, id, in) }, c.query.Err()
}

func (s *service) gap(c *call, id string, in cover.Scenario) (any, error) {
	kinds, err := s.kindsByID(c.ctx(), nil)
	if err != nil {
		return nil, err
	}
	a, err := s.atlas(c.ctx())
	if err != nil {
		return nil, err
	}
	var found cover.Gap
	from, err := s.published(c.ctx(), func() (err error) {
		found, err = s.store.Gap(c.ctx(), id, in)
		return err
	})
	if errors.Is(err, geo.ErrNotFound) {
		if h, err := s.store.GapHistory(c.ctx(), id, in); err == nil {
			return nil, over(h)
		}
		return nil, geo.NotFound("Nessuna area non servita ha l'identificativo %.60q nell'ultimo calcolo / No underserved area of the latest computation has the id %.60q", id, id)
	}
	if err != nil {
		return nil, fmt.Errorf("gap %.60q: %w", id, err)
	}
	cells := each(found.Cells, hex.Cell.String)
	slices.Sort(cells)
	out := GapDetail{gapOf(found, kinds[found.Kind], a), cells, from, attribution(from), Licence}
	if c.geojson() {
		return feature(found.ID, found.Outline, out), nil
	}
	return out, nil
}
