package work

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/mail"
)

// MailRows is the outbox as a sender sees it.
type MailRows interface {
	ClaimMail(ctx context.Context, now time.Time, lease time.Duration) (mail.Message, int, error)
	MailSent(ctx context.Context, id uuid.UUID, attempt int, now time.Time) error
	MailAgain(ctx context.Context, id uuid.UUID, attempt int, next time.Time, fault string) error
	MailFailed(ctx context.Context, id uuid.UUID, attempt int, fault string) error
	PruneAccess(ctx context.Context, now time.Time) error
}

// MailSender sends a message, or says why not: a *mail.Fault.
type MailSender interface {
	Send(context.Context, mail.Message) error
}

// Outbox sends the mails that wait. Each is sent at least once: when the program
// ends between the answer of the mail server and the mark in the database, the
// mail is sent again when its lease has ended, with the same Message-ID and the
// same text, by which mail programs know it as one. Several may run at once.
type Outbox struct {
	Rows   MailRows
	Sender MailSender // nil: without a mail server the mails wait
	Log    *slog.Logger
	Now    func() time.Time
	Lease  time.Duration // longer than a sending takes; 0 is two minutes
	Look   time.Duration // pause between looks when nothing waits; 0 is a second
}

// The retries: after 1, 2, 4 … minutes, at most six hours apart; 16 in all are
// about two days.
const (
	mailAttempts   = 16
	mailFirstPause = time.Minute
	mailLongest    = 6 * time.Hour
	tidyEvery      = time.Hour
)

// Run works until ctx ends.
func (o *Outbox) Run(ctx context.Context) {
	var tidied time.Time
	for ctx.Err() == nil {
		if now := o.Now(); now.Sub(tidied) >= tidyEvery {
			tidied = now
			if err := o.Rows.PruneAccess(ctx, now); err != nil && ctx.Err() == nil {
				o.Log.Warn("what is over was not removed", "error", err)
			}
		}
		if err := o.SendAll(ctx); err != nil && ctx.Err() == nil {
			o.Log.Error("outbox", "error", err)
			sleep(ctx, 5*time.Second)
		}
		sleep(ctx, orElse(o.Look, time.Second))
	}
}

// SendAll sends every mail whose time has come.
func (o *Outbox) SendAll(ctx context.Context) error {
	if o.Sender == nil {
		return nil
	}
	for ctx.Err() == nil {
		more, err := o.SendOne(ctx)
		if err != nil || !more {
			return err
		}
	}
	return ctx.Err()
}

// SendOne sends the mail that has waited longest; false when none is to be sent.
func (o *Outbox) SendOne(ctx context.Context) (bool, error) {
	lease := orElse(o.Lease, 2*time.Minute)
	m, attempt, err := o.Rows.ClaimMail(ctx, o.Now(), lease)
	if errors.Is(err, geo.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var failed error
	if !m.Until.IsZero() && !o.Now().Before(m.Until) {
		failed = &mail.Fault{Class: "too_late", Permanent: true}
	} else {
		sending, cancel := context.WithTimeout(ctx, lease/2)
		failed = o.Sender.Send(sending, m)
		cancel()
	}
	// What the mail server has answered is written down even when the program is
	// told to stop meanwhile.
	marking, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err = o.mark(marking, m, attempt, failed)
	if errors.Is(err, geo.ErrConflict) { // the lease had ended: the next attempt marks it
		o.Log.Warn("a mail took longer than its lease and may arrive twice", "mail", m.ID, "template", m.Template)
		return true, nil
	}
	return true, err
}

func (o *Outbox) mark(ctx context.Context, m mail.Message, attempt int, failed error) error {
	if failed == nil {
		return o.Rows.MailSent(ctx, m.ID, attempt, o.Now())
	}
	class, permanent := "unknown", false
	if fault, ok := errors.AsType[*mail.Fault](failed); ok {
		class, permanent = fault.Class, fault.Permanent
	}
	o.Log.Warn("mail not sent", "mail", m.ID, "template", m.Template, "attempt", attempt, "fault", class)
	if permanent || attempt >= mailAttempts {
		return o.Rows.MailFailed(ctx, m.ID, attempt, class)
	}
	return o.Rows.MailAgain(ctx, m.ID, attempt, o.Now().Add(mailPause(attempt)), class)
}

// mailPause is how long a mail waits after so many attempts.
func mailPause(attempt int) time.Duration {
	pause := mailFirstPause << min(attempt-1, 20)
	return min(pause, mailLongest)
}

func orElse(d, other time.Duration) time.Duration {
	if d == 0 {
		return other
	}
	return d
}
