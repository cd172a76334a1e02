package postgis

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cover"
)

// GapHistory gives all that was ever published of an area in a scenario ("" is
// current), whether it is still there or not; geo.ErrNotFound when there never
// was such an area.
func (s *Store) GapHistory(ctx context.Context, id string, sc cover.Scenario) (cover.GapHistory, error) {
	h := cover.GapHistory{ID: id}
	var err error
	h.Moments, err = all(ctx, s.db, func(r pgx.CollectableRow) (cover.GapMoment, error) {
		m := cover.GapMoment{GapVersion: cover.GapVersion{ID: id, Scenario: cover.Scenario(scenario(sc))}}
		err := r.Scan(&m.Publication, &m.At, &m.Territory, &m.Kind, &m.Name, &m.Residents, &m.ResidentsLow, &m.ResidentsHigh,
			&m.MedianMinutes, &m.Severity, &m.Model, &m.Confidence, &m.Graph, &m.Parents, &m.Ended, &m.Synthetic)
		return m, err
	}, "gap_history", id, scenario(sc))
	if err != nil {
		return h, err
	}
	if len(h.Moments) == 0 {
		return h, geo.NotFound("Nessuna area ha mai avuto l'identificativo %q / there never was such an area", id)
	}
	h.Children, err = all(ctx, s.db, scanText, "gap_children", id, scenario(sc))
	return h, err
}

// Comparison gives the estimate beside the roads, as the latest publication has
// it; geo.ErrNotFound when its times are estimates, so that there is nothing to
// compare.
func (s *Store) Comparison(ctx context.Context) (cover.Comparison, error) {
	var c cover.Comparison
	var calibration, stood []byte
	err := s.db.QueryRow(ctx, query("comparison")).Scan(&c.Publication, &calibration, &stood)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, geo.NotFound("La stima si confronta con le strade quando ci sono: i tempi di oggi sono stimati / there are no roads to compare the estimate with")
	}
	if err != nil {
		return c, err
	}
	return c, errors.Join(json.Unmarshal(calibration, &c.Calibration), json.Unmarshal(stood, &c.Stood))
}
