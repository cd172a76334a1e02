package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// Figures reads the figures of the latest publication, in a fixed order.
type Figures interface {
	Figures(ctx context.Context, f cover.FigureFilter) ([]cover.Figure, error)
}

// coverageQuery is what the parameters of /coverage ask for.
type coverageQuery struct {
	filter  cover.FigureFilter
	zone    geo.ZoneID // of the comuni, when comuni of one zone are wanted
	comune  geo.ComuneID
	minutes int // 0 is all thresholds
	paging  geo.Page
}

func areaParam() param {
	all := []cover.AreaKind{cover.AreaTerritory, cover.AreaZone, cover.AreaComune}
	return query("area", word(words(all...)...), "zone",
		"area delle cifre; se manca: comune con comune=, zone con zone=, altrimenti territory", "area of the figures; by default comune with comune=, zone with zone=, else territory")
}

func minutesParam() param {
	of := whole(slices.Min(cover.Thresholds), slices.Max(cover.Thresholds))
	of["enum"] = cover.Thresholds
	return query("minutes", of, 30,
		"una sola soglia, oltre a quella propria del tipo", "one threshold only, beside the kind's own")
}

func askCoverage(s *service, c *call) (reply, error) {
	q := coverageQuery{
		filter: cover.FigureFilter{
			Kinds:     wire.ParseList(c.query, "kind", geo.ParseKindID),
			Scenario:  figureScenario(c),
			Territory: wire.Parse(c.query, "territory", geo.ParseTerritory),
			Area:      wire.Parse(c.query, "area", parseArea),
		},
		zone:    wire.Parse(c.query, "zone", geo.ParseZoneID),
		comune:  wire.Parse(c.query, "comune", geo.ParseComuneID),
		minutes: wire.Parse(c.query, "minutes", parseMinutes),
		paging:  c.paging(),
	}
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if err := q.place(); err != nil {
		return nil, err
	}
	return func() (any, error) { return s.coverage(c, q) }, nil
}

// place finds out which areas zone=, comune= and area= mean together.
func (q *coverageQuery) place() error {
	if q.filter.Area == "" {
		switch {
		case q.comune != "":
			q.filter.Area = cover.AreaComune
		case q.zone != 0:
			q.filter.Area = cover.AreaZone
		default:
			q.filter.Area = cover.AreaTerritory
		}
	}
	switch {
	case q.comune != "" && q.filter.Area != cover.AreaComune:
		return wire.Fault("comune", wire.Text{IT: "comune: si può usare solo con area=comune", EN: "comune: only with area=comune"})
	case q.zone != 0 && q.filter.Area == cover.AreaTerritory:
		return wire.Fault("zone", wire.Text{IT: "zone: si può usare solo con area=zone o area=comune", EN: "zone: only with area=zone or area=comune"})
	case q.zone != 0 && q.filter.Area == cover.AreaZone:
		q.filter.AreaID = strconv.Itoa(int(q.zone))
	}
	return nil
}

func parseArea(s string) (cover.AreaKind, error) {
	switch a := cover.AreaKind(s); a {
	case cover.AreaTerritory, cover.AreaZone, cover.AreaComune:
		return a, nil
	}
	return "", geo.Invalid("area: scegli territory, zone oppure comune / choose territory, zone or comune")
}

func parseMinutes(s string) (int, error) {
	for _, m := range cover.Thresholds {
		if s == strconv.Itoa(m) {
			return m, nil
		}
	}
	return 0, geo.Invalid("minutes: scegli 15, 30 oppure 45 / choose 15, 30 or 45")
}

// figureScenario is that of figures: with the places beyond the border, if asked.
func figureScenario(c *call) cover.Scenario {
	v := wire.Parse(c.query, "scenario", parseFigureScenario)
	if v == "" {
		return cover.ScenarioCurrent
	}
	return v
}

func parseFigureScenario(s string) (cover.Scenario, error) {
	if s == string(cover.ScenarioExternal) {
		return cover.ScenarioExternal, nil
	}
	v, err := cover.ParseScenario(s)
	if err != nil {
		return v, geo.Invalid("scenario: %q non previsto; scegli current, planned o external / choose current, planned or external", s)
	}
	return v, nil
}

// figureScenarioParam offers one more than scenarioParam: cells, areas and tiles
// show no places beyond the border.
func figureScenarioParam() param {
	p := query("scenario", word(words(cover.ScenarioCurrent, cover.ScenarioPlanned, cover.ScenarioExternal)...), "planned",
		"luoghi aperti oggi, con le aperture previste, oppure anche con quelli oltre confine (dove nessuno di questi conta restano le cifre di current)",
		"places open today, with the planned openings, or also with those beyond the border (where none of these counts the figures are those of current)")
	p.key = "figure_scenario"
	return p
}

// scenario is current unless the other one is asked for.
func scenario(c *call) cover.Scenario {
	if v := wire.Parse(c.query, "scenario", cover.ParseScenario); v != "" {
		return v
	}
	return cover.ScenarioCurrent
}

func (s *service) coverage(c *call, q coverageQuery) (any, error) {
	if err := s.checkZone(c.ctx(), q.zone); err != nil {
		return nil, err
	}
	comune, notice, err := s.comuneFilter(c, q.comune)
	if err != nil {
		return nil, err
	}
	if comune != "" {
		q.filter.AreaID = string(comune)
	}
	kinds, err := s.kindsByID(c.ctx(), q.filter.Kinds)
	if err != nil {
		return nil, err
	}
	a, err := s.atlas(c.ctx())
	if err != nil {
		return nil, err
	}
	var figures []cover.Figure
	from, err := s.published(c.ctx(), func() (err error) {
		figures, err = s.store.Figures(c.ctx(), q.filter)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	figures, next, err := cut(q.inZone(figures, a), q.paging, from.ID)
	if err != nil {
		return nil, err
	}
	p := page{next: c.next(next), notice: notice, publication: from}
	if c.geojson() {
		return s.coverageFeatures(c, q, figures, kinds, a, p)
	}
	return list(each(figures, func(f cover.Figure) CoverageCounts {
		k := kinds[f.Kind]
		return CoverageCounts{coverageOf(f, k, a.area(f.Area)), counts(f, k, q.minutes)}
	}), p), nil
}

func (s *service) coverageFeatures(c *call, q coverageQuery, figures []cover.Figure, kinds map[geo.KindID]geo.Kind, a atlas, p page) (any, error) {
	shapes, err := s.shapes(c.ctx(), q.filter)
	if err != nil {
		return nil, err
	}
	return collection(each(figures, func(f cover.Figure) Feature[CoverageFlat] {
		id := fmt.Sprintf("%s-%s-%s-%s", f.Area.Kind, f.Area.ID, f.Area.Territory, f.Kind)
		return feature(id, shapes[f.Area.ID], flat(f, kinds[f.Kind], a.area(f.Area), q.minutes))
	}), p), nil
}

// inZone keeps the figures of the comuni of one zone, when that was asked for.
func (q coverageQuery) inZone(figures []cover.Figure, a atlas) []cover.Figure {
	if q.zone == 0 || q.filter.Area != cover.AreaComune {
		return figures
	}
	out := make([]cover.Figure, 0, len(figures))
	for _, f := range figures {
		if a.comuni[geo.ComuneID(f.Area.ID)].Zone == q.zone {
			out = append(out, f)
		}
	}
	return out
}

// cut takes a page. Its cursor names the publication, whose order is fixed; a
// cursor of an older one is refused, because the places in the list have moved.
func cut(figures []cover.Figure, p geo.Page, publication int64) ([]cover.Figure, string, error) {
	start := 0
	if p.After != "" {
		var of int64
		raw, err := base64.RawURLEncoding.DecodeString(p.After)
		if err == nil {
			_, err = fmt.Sscanf(string(raw), "%d:%d", &of, &start)
		}
		if err != nil || start < 0 || start > len(figures) {
			return nil, "", wire.Fault("after", wire.Text{IT: "after: non è un nostro segnalibro; usa l'indirizzo di next", EN: "after: not a bookmark of ours; use the address in next"})
		}
		if of != publication {
			return nil, "", wire.Fault("after", wire.Text{IT: "after: nel frattempo le cifre sono state ricalcolate; ricomincia dalla prima pagina", EN: "after: the figures have been computed anew; begin again with the first page"})
		}
	}
	end := min(start+p.Limit, len(figures))
	if end == len(figures) {
		return figures[start:end], "", nil
	}
	return figures[start:end], base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d:%d", publication, end)), nil
}

// area is the name of an area.
func (a atlas) area(x cover.Area) string {
	switch x.Kind {
	case cover.AreaZone:
		n, err := geo.ParseZoneID(x.ID)
		if err != nil {
			return x.ID
		}
		return a.zones[n]
	case cover.AreaComune:
		return a.comuni[geo.ComuneID(x.ID)].Name
	}
	switch x.Territory {
	case geo.TerritoryMountain:
		return "Comuni montani"
	case geo.TerritoryInner:
		return "Aree interne"
	}
	return "Città metropolitana di Torino"
}

// shapes are the outlines of the areas by id; the territory has none.
func (s *service) shapes(ctx context.Context, f cover.FigureFilter) (map[string]orb.Geometry, error) {
	out := map[string]orb.Geometry{}
	switch {
	case f.Area == cover.AreaZone:
		zones, err := s.store.Zones(ctx, true)
		if err != nil {
			return nil, fmt.Errorf("zones: %w", err)
		}
		for _, z := range zones {
			out[strconv.Itoa(int(z.ID))] = z.Boundary
		}
	case f.Area == cover.AreaComune && f.AreaID != "":
		c, err := s.store.Comune(ctx, geo.ComuneID(f.AreaID))
		if err != nil {
			return nil, fmt.Errorf("comune: %w", err)
		}
		out[f.AreaID] = c.Boundary
	case f.Area == cover.AreaComune:
		comuni, _, err := s.store.Comuni(ctx, geo.ComuneFilter{Geometry: true})
		if err != nil {
			return nil, fmt.Errorf("comuni: %w", err)
		}
		for _, c := range comuni {
			out[string(c.ID)] = c.Boundary
		}
	}
	return out, nil
}
