package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-chi/chi/v5"

	"atlante/api"
	"atlante/api/apitest"
	"atlante/api/wire"
)

// withoutStore serves everything that is answered before the store is asked.
func withoutStore() chi.Router {
	r := chi.NewRouter()
	api.Mount(r, nil, api.Options{
		Log: slog.New(slog.DiscardHandler), Version: "test", Now: time.Now, Started: time.Now(),
	})
	return r
}

func call(t *testing.T, method, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	withoutStore().ServeHTTP(w, r)
	return w
}

func TestDocumentIsValidAndComplete(t *testing.T) {
	apitest.New(t, withoutStore())
	for _, path := range []string{"/status", "/healthz", "/readyz", "/api/openapi.json", "/tiles/index.json", "/tiles/{layers}/{z}/{x}/{tile}"} {
		if body := call(t, http.MethodGet, "/api/openapi.json").Body.String(); !strings.Contains(body, `"`+path+`"`) {
			t.Errorf("%s is not in the document", path)
		}
	}
	doc, err := openapi3.NewLoader().LoadFromData(call(t, http.MethodGet, "/api/openapi.json").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var routed []string
	walk := func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodGet && strings.HasPrefix(route, "/api/") && route != "/api/openapi.json" {
			routed = append(routed, route)
		}
		return nil
	}
	if err := chi.Walk(withoutStore(), walk); err != nil {
		t.Fatal(err)
	}
	documented := slices.DeleteFunc(doc.Paths.Keys(), func(path string) bool {
		return !strings.HasPrefix(path, "/api/") || path == "/api/openapi.json"
	})
	slices.Sort(routed)
	slices.Sort(documented)
	if !slices.Equal(routed, documented) || len(routed) < 14 {
		t.Errorf("routes %v\ndocumented %v", routed, documented)
	}
	for _, name := range []string{"Place", "PlaceList", "PlaceFeatureCollection", "CoverageFlatFeatureCollection", "GapList", "Problem"} {
		if doc.Components.Schemas[name] == nil {
			t.Errorf("no schema %s", name)
		}
	}
	limit := doc.Components.Parameters["limit"]
	if limit == nil || limit.Value.Name != "limit" || *limit.Value.Schema.Value.Max != wire.ListMax {
		t.Errorf("components/parameters/limit: %+v", limit)
	}
}

func TestDocumentHasAlwaysTheSameBytes(t *testing.T) {
	first, second := call(t, http.MethodGet, "/api/openapi.json"), call(t, http.MethodGet, "/api/openapi.json")
	if first.Body.String() != second.Body.String() || first.Header().Get("ETag") == "" {
		t.Error("the document changes")
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	cases := []struct {
		target    string
		status    int
		parameter string
		says      string
	}{
		{"/api/v1/places?kinds=cer", 400, "kinds", "parametri ammessi: kind, zone, comune"},
		{"/api/v1/places?kind=CER", 400, "kind", "non è il nome breve"},
		{"/api/v1/places?comune=1272", 400, "comune", "servono sei cifre"},
		{"/api/v1/places?bbox=7,45,8", 400, "bbox", "servono quattro numeri"},
		{"/api/v1/places?operating_status=open", 400, "operating_status", "non previsto"},
		{"/api/v1/places?operating_status=active,", 400, "operating_status", "vuoto"},
		{"/api/v1/places?unlocated=yes", 400, "unlocated", "true"},
		{"/api/v1/places?limit=1001", 400, "limit", "tra 1 e 1000"},
		{"/api/v1/places?zone=7&zone=8", 400, "zone", "ripetuto"},
		{"/api/v1/places/0", 400, "id", "UUID"},
		{"/api/v1/comuni?kind=cer", 400, "kind", "non è previsto"},
		{"/api/v1/comuni/1272", 400, "istat", "servono sei cifre"},
		{"/api/v1/zones/sette", 400, "n", "zona omogenea"},
		{"/api/v1/coverage?minutes=20", 400, "minutes", "15, 30 oppure 45"},
		{"/api/v1/coverage?area=valley", 400, "area", "territory, zone oppure comune"},
		{"/api/v1/coverage?area=territory&territory=hills", 400, "territory", "non è previsto"},
		{"/api/v1/gaps?scenario=future", 400, "scenario", "current o planned"},
		{"/api/v1/gaps?scenario=external", 400, "scenario", "current o planned"},
		{"/api/v1/cells/891f9e12ab3ffff?scenario=external", 400, "scenario", "current o planned"},
		{"/api/v1/coverage?scenario=future", 400, "scenario", "external"},
		{"/api/v1/gaps?minutes=15", 400, "minutes", "non è previsto"},
		{"/api/v1/cells/zz", 400, "h3", "non è una cella H3"},
		{"/api/v1/geocode?q=%20", 400, "q", "scrivi un nome"},
		{"/api/v1/geocode", 400, "q", "scrivi un nome"},
		{"/api/v1/geocode?q=Pinerolo&limit=21", 400, "limit", "tra 1 e 20"},
		{"/api/v1/kinds?f=geojson", 400, "f", "non è disponibile qui"},
		{"/api/v1/nothing", 404, "", "/api/openapi.json"},
		{"/api", 404, "", "/api/openapi.json"},
		{"/healthz?x=1", 400, "x", "non è previsto"},
	}
	for _, c := range cases {
		res := call(t, http.MethodGet, c.target)
		var p wire.Problem
		if err := json.Unmarshal(res.Body.Bytes(), &p); err != nil || res.Header().Get("Content-Type") != wire.ProblemType {
			t.Fatalf("%s: %v, %s", c.target, err, res.Body)
		}
		named := c.parameter == "" && len(p.Errors) == 0 || len(p.Errors) == 1 && p.Errors[0].Parameter == c.parameter
		if res.Code != c.status || !named || !strings.Contains(p.Detail, c.says) {
			t.Errorf("%s: %d %+v", c.target, res.Code, p)
		}
	}
	if res := call(t, http.MethodGet, "/api/v1/kinds", "Accept", "application/geo+json"); res.Code != 406 {
		t.Errorf("kinds as GeoJSON: %d", res.Code)
	}
	if res := call(t, http.MethodDelete, "/api/v1/places"); res.Code != 405 || res.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("DELETE: %d", res.Code)
	}
}

func TestProblemsAreListedWhereTheirTypePoints(t *testing.T) {
	var p wire.Problem
	if err := json.Unmarshal(call(t, http.MethodGet, "/api/v1/nothing").Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	address, name, _ := strings.Cut(p.Type, "#")
	var list api.ProblemList
	if err := json.Unmarshal(call(t, http.MethodGet, address).Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(list.Items, func(k api.ProblemKind) bool { return k.Name == name && k.Status == 404 }) {
		t.Errorf("%s is not in %+v", p.Type, list)
	}
}

func TestAlive(t *testing.T) {
	res := call(t, http.MethodGet, "/healthz")
	if res.Code != 200 || res.Body.String() != `{"status":"alive"}` || res.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s %v", res.Code, res.Body, res.Header())
	}
}
