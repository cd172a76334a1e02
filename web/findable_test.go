package web

import (
	"context"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/web/site"
)

// Pages that know nothing of kinds and zones are not sent them along.
func TestLinksKeepWhatTheOtherPageKnows(t *testing.T) {
	s := state{Kind: "cer", Zone: 7, Territory: geo.TerritoryMountain, Scenario: cover.ScenarioCurrent, Lang: site.English, LangChosen: true}
	for path, want := range map[string]string{
		"/zone": "/zone?kind=cer&zone=7&lang=en", "/dati": "/dati?kind=cer&zone=7&lang=en", "/luoghi/x": "/luoghi/x?kind=cer&zone=7&lang=en",
		"/partecipa": "/partecipa?lang=en", "/accedi": "/accedi?lang=en", "/luoghi/x/reclama": "/luoghi/x/reclama?lang=en",
	} {
		if got := s.Page(path); got != want {
			t.Errorf("%s becomes %s, not %s", path, got, want)
		}
	}
}

// shortLists gives areas by sevens, as a store with more of them than a list holds.
type shortLists struct{ Store }

func (s shortLists) Gaps(ctx context.Context, f cover.GapFilter) ([]cover.Gap, string, error) {
	f.Page.Limit = 7
	return s.Store.Gaps(ctx, f)
}

// everyArea: the map of the site goes on where a list goes on.
func everyArea(t *testing.T, store Store) {
	t.Helper()
	gaps, next, err := store.Gaps(t.Context(), cover.GapFilter{Page: geo.Page{Limit: everything}})
	if err != nil || next != "" || len(gaps) < 20 {
		t.Fatalf("%d areas, %q, %v", len(gaps), next, err)
	}
	text := ask(live(t, shortLists{store}), "/sitemap.xml").Body.String()
	if n := strings.Count(text, "<loc>http://example.com/aree/"); n != len(gaps) {
		t.Errorf("%d areas of %d", n, len(gaps))
	}
}

// The map of the site lists pages that answer, in both languages; only the map for
// pages of others may stand inside them.
func TestFindableAndFramed(t *testing.T) {
	store := geotest.Store(t)
	everyArea(t, store)
	h := live(t, store)
	w := ask(h, "/sitemap.xml")
	var list struct {
		URL []struct {
			Loc  string `xml:"loc"`
			Link []struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &list); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %v", w.Code, err)
	}
	if len(list.URL) < 312+11+20 {
		t.Errorf("only %d pages", len(list.URL))
	}
	for i, u := range list.URL {
		if len(u.Link) != 2 || !strings.HasPrefix(u.Loc, "http://example.com/") {
			t.Fatalf("%+v", u)
		}
		if i%40 != 0 {
			continue
		}
		for _, l := range append(u.Link[:1:1], u.Link[1]) {
			if w := ask(h, strings.TrimPrefix(l.Href, "http://example.com")); w.Code != http.StatusOK {
				t.Errorf("%s: %d", l.Href, w.Code)
			}
		}
	}
	if w := ask(h, "/robots.txt"); !strings.Contains(w.Body.String(), "Sitemap: http://example.com/sitemap.xml") || !strings.Contains(w.Body.String(), "Disallow: /moderazione\n") {
		t.Errorf("robots.txt: %s", w.Body)
	}
	for path, may := range map[string]bool{"/embed": true, "/embed?kind=cer&lang=en": true, "/": false, "/zone": false} {
		w := ask(h, path)
		policy := w.Header().Get("Content-Security-Policy")
		if w.Code != http.StatusOK || strings.Contains(policy, "frame-ancestors *") != may || !may && !strings.Contains(policy, "frame-ancestors 'self'") {
			t.Errorf("%s: %d %s", path, w.Code, policy)
		}
		if may && (len(w.Result().Cookies()) > 0 || strings.Contains(w.Body.String(), "<form")) {
			t.Errorf("%s sets cookies or holds a form", path)
		}
	}
}
