package data

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"atlante/geo"
	"atlante/geo/export"
	"atlante/geo/feature"
	"atlante/geo/geotest"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

func live(t *testing.T) (http.Handler, Store) {
	t.Helper()
	store := geotest.Store(t)
	for _, scenario := range feature.Scenarios() { // measured once, then remembered: on a busy machine that takes longer than a page may
		for _, id := range []string{feature.Places, feature.Comuni, feature.Zones, feature.Cells, feature.Gaps} {
			if _, err := store.FeatureState(t.Context(), id, scenario); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := sitetest.New(t, site.Options{Log: geotest.Log(), Owner: "Ente di prova", OpenData: true})
	r := s.Router()
	if err := Mount(r, s, store, Options{Owner: "Ente di prova", OwnerID: "prova", Contact: "dati@ente.example"}); err != nil {
		t.Fatal(err)
	}
	return r, store
}

func ask(h http.Handler, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
	return w
}

// One database for all that only reads.
func TestOpenData(t *testing.T) {
	h, store := live(t)
	t.Run("every collection in every format", func(t *testing.T) { offersEverything(t, h) })
	t.Run("the filters count", func(t *testing.T) { filtersCount(t, h, store) })
	t.Run("the map for other pages stands apart", func(t *testing.T) { framesApart(t, h) })
	t.Run("a comune lies in its zone", func(t *testing.T) { comuneInItsZone(t, h) })
	t.Run("what to know before", func(t *testing.T) { saysBefore(t, h) })
	t.Run("columns say what they can hold", func(t *testing.T) { columnsInWords(t, h) })
	t.Run("no script is needed", func(t *testing.T) { needsNoScript(t, h) })
	t.Run("catalogue and project", func(t *testing.T) { catalogueAndProject(t, h) })
}

func TestTextsAndTheirUses(t *testing.T) {
	s := sitetest.New(t, site.Options{})
	if _, err := s.Section(files); err != nil {
		t.Fatal(err)
	}
	collections := []string{feature.Places, feature.Comuni, feature.Zones, feature.Cells, feature.Gaps}
	sitetest.Texts(t, s, map[string][]string{"data.source.": collections, "data.quick.": tables,
		"data.catalogue.": {"title", "about", "territory"}, "data.left.": {"kind", "zone", "comune", "scenario"},
		"data.type.":      {string(feature.Text), string(feature.Integer), string(feature.Real), string(feature.Boolean), string(feature.Day), string(feature.Instant)},
		"data.territory.": {"mountain", "inner", "all"}, "data.added.": {"tables", "csv", "xlsx"}})
}

// hrefs are the addresses of a page, as a browser reads them.
func hrefs(t *testing.T, body string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" {
				out = append(out, a.Val)
			}
		}
	}
	return out
}

var (
	downloadsOf = regexp.MustCompile(`^/api/v1/downloads/([a-z]+)\.([a-z]+)(?:\?(.*))?$`)
	broken      = regexp.MustCompile(`\{[a-z]+\}|%!|<no value>|ZgotmplZ|NaN|>data\.`)
)

// Every collection is offered in every format, in both languages, with the filters
// that mean something to it.
func offersEverything(t *testing.T, h http.Handler) {
	t.Helper()
	for _, c := range []struct{ query, places, gaps, cells string }{
		{"", "", "", ""},
		{"?kind=portineria", "kind=portineria", "kind=portineria", ""},
		{"?zone=7&scenario=planned", "zone=7", "scenario=planned&zone=7", "scenario=planned&filter=comune%20IN%20%28"},
		{"?comune=001072&zone=3", "comune=001072", "filter=comuni%20LIKE%20%27%25001072%25%27", "comune=001072"},
	} {
		for _, lang := range site.Languages {
			sep := "?"
			if c.query != "" {
				sep = "&"
			}
			w := ask(h, "/dati"+c.query+sep+"lang="+string(lang))
			if w.Code != http.StatusOK {
				t.Fatalf("%s: %d %s", c.query, w.Code, w.Body)
			}
			if m := broken.FindString(w.Body.String()); m != "" {
				t.Errorf("%s in %s says %q", c.query, lang, m)
			}
			found := map[string]int{}
			for _, a := range hrefs(t, w.Body.String()) {
				m := downloadsOf.FindStringSubmatch(a)
				if m == nil {
					continue
				}
				found[m[1]+"."+m[2]]++
				want := map[string]string{"places": c.places, "gaps": c.gaps, "cells": c.cells}[m[1]]
				if !strings.HasPrefix(m[3], want) {
					t.Errorf("%s: %s does not begin with %q", c.query, a, want)
				}
			}
			for _, id := range []string{"places", "comuni", "zones", "cells", "gaps"} {
				for _, f := range export.Formats() {
					if found[id+"."+f.Name] == 0 {
						t.Errorf("%s: no %s.%s", c.query, id, f.Name)
					}
				}
			}
		}
	}
}

// What the page counts is what the filter means, and refuses what is not there.
func filtersCount(t *testing.T, h http.Handler, store Store) {
	t.Helper()
	all, err := store.FeatureState(t.Context(), feature.Cells, "")
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	zones, err := store.Zones(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	list, err := store.FeatureCollections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cells, _ := feature.ByID(list, feature.Cells)
	comuni, _, err := store.Comuni(t.Context(), geo.ComuneFilter{Page: geo.Page{Limit: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	for _, z := range zones {
		n, err := store.FeatureCount(t.Context(), narrow(cells, choice{Zone: z.ID}, comuni).Query)
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if sum != all.Count || sum == 0 {
		t.Errorf("the cells of the zones are %d, all are %d", sum, all.Count)
	}
	for target, status := range map[string]int{"/dati?kind=piscina": 404, "/dati?zone=12": 404, "/dati?comune=001999": 404, "/dati?foo=1": 400,
		"/dati?comune=1272":                  400,
		"/dati?embed=own&embed_kind=piscina": 404, "/dati?embed=own&embed_zone=12": 404, "/dati?embed=mine": 400, "/dati?embed_minutes=20": 400, "/dati/catalogo.ttl?x=1": 400, "/dati/atlante.qgz?x=1": 400} {
		if w := ask(h, target); w.Code != status {
			t.Errorf("%s: %d, not %d", target, w.Code, status)
		}
	}
}

// The copy buttons need scripts, and are not seen without them; nothing in the page
// asks for a policy that is not there.
func needsNoScript(t *testing.T, h http.Handler) {
	t.Helper()
	body := ask(h, "/dati").Body.String()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	copies := 0
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s>", n.Data, a.Key)
			}
			if a.Key == "data-copy" {
				copies++
				if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" }) {
					t.Error("a copy button shows without scripts")
				}
				if !strings.Contains(body, `id="`+a.Val+`"`) {
					t.Errorf("nothing to copy at %s", a.Val)
				}
			}
		}
	}
	if copies < 10 {
		t.Errorf("%d copy buttons", copies)
	}
	if !strings.Contains(body, `&lt;iframe src=&#34;http://example.com/embed?lang=it&#34;`) {
		t.Error("no frame to paste")
	}
}

// The catalogue and the project are made of what is there, for whoever asks.
func catalogueAndProject(t *testing.T, h http.Handler) {
	t.Helper()
	for path, want := range map[string][2]string{"/dati/catalogo.ttl": {"text/turtle; charset=utf-8", `dct:identifier "prova:atlante-places"`},
		"/dati/catalogo.jsonld": {"application/ld+json", `"mailto:dati@ente.example"`}} {
		w := ask(h, path)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != want[0] || !strings.Contains(w.Body.String(), want[1]) {
			t.Errorf("%s: %d %s: %.300s", path, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("ETag") == "" {
			t.Errorf("%s: %v", path, w.Header())
		}
	}
	for accept, to := range map[string]string{"": "ttl", "application/ld+json": "jsonld", "text/turtle": "ttl", "text/html": "ttl"} {
		r := httptest.NewRequest("GET", "/dati/catalogo", nil)
		if accept != "" {
			r.Header.Set("Accept", accept)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/dati/catalogo."+to {
			t.Errorf("%q leads to %s", accept, w.Header().Get("Location"))
		}
	}
	w := ask(h, "/dati/atlante.qgz")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || len(z.File) != 1 || !strings.HasSuffix(z.File[0].Name, ".qgs") {
		t.Errorf("the project: %v", err)
	}
}
