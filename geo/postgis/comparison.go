package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
)

// SaveEngineComparison keeps what a comparison with a routing engine gave.
func (s *Store) SaveEngineComparison(ctx context.Context, c geo.EngineComparison) error {
	_, err := s.exec(ctx, "engine_comparison_insert", c.At, c.Engine, c.Address, c.Checksum, c.ProfileHash, c.Synthetic,
		c.Asked, c.Compared, c.OnlyOurs, c.OnlyTheirs, c.Median, c.P90, c.Bias)
	return err
}

// LatestEngineComparison is the last comparison of roads that were made of the
// same file in the same way; geo.ErrNotFound when there was none.
func (s *Store) LatestEngineComparison(ctx context.Context, v geo.RoadVersion) (geo.EngineComparison, error) {
	found, err := all(ctx, s.db, func(r pgx.CollectableRow) (c geo.EngineComparison, err error) {
		err = r.Scan(&c.At, &c.Engine, &c.Address, &c.Checksum, &c.ProfileHash, &c.Synthetic, &c.Asked, &c.Compared,
			&c.OnlyOurs, &c.OnlyTheirs, &c.Median, &c.P90, &c.Bias)
		return c, err
	}, "engine_comparison_latest", v.Checksum, v.ProfileHash)
	if err != nil {
		return geo.EngineComparison{}, err
	}
	if len(found) == 0 {
		return geo.EngineComparison{}, geo.NotFound("Questi tempi non sono stati confrontati con un altro motore: atlante dev compare-routes --engine INDIRIZZO / not validated against another engine")
	}
	return found[0], nil
}
