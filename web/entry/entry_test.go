package entry

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
	"atlante/geo/work"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

// counter is a desk whose pages are asked as whoever stands in front of it.
type counter struct {
	t         testing.TB
	store     *postgis.Store
	registrar *work.Registrar[*postgis.Store]
	handler   http.Handler
	who       access.Principal
	from      netip.Addr // where who writes from
	now       time.Time
	limits    *access.Limiter
	lookups   int // addresses that were looked up
}

// open gives the pages over real steps and rows.
func open(t testing.TB) *counter {
	t.Helper()
	s := geotest.Store(t)
	c := &counter{t: t, store: s, from: netip.MustParseAddr("192.0.2.7"), now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return c.now }
	c.registrar = &work.Registrar[*postgis.Store]{DB: s, Read: s, Table: registry.Default(),
		Links: work.Links{Random: rand.Reader, Now: clock}, Now: clock, NewID: uuid.NewV7,
		Journal: work.NewErasureFile(filepath.Join(t.TempDir(), "erasures"))}
	x := sitetest.New(t, site.Options{Now: clock, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	r := x.Router()
	c.limits = &access.Limiter{Counters: s, Secret: []byte("limits"), Now: clock}
	err := Mount(r, x, looking{s, c}, c.registrar, Options{Log: geotest.Log(), Random: rand.Reader, Secret: []byte("form"), Now: clock, Limits: c.limits,
		Who: func(*http.Request) access.Principal { return c.who },
		From: func(_ *http.Request, folded string) access.Who {
			if folded == "" {
				folded = access.FoldEmail(c.who.Person.Email)
			}
			return access.Who{Address: c.from, Email: folded}
		}})
	if err != nil {
		t.Fatal(err)
	}
	c.handler = r
	c.who = access.Principal{Browser: access.Hash{1}}
	return c
}

// person is somebody who has shown to read an address.
func (c *counter) person(email string, grants ...access.Grant) access.Principal {
	c.t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		c.t.Fatal(err)
	}
	p, err := c.store.SavePerson(c.t.Context(), access.Person{ID: id, Email: email, Lang: "it"}, c.now)
	if err != nil {
		c.t.Fatal(err)
	}
	return access.Principal{Person: p, Grants: grants}
}

// page is an answer, read.
type page struct {
	*httptest.ResponseRecorder
	t   testing.TB
	doc *html.Node
}

func (c *counter) ask(method, target string, fields url.Values) page {
	c.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(fields.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	doc, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		c.t.Fatal(err)
	}
	return page{w, c.t, doc}
}

func (c *counter) get(target string) page { c.t.Helper(); return c.ask("GET", target, nil) }

// form gives the fields of the form with this id as a browser would send them.
func (p page) form(id string) url.Values {
	p.t.Helper()
	for n := range p.doc.Descendants() {
		if n.Data == "form" && attr(n, "id") == id {
			return fieldsIn(n)
		}
	}
	p.t.Fatalf("no form %q in: %s", id, p.text())
	return nil
}

// only gives the fields of the one form that posts to an address.
func (p page) posting(action string) url.Values {
	p.t.Helper()
	for n := range p.doc.Descendants() {
		if n.Data == "form" && strings.EqualFold(attr(n, "method"), "post") && attr(n, "action") == action {
			return fieldsIn(n)
		}
	}
	p.t.Fatalf("no form to %q in: %s", action, p.text())
	return nil
}

func fieldsIn(form *html.Node) url.Values {
	out := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		if name == "" || n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "input":
			if kind := attr(n, "type"); (kind == "checkbox" || kind == "radio") && !has(n, "checked") {
				continue
			}
			out.Add(name, attr(n, "value"))
		case "textarea":
			out.Add(name, strings.TrimPrefix(inside(n), "\n"))
		case "select":
			for o := range n.Descendants() {
				if o.Data == "option" && has(o, "selected") {
					out.Add(name, attr(o, "value"))
				}
			}
		}
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func inside(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// words are the texts of a node, each apart.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" {
			b.WriteString(d.Data + " ")
		}
	}
	return b.String()
}

// text is what people read in the page.
func (p page) text() string {
	for n := range p.doc.Descendants() {
		if n.Data == "main" {
			return strings.Join(strings.Fields(strings.ReplaceAll(words(n), " .", ".")), " ")
		}
	}
	return ""
}

func (p page) must(status int, says ...string) page {
	p.t.Helper()
	if p.Code != status {
		p.t.Fatalf("status %d, not %d: %s %s", p.Code, status, p.Header().Get("Location"), p.text())
	}
	for _, s := range says {
		if !strings.Contains(p.text(), s) {
			p.t.Fatalf("the page does not say %q: %s", s, p.text())
		}
	}
	return p
}

// house is a filled form; what a test needs different comes in pairs.
func house(f url.Values, pairs ...string) url.Values {
	for name, value := range map[string]string{"name": "Associazione Prova della Valle", "kind": "partner", "comune": "ceres",
		"address": "Piazza del Municipio 1", "email": "presidente@example.org", "phone": "0123 456789", "licence": "yes", "privacy": "yes"} {
		f.Set(name, value)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			f.Del(pairs[i])
		} else {
			f.Set(pairs[i], pairs[i+1])
		}
	}
	return f
}

// entry is what stands in the rows of an entry.
func (c *counter) dossier(p access.Principal, id uuid.UUID) registry.Dossier {
	c.t.Helper()
	d, err := c.registrar.Dossier(c.t.Context(), p, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return d
}

// published makes an entry that is on the map, kept by its owner.
func (c *counter) published(owner access.Principal, pairs ...string) registry.Entry {
	c.t.Helper()
	before := c.who
	c.who = owner
	f := house(c.get("/partecipa/nuova").form("entryform"), pairs...)
	f.Set("do", "submit")
	c.now = c.now.Add(time.Minute)
	sent := c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther)
	id := uuid.MustParse(mustURL(c.t, sent.Header().Get("Location")).Query().Get("draft"))
	e := c.do(c.person("moderatrice@example.org", access.Grant{Role: access.Admin}), registry.Order{Action: registry.Approve, Entry: id, Revision: 1})
	c.who = before
	return e
}

// do takes a step with the present version and a fresh key.
func (c *counter) do(p access.Principal, o registry.Order) registry.Entry {
	c.t.Helper()
	e, err := c.store.Entry(c.t.Context(), o.Entry)
	if err != nil {
		c.t.Fatal(err)
	}
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		c.t.Fatal(err)
	}
	o.Version = e.Version
	if o.Revision != 0 {
		o.Revision = e.Waiting
	}
	out, err := c.registrar.Do(c.t.Context(), p, key, o)
	if err != nil {
		c.t.Fatal(err)
	}
	return out.Entry
}

const minute = time.Minute
