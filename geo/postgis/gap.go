package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// Gaps lists the gaps of the latest publication by kind, then rank, a page at a
// time (Limit 0 is all of them). Territory "" is mountain, Scenario "" current.
func (s *Store) Gaps(ctx context.Context, f cover.GapFilter) ([]cover.Gap, string, error) {
	after, err := afterKey(f.After, "")
	if err != nil {
		return nil, "", err
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 1 << 20
	}
	out, err := all(ctx, s.db, scanGap, "gaps", scenario(f.Scenario), territory(f.Territory), plain(f.Kinds), f.Zone,
		string(f.Comune), bound(f.BBox), after, limit+1)
	if err != nil {
		return nil, "", err
	}
	position := func(g cover.Gap) string { return fmt.Sprintf("%s/%06d", g.Kind, g.Rank) }
	out, next := page(out, limit, position)
	return out, next, nil
}

// territory fills in the default.
func territory(t geo.Territory) string {
	if t == "" {
		return string(geo.TerritoryMountain)
	}
	return string(t)
}

// Gap gives one gap of the latest publication: in the scenario asked for and the
// mountain territory when it is there, else where it is.
func (s *Store) Gap(ctx context.Context, id string, sc cover.Scenario) (cover.Gap, error) {
	out, err := all(ctx, s.db, scanGap, "gap", id, scenario(sc))
	if err != nil {
		return cover.Gap{}, err
	}
	if len(out) == 0 {
		return cover.Gap{}, geo.NotFound("L'area %q non c'è, o non c'è più: le aree cambiano quando apre un luogo / no such area now", id)
	}
	return out[0], nil
}

func scanGap(r pgx.CollectableRow) (cover.Gap, error) {
	var g cover.Gap
	var comuni []string
	var cells []int64
	var outline, label []byte
	err := r.Scan(&g.Scenario, &g.ID, &g.Territory, &g.Kind, &g.Rank, &g.Name, &g.Zone, &g.Valley, &comuni, &cells, &g.Residents,
		&g.ResidentsLow, &g.ResidentsHigh, &g.MedianMinutes, &g.MinutesLow, &g.MinutesHigh, &g.Depth, &g.Severity,
		&g.Threshold, &g.Mode, &g.Nearest, &g.NearestName, &g.NearestComune, &g.NearestComuneName, &g.Why, &g.Model, &g.Confidence, &g.SNAI,
		&g.AltitudeM, &outline, &label, &g.Parents, &g.Area, &g.ComuneNames, &g.ComuniResidents,
		&g.Second, &g.SecondName, &g.SecondComune, &g.SecondComuneName, &g.SecondMinutes, &g.WalkOnly, &g.Itinerant, &g.Synthetic)
	if err != nil {
		return g, err
	}
	for _, c := range comuni {
		g.Comuni = append(g.Comuni, geo.ComuneID(c))
	}
	for _, c := range cells {
		g.Cells = append(g.Cells, hex.Cell(c))
	}
	if g.Outline, err = decodePolygons(outline); err != nil {
		return g, err
	}
	p, err := decodePoint(label)
	if err != nil || p == nil {
		return g, err
	}
	g.Label = *p
	return g, nil
}

// WholeAreas lists the valleys and zones that lie wholly beyond the threshold,
// by kind, then residents.
func (s *Store) WholeAreas(ctx context.Context, f cover.GapFilter) ([]cover.WholeArea, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (cover.WholeArea, error) {
		var w cover.WholeArea
		err := r.Scan(&w.Scenario, &w.Territory, &w.Kind, &w.Zone, &w.Valley, &w.Residents)
		return w, err
	}, "whole_areas", scenario(f.Scenario), territory(f.Territory), plain(f.Kinds), f.Zone)
}
