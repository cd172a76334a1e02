package work_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/mail"
	"atlante/geo/mail/receiver"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// clock is moved by hand.
type clock struct{ ns atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.ns.Store(time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.ns.Load()).UTC() }
func (c *clock) forward(d time.Duration) { c.ns.Add(int64(d)) }

func sender(t testing.TB, address string) *mail.SMTP {
	t.Helper()
	l, err := mail.NewLetters("Atlante <no-reply@atlante.example>", "https://atlante.example", "Ente di prova")
	if err != nil {
		t.Fatal(err)
	}
	s, err := mail.NewSMTP("smtp://"+address, l)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func approved(c *clock, to string) mail.Message {
	return mail.Message{ID: uuid.Must(uuid.NewV7()), To: to, Template: mail.Approved, Lang: "it", At: c.now(),
		Values: map[string]string{mail.Path: "/luoghi/0190", mail.Name: "Circolo di prova"}}
}

func mailStates(t testing.TB, conn *pgx.Conn) map[string]int {
	t.Helper()
	rows, err := conn.Query(t.Context(), `SELECT state, count(*)::int FROM atlante.mail GROUP BY state`)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	var state string
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&state, &n}, func() error { out[state] = n; return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// crashing is a store beside a program that is killed at random: between the
// answer of the mail server and the mark, or while it marks.
type crashing struct {
	*postgis.Store
	kill   func()
	chance float64
}

var errKilled = errors.New("killed")

func (c crashing) MailSent(ctx context.Context, id uuid.UUID, attempt int, now time.Time) error {
	if rand.Float64() < c.chance {
		c.kill()
		return errKilled // the program is gone before the mark
	}
	return c.Store.MailSent(ctx, id, attempt, now)
}

// 200 mails and workers that are killed at random points: every mail arrives,
// each with one Message-ID of its own, and what arrives twice is the same mail.
func TestMailsSurviveCrashes(t *testing.T) {
	t.Parallel()
	s, c := geotest.Empty(t), newClock()
	box := geotest.Mailbox(t, nil)
	const mails = 200
	want := map[string]string{}
	for i := range mails {
		m := approved(c, fmt.Sprintf("persona%d@esempio.example", i))
		want[m.To] = "<" + m.ID.String() + "@atlante.example>"
		if err := s.Enqueue(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	conn := geotest.Login(t, s)
	crashes := 0
	for mailStates(t, conn)["sent"] < mails {
		if crashes++; crashes > 5000 {
			t.Fatalf("the outbox gets stuck: %v", mailStates(t, conn))
		}
		life(t, s, c, sender(t, box.Address()))
		c.forward(3 * time.Minute) // leases end, pauses too
	}
	arrived := map[string]string{}
	bodies := map[string]string{}
	for _, r := range box.Mails() {
		m := geotest.Read(t, r)
		if other, twice := arrived[m.To]; twice && (other != m.MessageID || bodies[m.To] != string(m.Raw)) {
			t.Errorf("%s got two different mails, %s and %s", m.To, other, m.MessageID)
		}
		arrived[m.To], bodies[m.To] = m.MessageID, string(m.Raw)
	}
	for to, id := range want {
		if arrived[to] != id {
			t.Errorf("%s got %q, expected %s", to, arrived[to], id)
		}
	}
	if len(arrived) != mails || crashes < 10 {
		t.Errorf("%d mails arrived after %d crashes", len(arrived), crashes)
	}
	t.Logf("%d crashes, %d letters for %d mails", crashes, len(box.Mails()), mails)
}

// life runs two workers at once until one of them is killed.
func life(t *testing.T, s *postgis.Store, c *clock, smtp work.MailSender) {
	t.Helper()
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	after := time.AfterFunc(time.Duration(rand.IntN(60))*time.Millisecond, kill)
	defer after.Stop()
	var both sync.WaitGroup
	for range 2 {
		o := work.Outbox{Rows: crashing{s, kill, 0.1}, Sender: smtp, Log: geotest.Log(), Now: c.now}
		both.Go(func() {
			if err := o.SendAll(ctx); err != nil && !errors.Is(err, errKilled) && ctx.Err() == nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
}

// A mail of a transaction that fails was never written.
func TestAMailGoesWithItsTransaction(t *testing.T) {
	t.Parallel()
	s, c := geotest.Empty(t), newClock()
	err := s.Atomically(t.Context(), func(s *postgis.Store) error {
		if err := s.Enqueue(t.Context(), approved(c, "anna@esempio.example")); err != nil {
			return err
		}
		return errKilled
	})
	if !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	m := approved(c, "bruno@esempio.example")
	for range 2 { // the same id again changes nothing
		if err := s.Atomically(t.Context(), func(s *postgis.Store) error { return s.Enqueue(t.Context(), m) }); err != nil {
			t.Fatal(err)
		}
	}
	if got := mailStates(t, geotest.Login(t, s)); len(got) != 1 || got["waiting"] != 1 {
		t.Errorf("%v", got)
	}
}

// What the server refuses for now is tried again, later and later; what it
// refuses for good, and what is of no use any more, is given up and forgotten.
func TestMailsThatAreRefused(t *testing.T) {
	t.Parallel()
	s, c := geotest.Empty(t), newClock()
	conn := geotest.Login(t, s)
	var code atomic.Int32
	code.Store(451)
	box := geotest.Mailbox(t, func(receiver.Received) error {
		if n := code.Load(); n != 0 {
			return &smtp.SMTPError{Code: int(n), EnhancedCode: smtp.EnhancedCodeNotSet, Message: "no mail for anna@esempio.example"}
		}
		return nil
	})
	var log strings.Builder
	o := work.Outbox{Rows: s, Sender: sender(t, box.Address()), Now: c.now, Log: slog.New(slog.NewTextHandler(&log, nil))}
	later, never, late := approved(c, "anna@esempio.example"), approved(c, "bruno@esempio.example"), approved(c, "carla@esempio.example")
	late.Until = c.now().Add(10 * time.Minute)
	send := func(want map[string]int) {
		t.Helper()
		if err := o.SendAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := mailStates(t, conn); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, expected %v", got, want)
		}
	}
	enqueue := func(m mail.Message) {
		t.Helper()
		if err := s.Enqueue(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	enqueue(later)
	enqueue(late)
	send(map[string]int{"waiting": 2})
	send(map[string]int{"waiting": 2}) // not yet
	var attempts int
	if err := conn.QueryRow(t.Context(), `SELECT max(attempts) FROM atlante.mail`).Scan(&attempts); err != nil || attempts != 1 {
		t.Errorf("%d attempts without a pause, %v", attempts, err)
	}
	c.forward(11 * time.Minute)
	send(map[string]int{"waiting": 1, "failed": 1})
	code.Store(554)
	enqueue(never)
	send(map[string]int{"waiting": 1, "failed": 2})
	code.Store(0)
	c.forward(time.Hour)
	send(map[string]int{"sent": 1, "failed": 2})
	if n := len(box.Mails()); n != 1 || box.Mails()[0].To[0] != later.To {
		t.Errorf("%d mails arrived", n)
	}
	counts, err := s.MailCounts(t.Context())
	if err != nil || len(counts) != 3 || counts[0].Fault != "refused_content" || counts[1].Fault != "too_late" || counts[2].State != "sent" {
		t.Errorf("%+v, %v", counts, err)
	}
	var kept int
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM atlante.mail WHERE values <> '{}' OR fault LIKE '%@%'`).Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d mails keep what they said, %v", kept, err)
	}
	if strings.Contains(log.String(), "anna") || !strings.Contains(log.String(), "refused_content") {
		t.Errorf("log: %s", log.String())
	}
}

// A mail that nobody can send is given up after two days.
func TestMailsAreNotTriedForEver(t *testing.T) {
	t.Parallel()
	s, c := geotest.Empty(t), newClock()
	box := geotest.Mailbox(t, func(receiver.Received) error { return errors.New("disk full") })
	if err := s.Enqueue(t.Context(), approved(c, "anna@esempio.example")); err != nil {
		t.Fatal(err)
	}
	o := work.Outbox{Rows: s, Sender: sender(t, box.Address()), Now: c.now, Log: geotest.Log()}
	began, conn := c.now(), geotest.Login(t, s)
	for range 10000 {
		if err := o.SendAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		if mailStates(t, conn)["failed"] == 1 {
			if took := c.now().Sub(began); took < 24*time.Hour || took > 4*24*time.Hour {
				t.Errorf("given up after %s", took)
			}
			return
		}
		c.forward(time.Hour)
	}
	t.Error("never given up")
}

// Without a mail server the mails wait; with one they go by themselves.
func TestMailsWaitForAServer(t *testing.T) {
	t.Parallel()
	s, c := geotest.Empty(t), newClock()
	if err := s.Enqueue(t.Context(), approved(c, "anna@esempio.example")); err != nil {
		t.Fatal(err)
	}
	without := work.Outbox{Rows: s, Log: geotest.Log(), Now: c.now}
	if err := without.SendAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if counts, err := s.MailCounts(t.Context()); err != nil || len(counts) != 1 || counts[0].State != "waiting" || counts[0].Mails != 1 {
		t.Errorf("%+v, %v", counts, err)
	}
	box := geotest.Mailbox(t, nil)
	running(t, &work.Outbox{Rows: s, Sender: sender(t, box.Address()), Log: geotest.Log(), Now: c.now, Look: 10 * time.Millisecond})
	if m := geotest.AwaitMail(t, box, "anna@esempio.example", 1); m.Subject != "La tua scheda è sulla mappa" || !strings.Contains(m.Text, "https://atlante.example/luoghi/0190\n") {
		t.Errorf("%q %q", m.Subject, m.Text)
	}
}

// running runs an outbox until the test ends.
func running(t testing.TB, o *work.Outbox) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { o.Run(ctx); close(done) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Error("the outbox does not end")
		}
	})
}

// A lease that has ended belongs to somebody else: who held it marks nothing.
func TestALeaseThatEnded(t *testing.T) {
	t.Parallel()
	s, c := geotest.Empty(t), newClock()
	if err := s.Enqueue(t.Context(), approved(c, "anna@esempio.example")); err != nil {
		t.Fatal(err)
	}
	m, first, err := s.ClaimMail(t.Context(), c.now(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.ClaimMail(t.Context(), c.now(), time.Minute); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("taken twice: %v", err)
	}
	c.forward(time.Minute)
	again, second, err := s.ClaimMail(t.Context(), c.now(), time.Minute)
	if err != nil || again.ID != m.ID || second != first+1 {
		t.Fatalf("%+v, %d, %v", again, second, err)
	}
	for name, err := range map[string]error{
		"sent": s.MailSent(t.Context(), m.ID, first, c.now()), "again": s.MailAgain(t.Context(), m.ID, first, c.now(), "x"),
		"failed": s.MailFailed(t.Context(), m.ID, first, "x"),
	} {
		if !errors.Is(err, geo.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.MailSent(t.Context(), m.ID, second, c.now()); err != nil {
		t.Error(err)
	}
}
