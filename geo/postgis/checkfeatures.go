package postgis

import (
	"context"

	"atlante/geo/feature"
)

// CheckFeatures refuses what Features would refuse before it asks for any feature:
// it writes the query and looks at the shapes in it, and runs nothing else.
func (s *Store) CheckFeatures(ctx context.Context, q feature.Query) error {
	b, err := s.asked(ctx, q)
	if err != nil {
		return err
	}
	if _, _, err := b.query(q); err != nil {
		return err
	}
	return s.shapesValid(ctx, b)
}
