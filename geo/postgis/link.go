package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo/access"
)

// SaveLink keeps a link that was asked for, without its secret.
func (s *Store) SaveLink(ctx context.Context, l access.Link) error {
	_, err := s.exec(ctx, "link_insert", l.Token[:], string(l.Purpose), l.Email, l.Folded, l.Lang,
		idOrNull(l.Entry), idOrNull(l.Message), l.To, hashOrNull(l.Browser), l.AskedAt, l.ExpiresAt)
	return err
}

// Link looks at a link and changes nothing; geo.ErrNotFound when it is unknown.
func (s *Store) Link(ctx context.Context, token access.Hash) (access.Link, error) {
	return oneLink(s.db.QueryRow(ctx, query("link"), token[:]))
}

// DropLinks forgets the links of an entry that were sent for a purpose and not
// used yet, but for those to one address; "" keeps none.
func (s *Store) DropLinks(ctx context.Context, entry uuid.UUID, p access.Purpose, keep string) error {
	_, err := s.exec(ctx, "link_drop", entry, string(p), access.FoldEmail(keep))
	return err
}

// UseLink uses a link, which works once: before it expires, and for signing in
// only in the browser that has asked. It gives geo.ErrNotFound otherwise, and
// the link is as it was.
func (s *Store) UseLink(ctx context.Context, token, browser access.Hash, now time.Time) (access.Link, error) {
	return oneLink(s.db.QueryRow(ctx, query("link_use"), token[:], now, hashOrNull(browser), now.Add(-access.SessionLink)))
}

func oneLink(row pgx.Row) (access.Link, error) {
	var l access.Link
	var token, browser []byte
	var entry, message *uuid.UUID
	var used *time.Time
	err := row.Scan(&token, &l.Purpose, &l.Email, &l.Folded, &l.Lang, &entry, &message, &l.To, &browser, &l.AskedAt, &l.ExpiresAt, &used)
	if err != nil {
		return access.Link{}, notFound(fmt.Errorf("link: %w", err), "Questo collegamento non vale più. / This link does not work any more.")
	}
	l.AskedAt, l.ExpiresAt = l.AskedAt.UTC(), l.ExpiresAt.UTC()
	copy(l.Token[:], token)
	copy(l.Browser[:], browser)
	if entry != nil {
		l.Entry = *entry
	}
	if message != nil {
		l.Message = *message
	}
	if used != nil {
		l.UsedAt = used.UTC()
	}
	return l, nil
}

func hashOrNull(h access.Hash) []byte {
	if h.IsZero() {
		return nil
	}
	return h[:]
}

func idOrNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
