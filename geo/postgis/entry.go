package postgis

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// Entry gives an entry with its stewards.
func (s *Store) Entry(ctx context.Context, id uuid.UUID) (registry.Entry, error) {
	rows, err := all(ctx, s.db, scanEntry, "entry", id)
	if err != nil {
		return registry.Entry{}, err
	}
	if len(rows) == 0 {
		return registry.Entry{}, geo.NotFound("Nessuna scheda ha l'identificativo %s / no such entry", id)
	}
	return rows[0], nil
}

// HoldEntry is Entry, and nobody else changes it before the end of the
// transaction: for changes by those who have not seen a version.
func (s *Store) HoldEntry(ctx context.Context, id uuid.UUID) (registry.Entry, error) {
	if _, err := s.exec(ctx, "entry_hold", id); err != nil {
		return registry.Entry{}, err
	}
	return s.Entry(ctx, id)
}

func scanEntry(r pgx.CollectableRow) (registry.Entry, error) { return scanEntryAnd(r) }

// scanEntryAnd reads the columns of entry.sql and those that follow.
func scanEntryAnd(r pgx.CollectableRow, more ...any) (registry.Entry, error) {
	var e registry.Entry
	var merged *uuid.UUID
	var browser []byte
	var submitted *time.Time
	var persons []uuid.UUID
	var roles []access.Role
	columns := []any{&e.ID, &e.State, &e.Version, &e.Public, &e.Waiting, &e.Checked, &e.Last, &merged, &e.Verification, &e.Kind, &e.Comune,
		&e.Zone, &e.Network, &browser, &e.CreatedAt, &e.ChangedAt, &submitted, &persons, &roles}
	err := r.Scan(append(columns, more...)...)
	e.MergedInto, e.SubmittedAt = orZero(merged), orZero(submitted)
	copy(e.Browser[:], browser)
	for i, p := range persons {
		e.Stewards = append(e.Stewards, registry.Steward{Person: p, Role: roles[i]})
	}
	return e, err
}

// InsertEntry writes a new entry with its stewards.
func (s *Store) InsertEntry(ctx context.Context, e registry.Entry) error {
	_, err := s.exec(ctx, "entry_insert", e.ID, string(e.State), e.Version, e.Public, e.Waiting, e.Checked, e.Last, string(e.Verification),
		string(e.Kind), string(e.Comune), string(e.Network), hashOrNull(e.Browser), e.ChangedAt, orNull(e.SubmittedAt))
	if err != nil {
		return err
	}
	return s.saveStewards(ctx, e)
}

// ChangeEntry writes what became of an entry whose version was seen. When
// somebody else has written meanwhile it writes nothing and gives
// *registry.Conflict with what stands there now.
func (s *Store) ChangeEntry(ctx context.Context, e registry.Entry, seen int) error {
	n, err := s.exec(ctx, "entry_change", e.ID, seen, e.Version, string(e.State), e.Public, e.Waiting, e.Checked, e.Last,
		orNull(e.MergedInto), string(e.Verification), string(e.Kind), string(e.Comune), string(e.Network), hashOrNull(e.Browser),
		e.ChangedAt, orNull(e.SubmittedAt))
	if err != nil {
		return err
	}
	if n != 1 {
		return s.conflict(ctx, e.ID)
	}
	return s.saveStewards(ctx, e)
}

// conflict says what stands there now.
func (s *Store) conflict(ctx context.Context, id uuid.UUID) error {
	e, err := s.Entry(ctx, id)
	if err != nil {
		return err
	}
	theirs, err := s.Revision(ctx, id, cmp.Or(e.Waiting, e.Public, e.Last))
	if err != nil {
		return err
	}
	return &registry.Conflict{Entry: e, Theirs: theirs}
}

// saveStewards makes exactly those of e keep the entry.
func (s *Store) saveStewards(ctx context.Context, e registry.Entry) error {
	persons := make([]uuid.UUID, len(e.Stewards))
	for i, t := range e.Stewards {
		persons[i] = t.Person
	}
	if _, err := s.exec(ctx, "stewards_clear", e.ID, persons); err != nil {
		return err
	}
	for _, t := range e.Stewards {
		if _, err := s.exec(ctx, "steward_save", e.ID, t.Person, string(t.Role), e.ChangedAt); err != nil {
			return err
		}
	}
	return nil
}

// orNull gives nil for the zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// orZero gives the zero value for nil.
func orZero[T any](v *T) T {
	if v == nil {
		var zero T
		return zero
	}
	return *v
}
