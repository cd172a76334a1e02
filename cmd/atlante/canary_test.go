package main

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb/maptile"

	"atlante/geo/registry"
)

// A canary is a text that must not leave the house: contacts that are not ticked
// for publication, codes of the legal body, addresses of people, what waits and
// what was taken back. All of them hold one of these marks, which nothing else
// does: the first in every word, the second in telephones, the third in codes.
var canary = regexp.MustCompile(`(?i)canarin[^\s"'<&,]{0,60}|01155501[0-9]{2}|8877[0-9]{7}`)

// ticked is a contact that its owner has published: the same search must find it.
const ticked = "info@pubblicarino.example"

// canariesFor is contentFor with something private in every field that can be.
func canariesFor(name string, n int) registry.Content {
	if name == "altrui" { // of one of those who look
		return contentFor(name, n)
	}
	c := contentFor(name, n)
	c.Contacts = []registry.Contact{{Kind: registry.Email, Value: fmt.Sprintf("canarino%d@segreto%d.example", n, n)},
		{Kind: registry.Phone, Value: fmt.Sprintf("+3901155501%02d", n)}, {Kind: registry.Website, Value: fmt.Sprintf("https://www.canarino%d.example/", n)},
		{Kind: registry.ContactPerson, Value: fmt.Sprintf("Canarina Segreta %d", n)}}
	c.Operator.CodiceFiscale, c.Operator.PartitaIVA = luhn(fmt.Sprintf("88771%05d", n)), luhn(fmt.Sprintf("88772%05d", n))
	return c
}

// luhn adds the control digit of a partita IVA.
func luhn(ten string) string {
	for d := '0'; d <= '9'; d++ {
		if code := ten + string(d); registry.PartitaIVAOK(code) {
			return code
		}
	}
	return ""
}

// newCanaryEstate is the estate of the matrix with canaries in it: entries in
// every state with private contacts, a waiting change that none may see, people
// whose addresses are private; and one contact that is published.
func newCanaryEstate(t *testing.T, log *slog.Logger) *estate {
	t.Helper()
	return newEstate(t, log, func(h *house) {
		h.says, h.waits = canariesFor, " canarino in attesa"
		h.estate.address = func(letter string) string {
			if strings.Contains("rsZNp", letter) { // who will look, and see his own
				return fmt.Sprintf("persona-%x@gente.example", letter)
			}
			return fmt.Sprintf("canarino-%x@persone.example", letter)
		}
		h.settle()
		for _, f := range h.entries {
			h.hide(f)
			f.secret = f.content
			f.content.Name = strings.TrimSuffix(f.content.Name, h.waits) // as people see it
			f.content.Contacts = contentFor("", 0).Contacts              // what strangers send holds none
			f.content.Operator = registry.Operator{Name: f.content.Operator.Name}
		}
		h.says = func(string, int) registry.Content {
			c := contentFor("", 18)
			c.Contacts[0].Value = ticked
			return c
		}
		h.open = *h.published("aperta", h.actors["s"].principal)
		delete(h.entries, h.open.name)
		h.keepTables()
	})
}

// hide puts a mark into what is written of an entry that people do not see, into
// the words of claims and reports, and into those of moderators.
func (h *house) hide(f *fixture) {
	h.t.Helper()
	if f.state != registry.Published {
		h.exec(`UPDATE atlante.revision SET content = jsonb_set(content, '{description}', '"Canarino nascosto"') WHERE entry = $1 AND content <> '{}'`, f.id)
	}
	h.exec(`UPDATE atlante.message SET text = 'Canarino: ' || text WHERE entry = $1`, f.id)
	h.exec(`UPDATE atlante.transition SET reason = 'canarino: ' || reason WHERE entry = $1`, f.id)
}

// hits are the canaries in an answer: body and headers.
func hits(w *httptest.ResponseRecorder) []string {
	var b strings.Builder
	_ = w.Header().Write(&b)
	return append(canary.FindAllString(b.String(), -1), canary.FindAllString(w.Body.String(), -1)...)
}

// strangers are those who may see nothing private of any entry: a visitor, a
// program, somebody signed in, the owner of another entry, moderators of another
// zone and another network, a planner.
const strangers = "vcrsZNp"

// What is private stays inside: asked for by every route, in what was kept, in mails.
func TestCanaries(t *testing.T) {
	t.Parallel()
	log := &words{}
	e := newCanaryEstate(t, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Run("by every route", func(t *testing.T) { t.Parallel(); e.byEveryRoute(t, log) })
	t.Run("in answers that are kept", e.inKeptAnswers)
	t.Run("in mails", e.inMails)
}

// byEveryRoute: no canary leaves by any route, whoever asks for an entry that is
// not his. All strangers ask, by turns but for the visitor; all of them about all
// with ATLANTE_SOAK=1.
func (e *estate) byEveryRoute(t *testing.T, log *words) {
	h := e.copied(t)
	asked, turn := 0, 0
	for _, b := range readExpectations(t) {
		if b.method == stepMethod {
			continue
		}
		for _, state := range b.states(e) {
			for i, letter := range strangers {
				if turn++; !soak() && letter != 'v' && (turn+i)%3 != 0 {
					continue
				}
				a := h.actors[string(letter)]
				target, form := h.request(b, h.entries[state], a)
				for _, target := range versionsOf(b, target) {
					w := h.ask(a, b.method, target, form)
					asked++
					if found := hits(w); len(found) > 0 {
						t.Errorf("%s, %s as %c: %d shows %q", b.name(), state, letter, w.Code, found)
					}
				}
				h.reset(h.changed())
			}
		}
	}
	crawled := h.crawl(t)
	tiles := h.crawlTiles(t)
	h.searches(t)
	h.twins(t)
	h.faults(t, log)
	if found := canary.FindAllString(log.String(), -1); len(found) > 0 {
		t.Errorf("the log shows %q", slices.Compact(slices.Sorted(slices.Values(found))))
	}
	t.Logf("%d answers to strangers, %d pages crawled, %d tiles, %d bytes of log at debug: no canary", asked, crawled, tiles, len(log.String()))
}

// versionsOf are the addresses of one route in languages and formats.
func versionsOf(b *block, target string) []string {
	sep := "?"
	if strings.Contains(target, "?") {
		sep = "&"
	}
	switch {
	case b.method != "GET":
		return []string{target}
	case strings.HasPrefix(b.route, "/api/v1/"):
		return []string{target, target + sep + "f=geojson"}
	case strings.HasPrefix(b.route, "/ogc/"):
		return []string{target, target + sep + "f=html"}
	case machine(b.route), strings.HasPrefix(b.route, "/healthz"), strings.HasPrefix(b.route, "/readyz"), strings.HasPrefix(b.route, "/status"),
		strings.HasPrefix(b.route, "/assets/"), strings.HasSuffix(b.route, ".csv"):
		return []string{target}
	}
	return []string{target, target + sep + "lang=en"}
}

var links = regexp.MustCompile(`(?:href|src|action)="(/[^"#]*)|"(/(?:api|tiles|luoghi|comuni|zone|aree)[^"{]*)"`)

// crawl follows the links of all pages and documents from the front page and the
// lists, as anybody may. It stops at a number of pages, all with ATLANTE_SOAK=1.
func (h *house) crawl(t *testing.T) int {
	t.Helper()
	waiting := []string{"/", "/?kind=casa_del_quartiere", "/comuni/001072", "/zone/7", "/partecipa?q=ceres", "/api/v1/places?limit=1000", "/api/v1/places?limit=1000&f=geojson",
		"/api/v1/places?comune=001072",
		"/api/v1/downloads/places.geojson", "/api/v1/downloads/places.csv", "/api/v1/downloads/places.gpkg", "/api/v1/downloads/places.fgb",
		"/ogc/collections/places/items?limit=1000", "/ogc/collections/places/items?f=html&comune=001072", "/tiles/index.json", "/zone.csv", "/comuni.csv", "/robots.txt", "/sitemap.xml", "/dati", "/dati?comune=001072", "/dati/catalogo.ttl", "/dati/catalogo.jsonld", "/embed", "/metrics", "/favicon.ico"}
	for _, f := range h.entries {
		waiting = append(waiting, "/?place="+f.id.String(), "/luoghi/"+f.id.String(), "/ogc/collections/places/items/"+f.id.String(),
			"/ogc/collections/places/items/"+f.id.String()+"?f=html")
	}
	waiting = append(waiting, "/luoghi/"+h.open.id.String())
	seen := map[string]bool{}
	shown := false
	for most := soakCount(3000, 250); len(waiting) > 0 && len(seen) < most; {
		next := waiting[0]
		waiting = waiting[1:]
		if seen[next] || strings.HasPrefix(next, "/assets/") {
			continue
		}
		seen[next] = true
		w := h.ask(h.actors["v"], "GET", next, nil)
		if found := hits(w); len(found) > 0 {
			t.Errorf("%s: %d shows %q", next, w.Code, found)
		}
		shown = shown || strings.Contains(w.Body.String(), ticked)
		for _, m := range links.FindAllStringSubmatch(w.Body.String(), -1) {
			waiting = append(waiting, strings.ReplaceAll(m[1]+m[2], "&amp;", "&"))
		}
	}
	if !shown {
		t.Error("the crawl has not found what is published either")
	}
	return len(seen)
}

// crawlTiles asks for the tiles around an entry, every layer and all of them together.
func (h *house) crawlTiles(t *testing.T) int {
	t.Helper()
	n, name := 0, false
	for zoom := maptile.Zoom(5); zoom <= 16; zoom++ {
		for _, layers := range []string{"places", "zones,comuni,cells,gaps,places,zone_labels,comune_labels"} {
			for dx := -1; dx <= 1; dx++ {
				w := h.ask(h.actors["v"], "GET", tileOf(layers, h.open, zoom, dx), nil)
				n++
				if found := hits(w); len(found) > 0 {
					t.Errorf("tile %s/%d: %q", layers, zoom, found)
				}
				name = name || strings.Contains(w.Body.String(), h.open.content.Name)
			}
		}
	}
	if !name {
		t.Error("the tiles do not show what is public either")
	}
	return n
}

// tileOf is the address of the tile in which an entry lies, or of one beside it.
func tileOf(layers string, f fixture, zoom maptile.Zoom, dx int) string {
	at := maptile.At(*f.content.Position, zoom)
	return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layers, zoom, int(at.X)+dx, at.Y)
}
