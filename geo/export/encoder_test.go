package export_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"atlante/geo/export"
	"atlante/geo/feature"
)

// TestEncoder: times by the type of their field, rings as RFC 7946 has them also
// where latitude comes first, texts that JSON cannot hold as they are.
func TestEncoder(t *testing.T) {
	midnight := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	c := feature.Collection{ID: "x", Geometry: feature.Polygon, Fields: []feature.Field{
		{Name: "since", Type: feature.Instant}, {Name: "day", Type: feature.Day}, {Name: "note", Type: feature.Text}, {Name: "at", Type: feature.Instant},
	}}
	clockwise := orb.Polygon{{{7, 45}, {7, 46}, {8, 46}, {8, 45}, {7, 45}}}
	f := feature.Feature{ID: "1", WKB: wkb.MustMarshal(clockwise), Values: []any{midnight, midnight, "a\"\\\x00\u2028<é\xff\n", midnight.Add(1234 * time.Microsecond)}}
	b, err := export.NewEncoder(c, feature.WGS84, true).Append(nil, f)
	if err != nil {
		t.Fatal(err)
	}
	var out struct{ Properties map[string]string }
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	for name, want := range map[string]string{"since": "2026-03-01T00:00:00Z", "day": "2026-03-01", "note": "a\"\\\x00\u2028<é\ufffd\n", "at": "2026-03-01T00:00:00.001234Z"} {
		if out.Properties[name] != want {
			t.Errorf("%s is %q, not %q", name, out.Properties[name], want)
		}
	}
	if want := `"coordinates":[[[45,7],[45,8],[46,8],[46,7],[45,7]]]`; !strings.Contains(string(b), want) {
		t.Errorf("not %s: %s", want, b)
	}
}
