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
	if err := s.alone(ctx); err != nil {
		return 0, err
	}
	var latest int64
	if err := s.db.QueryRow(ctx, query("publication_latest")).Scan(&latest); err != nil {
		return 0, err
	}
	if latest != p.Previous {
		return 0, fmt.Errorf("publication %d came in between: %w", latest, geo.ErrConflict)
	}
	kindsJSON, err := json.Marshal(kinds)
	if err != nil {
		return 0, err
	}
	roads, err := roadsOf(p, r)
	if err != nil {
		return 0, err
	}
	var id int64
	timeKinds, timeModes := timeEntries(r.Views)
	err = s.db.QueryRow(ctx, query("publication_insert"), p.CreatedAt, string(p.Model), p.PlacesVersion, p.TerritoryVersion,
		kindsJSON, emptyProps(r.Views), p.ParametersHash, p.Previous, p.ResidentsTier, p.CellCount, p.PopulatedCells,
		timeKinds, timeModes, p.RoadsVersion, roads.graph, roads.calibration, roads.stood).Scan(&id)
	if err != nil {
		return 0, err
	}
	for _, write := range []func(context.Context, int64, cover.Result) error{
		s.publishTimes, s.publishCells, s.publishFigures, s.publishAreas, s.publishGaps, s.publishPlaces, s.publishVersions(p),
	} {
		if err := write(ctx, id, r); err != nil {
			return 0, err
		}
	}
	if _, err := s.exec(ctx, "publications_prune", id, p.Previous); err != nil {
		return 0, err
	}
	if err := s.PruneGraphs(ctx); err != nil {
		return 0, err
	}
	_, err = s.exec(ctx, "publication_notify", id)
	return id, err
}

// alone waits for a publication under way and keeps others waiting until the end
// of the transaction.
func (s *Store) alone(ctx context.Context) error {
	_, err := s.exec(ctx, "publish_lock")
	return err
}

// copyTo copies rows that next gives until it says there are no more.
func (s *Store) copyTo(ctx context.Context, table string, columns []string, next func() ([]any, error)) error {
	_, err := s.db.CopyFrom(ctx, pgx.Identifier{"atlante", table}, columns, pgx.CopyFromFunc(next))
	if err != nil {
		return fmt.Errorf("copy %s: %w", table, err)
	}
	return nil
}

// publishFigures writes the figures by area.
func (s *Store) publishFigures(ctx context.Context, id int64, r cover.Result) error {
	columns := []string{"publication", "scenario", "area", "area_id", "territory", "kind", "mode", "residents", "places",
		"minutes", "within", "beyond", "unreachable", "unknown", "median", "p90", "choice", "per_10000",
		"organizations", "organizations_per_10000", "comuni_without", "estimated", "walk_only", "reachable", "access", "gini", "gini_zones"}
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
			f.Median, f.P90, f.Choice, f.PerTenThousand, int32(f.Organizations), f.OrganizationsPerTenThousand, int32(f.ComuniWithout),
			int32(f.Estimated), int32(f.WalkOnly), f.Reachable, f.Access, f.Gini, f.GiniZones}, nil
	})
}

// publishPlaces writes which places counted, and where they stood.
func (s *Store) publishPlaces(ctx context.Context, id int64, r cover.Result) error {
	b := &pgx.Batch{}
	for _, c := range r.Counted {
		b.Queue(query("publication_place_insert"), id, string(c.Scenario), string(c.Kind), c.Place, c.Position.Lon(), c.Position.Lat())
	}
	return s.send(ctx, b)
}
