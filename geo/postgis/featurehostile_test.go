package postgis_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/cql2"
	"atlante/geo/feature"
	"atlante/geo/geotest"
	"atlante/geo/ingest/facts"
	"atlante/geo/postgis"
)

// Whatever values are sent, the database sees the same statements: none of them
// becomes a part of one.
func TestHostileValuesMakeNoNewStatements(t *testing.T) {
	s, db := geotest.Watched(t)
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SaveKinds(t.Context(), kinds); err != nil {
		t.Fatal(err)
	}
	run(t, db, crowdOf(600))
	list, err := s.FeatureCollections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rounds := 40
	if os.Getenv("ATLANTE_SOAK") == "" {
		rounds, list = 2, []feature.Collection{list[0], list[4]} // places and gaps have fields of every type
	}
	hostile := rand.New(rand.NewPCG(5, 17))
	for _, value := range []string{"1", "x", "2026-01-01", "2026-01-01T00:00:00Z", "true", "portineria", "001272", ""} { // every shape once, with values that exist too
		n := 0.0
		plain := orb.Bound{Min: orb.Point{7, 44}, Max: orb.Point{8, 45}}
		ask(t, s, list, func() string { return value }, func() float64 { n++; return n }, func() orb.Bound { return plain })
	}
	before := geotest.Shapes(t, db)
	asked := 0
	for range rounds {
		asked += ask(t, s, list, func() string { return hostileText(hostile) }, func() float64 { return hostileNumber(hostile) }, func() orb.Bound {
			return orb.Bound{Min: orb.Point{hostileNumber(hostile), hostileNumber(hostile)}, Max: orb.Point{hostileNumber(hostile), hostileNumber(hostile)}}
		})
	}
	after := geotest.Shapes(t, db)
	for _, text := range after {
		if !slices.Contains(before, text) {
			t.Errorf("a new statement: %s", text)
		}
	}
	t.Logf("%d hostile queries, %d statements before, %d after", asked, len(before), len(after))
	if asked < 300 || len(before) < 50 {
		t.Error("too little was asked")
	}
}

func hostileText(r *rand.Rand) string {
	texts := []string{"'; DROP TABLE atlante.place; --", "' OR '1'='1", `\`, `\'`, "%", "_", "$1", "$$", "x'||(SELECT 1)||'", "NULL", "\u0000", "\xff",
		"\u202e", "😀", strings.Repeat("a", 5000), "1e309", "-0", "NaN", "0x10", "2026-13-45", "infinity", "9999999999999999999", "/*", "*/ --", "{}", "[]",
		"001272", "portineria", "2026-02-29T25:00:00Z", "true", "TRUE", "", " "}
	out := texts[r.IntN(len(texts))]
	if r.IntN(3) == 0 {
		out += texts[r.IntN(len(texts))]
	}
	return out
}

func hostileNumber(r *rand.Rand) float64 {
	numbers := []float64{0, -1, 1e308, -1e308, 5e-324, 90, 180, -180, 360, 7.6, 45.1, 1e15, -20037508.342789244, 4503599627370497}
	return numbers[r.IntN(len(numbers))]
}

// ask puts values into every place of a query where one can stand, and gives the
// number of queries; every answer is one, or a refusal with words.
func ask(t *testing.T, s *postgis.Store, list []feature.Collection, text func() string, number func() float64, bound func() orb.Bound) int {
	t.Helper()
	asked := 0
	try := func(q feature.Query) {
		t.Helper()
		asked++
		_, err := s.Features(t.Context(), q, func(feature.Feature) error { return nil })
		if err != nil && !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%+v: %v", q, err)
		}
		if _, err := s.FeatureCount(t.Context(), q); err != nil && !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("count of %+v: %v", q, err)
		}
	}
	for _, c := range list {
		for _, f := range c.Fields {
			q := feature.Query{Collection: c.ID, Limit: 3, Equal: map[string]string{f.Name: text()}}
			try(q)
			q.Equal, q.Filter = nil, literalFilter(f, text, number)
			try(q)
			sort := []feature.Sort{{Field: f.Name}}
			try(feature.Query{Collection: c.ID, Limit: 3, Sort: sort, After: text()})
			try(feature.Query{Collection: c.ID, Limit: 3, Sort: sort, After: forged(t, c, f, text())})
		}
		for _, crs := range feature.SRIDs() {
			box := bound()
			try(feature.Query{Collection: c.ID, Limit: 3, BBox: &box, BBoxCRS: crs})
			try(feature.Query{Collection: c.ID, Limit: 3, FilterCRS: crs, Filter: &cql2.Op{Name: "s_intersects", Args: []cql2.Node{
				cql2.Property("geometry"), cql2.Geometry{Geometry: orb.LineString{box.Min, box.Max}}}}})
			try(feature.Query{Collection: c.ID, Limit: 3, Offset: max(1, int(number())%1000000), CRS: crs})
		}
		at := time.Date(2000+int(number())%5000, 1, 1, 0, 0, 0, 0, time.UTC)
		try(feature.Query{Collection: c.ID, Limit: 3, Since: &at})
		for _, id := range []string{text(), c.ID} {
			asked++
			if _, err := s.FeatureByID(t.Context(), c.ID, id, "", 0); !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("%s %q: %v", c.ID, id, err)
			}
		}
	}
	if _, err := s.Features(t.Context(), feature.Query{Collection: text(), Scenario: cover.Scenario(text())}, nil); err == nil {
		t.Error("a collection of any name")
	}
	return asked
}

// forged is a cursor whose order is right and whose values somebody made up.
func forged(t *testing.T, c feature.Collection, f feature.Field, value string) string {
	t.Helper()
	id := map[string]string{feature.Places: "00000000-0000-7000-8000-000000000001", feature.Zones: "1", feature.Cells: "891f9800243ffff"}[c.ID]
	if id == "" {
		id = value
	}
	order, values := c.ID+"+"+f.Name+"+"+c.Key, []string{value, id}
	if f.Name == c.Key {
		order, values = c.ID+"+"+c.Key, []string{value}
	}
	text, err := json.Marshal(map[string]any{"o": order, "v": values})
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// literalFilter is a filter over a field in which values stand as text, number,
// list, pattern and time.
func literalFilter(f feature.Field, text func() string, number func() float64) cql2.Node {
	op := func(name string, args ...cql2.Node) cql2.Node { return &cql2.Op{Name: name, Args: args} }
	p := cql2.Property(f.Name)
	at := time.Date(1+int(max(0, number()))%9998, 2, 3, 4, 5, 6, 7000, time.UTC)
	switch f.Type {
	case feature.Text:
		var list cql2.List
		for range 1 + len(text())%7 {
			list = append(list, cql2.String(text()))
		}
		return op("or", op("=", p, cql2.String(text())), op("like", p, cql2.String(text())), op("in", p, list),
			op("=", op("casei", p), op("accenti", cql2.String(text()))))
	case feature.Integer, feature.Real:
		return op("or", op("<", p, cql2.Number(number())), op("between", p, cql2.Number(number()), cql2.Number(number())),
			op("in", p, cql2.List{cql2.Number(number()), cql2.Number(number())}),
			op("=", op("/", p, cql2.Number(number())), op("*", cql2.Number(number()), cql2.Number(2))))
	case feature.Day:
		return op("or", op("=", p, cql2.Date(at.Truncate(24*time.Hour))), op("t_after", p, cql2.Timestamp(at)))
	case feature.Instant:
		return op("or", op(">", p, cql2.Timestamp(at)), op("t_during", p, cql2.Interval{Start: cql2.Date(at.Truncate(24 * time.Hour)), End: cql2.Open{}}))
	}
	return op("=", p, cql2.Bool(len(text())%2 == 0))
}
