package postgis

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cover"
)

// Publish writes a whole computation and makes it the latest, all in the
// transaction of Atomically; p.Previous is the publication that it was computed
// after. The publication before that one is dropped. geo.ErrConflict when
// another process has published meanwhile: compute again.
func (s *Store) Publish(ctx context.Context, p cover.Publication, kinds []geo.Kind, r cover.Result) (int64, error) {
	var latest int64
	if err := s.db.QueryRow(ctx, query("publish_lock")).Scan(&latest); err != nil {
		return 0, err
	}
	if latest != p.Previous {
		return 0, fmt.Errorf("publication %d came in between: %w", latest, geo.ErrConflict)
	}
	kindsJSON, err := json.Marshal(kinds)
	if err != nil {
		return 0, err
	}
	var id int64
	err = s.db.QueryRow(ctx, query("publication_insert"), p.CreatedAt, string(p.Model), p.PlacesVersion, p.TerritoryVersion,
		kindsJSON, emptyProps(r.Views), p.ParametersHash, p.Previous, p.ResidentsTier, p.CellCount, p.PopulatedCells).Scan(&id)
	if err != nil {
		return 0, err
	}
	for _, write := range []func(context.Context, int64, cover.Result) error{
		s.publishTimes, s.publishCells, s.publishFigures, s.publishAreas, s.publishGaps, s.publishPlaces,
	} {
		if err := write(ctx, id, r); err != nil {
			return 0, err
		}
	}
	if _, err := s.exec(ctx, "publications_prune", id, p.Previous); err != nil {
		return 0, err
	}
	_, err = s.exec(ctx, "publication_notify", id)
	return id, err
}

// copyTo copies rows that next gives until it says there are no more.
func (s *Store) copyTo(ctx context.Context, table string, columns []string, next func() ([]any, error)) error {
	_, err := s.db.CopyFrom(ctx, pgx.Identifier{"atlante", table}, columns, pgx.CopyFromFunc(next))
	if err != nil {
		return fmt.Errorf("copy %s: %w", table, err)
	}
	return nil
}

// publishTimes writes the minutes, states and flags of every populated cell by
// view and mode; by-area kinds have one state for each cell, its owner's.
func (s *Store) publishTimes(ctx context.Context, id int64, r cover.Result) error {
	columns := []string{"publication", "scenario", "h3", "kind", "mode", "state", "t1", "place1", "t2", "place2", "flag_raw", "flag"}
	for _, v := range r.Views {
		if v.Kind.ByArea {
			i := -1
			err := s.copyTo(ctx, "cell_time", columns[:6], func() ([]any, error) {
				if i++; i >= len(r.Cells) {
					return nil, nil
				}
				c := r.Cells[i]
				return []any{id, string(v.Scenario), int64(c.ID), string(v.Kind.ID), string(geo.ModeArea), string(v.ServedIn(c.Owner))}, nil
			})
			if err != nil {
				return err
			}
			continue
		}
		for _, reach := range v.Reaches {
			i := -1
			err := s.copyTo(ctx, "cell_time", columns, func() ([]any, error) {
				if i++; i >= len(r.Cells) {
					return nil, nil
				}
				return timeRow(id, v, reach.Mode, int64(r.Cells[i].ID), reach.At(i)), nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func timeRow(id int64, v cover.View, mode geo.Mode, cell int64, t cover.CellTime) []any {
	row := []any{id, string(v.Scenario), cell, string(v.Kind.ID), string(mode), string(t.State), nil, nil, nil, nil, nil, nil}
	if t.Nearest != nil {
		row[6], row[7] = t.Nearest.Minutes, [16]byte(t.Nearest.Place) // as bytes: pgx asks a UUID for its text
	}
	if t.Second != nil {
		row[8], row[9] = t.Second.Minutes, [16]byte(t.Second.Place)
	}
	if t.Flag.Candidate {
		row[10], row[11] = t.Flag.Raw, t.Flag.Published
	}
	return row
}

// publishFigures writes the figures by area.
func (s *Store) publishFigures(ctx context.Context, id int64, r cover.Result) error {
	columns := []string{"publication", "scenario", "area", "area_id", "territory", "kind", "mode", "residents", "places",
		"minutes", "within", "beyond", "unreachable", "unknown", "median", "p90", "choice", "per_10000"}
	i := -1
	return s.copyTo(ctx, "figure", columns, func() ([]any, error) {
		if i++; i >= len(r.Figures) {
			return nil, nil
		}
		f := r.Figures[i]
		counts := make([][]int32, 5)
		for _, c := range f.Counts {
			for k, n := range []int{c.Minutes, c.Within, c.Beyond, c.Unreachable, c.Unknown} {
				counts[k] = append(counts[k], int32(n))
			}
		}
		return []any{id, string(f.Scenario), string(f.Area.Kind), f.Area.ID, string(f.Area.Territory), string(f.Kind), f.Mode,
			int32(f.Residents), int32(f.Places), counts[0], counts[1], counts[2], counts[3], counts[4],
			f.Median, f.P90, f.Choice, f.PerTenThousand}, nil
	})
}

// publishPlaces writes which places counted, and where they stood.
func (s *Store) publishPlaces(ctx context.Context, id int64, r cover.Result) error {
	for _, c := range r.Counted {
		if _, err := s.exec(ctx, "publication_place_insert", id, string(c.Scenario), string(c.Kind), c.Place,
			c.Position.Lon(), c.Position.Lat()); err != nil {
			return err
		}
	}
	return nil
}
