package api

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/gazetteer"
	"atlante/geo/hex"
)

var (
	theID      = uuid.MustParse("0197a3c0-0000-7000-8000-000000000001")
	theKind    = geo.Kind{ID: "portineria", NameIT: "Portineria", Completeness: "complete", ModeMountain: geo.ModeCar, ModeElse: geo.ModeFoot, ThresholdCar: 30, ThresholdFoot: 15}
	theComune  = geo.Comune{ID: "001013", Name: "Balme", Zone: 7, ZoneSource: "sourced", Valley: "val-d-ala", Residents: 110, MountainClass: "T", SNAI: "F", Pole: "Torino", PoleMinutes: 82, Seat: orb.Point{7.2180451, 45.3018}, BoundarySource: "Confini approssimati"}
	theAtlas   = atlas{map[geo.ZoneID]string{7: "Ciriacese"}, map[geo.ComuneID]geo.Comune{"001013": theComune}, map[geo.ValleyID]string{"val-d-ala": "Val d'Ala"}}
	theOutline = orb.MultiPolygon{{{{7.1, 45.1}, {7.2, 45.1}, {7.2, 45.2000000004}, {7.1, 45.1}}}}
)

func ptr[T any](v T) *T { return &v }

func theFigure() cover.Figure {
	return cover.Figure{
		Area: cover.Area{Kind: cover.AreaZone, ID: "7", Territory: geo.TerritoryMountain}, Scenario: cover.ScenarioCurrent, Kind: "portineria", Mode: "car",
		Residents: 100, Places: 1, PerTenThousand: ptr(100.0), Median: ptr(30.01), P90: nil, Choice: ptr(4.0),
		Counts: []cover.Count{
			{Minutes: 15, Within: 10, Beyond: 70, Unreachable: 10, Unknown: 10},
			{Minutes: 30, Within: 40, Beyond: 40, Unreachable: 10, Unknown: 10},
			{Minutes: 45, Within: 60, Beyond: 20, Unreachable: 10, Unknown: 10},
			{Within: 40, Beyond: 40, Unreachable: 10, Unknown: 10},
		},
	}
}

func theGap() cover.Gap {
	return cover.Gap{
		ID: "g-portineria-4", Scenario: cover.ScenarioCurrent, Territory: geo.TerritoryMountain, Kind: "portineria", Rank: 1, Name: "Val d'Ala: Balme",
		Zone: 7, Valley: "val-d-ala", Comuni: []geo.ComuneID{"001013"}, Cells: []hex.Cell{0x891f9e12ab3ffff}, Residents: 90, ResidentsLow: 80, ResidentsHigh: 95,
		MedianMinutes: ptr(51.23), Severity: 88.5, Threshold: 30, Mode: geo.ModeCar, Nearest: &theID, NearestName: "Portineria di Lanzo", NearestComune: "001128",
		Second: &theID, SecondName: "Portineria di Ceres", SecondComune: "001072", SecondMinutes: ptr(60.2), WalkOnly: 12, Itinerant: cover.VisitsNone, Parents: []string{"g-portineria-2"},
		Why: cover.WhyFar, Model: cover.ModelEstimate, Confidence: cover.Provisional, SNAI: "F", AltitudeM: 1432, Outline: theOutline, Label: orb.Point{7.2, 45.3},
	}
}

// answers are what the encoders make of full and of empty domain values.
func answers() map[string]any {
	p := page{next: ptr("http://x/y"), notice: ptr("n"), publication: publicationOf(cover.Publication{ID: 3, CreatedAt: "2026-07-01T10:00:00Z", Model: cover.ModelEstimate})}
	place := geo.Place{ID: theID, Kind: "cer", Name: "CER", Comune: "001013", Zone: 7, Position: &orb.Point{7.2, 45.3}, Precision: geo.PrecisionComune, RadiusM: 900, Status: geo.StatusPlanned, ServiceArea: []geo.ComuneID{"001013"}}
	nowhere := geo.Place{ID: theID, Precision: geo.PrecisionNone, Status: geo.StatusActive}
	f, g := theFigure(), theGap()
	empty := cover.Gap{Scenario: cover.ScenarioPlanned, Territory: geo.TerritoryInner, Mode: geo.ModeArea, Why: cover.WhyUnknown, Confidence: cover.Confirmed, Model: cover.ModelEstimate}
	detail := cover.CellDetail{Cell: 0x891f9e12ab3ffff, Comune: "001013", Kinds: []cover.CellKind{
		{Kind: "portineria", Mode: geo.ModeCar, State: cover.StateOK, Nearest: &cover.Reached{Place: theID, Minutes: 51.2}, GapID: g.ID},
		{Kind: "portineria", Mode: geo.ModeFoot, State: cover.StateWalkOnly, Nearest: &cover.Reached{Place: theID, Minutes: 71}, Second: &cover.Reached{Place: theID, Minutes: 80.5}, SnapMetres: 2100.5, Estimated: true}, {Kind: "cer", Mode: geo.ModeArea, State: cover.StateUnknown}}}
	roads := publicationOf(cover.Publication{ID: 4, CreatedAt: "2026-07-01T10:00:00Z", Model: cover.ModelRoads, RoadsVersion: 2, Graph: theRoads()})
	history := cover.GapHistory{ID: g.ID, Children: []string{"g-portineria-9"}, Moments: []cover.GapMoment{
		{GapVersion: cover.GapVersion{Territory: geo.TerritoryMountain, Kind: "portineria", Ended: true}, Publication: 2, At: "2026-06-01T10:00:00Z"},
		{GapVersion: g.Version(), Publication: 3, At: "2026-07-01T10:00:00Z"}}}
	history.Moments[1].Graph = 7
	compared := cover.Comparison{Publication: 4, Stood: []cover.StoodIn{{Mode: geo.ModeCar, Cells: 1, Of: 2, Residents: 3, OfPeople: 4}}, Calibration: cover.Calibration{
		Constants: []cover.Constants{{Mode: geo.ModeFoot, Zone: 1, Alpha: -0.1, Sigma: 0.2, Pairs: 12}}, Agreement: []cover.Agreement{{Kind: "portineria"}, {Kind: "portineria", Zone: 7, Both: 5, RoadsOnly: 5}}}}
	return map[string]any{
		"GapHistory": historyOf(history, cover.ScenarioCurrent, roads),
		"Closing": closingOf(cover.Closing{Place: theID, Kind: "portineria", Scenario: cover.ScenarioPlanned, Residents: 3, MedianThen: ptr(4.2),
			Comuni: []cover.ClosingComune{{Comune: "001013", Name: "Balme", Residents: 3}}, Next: []cover.ClosingNext{{Place: theID, Residents: 3}}}, roads),
		"Calibration":                   calibrationOf(compared, validationOf(geo.EngineComparison{Engine: "osrm", Compared: 200, Median: 0.04, P90: 0.1, Bias: -0.01}), nil, roads),
		"PlaceList":                     list(each([]geo.Place{place, nowhere}, placeOf), p),
		"PlaceFeatureCollection":        collection(each([]geo.Place{place, nowhere}, placeFeature), page{}),
		"ComuneList":                    list([]Comune{comuneOf(theComune, theAtlas), comuneOf(geo.Comune{ID: "001001", MountainClass: "NM", SNAI: "A"}, theAtlas)}, page{}),
		"ComuneDetailFeature":           feature("001013", theOutline, ComuneDetail{comuneOf(theComune, theAtlas), nil, Attribution, Licence}),
		"ZoneDetail":                    ZoneDetail{zoneOf(geo.Zone{ID: 7, Name: "Ciriacese"}, []geo.Comune{theComune}), theAtlas.refs([]geo.ComuneID{"001013"}), Attribution, Licence},
		"CoverageCountsList":            list([]CoverageCounts{{coverageOf(f, theKind, "Ciriacese"), counts(f, theKind, 0)}}, p),
		"CoverageFlatFeatureCollection": collection([]Feature[CoverageFlat]{feature("zone-7", theOutline, flat(f, theKind, "Ciriacese", 30))}, p),
		"GapList":                       GapList{list([]Gap{gapOf(g, theKind, theAtlas), gapOf(empty, theKind, theAtlas)}, p), each([]cover.WholeArea{{Scenario: cover.ScenarioCurrent, Territory: geo.TerritoryMountain, Kind: "cer", Zone: 7}}, func(w cover.WholeArea) WholeArea { return wholeAreaOf(w, theAtlas) })},
		"GapDetailFeature":              feature(g.ID, g.Outline, GapDetail{gapOf(g, theKind, theAtlas), []string{"891f9e12ab3ffff"}, p.publication, Attribution, Licence}),
		"Cell":                          cellOf(detail, cover.ScenarioCurrent, p.publication),
		"LocationList":                  list(each([]gazetteer.Answer{{Label: "Balme", Point: orb.Point{7.2, 45.3}, Precision: geo.PrecisionComune, RadiusM: 900}, {Precision: geo.PrecisionNone}}, locationOf), page{}),
		"KindList":                      list(each([]geo.Kind{theKind, {ID: "cer", ByArea: true, Completeness: "not_surveyed"}}, kindOf), page{}),
		"Publication":                   *p.publication,
	}
}

func theDocument(t *testing.T) *openapi3.T {
	t.Helper()
	body, err := document(routes(), About{}, "https://atlante.example", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestAnswersMatchTheirSchemas(t *testing.T) {
	doc := theDocument(t)
	for name, answer := range answers() {
		if got := componentName(reflect.TypeOf(answer)); got != name {
			t.Errorf("%s is called %s", name, got)
		}
		body, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(body, &value); err != nil {
			t.Fatal(err)
		}
		if doc.Components.Schemas[name] == nil {
			t.Fatalf("no schema %s", name)
		}
		if err := doc.Components.Schemas[name].Value.VisitJSON(value); err != nil {
			t.Errorf("%s: %v\n%s", name, err, body)
		}
	}
}

func TestSchemasRefuseWhatIsNotPromised(t *testing.T) {
	doc := theDocument(t)
	comune := doc.Components.Schemas["Comune"].Value
	for name, change := range map[string]func(map[string]any){
		"a field more":   func(m map[string]any) { m["extra"] = 1 },
		"a field less":   func(m map[string]any) { delete(m, "istat") },
		"another class":  func(m map[string]any) { m["mountain"] = "yes" },
		"null residents": func(m map[string]any) { m["residents"] = nil },
	} {
		var value map[string]any
		body, err := json.Marshal(comuneOf(theComune, theAtlas))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(body, &value); err != nil {
			t.Fatal(err)
		}
		if change(value); comune.VisitJSON(value) == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestUnknownIsNull(t *testing.T) {
	body, err := json.Marshal(placeFeature(geo.Place{ID: theID, Precision: geo.PrecisionNone, Status: geo.StatusActive}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"geometry":null`, `"lon":null`, `"radius_m":null`, `"comune":null`, `"service_area":[]`} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
}

func TestGeometryIsRoundedOnACopy(t *testing.T) {
	g := geometry(theOutline)
	body, err := json.Marshal(g)
	if err != nil || string(body) != `{"type":"MultiPolygon","coordinates":[[[[7.1,45.1],[7.2,45.1],[7.2,45.2],[7.1,45.1]]]]}` {
		t.Errorf("%s %v", body, err)
	}
	if theOutline[0][0][2][1] != 45.2000000004 {
		t.Error("the store's own geometry was changed")
	}
	if geometry(orb.MultiPolygon(nil)) != nil || geometry((*orb.Point)(nil)) != nil || geometry(nil) != nil {
		t.Error("no geometry is null")
	}
}

func TestCoverageCounts(t *testing.T) {
	f := theFigure()
	all := counts(f, theKind, 0)
	if len(all) != 4 || all[3].Threshold != "own" || *all[3].Minutes != 30 {
		t.Fatalf("%+v", all)
	}
	if c := all[1]; c.Within+c.Beyond+c.Unreachable+c.Unknown != f.Residents || math.Abs(*c.Share-40.0/90) > 1e-12 || *c.UnknownShare != 0.1 {
		t.Errorf("%+v", c)
	}
	if one := counts(f, theKind, 30); len(one) != 2 || one[0].Threshold != "30" || one[1].Threshold != "own" {
		t.Errorf("minutes=30: %+v", one)
	}
	f.Mode = "mixed"
	if own := counts(f, theKind, 15)[1]; own.Minutes != nil {
		t.Errorf("a mixed area has no threshold of its own: %d", *own.Minutes)
	}
	row := flat(f, theKind, "x", 30)
	if row.Within15 != nil || *row.Within30 != 40 || *row.BeyondOwn != 40 || *row.Unknown30 != 10 {
		t.Errorf("%+v", row)
	}
	if nobody := counts(cover.Figure{Counts: []cover.Count{{Minutes: 15}}}, theKind, 0)[0]; nobody.Share != nil || nobody.UnknownShare != nil {
		t.Error("a share of nobody is null")
	}
}

func TestMinutesRoundUp(t *testing.T) {
	for in, want := range map[float64]float64{30: 30, 30.01: 30.1, 1.1: 1.1, 12.3: 12.3, 0: 0} {
		if got := *up(&in); got != want {
			t.Errorf("%v: %v", in, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.Float64Range(0, 300).Draw(t, "minutes")
		threshold := float64(rapid.IntRange(1, 300).Draw(t, "threshold"))
		if math.Abs(minutes-threshold) > 1e-9 && (minutes <= threshold) != (*up(&minutes) <= threshold) {
			t.Fatalf("%v against %v: shown as %v", minutes, threshold, *up(&minutes))
		}
	})
}

func TestCoverageAreas(t *testing.T) {
	cases := []struct {
		area   cover.AreaKind
		zone   geo.ZoneID
		comune geo.ComuneID
		want   string // area, id, zone; "" when refused
	}{
		{"", 0, "", "territory,,0"},
		{"", 7, "", "zone,7,7"},
		{"", 0, "001013", "comune,,0"},
		{"", 7, "001013", "comune,,7"},
		{cover.AreaComune, 7, "", "comune,,7"},
		{cover.AreaZone, 0, "", "zone,,0"},
		{cover.AreaZone, 0, "001013", ""},
		{cover.AreaTerritory, 7, "", ""},
	}
	for _, c := range cases {
		q := coverageQuery{zone: c.zone, comune: c.comune}
		q.filter.Area = c.area
		err := q.place()
		if got := fmt.Sprintf("%s,%s,%d", q.filter.Area, q.filter.AreaID, q.zone); (err != nil) != (c.want == "") || err == nil && got != c.want {
			t.Errorf("%+v: %s, %v", c, got, err)
		}
	}
}

func TestCoveragePagesWalkTheWholeList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := make([]cover.Figure, rapid.IntRange(0, 40).Draw(t, "figures"))
		for i := range all {
			all[i].Residents = i
		}
		limit, after, walked := rapid.IntRange(1, 12).Draw(t, "limit"), "", 0
		for {
			part, next, err := cut(all, geo.Page{After: after, Limit: limit}, 5)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range part {
				if f.Residents != walked {
					t.Fatalf("figure %d where %d should be", f.Residents, walked)
				}
				walked++
			}
			if after = next; next == "" {
				break
			}
			if _, _, err := cut(all, geo.Page{After: next, Limit: limit}, 6); err == nil {
				t.Fatal("a bookmark of an older publication is accepted")
			}
		}
		if walked != len(all) {
			t.Fatalf("walked %d of %d", walked, len(all))
		}
	})
	for _, forged := range []string{"x", "NTo5OTk", "NTotMQ"} {
		if _, _, err := cut(nil, geo.Page{After: forged, Limit: 1}, 5); err == nil {
			t.Errorf("%q is accepted", forged)
		}
	}
}

func TestNextKeepsTheQuestion(t *testing.T) {
	c := &call{r: httptest.NewRequest("GET", "/api/v1/places?q=a%26b&after=old&kind=cer", nil), origin: "http://127.0.0.1:8080"}
	if got := c.next("new/="); *got != "http://127.0.0.1:8080/api/v1/places?after=new%2F%3D&kind=cer&q=a%26b" {
		t.Error(*got)
	}
	if c.next("") != nil {
		t.Error("the last page has no next")
	}
}

func TestStatus(t *testing.T) {
	start := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	out := statusAt(start.Add(90*time.Second), start, "v1", map[string]int64{"places": 4})
	out.describe(cover.Publication{ID: 2, CreatedAt: "2026-07-01T09:00:00Z"}, start)
	body, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"version":"v1"`, `"uptime_seconds":90`, `"publication_age_seconds":3600`, `"places":4`, `"id":2`} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
}

// TestParametersAreReadAndDocumented: what a route reads and what it allows is
// one list, so a parameter without a name or a text is a mistake in the table.
func TestParametersAreReadAndDocumented(t *testing.T) {
	for _, rt := range routes() {
		seen := map[string]bool{}
		for _, p := range rt.params {
			if p.name == "" || p.text.IT == "" || p.text.EN == "" || seen[p.name] {
				t.Errorf("%s: %+v", rt.id, p)
			}
			seen[p.name] = true
			if p.in == inPath && !strings.Contains(rt.path, "{"+p.name+"}") {
				t.Errorf("%s: no {%s} in %s", rt.id, p.name, rt.path)
			}
		}
		if rt.geojson == nil && len(rt.formats()) != 1 || rt.formats()[0] != wire.JSON {
			t.Errorf("%s: %v", rt.id, rt.formats())
		}
	}
}
