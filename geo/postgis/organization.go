package postgis

import (
	"context"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

// SaveOrganizations inserts or replaces organizations, known again by their
// folded name; one named like a place is tied to it. None is in any figure.
func (s *Store) SaveOrganizations(ctx context.Context, list []geo.Organization) error {
	for _, o := range list {
		if _, err := s.exec(ctx, "organization_save", o.ID, o.Name, gazetteer.Fold(o.Name), string(o.Comune), o.Relation,
			o.Source.Name, o.Source.Licence); err != nil {
			return err
		}
	}
	return nil
}
