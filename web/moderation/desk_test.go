package moderation

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"golang.org/x/net/html"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/mail"
	"atlante/geo/postgis"
	"atlante/geo/registry"
	"atlante/geo/work"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

// desk is the desk of a moderator over real steps and rows. Whoever stands in
// who asks for the pages.
type desk struct {
	t         *testing.T
	store     *postgis.Store
	registrar *work.Registrar[*postgis.Store]
	steps     Registrar // what the pages call
	handler   http.Handler
	who       access.Principal
	now       time.Time
	zone      geo.ZoneID // of Ceres
	moderator access.Principal
	owner     access.Principal
	letters   []mail.Message // that were looked at
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, store: geotest.Store(t), now: time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)} // a Monday
	clock := func() time.Time { return d.now }
	d.registrar = &work.Registrar[*postgis.Store]{DB: d.store, Read: d.store, Table: registry.Default(),
		Links: work.Links{Random: rand.Reader, Now: clock}, Now: clock, NewID: uuid.NewV7}
	d.steps = d.registrar
	ceres, err := d.store.Comune(t.Context(), "001072")
	if err != nil {
		t.Fatal(err)
	}
	d.zone = ceres.Zone
	s := sitetest.New(t, site.Options{Now: clock})
	r := s.Router()
	limits := &access.Limiter{Counters: d.store, Secret: []byte("limits"), Now: clock}
	err = Mount(r, s, Options{Log: geotest.Log(), Limits: limits, Registrar: passOn{d}, Words: d.store, Atlas: d.store, Random: rand.Reader,
		Principal: func(*http.Request) access.Principal { return d.who }})
	if err != nil {
		t.Fatal(err)
	}
	d.handler = r
	d.moderator = d.person("moderatrice@example.org", access.Grant{Role: access.ZoneModerator, Zone: d.zone})
	d.owner = d.person("presidente@lavalle.example")
	d.who = d.moderator
	return d
}

// passOn lets a test come between the pages and the steps.
type passOn struct{ d *desk }

func (p passOn) Do(ctx context.Context, who access.Principal, k access.Key, o registry.Order) (registry.Outcome, error) {
	return p.d.steps.Do(ctx, who, k, o)
}

func (p passOn) Permit(who access.Principal, a registry.Action) error {
	return p.d.steps.Permit(who, a)
}

func (p passOn) Dossier(ctx context.Context, who access.Principal, id uuid.UUID) (registry.Dossier, error) {
	return p.d.steps.Dossier(ctx, who, id)
}

func (p passOn) Keepers(ctx context.Context, who access.Principal, id uuid.UUID) ([]registry.Keeper, error) {
	return p.d.registrar.Keepers(ctx, who, id)
}

func (p passOn) Consents(ctx context.Context, who access.Principal, id uuid.UUID) ([]registry.HeldConsent, error) {
	return p.d.registrar.Consents(ctx, who, id)
}

func (p passOn) Queue(ctx context.Context, who access.Principal, f registry.QueueFilter) ([]registry.QueueItem, string, error) {
	return p.d.steps.Queue(ctx, who, f)
}

func (p passOn) Duplicates(ctx context.Context, who access.Principal, c registry.Content, not uuid.UUID) ([]registry.Duplicate, error) {
	return p.d.steps.Duplicates(ctx, who, c, not)
}

// person is somebody who has shown to read an address, with roles.
func (d *desk) person(email string, grants ...access.Grant) access.Principal {
	d.t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		d.t.Fatal(err)
	}
	p, err := d.store.SavePerson(d.t.Context(), access.Person{ID: id, Email: email, Lang: "it"}, d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	return access.Principal{Person: p, Grants: grants}
}

// do takes a step that must succeed, not through the pages.
func (d *desk) do(p access.Principal, o registry.Order) registry.Entry {
	d.t.Helper()
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		d.t.Fatal(err)
	}
	out, err := d.registrar.Do(d.t.Context(), p, key, o)
	if err != nil {
		d.t.Fatalf("%s: %v", o.Action, err)
	}
	return out.Entry
}

// portineria is what an association in Ceres says; the mail address and the
// codice fiscale are private.
func portineria(name string) registry.Content {
	return registry.Content{Kind: "portineria", Name: name, Comune: "001072", Address: "Piazza Municipio 1", Position: &orb.Point{7.3900, 45.3131},
		Precision: geo.PrecisionExact, PositionSource: "segnato sulla mappa", Description: "Pacchi, pratiche, un caffè",
		Operator: registry.Operator{Name: "Associazione " + name, LegalForm: registry.APS},
		Contacts: []registry.Contact{{Kind: registry.Email, Value: "segreta@valle.example.org"}, {Kind: registry.Phone, Value: "+390112345678", Publish: true}}}
}

// sent brings an entry of the owner into the queue.
func (d *desk) sent(c registry.Content) registry.Entry {
	d.t.Helper()
	consents := []registry.Consent{{What: registry.ConsentLicence, Version: "2026-07-01", Given: true}, {What: registry.ConsentPrivacy, Version: "2026-07-01", Given: true}}
	e := d.do(d.owner, registry.Order{Action: registry.StartEntry, Content: c})
	return d.do(d.owner, registry.Order{Action: registry.SubmitVerified, Entry: e.ID, Version: e.Version, Content: c, Consents: consents})
}

// published brings an entry of the owner to the public.
func (d *desk) published(c registry.Content) registry.Entry {
	d.t.Helper()
	e := d.sent(c)
	return d.do(d.moderator, registry.Order{Action: registry.Approve, Entry: e.ID, Version: e.Version, Revision: e.Waiting})
}

// entry reads an entry as it stands.
func (d *desk) entry(id uuid.UUID) registry.Entry {
	d.t.Helper()
	e, err := d.store.Entry(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return e
}

// page is an answer that was read.
type page struct {
	t        *testing.T
	status   int
	location string
	header   http.Header
	body     string
	doc      *html.Node
}

func (d *desk) get(path string) page {
	d.t.Helper()
	return d.ask(httptest.NewRequestWithContext(d.t.Context(), http.MethodGet, path, nil))
}

func (d *desk) post(path string, fields url.Values) page {
	d.t.Helper()
	r := httptest.NewRequestWithContext(d.t.Context(), http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.ask(r)
}

func (d *desk) ask(r *http.Request) page {
	d.t.Helper()
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	body := w.Body.String()
	if strings.Contains(body, "ZgotmplZ") {
		d.t.Errorf("%s: a link is empty: its address was taken for none", r.URL)
	}
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	return page{d.t, w.Code, w.Header().Get("Location"), w.Header(), body, doc}
}

// must checks the status and that the words are on the page.
func (p page) must(status int, words ...string) page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("status %d, want %d: %s", p.status, status, p.text())
	}
	text := p.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			p.t.Errorf("%q is not on the page: %s", w, text)
		}
	}
	return p
}

func (p page) lacks(words ...string) page {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(p.body, w) {
			p.t.Errorf("%q is on the page", w)
		}
	}
	return p
}

// text is what is read on the page, blanks gathered.
func (p page) text() string {
	var b strings.Builder
	for n := range p.doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// form finds the form whose action ends so, with its fields.
func (p page) form(ends string, mark ...string) (action string, fields url.Values) {
	p.t.Helper()
	for n := range p.doc.Descendants() {
		if n.Data != "form" {
			continue
		}
		action, fields = attr(n, "action"), fieldsOf(n)
		path, _, _ := strings.Cut(action, "?")
		if strings.HasSuffix(path, ends) && !slices.ContainsFunc(mark, func(m string) bool { return !strings.Contains(fields.Encode(), m) }) {
			return action, fields
		}
	}
	p.t.Fatalf("no form for %s on the page: %s", ends, p.text())
	return "", nil
}

func (p page) hasForm(ends string) bool {
	for n := range p.doc.Descendants() {
		if path, _, _ := strings.Cut(attr(n, "action"), "?"); n.Data == "form" && strings.HasSuffix(path, ends) {
			return true
		}
	}
	return false
}

// fieldsOf are the fields that a browser would send.
func fieldsOf(form *html.Node) url.Values {
	fields := url.Values{}
	for n := range form.Descendants() {
		switch {
		case n.Data == "input" && attr(n, "name") != "":
			fields.Set(attr(n, "name"), attr(n, "value"))
		case n.Data == "textarea" && n.FirstChild != nil:
			fields.Set(attr(n, "name"), n.FirstChild.Data)
		case n.Data == "textarea":
			fields.Set(attr(n, "name"), "")
		case n.Data == "option" && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "selected" }):
			fields.Set(attr(n.Parent, "name"), attr(n, "value"))
		}
	}
	return fields
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
