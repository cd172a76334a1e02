package data

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

// What the times rest on is said as the publication says it.
func TestTimesInWords(t *testing.T) {
	s := sitetest.New(t, site.Options{})
	x, err := s.Section(files)
	if err != nil {
		t.Fatal(err)
	}
	roads := func(g geo.RoadVersion) cover.Publication {
		return cover.Publication{Model: cover.ModelRoads, Graph: &g}
	}
	r := s.Router()
	list := map[string]struct {
		pub  cover.Publication
		want string
	}{
		"/a": {cover.Publication{Model: cover.ModelEstimate}, "I tempi sono una stima, senza strade."},
		"/b": {roads(geo.RoadVersion{Synthetic: true, DataDate: "2026-07-03T20:21:22Z"}), "I tempi vengono da una rete sintetica, fatta da un programma: solo per prove, nessuno è vero."},
		"/c": {roads(geo.RoadVersion{DataDate: "2026-07-03T20:21:22Z"}), "I tempi sono calcolati sulle strade di OpenStreetMap del 3 luglio 2026."},
		"/d": {roads(geo.RoadVersion{Uncovered: []geo.ComuneID{"001072"}}), "I tempi sono calcolati sulle strade di OpenStreetMap, senza data. Nei comuni dove non arriva nessuna strada del file sono una stima."},
	}
	for path, c := range list {
		x.Get(r, path, func(r *site.Request) (site.Answer, error) {
			if got := strings.ReplaceAll(times(r, c.pub), site.NBSP, " "); got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
			return site.Answer{}, geo.NotFound("fine / end")
		})
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest("GET", path+"?lang=it", nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// The page says near the downloads what would else be found out too late, and at the
// top which filters a table follows.
func saysBefore(t *testing.T, h http.Handler) {
	t.Helper()
	for target, want := range map[string][]string{
		"/dati":                                {"I tempi sono una stima, senza strade.", `href="/metodo#soglie"`, "Excel lo toglie", "apostrofo", "il file è più veloce"},
		"/dati?lang=en":                        {"Times are an estimate, without roads.", `href="/metodo?lang=en#soglie"`, "Excel drops it", "apostrophe", "the file is quicker"},
		"/dati?kind=portineria&zone=7&lang=en": {"only: Community concierges (Portinerie di comunità) and zone 7 · Ciriacese - Valli di Lanzo</small>", "only: zone 7 · Ciriacese - Valli di Lanzo</small>"},
		"/dati?kind=portineria":                {"<small>solo: Portinerie di comunità</small>", "<small>intera, senza filtri</small>"},
	} {
		body := html.UnescapeString(ask(h, target).Body.String())
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%s does not say %q", target, w)
			}
		}
	}
	if body := ask(h, "/dati").Body.String(); strings.Contains(body, "<small>") {
		t.Error("without filters none is named")
	}
}
