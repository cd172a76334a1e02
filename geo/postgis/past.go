package postgis

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"atlante/geo/cover"
	"atlante/geo/hex"
)

// Previous gives what the computation after the latest publication needs of it,
// the id of that publication and its model: nil, 0 and "" before the first.
// NewModelOrTerritory says whether the boundaries are others now. In a
// transaction nobody else publishes from here to its end: an import that
// publishes cannot be overtaken.
func (s *Store) Previous(ctx context.Context) (*cover.Previous, int64, cover.Model, error) {
	if err := s.alone(ctx); err != nil {
		return nil, 0, "", err
	}
	var id int64
	var model cover.Model
	var kinds []byte
	var synthetic, sameBoundaries bool
	err := s.db.QueryRow(ctx, query("previous")).Scan(&id, &model, &synthetic, &kinds, &sameBoundaries)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, 0, "", nil
	} else if err != nil {
		return nil, 0, "", err
	}
	out := &cover.Previous{NewModelOrTerritory: !sameBoundaries, Synthetic: synthetic}
	var e [6]error
	e[0] = json.Unmarshal(kinds, &out.Kinds)
	out.Counted, e[1] = all(ctx, s.db, scanCounted, "previous_places", id)
	out.Times, e[2] = all(ctx, s.db, scanPastTime, "previous_times", id)
	out.Gaps, e[3] = all(ctx, s.db, scanPastGap, "previous_gaps", id)
	out.Versions, e[4] = all(ctx, s.db, scanPastVersion, "previous_versions", id)
	out.Serials, e[5] = all(ctx, s.db, func(r pgx.CollectableRow) (cover.GapSerial, error) {
		var g cover.GapSerial
		err := r.Scan(&g.Kind, &g.Last)
		return g, err
	}, "gap_serials")
	return out, id, model, errors.Join(e[:]...)
}

func scanCounted(r pgx.CollectableRow) (cover.Counted, error) {
	var c cover.Counted
	err := r.Scan(&c.Scenario, &c.Kind, &c.Place, &c.Position[0], &c.Position[1])
	return c, err
}

func scanPastTime(r pgx.CollectableRow) (cover.PastTime, error) {
	var t cover.PastTime
	err := r.Scan(&t.Scenario, &t.Kind, &t.Mode, &t.Cell, &t.State, &t.Minutes, &t.Nearest, &t.Flagged)
	return t, err
}

func scanPastGap(r pgx.CollectableRow) (cover.PastGap, error) {
	var g cover.PastGap
	var cells []int64
	err := r.Scan(&g.ID, &g.Scenario, &g.Territory, &g.Kind, &cells)
	for _, c := range cells {
		g.Cells = append(g.Cells, hex.Cell(c))
	}
	return g, err
}

func scanPastVersion(r pgx.CollectableRow) (cover.GapVersion, error) {
	var v cover.GapVersion
	err := r.Scan(&v.Scenario, &v.ID, &v.Territory, &v.Kind, &v.Name, &v.Residents, &v.ResidentsLow, &v.ResidentsHigh,
		&v.MedianMinutes, &v.Severity, &v.Model, &v.Confidence, &v.Graph, &v.Synthetic, &v.Parents, &v.Ended)
	return v, err
}
