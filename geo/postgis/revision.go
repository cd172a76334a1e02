package postgis

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/registry"
)

// Revision gives one version of what an entry says.
func (s *Store) Revision(ctx context.Context, entry uuid.UUID, number int) (registry.Revision, error) {
	rows, err := all(ctx, s.db, scanRevisionOf(entry), "revision", entry, number)
	if err != nil {
		return registry.Revision{}, err
	}
	if len(rows) == 0 {
		return registry.Revision{}, geo.NotFound("La scheda %s non ha la versione %d / no such revision", entry, number)
	}
	return rows[0], nil
}

// Revisions lists all versions of an entry, newest first.
func (s *Store) Revisions(ctx context.Context, entry uuid.UUID) ([]registry.Revision, error) {
	return all(ctx, s.db, scanRevisionOf(entry), "revisions", entry)
}

func scanRevisionOf(entry uuid.UUID) func(pgx.CollectableRow) (registry.Revision, error) {
	return func(r pgx.CollectableRow) (registry.Revision, error) {
		v, err := scanRevision(r)
		v.Entry = entry
		return v, err
	}
}

// scanRevision reads what first points to, then the columns of revision.sql.
func scanRevision(r pgx.CollectableRow, first ...any) (registry.Revision, error) {
	var v registry.Revision
	var content []byte
	var author *uuid.UUID
	err := r.Scan(append(first, &v.Number, &content, &author, &v.Role, &v.At, &v.Reason, &v.Source.Name, &v.Source.Licence,
		&v.Source.RetrievedOn, &v.Approved)...)
	if err != nil {
		return v, err
	}
	v.Author = orZero(author)
	v.Content, err = decodeContent(content)
	return v, err
}

// InsertRevision writes a new version.
func (s *Store) InsertRevision(ctx context.Context, r registry.Revision) error {
	content, err := encodeContent(r.Content)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, "revision_insert", r.Entry, r.Number, content, orNull(r.Author), string(r.Role), r.At, r.Reason,
		r.Source.Name, r.Source.Licence, date(r.Source.RetrievedOn), r.Approved)
	return err
}

// ApproveRevision marks a version as one that people see or have seen.
func (s *Store) ApproveRevision(ctx context.Context, entry uuid.UUID, number int) error {
	n, err := s.exec(ctx, "revision_approve", entry, number)
	if err == nil && n != 1 {
		err = geo.NotFound("La scheda %s non ha la versione %d / no such revision", entry, number)
	}
	return err
}

// Transitions lists the history of an entry, newest first.
func (s *Store) Transitions(ctx context.Context, entry uuid.UUID) ([]registry.Transition, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (registry.Transition, error) {
		t, err := scanTransition(r)
		t.Entry = entry
		return t, err
	}, "transitions", entry)
}

// scanTransition reads what first points to, then the columns of transitions.sql.
func scanTransition(r pgx.CollectableRow, first ...any) (registry.Transition, error) {
	var t registry.Transition
	var actor *uuid.UUID
	err := r.Scan(append(first, &t.At, &actor, &t.Role, &t.Action, &t.From, &t.To, &t.Version, &t.Revision, &t.Reason)...)
	t.Actor = orZero(actor)
	return t, err
}

// InsertTransition writes a line of the history.
func (s *Store) InsertTransition(ctx context.Context, t registry.Transition) error {
	_, err := s.exec(ctx, "transition_insert", t.Entry, t.Version, t.At, orNull(t.Actor), string(t.Role), string(t.Action),
		string(t.From), string(t.To), t.Revision, t.Reason)
	return err
}
