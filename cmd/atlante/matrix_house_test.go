package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo/access"
	"atlante/geo/postgis"
	"atlante/geo/postgis/cluster"
	"atlante/geo/registry"
	"atlante/tiles/snapshot"
)

// estate is a server with a database in which people of every role and entries
// in every state have been made, to be copied by those who test with it.
type estate struct {
	cluster  *cluster.Cluster
	settings *Settings
	actors   map[string]*actor
	entries  map[string]*fixture
	aim      fixture // the entry that merges lead to
	open     fixture // of the canaries: one that publishes a contact
	fill     map[string]string
	links    map[string]string // secrets by purpose and entry
	began    string            // the signed time of a form, old enough to be a person's
	opened   time.Time         // when that form was
	router   chi.Router        // to be walked
	copies   atomic.Int32

	log     *slog.Logger
	address func(letter string) string                // of the people who sign in
	says    func(name string, n int) registry.Content // what an entry says
	waits   string                                    // added to the name of the one that waits
}

// noLog is a log that nobody reads.
func noLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

// public is the address that the service of these tests is reached at.
const public = "http://atlante.example"

// newEstate starts a server on the starting set; seed fills its database.
func newEstate(t *testing.T, log *slog.Logger, seed func(*house)) *estate {
	t.Helper()
	data := begunDir(t)
	c, err := cluster.Start(t.Context(), cluster.Options{DataDir: data, Roles: []string{"atlante"}, ForTests: true, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(contextOf(t)); err != nil {
			t.Error(err)
		}
	})
	e := &estate{cluster: c, settings: &Settings{DataDir: data}, actors: map[string]*actor{}, entries: map[string]*fixture{}, fill: map[string]string{},
		log: log, says: contentFor, waits: " e biblioteca",
		address: func(letter string) string { return fmt.Sprintf("persona-%x@gente.example", letter) }}
	h := e.serve(t, "atlante")
	e.router = h.router
	seed(h)
	h.close()
	time.Sleep(time.Until(e.opened.Add(7 * time.Second))) // no person fills a form in less
	return e
}

// house is the service in this process over one copy of the database.
type house struct {
	*estate
	t      testing.TB
	store  *postgis.Store
	rows   *pgx.Conn // as superuser: sees what has changed, and puts it back
	people *people
	holder *snapshot.Holder // of the tiles; looks at the store before each is asked for
	router chi.Router
	tables []string // that are watched
	asked  int
	hours  atomic.Int64
}

// copied opens the service over a copy of the database.
func (e *estate) copied(t testing.TB) *house {
	t.Helper()
	name := fmt.Sprintf("atlante_copy_%d", e.copies.Add(1))
	admin, err := pgx.Connect(t.Context(), e.cluster.Admin())
	if err != nil {
		t.Fatal(err)
	}
	_, err = admin.Exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE atlante")
	_ = admin.Close(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := e.serve(t, name)
	t.Cleanup(h.close)
	h.watch()
	return h
}

// serve wires the service as `atlante serve` does. The clock of the limiter moves
// an hour with every look, so that limits stay out of the way.
func (e *estate) serve(t testing.TB, name string) *house {
	t.Helper()
	h, log := &house{estate: e, t: t}, e.log
	var err error
	if h.store, err = postgis.Open(t.Context(), e.cluster.DSN("atlante", name), log); err != nil {
		t.Fatal(err)
	}
	if h.rows, err = pgx.Connect(t.Context(), e.cluster.DSN(cluster.Superuser, name)); err != nil {
		t.Fatal(err)
	}
	if h.people, err = newPeople(t.Context(), e.settings, h.store, public, log); err != nil {
		t.Fatal(err)
	}
	h.people.limiter.Now = func() time.Time { return time.Now().Add(time.Duration(h.hours.Add(1)) * time.Hour) }
	serve := &serveCmd{PublicURL: public, Owner: "Ente di prova"}
	d := &database{Store: h.store, reached: &reached{}}
	h.holder = serve.holder(d, log)
	if h.router, _, err = serve.handler(d, h.holder, h.people, func() {}, log); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) close() {
	h.store.Close()
	_ = h.rows.Close(contextOf(h.t))
}

// actor is somebody who asks: a browser with its cookies, or a program.
type actor struct {
	name      string
	principal access.Principal
	cookies   map[string]string
	token     string
}

// ask sends a request from a network of its own, and gives the answer.
func (h *house) ask(a *actor, method, target string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(h.t.Context(), method, public+target, body)
	h.asked++
	r.RemoteAddr = fmt.Sprintf("[2001:db8:%x::1]:40000", h.asked%0xffff)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range a.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	if strings.HasPrefix(target, "/tiles/") {
		if err := h.holder.Refresh(h.t.Context()); err != nil {
			h.t.Error(err)
		}
	}
	w := httptest.NewRecorder()
	h.router.ServeHTTP(w, r)
	return w
}

// keep takes over the cookies of an answer, as a browser does.
func (a *actor) keep(w *httptest.ResponseRecorder) {
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(a.cookies, c.Name)
		} else {
			a.cookies[c.Name] = c.Value
		}
	}
}

// signIn makes an actor who has come in by a link, as people do.
func (h *house) signIn(email string, grants ...access.Grant) *actor {
	h.t.Helper()
	p, err := h.store.SavePerson(h.t.Context(), access.Person{ID: newID(h.t), Email: email, Lang: "it"}, time.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, g := range grants {
		if err := h.store.SaveGrant(h.t.Context(), p.ID, g, time.Now()); err != nil {
			h.t.Fatal(err)
		}
	}
	a := &actor{name: email, cookies: map[string]string{}}
	a.keep(h.ask(a, "GET", "/accedi", nil))
	if w := h.ask(a, "POST", "/accedi", url.Values{"email": {email}}); w.Code != http.StatusSeeOther {
		h.t.Fatalf("%s asks for a link: %d %s", email, w.Code, w.Body)
	}
	w := h.ask(a, "POST", h.linkTo(email), url.Values{})
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("%s signs in: %d %s", email, w.Code, w.Body)
	}
	a.keep(w)
	if a.principal, err = h.store.Principal(h.t.Context(), p.ID); err != nil {
		h.t.Fatal(err)
	}
	return a
}

// linkTo is the path of the newest link that waits in the outbox for an address.
func (h *house) linkTo(email string) string {
	h.t.Helper()
	var path string
	err := h.rows.QueryRow(h.t.Context(), `SELECT values->>'path' FROM atlante.mail WHERE folded = lower($1) AND values->>'path' LIKE '/accedi/%'
		ORDER BY created_at DESC, id DESC LIMIT 1`, email).Scan(&path)
	if err != nil {
		h.t.Fatalf("no link for %s: %v", email, err)
	}
	return path
}

// contextOf is for what is tidied up after the context of a test has ended.
func contextOf(t testing.TB) context.Context { return context.WithoutCancel(t.Context()) }

func newID(t testing.TB) uuid.UUID {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// newSecret draws a secret for a browser or a program.
func newSecret(t testing.TB) access.Secret {
	t.Helper()
	s, err := access.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
