package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"atlante/geo/feature"
)

// ExplainFeatures gives the plan by which the database answers a query.
func (s *Store) ExplainFeatures(ctx context.Context, q feature.Query) (plan []string, err error) {
	b, err := s.asked(ctx, q)
	if err != nil {
		return nil, err
	}
	text, _, err := b.query(q)
	if err != nil {
		return nil, err
	}
	err = s.featureRows(ctx, b, "EXPLAIN "+text, b.args, func(rows pgx.Rows) error {
		var line string
		err := rows.Scan(&line)
		plan = append(plan, line)
		return err
	})
	return plan, err
}
