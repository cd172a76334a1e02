package postgis

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
)

// noPlace says why there is no place of an id.
func (s *Store) noPlace(ctx context.Context, id geo.PlaceID) error {
	var to uuid.UUID
	var gone bool
	for _, x := range []struct {
		name string
		into any
		say  func() error
	}{
		{"place_moved", &to, func() error { return &geo.Moved{ID: id, To: to} }},
		{"place_gone", &gone, func() error { return &geo.Gone{ID: id} }},
	} {
		switch err := s.db.QueryRow(ctx, query(x.name), id).Scan(x.into); {
		case err == nil:
			return x.say()
		case !errors.Is(err, pgx.ErrNoRows):
			return err
		}
	}
	return geo.NotFound("Nessun luogo ha l'identificativo %s / no such place", id)
}
