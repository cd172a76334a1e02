package postgis

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// ScrubEntry empties all that was ever written in and about an entry: every
// version, every reason, claims, reports, consents, mails and links. That there
// was an entry, and who did what when, stays, with a tombstone.
func (s *Store) ScrubEntry(ctx context.Context, id uuid.UUID, at time.Time) error {
	for _, x := range []struct {
		statement string
		args      []any
	}{
		{"scrub_names", []any{id}}, // asks the revisions
		{"scrub_revisions", []any{id}},
		{"scrub_transitions", []any{id}},
		{"scrub_messages", []any{id, at}},
		{"scrub_consents", []any{id}},
		{"scrub_entry", []any{id}},
		{"scrub_keys", []any{id}},
		{"erasure_insert", []any{id, "entry", at}},
	} {
		if _, err := s.exec(ctx, x.statement, x.args...); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson forgets a person: address, sessions, roles, mails, the words of
// what was claimed, reported and given as reasons. Unanswered are the entries
// that nobody else keeps: their contacts that are not public go. It gives the
// entries of which something went, for what people see of them to be written anew.
func (s *Store) ErasePerson(ctx context.Context, p access.Person, who access.Hash, unanswered []uuid.UUID, at time.Time) ([]uuid.UUID, error) {
	if err := s.Forget(ctx, p); err != nil {
		return nil, err
	}
	if unanswered == nil {
		unanswered = []uuid.UUID{}
	}
	touched, err := all(ctx, s.db, pgx.RowTo[uuid.UUID], "person_address_scrub", access.FoldEmail(p.Email), unanswered)
	if err != nil {
		return nil, err
	}
	for _, x := range []struct {
		statement string
		args      []any
	}{
		{"person_words_scrub", []any{p.ID}},
		{"person_messages_scrub", []any{p.ID, at}},
		{"person_keys_scrub", []any{who[:]}},
		{"person_erase", []any{p.ID, at}},
		{"erasure_insert", []any{p.ID, "person", at}},
	} {
		if _, err := s.exec(ctx, x.statement, x.args...); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(touched, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(touched), nil
}

// OldDrafts gives the drafts that nobody signed in keeps and that were not
// touched since.
func (s *Store) OldDrafts(ctx context.Context, since time.Time) ([]uuid.UUID, error) {
	return all(ctx, s.db, pgx.RowTo[uuid.UUID], "drafts_old", since)
}

// PruneMessages forgets claims and reports whose address was never confirmed.
func (s *Store) PruneMessages(ctx context.Context, before time.Time) (int64, error) {
	return s.exec(ctx, "messages_prune", before)
}

// Held gives what is held about a person beside the entries that the person
// keeps: see registry.Holding.
func (s *Store) Held(ctx context.Context, p access.Person, now time.Time) (registry.Holding, error) {
	h := registry.Holding{At: now, Person: p}
	err := s.db.QueryRow(ctx, query("held_person"), p.ID, access.FoldEmail(p.Email), now).Scan(&h.Since, &h.Sessions, &h.Mails)
	if err != nil {
		return h, notFound(err, "Questa persona non è nota. / This person is not known.")
	}
	if h.Written, err = all(ctx, s.db, func(r pgx.CollectableRow) (registry.Revision, error) {
		var entry uuid.UUID
		v, err := scanRevision(r, &entry)
		v.Entry = entry
		return v, err
	}, "held_written", p.ID); err != nil {
		return h, err
	}
	if h.Done, err = all(ctx, s.db, func(r pgx.CollectableRow) (registry.Transition, error) {
		var entry uuid.UUID
		t, err := scanTransition(r, &entry)
		t.Entry = entry
		return t, err
	}, "held_done", p.ID); err != nil {
		return h, err
	}
	if h.Messages, err = all(ctx, s.db, scanMessage, "messages_of", p.ID); err != nil {
		return h, err
	}
	h.Consents, err = all(ctx, s.db, func(r pgx.CollectableRow) (registry.HeldConsent, error) {
		var c registry.HeldConsent
		err := r.Scan(&c.What, &c.Version, &c.Given, &c.Entry.ID, &c.At)
		return c, err
	}, "consents_of", p.ID)
	return h, err
}
