package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api"
	"atlante/api/apitest"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

func live(t *testing.T, s api.Store) http.Handler {
	t.Helper()
	r := chi.NewRouter()
	api.Mount(r, s, api.Options{Log: geotest.Log(), Version: "test", Now: time.Now, Started: time.Now()})
	return r
}

// read gets an address and decodes what it answers, after checking the status.
func read(t *testing.T, h http.Handler, target string, status int, into any) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil))
	if w.Code != status {
		t.Fatalf("%s: status %d, not %d: %s", target, w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		t.Fatalf("%s: %v", target, err)
	}
}

// TestLive shares one store: loading the starting set takes seconds.
func TestLive(t *testing.T) {
	store := geotest.Store(t)
	h := live(t, store)
	t.Run("operations", func(t *testing.T) { apitest.Operations(t, h) })
	t.Run("conservation", func(t *testing.T) { conservation(t, h) })
	t.Run("territory", func(t *testing.T) { territory(t, h) })
	t.Run("suppressed", func(t *testing.T) { suppressed(t, h) })
	t.Run("geojson", func(t *testing.T) { features(t, h) })
	t.Run("gaps", func(t *testing.T) { gaps(t, h) })
	t.Run("history", func(t *testing.T) { history(t, h) })
	t.Run("closing", func(t *testing.T) { closing(t, h) })
	t.Run("words", func(t *testing.T) { words(t, h) })
	t.Run("missing", func(t *testing.T) { missing(t, h) })
	t.Run("operators", func(t *testing.T) { operators(t, h) })
	t.Run("same as the store", func(t *testing.T) { sameAsStore(t, h, store) })
}

// conservation: the four parts add up to the residents, in every figure.
func conservation(t *testing.T, h http.Handler) {
	for _, area := range []string{"territory", "zone", "comune"} {
		for _, scenario := range []string{"current", "planned"} {
			next := "/api/v1/coverage?limit=1000&area=" + area + "&scenario=" + scenario
			seen := 0
			for next != "" {
				var page api.List[api.CoverageCounts]
				read(t, h, next, http.StatusOK, &page)
				if page.Publication == nil || page.Licence == "" {
					t.Fatalf("%s: figures without provenance", next)
				}
				for _, f := range page.Items {
					seen++
					for _, c := range f.Counts {
						if c.Within+c.Beyond+c.Unreachable+c.Unknown != f.Residents {
							t.Errorf("%s %s %s at %s: %+v of %d", f.Area, f.Name, f.Kind, c.Threshold, c, f.Residents)
						}
					}
					if f.Name == "" || f.Area != area || f.Scenario != scenario {
						t.Errorf("%+v", f.Coverage)
					}
				}
				if next = ""; page.Next != nil {
					next = *page.Next
				}
			}
			if seen == 0 {
				t.Errorf("no figures by %s in %s", area, scenario)
			}
		}
	}
}

func territory(t *testing.T, h http.Handler) {
	var zones api.List[api.Zone]
	read(t, h, "/api/v1/zones", http.StatusOK, &zones)
	residents, comuni, mountain := 0, 0, 0
	for _, z := range zones.Items {
		residents, comuni, mountain = residents+z.Residents, comuni+z.Comuni, mountain+z.MountainComuni
	}
	if len(zones.Items) != 11 || residents != 2_204_276 || comuni != 312 || mountain != 143 {
		t.Errorf("%d zones, %d residents, %d comuni, %d mountain", len(zones.Items), residents, comuni, mountain)
	}
	var zone api.ZoneDetail
	read(t, h, "/api/v1/zones/7", http.StatusOK, &zone)
	if zone.Residents != 99_846 || len(zone.Members) != 40 {
		t.Errorf("zone 7: %d residents, %d comuni", zone.Residents, len(zone.Members))
	}
	var all api.List[api.Comune]
	read(t, h, "/api/v1/comuni?limit=1000&territory=mountain", http.StatusOK, &all)
	if len(all.Items) != 143 || all.Next != nil {
		t.Errorf("%d mountain comuni", len(all.Items))
	}
	read(t, h, "/api/v1/comuni?zone=2&limit=1000", http.StatusOK, &all)
	if len(all.Items) != 14 {
		t.Errorf("%d comuni in zone 2", len(all.Items))
	}
}

// suppressed codes lead to today's comune, and the answer says so.
func suppressed(t *testing.T, h http.Handler) {
	var comune api.ComuneDetail
	read(t, h, "/api/v1/comuni/001005?lang=en", http.StatusOK, &comune) // Alice Superiore
	if comune.ISTAT != "001317" || comune.Notice == nil || !strings.Contains(*comune.Notice, "Val di Chy (001317)") {
		t.Errorf("%+v", comune)
	}
	read(t, h, "/api/v1/comuni/001317", http.StatusOK, &comune)
	if comune.Notice != nil {
		t.Errorf("today's code has a notice: %s", *comune.Notice)
	}
	var figures api.List[api.CoverageCounts]
	read(t, h, "/api/v1/coverage?comune=001005&kind=portineria", http.StatusOK, &figures)
	if figures.Notice == nil || len(figures.Items) == 0 || *figures.Items[0].ID != "001317" {
		t.Errorf("%+v", figures)
	}
}

// features have the outlines of what they describe, none at 0,0.
func features(t *testing.T, h http.Handler) {
	var comuni api.FeatureCollection[api.Comune]
	read(t, h, "/api/v1/comuni?f=geojson&limit=1000", http.StatusOK, &comuni)
	if len(comuni.Features) != 312 || comuni.Type != "FeatureCollection" {
		t.Fatalf("%s of %d", comuni.Type, len(comuni.Features))
	}
	for _, f := range comuni.Features {
		if f.Geometry == nil || f.Geometry.Type != "MultiPolygon" || f.ID != f.Properties.ISTAT {
			t.Errorf("%s: %+v", f.ID, f.Geometry)
		}
	}
	var places api.FeatureCollection[api.Place]
	read(t, h, "/api/v1/places?f=geojson&limit=1000", http.StatusOK, &places)
	for _, f := range places.Features {
		located := f.Properties.Precision != "none"
		if located != (f.Geometry != nil) || located != (f.Properties.Lon != nil) {
			t.Errorf("%s: precision %s, geometry %+v", f.Properties.Name, f.Properties.Precision, f.Geometry)
		}
	}
	var unlocated api.List[api.Place]
	read(t, h, "/api/v1/places?unlocated=true&limit=1000", http.StatusOK, &unlocated)
	for _, p := range unlocated.Items {
		if p.Lon != nil {
			t.Errorf("%s is located", p.Name)
		}
	}
	var coverage api.FeatureCollection[api.CoverageFlat]
	read(t, h, "/api/v1/coverage?f=geojson&area=zone&kind=portineria&territory=all", http.StatusOK, &coverage)
	for _, f := range coverage.Features {
		if f.Geometry == nil || f.Properties.Within30 == nil || f.Properties.WithinOwn == nil {
			t.Errorf("%s: %+v", f.ID, f.Properties)
		}
	}
	if len(coverage.Features) != 11 {
		t.Errorf("%d zones", len(coverage.Features))
	}
}

func gaps(t *testing.T, h http.Handler) {
	var page api.GapList
	read(t, h, "/api/v1/gaps?kind=portineria&limit=1000", http.StatusOK, &page)
	if len(page.Items) < 15 {
		t.Errorf("%d gaps", len(page.Items))
	}
	for i, g := range page.Items {
		if g.Rank != i+1 || g.Name == "" || g.ReasonIT == "" || g.ReasonEN == "" || g.Territory != "mountain" || len(g.Comuni) == 0 || g.Comuni[0].Name == "" {
			t.Errorf("%d: %+v", i, g)
		}
	}
	var detail api.GapDetail
	read(t, h, "/api/v1/gaps/"+page.Items[0].ID, http.StatusOK, &detail)
	residents := 0
	for _, id := range detail.Cells {
		var cell api.Cell
		read(t, h, "/api/v1/cells/"+id, http.StatusOK, &cell)
		residents += cell.Residents
		i := slices.IndexFunc(cell.Kinds, func(k api.CellKind) bool { return k.Kind == "portineria" })
		if i < 0 || cell.Kinds[i].Gap == nil {
			t.Fatalf("cell %s of %s names no gap: %+v", id, detail.ID, cell.Kinds)
		}
		if *cell.Kinds[i].Gap == detail.ID {
			continue
		}
		// A cell that straddles comuni may lie in two gaps, and names one.
		var other api.GapDetail
		read(t, h, "/api/v1/gaps/"+*cell.Kinds[i].Gap, http.StatusOK, &other)
		if !slices.Contains(other.Cells, id) {
			t.Errorf("cell %s names %s, which does not hold it", id, other.ID)
		}
	}
	if residents < detail.Residents {
		t.Errorf("the cells of %s hold %d residents, the gap %d", detail.ID, residents, detail.Residents)
	}
}

// words are found in spite of accents and typos.
func words(t *testing.T, h http.Handler) {
	var comuni api.List[api.Comune]
	read(t, h, "/api/v1/comuni?q=Pinerlo", http.StatusOK, &comuni)
	if !slices.ContainsFunc(comuni.Items, func(c api.Comune) bool { return c.Name == "Pinerolo" }) {
		t.Errorf("Pinerlo does not find Pinerolo: %+v", comuni.Items)
	}
	var found api.List[api.Location]
	read(t, h, "/api/v1/geocode?q=Pinerlo", http.StatusOK, &found)
	if len(found.Items) == 0 || found.Items[0].ComuneName == nil || *found.Items[0].ComuneName != "Pinerolo" {
		t.Errorf("geocode: %+v", found.Items)
	}
}

func missing(t *testing.T, h http.Handler) {
	for target, status := range map[string]int{
		"/api/v1/places/0197a3c0-0000-7000-8000-00000000dead": 404,
		"/api/v1/comuni/999999":                               404,
		"/api/v1/zones/12":                                    404,
		"/api/v1/gaps/g-portineria-99999":                     404,
		"/api/v1/gaps/nonsense":                               404,
		"/api/v1/gaps/g-portineria-99999/history":             404,
		"/api/v1/cells/8928308280fffff":                       404, // San Francisco
		"/api/v1/cells/861f9e12fffffff":                       404, // resolution 6
		"/api/v1/places?comune=999999":                        400,
		"/api/v1/places?zone=12":                              400,
		"/api/v1/places?kind=bar":                             400,
		"/api/v1/gaps?kind=bar":                               400,
		"/api/v1/gaps?territory=all":                          400,
		"/api/v1/coverage?zone=12":                            400,
		"/api/v1/coverage?comune=001272&area=zone":            400,
		"/api/v1/coverage?zone=7&area=territory":              400,
	} {
		var p wire.Problem
		read(t, h, target, status, &p)
		if p.Status != status || p.Detail == "" || (status == 400) != (len(p.Errors) == 1) {
			t.Errorf("%s: %+v", target, p)
		}
	}
}

func operators(t *testing.T, h http.Handler) {
	var health api.Health
	read(t, h, "/readyz", http.StatusOK, &health)
	var status api.Status
	read(t, h, "/status", http.StatusOK, &status)
	if health.Status != "ready" || status.Publication == nil || status.PublicationAgeSec == nil || len(status.Layers) == 0 {
		t.Errorf("%+v %+v", health, status)
	}
}

// sameAsStore: an API figure is the store's figure, nothing lost on the way.
func sameAsStore(t *testing.T, h http.Handler, s api.Store) {
	figures, err := s.Figures(t.Context(), cover.FigureFilter{Kinds: []geo.KindID{"portineria"}, Area: cover.AreaZone})
	if err != nil {
		t.Fatal(err)
	}
	var page api.List[api.CoverageCounts]
	read(t, h, "/api/v1/coverage?kind=portineria&area=zone&limit=1000", http.StatusOK, &page)
	if len(page.Items) != len(figures) {
		t.Fatalf("%d figures, the store has %d", len(page.Items), len(figures))
	}
	for i, f := range figures {
		c, _ := f.At(30)
		got := page.Items[i]
		if *got.ID != f.Area.ID || got.Territory != string(f.Area.Territory) || got.Residents != f.Residents || got.Counts[1].Within != c.Within || got.Places != f.Places {
			t.Errorf("%+v is not %+v", got, f)
		}
	}
}

// TestBeforeTheFirstPublication: the service answers, and says what is missing.
func TestBeforeTheFirstPublication(t *testing.T) {
	h := live(t, geotest.Empty(t))
	var p wire.Problem
	if read(t, h, "/readyz", http.StatusServiceUnavailable, &p); p.Status != 503 || !strings.Contains(p.Detail, "si avvia") {
		t.Errorf("%+v", p)
	}
	var status api.Status
	if read(t, h, "/status", http.StatusOK, &status); status.Publication != nil || status.Status != 200 {
		t.Errorf("%+v", status)
	}
	read(t, h, "/api/v1/publication", http.StatusNotFound, &p)
	read(t, h, "/api/v1/coverage", http.StatusServiceUnavailable, &p)
	var zones api.List[api.Zone]
	if read(t, h, "/api/v1/zones", http.StatusOK, &zones); len(zones.Items) != 0 || zones.Items == nil {
		t.Errorf("%+v", zones)
	}
}
