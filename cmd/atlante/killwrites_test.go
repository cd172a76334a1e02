package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// writer is a partner on his way: he sends an entry in, then confirms its address.
type writer struct {
	*browser
	name, email string
	form        url.Values
	link        string
	sent        bool          // the entry was acknowledged
	confirmed   bool          // so was the address
	tries       int           // of sending the entry, that reached the service
	told        *atomic.Int64 // writes that were acknowledged, by all
	unknown     *atomic.Int64 // writes whose answer was cut off, by all
}

// step takes the next step. An answer that never came leaves the writer where he
// was: he tries again, with the very same form.
func (w *writer) step(s *service) error {
	if !w.sent {
		a := w.post(s, "/partecipa/nuova", w.form)
		if !a.unsent {
			w.tries++
		}
		if a.code == 0 || a.code == http.StatusServiceUnavailable {
			w.cut(a)
			return nil
		}
		if a.code != http.StatusSeeOther || !(strings.HasPrefix(a.location, "/partecipa/inviata") || strings.HasPrefix(a.location, "/mie-schede/")) {
			return fmt.Errorf("%s: %d %s\n%s", w.name, a.code, a.location, faultsOf(a.body))
		}
		w.sent = true
		w.told.Add(1)
		return nil
	}
	if w.link == "" || w.confirmed {
		return nil
	}
	a := w.post(s, w.link, url.Values{})
	switch a.code {
	case http.StatusSeeOther, http.StatusGone: // gone: the first time has worked, though its answer was lost
		w.confirmed = true
		w.told.Add(1)
	case 0, http.StatusServiceUnavailable:
		w.cut(a)
	default:
		return fmt.Errorf("%s: %s: %d", w.name, w.link, a.code)
	}
	return nil
}

// cut counts an answer that never came, unless nobody was asked.
func (w *writer) cut(a answer) {
	if !a.unsent {
		w.unknown.Add(1)
	}
}

// kill -9 of the service while partners send entries in and confirm them: what
// was acknowledged is there, what was not and is sent again is there once, and
// no mail has two ids.
func TestKilledWrites(t *testing.T) {
	t.Parallel()
	const each = 4 // writers in a round
	kills := rounds(3, 20)
	data := begunDir(t)
	m := newMailbox(t)
	s := serving(t, data, withMail(m))
	var writers []*writer
	var told, unknown atomic.Int64
	for i := range each * kills {
		w := &writer{browser: newBrowser(t, fmt.Sprintf("10.%d.%d.9", i/200, i%200)), name: fmt.Sprintf("Circolo Ucciso %03d", i), email: fmt.Sprintf("socio@c%03d.example", i), told: &told, unknown: &unknown}
		w.form = entryForm(w.browser.form(t, s, "/partecipa/nuova"), w.name, w.email, i)
		writers = append(writers, w)
	}
	time.Sleep(6100 * time.Millisecond) // nobody is faster
	for round := range kills {
		var busy []*writer
		for _, w := range writers[:each*(round+1)] {
			if !w.confirmed && (w.sent || w.tries < 4) { // the limit is five an hour; one is for the end
				busy = append(busy, w)
			}
		}
		for _, w := range busy {
			if w.sent && w.link == "" {
				w.link = m.link(t, w.email)
			}
		}
		var all sync.WaitGroup
		before := told.Load()
		for _, w := range busy {
			all.Go(func() {
				for range 2 {
					if err := w.step(s); err != nil {
						t.Errorf("round %d: %v", round, err)
					}
				}
			})
		}
		// After some were acknowledged, while others are under way.
		enough := before + 1 + rand.Int64N(each)
		for end := time.Now().Add(5 * time.Second); told.Load() < enough && time.Now().Before(end); time.Sleep(time.Millisecond) {
		}
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
		were := family(s.pid())
		s.signal(syscall.SIGKILL)
		<-s.done
		all.Wait()
		nobodyLeft(t, data, were)
		allThere(t, data, writers, fmt.Sprintf("round %d", round))
		s = serving(t, data, withMail(m))
	}
	t.Logf("%d kills: %d writes acknowledged before them, %d cut off", kills, told.Load(), unknown.Load())
	if told.Load() == 0 || unknown.Load() == 0 {
		t.Error("no kill has met a write, or all have: this test shows nothing")
	}
	for _, w := range writers { // whoever got no answer sends the same again
		for end := time.Now().Add(4 * time.Minute); !w.confirmed; time.Sleep(20 * time.Millisecond) {
			if w.sent && w.link == "" {
				w.link = m.link(t, w.email)
			}
			if err := w.step(s); err != nil || time.Now().After(end) {
				t.Fatalf("%s: %v", w.name, err)
			}
		}
	}
	s.until(t, 3*time.Minute, "the outbox is not empty", func() bool {
		return sql(t, data, "SELECT count(*) FROM atlante.mail WHERE state IN ('waiting', 'sending')") == "0"
	})
	onceEach(t, data, m, writers)
	s.interrupt(t)
	atlante(t, 0, data, "check")
}

// allThere looks for what was acknowledged.
func allThere(t *testing.T, data string, writers []*writer, when string) {
	t.Helper()
	states := map[string]string{}
	for _, line := range strings.Split(sql(t, data, `SELECT r.name || '=' || string_agg(e.state, ' ') FROM atlante.entry e
		JOIN (SELECT DISTINCT entry, content->>'name' AS name FROM atlante.revision) r ON r.entry = e.id GROUP BY r.name`), "\n") {
		name, state, _ := strings.Cut(line, "=")
		states[name] = state
	}
	for _, w := range writers {
		if state := states[w.name]; w.sent && state != "submitted" && (w.confirmed || state != "email_pending") {
			t.Errorf("%s: %s was acknowledged (confirmed: %v), and is %q", when, w.name, w.confirmed, state)
		}
	}
}

// onceEach: one entry, one submission, one confirmation and one mail of each kind
// for each writer; every mail that came is one that was written, and all came.
func onceEach(t *testing.T, data string, m *mailbox, writers []*writer) {
	t.Helper()
	got := sql(t, data, `SELECT string_agg(concat_ws(' ', name, entries, states, actions, mails), E'\n' ORDER BY name) FROM (
		SELECT r.name, count(DISTINCT e.id) AS entries, string_agg(DISTINCT e.state, ',') AS states,
		       (SELECT string_agg(t.action, ',' ORDER BY t.version) FROM atlante.transition t WHERE t.entry = min(e.id::text)::uuid) AS actions,
		       (SELECT string_agg(m.template || ':' || m.state, ',' ORDER BY m.template) FROM atlante.mail m WHERE m.folded = r.email AND m.template = 'confirm') AS mails
		  FROM (SELECT DISTINCT entry, content->>'name' AS name, 'socio@c' || right(content->>'name', 3) || '.example' AS email FROM atlante.revision
		         WHERE content->>'name' LIKE 'Circolo Ucciso%') r JOIN atlante.entry e ON e.id = r.entry GROUP BY r.name, r.email) AS x`)
	var want []string
	for _, w := range writers {
		want = append(want, w.name+" 1 submitted start_entry,submit,confirm confirm:sent")
	}
	if got != strings.Join(want, "\n") {
		t.Errorf("entries:\n%s\nexpected:\n%s", got, strings.Join(want, "\n"))
	}
	written := map[string]bool{}
	for _, id := range strings.Fields(sql(t, data, "SELECT string_agg(id::text, ' ') FROM atlante.mail")) {
		written[id] = true
	}
	came := map[string]int{}
	for _, r := range m.mails(t) {
		id, _, _ := strings.Cut(strings.Trim(r.id, "<>"), "@")
		came[id]++
		if !written[id] {
			t.Errorf("a mail that nobody wrote: %s to %s", r.id, r.to)
		}
	}
	for id := range written {
		if came[id] == 0 {
			t.Errorf("mail %s never came", id)
		}
	}
	twice := 0
	for _, n := range came {
		twice += n - 1
	}
	t.Logf("%d mails, %d of them came a second time with the same Message-ID", len(written), twice)
}
