package work_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/ingest/facts"
	"atlante/geo/road"
	"atlante/geo/road/synthetic"
	"atlante/geo/travel"
	"atlante/geo/work"
)

// valleysOfLanzo are the comuni of zone 7 with a network of their own.
func valleysOfLanzo(t *testing.T) ([]geo.Comune, *road.Graph) {
	t.Helper()
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	comuni = slices.DeleteFunc(comuni, func(c geo.Comune) bool { return c.Zone != 7 })
	valleys, err := facts.Valleys()
	if err != nil {
		t.Fatal(err)
	}
	g, _ := road.Build(synthetic.Network(synthetic.Torino, 1, comuni, valleys, nil, road.DefaultProfile()), geo.ModeCar, nil)
	return comuni, g
}

// answering is a routing server that answers in the format of an engine with the
// times of a graph, longer by a tenth.
type answering struct {
	t        *testing.T
	g        *road.Graph
	concise  bool // the matrix of Valhalla's shorter form
	noTable  bool // OSRM without the table service
	tooMuch  bool
	requests atomic.Int64
}

func (a *answering) seconds(from, to orb.Point) *float64 {
	times, err := work.Routes(a.t.Context(), map[geo.Mode]*road.Graph{geo.ModeCar: a.g}, []work.Stopover{{Point: from}, {Point: to}},
		[]work.RoutePair{{From: 0, To: 1}}, onRoadOnly(), func(int, int) {})
	if err != nil {
		a.t.Error(err)
	}
	if math.IsInf(times[0].Car, 1) {
		return nil
	}
	s := math.Round(times[0].Car*60*1.1*10) / 10
	return &s
}

// onRoadOnly are parameters by which neither walking nor parking takes time.
func onRoadOnly() travel.Parameters {
	p := travel.DefaultParameters()
	p.WalkKmH, p.ParkMinutes, p.SummerPasses = 1e12, 0, true
	return p
}

// osrm answers as https://project-osrm.org/docs/v5.24.0/api/ says.
func (a *answering) osrm(w http.ResponseWriter, r *http.Request) {
	a.requests.Add(1)
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/") // service, version, profile, coordinates
	if len(parts) != 4 || parts[1] != "v1" || parts[2] != "driving" {
		answer(w, 400, map[string]any{"code": "InvalidUrl", "message": "URL string malformed close to position 1"})
		return
	}
	var points []orb.Point
	for _, one := range strings.Split(parts[3], ";") {
		var p orb.Point
		if _, err := fmt.Sscanf(one, "%f,%f", &p[0], &p[1]); err != nil {
			a.t.Errorf("coordinates %q", parts[3])
		}
		points = append(points, p)
	}
	q := osrmOptions(r)
	switch {
	case parts[0] == "table" && a.noTable:
		answer(w, 400, map[string]any{"code": "InvalidService", "message": "Service table not found!"})
	case parts[0] == "table":
		to, _ := strconv.Atoi(q["destinations"])
		var rows [][]*float64
		for _, s := range strings.Split(q["sources"], ";") {
			from, _ := strconv.Atoi(s)
			rows = append(rows, []*float64{a.seconds(points[from], points[to])})
		}
		answer(w, 200, map[string]any{"code": "Ok", "durations": rows, "sources": []any{}, "destinations": []any{}})
	case parts[0] == "route":
		s := a.seconds(points[0], points[1])
		if s == nil {
			answer(w, 400, map[string]any{"code": "NoRoute", "message": "Impossible route between points"})
			return
		}
		answer(w, 200, map[string]any{"code": "Ok", "routes": []any{map[string]any{"duration": *s, "distance": 1, "legs": []any{}}}, "waypoints": []any{}})
	}
}

// osrmOptions are those of a question; OSRM joins numbers by semicolons, which
// Go does not take in a query.
func osrmOptions(r *http.Request) map[string]string {
	out := map[string]string{}
	for _, pair := range strings.Split(r.URL.RawQuery, "&") {
		key, value, _ := strings.Cut(pair, "=")
		out[key] = value
	}
	return out
}

// valhalla answers as https://valhalla.github.io/valhalla/api/matrix/api-reference/ says.
func (a *answering) valhalla(w http.ResponseWriter, r *http.Request) {
	a.requests.Add(1)
	if a.tooMuch {
		fmt.Fprintf(w, "%s", strings.Repeat(" ", 2<<20))
		return
	}
	if r.URL.Path != "/sources_to_targets" {
		answer(w, 404, map[string]any{"error_code": 106, "error": "Try any of:'/locate' '/route' '/sources_to_targets'", "status_code": 404, "status": "Not Found"})
		return
	}
	var q struct {
		Sources, Targets []struct{ Lon, Lat float64 }
		Costing          string
	}
	if err := json.Unmarshal([]byte(r.URL.Query().Get("json")), &q); err != nil || q.Costing != "auto" {
		a.t.Errorf("%v in %q", err, r.URL.RawQuery)
	}
	var verbose [][]any
	var durations [][]*float64
	for i, from := range q.Sources {
		var row []any
		var times []*float64
		for j, to := range q.Targets {
			s := a.seconds(orb.Point{from.Lon, from.Lat}, orb.Point{to.Lon, to.Lat})
			times = append(times, s)
			row = append(row, map[string]any{"from_index": i, "to_index": j, "time": s, "distance": 1.5})
		}
		verbose, durations = append(verbose, row), append(durations, times)
	}
	if a.concise {
		answer(w, 200, map[string]any{"sources_to_targets": map[string]any{"durations": durations}, "units": "kilometers"})
		return
	}
	answer(w, 200, map[string]any{"sources_to_targets": verbose, "units": "kilometers"})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// Whatever the engine and the form in which it answers, it is found out and the
// comparison is what the server's own rule says: every time longer by a tenth, so
// ours are shorter by one eleventh.
func TestCompareWithEngines(t *testing.T) {
	t.Parallel()
	comuni, g := valleysOfLanzo(t)
	for _, c := range []struct {
		name, kind, finds string
		server            func(*answering) http.HandlerFunc
		requests          int64
	}{
		{"osrm", "auto", "osrm", func(a *answering) http.HandlerFunc { return a.osrm }, 5},
		{"osrm without tables", "auto", "osrm", func(a *answering) http.HandlerFunc { a.noTable = true; return a.osrm }, 42},
		{"valhalla", "auto", "valhalla", func(a *answering) http.HandlerFunc { return a.valhalla }, 6},
		{"valhalla, concise", "valhalla", "valhalla", func(a *answering) http.HandlerFunc { a.concise = true; return a.valhalla }, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &answering{t: t, g: g}
			server := httptest.NewServer(c.server(a))
			defer server.Close()
			e, err := work.OpenEngine(t.Context(), server.Client(), server.URL, c.kind, comuni[0].Seat, comuni[1].Seat)
			if err != nil {
				t.Fatal(err)
			}
			if e.Kind() != c.finds {
				t.Errorf("found %s", e.Kind())
			}
			r, err := work.CompareTimes(t.Context(), g, e, work.Seats(comuni), 40, func(int, int) {})
			if err != nil {
				t.Fatal(err)
			}
			if r.Asked != 40 || r.Compared != 40 || math.Abs(r.Median-1./11) > 0.002 || math.Abs(r.P90-1./11) > 0.004 || math.Abs(r.Bias+1./11) > 0.002 {
				t.Errorf("%+v", r)
			}
			if got := a.requests.Load(); got != c.requests {
				t.Errorf("%d requests", got)
			}
		})
	}
}

// What is compared is kept with the roads that it is about, and with no others.
func TestComparisonIsKeptWithItsRoads(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	comuni, g := valleysOfLanzo(t)
	a := &answering{t: t, g: g}
	server := httptest.NewServer(http.HandlerFunc(a.osrm))
	defer server.Close()
	e, err := work.OpenEngine(t.Context(), server.Client(), server.URL+"/", "osrm", comuni[0].Seat, comuni[1].Seat)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }
	compare := func() (geo.EngineComparison, error) {
		return work.CompareWithEngine(t.Context(), s, e, 20, now, func(int, int) {})
	}
	if _, err := compare(); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("without roads: %v", err)
	}
	if err := s.SaveZones(t.Context(), []geo.Zone{{ID: 7, Name: "Lanzo"}}, geo.Source{Name: "test", Licence: "CC0"}); err != nil {
		t.Fatal(err)
	}
	for i := range comuni { // this database has no valleys
		comuni[i].Valley = ""
	}
	if err := s.SaveComuni(t.Context(), comuni, geo.Source{Name: "test", Licence: "CC0"}); err != nil {
		t.Fatal(err)
	}
	v := geo.RoadVersion{CreatedAt: now(), Active: true, File: "x.osm.pbf", Checksum: strings.Repeat("a", 64), ProfileHash: "p",
		Synthetic: true, Source: geo.Source{Name: "test", Licence: "CC0"}}
	foot := *g
	if _, err := s.SaveGraph(t.Context(), v, map[geo.Mode]*road.Graph{geo.ModeCar: g, geo.ModeFoot: &foot}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.LatestEngineComparison(t.Context(), v); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("before any: %v", err)
	}
	made, err := compare()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.LatestEngineComparison(t.Context(), v)
	kept.At = kept.At.UTC()
	if err != nil || kept != made || !kept.Synthetic || kept.Address != server.URL {
		t.Errorf("kept %+v, made %+v, %v", kept, made, err)
	}
	v.ProfileHash = "another"
	if _, err := s.LatestEngineComparison(t.Context(), v); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("of roads read otherwise: %v", err)
	}
}

// Servers that are something else, lie or lead away are refused with a word.
func TestEnginesThatAreNone(t *testing.T) {
	t.Parallel()
	comuni, g := valleysOfLanzo(t)
	elsewhere := httptest.NewServer(http.HandlerFunc((&answering{t: t, g: g}).osrm))
	defer elsewhere.Close()
	open := func(address, kind string) error {
		_, err := work.OpenEngine(t.Context(), &http.Client{}, address, kind, comuni[0].Seat, comuni[1].Seat)
		return err
	}
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		says    string
	}{
		"a web page":      {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") }, "JSON"},
		"other JSON":      {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"hello": 1}`) }, "sources_to_targets"},
		"too much":        {(&answering{t: t, tooMuch: true}).valhalla, "1024 kB"},
		"leads elsewhere": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL+r.URL.Path, 302) }, "non lo seguo"},
		"rows too many": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"code":"Ok","durations":[[1,2,3]]}`)
		}, "3 colonne"},
	} {
		server := httptest.NewServer(c.handler)
		err := open(server.URL, "auto")
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
		if err := open(server.URL, "auto"); err == nil {
			t.Errorf("%s: nobody is there any more", name)
		}
	}
	for _, address := range []string{"", "localhost:5000", "ftp://localhost", "http://"} {
		if err := open(address, "auto"); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// A server that knows no way at all leaves nothing to compare.
func TestNothingToCompare(t *testing.T) {
	t.Parallel()
	comuni, g := valleysOfLanzo(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rows := strings.Repeat("[null],", strings.Count(osrmOptions(r)["sources"], ";")+1)
		fmt.Fprintf(w, `{"code":"Ok","durations":[%s]}`, strings.TrimSuffix(rows, ","))
	}))
	defer server.Close()
	e, err := work.OpenEngine(t.Context(), server.Client(), server.URL, "auto", comuni[0].Seat, comuni[1].Seat)
	if err != nil {
		t.Fatal(err)
	}
	r, err := work.CompareTimes(t.Context(), g, e, work.Seats(comuni), 20, func(int, int) {})
	if !errors.Is(err, geo.ErrInvalid) || r.OnlyOurs != 20 {
		t.Errorf("%+v, %v", r, err)
	}
}

// The pairs are as many as asked, all different, none from a point to itself, and
// the same every time.
func TestChoosePairs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ points, n, want int }{{312, 200, 200}, {11, 200, 110}, {21, 200, 200}, {2, 5, 2}, {1, 5, 0}, {0, 5, 0}, {40, 0, 0}} {
		pairs := work.ChoosePairs(c.points, c.n)
		seen := map[work.RoutePair]bool{}
		for _, p := range pairs {
			if p.From == p.To || seen[p] {
				t.Errorf("%d points: %v", c.points, p)
			}
			seen[p] = true
		}
		if len(pairs) != c.want || !slices.Equal(pairs, work.ChoosePairs(c.points, c.n)) {
			t.Errorf("%d of %d points: %d pairs", c.n, c.points, len(pairs))
		}
	}
}
