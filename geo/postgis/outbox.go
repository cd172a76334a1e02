package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/mail"
)

// Enqueue puts a mail into the outbox. Inside Atomically it is sent only if the
// transaction ends well. A message whose id is there already changes nothing.
func (s *Store) Enqueue(ctx context.Context, m mail.Message) error {
	if err := m.Check(); err != nil {
		return err
	}
	_, err := s.exec(ctx, "mail_insert", m.ID, m.To, access.FoldEmail(m.To), string(m.Template), m.Lang, m.Values, m.At, timeOrNull(m.Until))
	return err
}

// ClaimMail takes the mail that has waited longest, for as long as lease: after
// that somebody else may take it. It gives geo.ErrNotFound when none is to be
// sent now. The attempt names who has taken it.
func (s *Store) ClaimMail(ctx context.Context, now time.Time, lease time.Duration) (m mail.Message, attempt int, err error) {
	var until *time.Time
	err = s.db.QueryRow(ctx, query("mail_claim"), now, now.Add(lease)).
		Scan(&m.ID, &m.To, &m.Template, &m.Lang, &m.Values, &m.At, &until, &attempt)
	if until != nil {
		m.Until = *until
	}
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		err = fmt.Errorf("mail_claim: %w", err)
	}
	return m, attempt, notFound(err, "no mail waits")
}

// MailSent marks a mail as sent and forgets what it said. It gives
// geo.ErrConflict when the lease has ended and another attempt has begun.
func (s *Store) MailSent(ctx context.Context, id uuid.UUID, attempt int, now time.Time) error {
	return s.mark(ctx, "mail_sent", id, attempt, now)
}

// MailAgain lets a mail wait until next; fault says why, without addresses.
func (s *Store) MailAgain(ctx context.Context, id uuid.UUID, attempt int, next time.Time, fault string) error {
	return s.mark(ctx, "mail_again", id, attempt, next, fault)
}

// MailFailed gives a mail up and forgets what it said.
func (s *Store) MailFailed(ctx context.Context, id uuid.UUID, attempt int, fault string) error {
	return s.mark(ctx, "mail_failed", id, attempt, fault)
}

func (s *Store) mark(ctx context.Context, statement string, args ...any) error {
	n, err := s.exec(ctx, statement, args...)
	if err == nil && n != 1 {
		return fmt.Errorf("%s: another attempt has begun: %w", statement, geo.ErrConflict)
	}
	return err
}

// MailCount says how many mails are in a state, and for which fault.
type MailCount struct {
	State string // waiting, sending, sent, failed
	Fault string
	Mails int
	Since time.Time // the oldest of them was written
}

// MailCounts counts the outbox.
func (s *Store) MailCounts(ctx context.Context) ([]MailCount, error) {
	return all(ctx, s.db, pgx.RowToStructByPos[MailCount], "mail_counts")
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
