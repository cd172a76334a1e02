package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"golang.org/x/net/html"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

func live(t *testing.T, store Store) http.Handler {
	t.Helper()
	h, _ := mounted(t, store)
	return h
}

func mounted(t *testing.T, store Store) (chi.Router, *site.Site) {
	t.Helper()
	s := sitetest.New(t, site.Options{Log: geotest.Log(), Owner: "Città metropolitana di Torino", Assets: Assets(), Links: Links})
	r := s.Router()
	if err := Mount(r, s, store, Options{Limits: wire.Limits()}); err != nil {
		t.Fatal(err)
	}
	return r, s
}

func ask(h http.Handler, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
	return w
}

// paths are all pages, with things that exist.
func paths(t *testing.T, store Store) []string {
	t.Helper()
	places, _, err := store.Places(t.Context(), geo.PlaceFilter{Page: geo.Page{Limit: everything}})
	if err != nil || len(places) < 20 {
		t.Fatalf("%d places, %v", len(places), err)
	}
	gaps, _, err := store.Gaps(t.Context(), cover.GapFilter{Page: geo.Page{Limit: 3}})
	if err != nil || len(gaps) == 0 {
		t.Fatalf("%d gaps, %v", len(gaps), err)
	}
	out := []string{"/", "/?territory=all", "/?territory=inner&kind=casa_del_quartiere", "/?kind=cer", "/?kind=cer&scenario=planned&zone=8",
		"/?zone=1", "/?valley=lanzo", "/?valley=ala&territory=all&minutes=15&kind=cer", "/?q=valli+di+lanzo", "/?q=Pinerlo", "/?q=via+Agli%C3%A8+torino", "/?comune=001072", "/?minutes=45&zone=7&scenario=planned",
		"/?cell=" + gaps[0].Cells[0].String(), "/?cell=891f98611d3ffff", "/zone", "/zone?kind=cer&territory=all", "/zone/7",
		"/zone/1", "/zone/8?kind=cer", "/comuni", "/comuni?territory=all&kind=cer", "/comuni?q=susa", "/comuni/001272", "/comuni/001072?scenario=planned",
		"/metodo", "/calibrazione", "/calibrazione?kind=cer", "/?closes=1", "/limiti"}
	for _, g := range gaps {
		out = append(out, "/aree/"+g.ID, "/?gap="+g.ID, "/?scenario=planned&gap="+g.ID)
	}
	for _, p := range places {
		out = append(out, "/luoghi/"+p.ID.String(), "/?place="+p.ID.String())
	}
	return out
}

var brokenText = regexp.MustCompile(`\{[a-z]+\}|%!|<no value>|ZgotmplZ|NaN|\bnull\b`)

// Every page answers in both languages, is whole HTML, says nothing that is
// half filled in, and has no script or style of its own inside.
func TestEveryPageInBothLanguages(t *testing.T) {
	store := geotest.Store(t)
	h := live(t, store)
	for _, path := range paths(t, store) {
		for _, lang := range site.Languages {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			target := path + sep + "lang=" + string(lang)
			w := ask(h, target)
			if w.Code != http.StatusOK {
				t.Errorf("%s: status %d", target, w.Code)
				continue
			}
			checkPage(t, target, w.Body.String(), lang)
		}
	}
}

func checkPage(t *testing.T, target, body string, lang site.Lang) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	visible, ids, headings := "", map[string]int{}, 0
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data != "script":
			visible += n.Data + " "
		case n.Type == html.ElementNode:
			headings += inspect(t, target, n, ids, lang)
		}
	}
	if m := brokenText.FindString(visible); m != "" {
		t.Errorf("%s: the page says %q", target, m)
	}
	if headings != 1 {
		t.Errorf("%s: %d h1", target, headings)
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: id %q %d times", target, id, n)
		}
	}
}

// inspect checks one element; it gives 1 for an h1.
func inspect(t *testing.T, target string, n *html.Node, ids map[string]int, lang site.Lang) int {
	t.Helper()
	for _, a := range n.Attr {
		switch {
		case a.Key == "id":
			ids[a.Val]++
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			t.Errorf("%s: <%s %s=…> does not go with the content security policy", target, n.Data, a.Key)
		case a.Key == "lang" && n.Data == "html" && a.Val != string(lang):
			t.Errorf("%s: the language is %q", target, a.Val)
		case a.Key == "href" && a.Val == "":
			t.Errorf("%s: an empty link", target)
		case a.Key == "type" && n.Data == "script" && a.Val != "application/json" && a.Val != "application/ld+json" && a.Val != "module":
			t.Errorf("%s: a script of type %q", target, a.Val)
		}
	}
	if n.Data == "h1" {
		return 1
	}
	return 0
}

// Every link on the main pages leads to a page that exists.
func TestNoLinkIsDead(t *testing.T) {
	store := geotest.Store(t)
	h := live(t, store)
	seen := map[string]bool{}
	for _, start := range []string{"/", "/?kind=cer", "/zone", "/zone/7", "/comuni/001072", "/?comune=001272", "/metodo", "/?q=torino"} {
		for _, href := range linksOf(t, ask(h, start).Body.String()) {
			href, _, _ = strings.Cut(href, "#")
			if seen[href] || href == "" || strings.HasPrefix(href, "data:") || strings.HasPrefix(href, "/api/") || strings.HasPrefix(href, "/tiles/") {
				continue
			}
			seen[href] = true
			if w := ask(h, href); w.Code != http.StatusOK {
				t.Errorf("%s links to %s: status %d", start, href, w.Code)
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d links found", len(seen))
	}
}

func linksOf(t *testing.T, body string) (out []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" && n.Data == "a" {
				out = append(out, a.Val)
			}
		}
	}
	return out
}

func TestApproximateBoundariesAreSaidWhereFiguresAre(t *testing.T) {
	h := live(t, geotest.Store(t))
	for _, path := range []string{"/", "/zone", "/zone/7", "/comuni", "/comuni/001072"} {
		if body := ask(h, path).Body.String(); !strings.Contains(body, "atlante import comuni") {
			t.Errorf("%s does not say that the boundaries are approximate", path)
		}
	}
}

func TestPlannedOpeningsChangeTheSentence(t *testing.T) {
	h := live(t, geotest.Store(t))
	sentence := regexp.MustCompile(`(?s)<p class="sentence">.*?</p>`)
	now, planned := sentence.FindString(ask(h, "/").Body.String()), sentence.FindString(ask(h, "/?scenario=planned").Body.String())
	if now == "" || !strings.Contains(planned, "Con le aperture previste") || now == planned {
		t.Errorf("now %q\nplanned %q", now, planned)
	}
}

func TestBeforeTheFirstPublication(t *testing.T) {
	h := live(t, geotest.Empty(t))
	for _, path := range []string{"/", "/zone/7", "/metodo"} {
		w := ask(h, path)
		body := w.Body.String()
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" ||
			!strings.Contains(body, `http-equiv="refresh"`) || !strings.Contains(body, "Stiamo facendo i conti") {
			t.Errorf("%s: status %d, %q", path, w.Code, body)
		}
	}
}

func TestUnchangedPagesAreNotSentTwice(t *testing.T) {
	h := live(t, geotest.Store(t))
	first := ask(h, "/limiti")
	r := httptest.NewRequest("GET", "/limiti", nil)
	r.Header.Set("If-None-Match", first.Header().Get("ETag"))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if body, _ := io.ReadAll(w.Body); w.Code != http.StatusNotModified || len(body) != 0 {
		t.Errorf("status %d, %d bytes", w.Code, len(body))
	}
}
