package postgis

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo/registry"
)

// Keepers lists those who keep an entry, by when they came.
func (s *Store) Keepers(ctx context.Context, entry uuid.UUID) ([]registry.Keeper, error) {
	return all(ctx, s.db, pgx.RowToStructByPos[registry.Keeper], "keepers", entry)
}

// ConsentsOn lists what was agreed to about an entry, newest first.
func (s *Store) ConsentsOn(ctx context.Context, entry uuid.UUID) ([]registry.HeldConsent, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (registry.HeldConsent, error) {
		c := registry.HeldConsent{Entry: registry.Entry{ID: entry}}
		return c, r.Scan(&c.What, &c.Version, &c.Given, &c.At)
	}, "consents_on", entry)
}
