package postgis

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/registry"
)

// InsertMessage writes a claim or report. Without a person it waits for its
// address and is in no queue.
func (s *Store) InsertMessage(ctx context.Context, m registry.Message) error {
	var confirmed *time.Time
	if m.Person != uuid.Nil {
		confirmed = &m.At
	}
	_, err := s.exec(ctx, "message_insert", m.ID, m.Entry, m.Claim, orNull(m.Person), m.Text, m.At, confirmed)
	return err
}

// OpenMessage gives a claim or report that is confirmed and open, and holds it to
// the end of the transaction; geo.ErrNotFound when there is none.
func (s *Store) OpenMessage(ctx context.Context, id uuid.UUID) (registry.Message, error) {
	rows, err := all(ctx, s.db, scanMessage, "message_open", id)
	if err != nil {
		return registry.Message{}, err
	}
	if len(rows) == 0 {
		return registry.Message{}, geo.NotFound("Questo messaggio è già stato chiuso, o non c'è / this message is closed or unknown")
	}
	return rows[0], nil
}

// OpenMessages lists the open claims, else the open reports, of an entry.
func (s *Store) OpenMessages(ctx context.Context, entry uuid.UUID, claims bool) ([]registry.Message, error) {
	return all(ctx, s.db, scanMessage, "messages_open", entry, claims)
}

// ConfirmMessage makes a person the author of a message that waited for its
// address. False says that there is no such message any more.
func (s *Store) ConfirmMessage(ctx context.Context, id, person uuid.UUID, at time.Time) (bool, error) {
	n, err := s.exec(ctx, "message_confirm", id, person, at)
	return n == 1, err
}

// CloseMessage closes a message; geo.ErrConflict when somebody else just has.
func (s *Store) CloseMessage(ctx context.Context, id uuid.UUID, at time.Time) error {
	n, err := s.exec(ctx, "message_close", id, at)
	if err == nil && n != 1 {
		return geo.ErrConflict
	}
	return err
}

// MoveMessages takes the open messages of an entry to the one it was merged into.
func (s *Store) MoveMessages(ctx context.Context, from, to uuid.UUID) error {
	_, err := s.exec(ctx, "messages_move", from, to)
	return err
}

func scanMessage(r pgx.CollectableRow) (registry.Message, error) {
	var m registry.Message
	err := r.Scan(&m.ID, &m.Entry, &m.Claim, &m.Person, &m.Email, &m.Text, &m.At)
	return m, err
}

// SaveConsents logs what somebody has agreed to; person is zero until the
// address is confirmed.
func (s *Store) SaveConsents(ctx context.Context, entry, person uuid.UUID, list []registry.Consent, at time.Time) error {
	for _, c := range list {
		if _, err := s.exec(ctx, "consent_insert", entry, orNull(person), string(c.What), c.Version, c.Given, at); err != nil {
			return err
		}
	}
	return nil
}

// SignConsents makes them those of the person who has confirmed the address.
func (s *Store) SignConsents(ctx context.Context, entry, person uuid.UUID) error {
	_, err := s.exec(ctx, "consents_sign", entry, person)
	return err
}
