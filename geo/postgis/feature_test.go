package postgis_test

import (
	"testing"

	"github.com/paulmach/orb/encoding/wkb"

	"atlante/geo/feature"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// told collects the features that a query gives.
func told(t testing.TB, s *postgis.Store, q feature.Query) ([]feature.Feature, string) {
	t.Helper()
	var out []feature.Feature
	next, err := s.Features(t.Context(), q, func(f feature.Feature) error {
		f.Values = append([]any(nil), f.Values...)
		f.WKB = append([]byte(nil), f.WKB...)
		out = append(out, f)
		return nil
	})
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return out, next
}

func ids(list []feature.Feature) []string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.ID
	}
	return out
}

// Every collection gives every feature, with values of the types that it says,
// as often as it counts.
func TestCollectionsGiveWhatTheySay(t *testing.T) {
	s := geotest.Store(t)
	list, err := s.FeatureCollections(t.Context())
	if err != nil || len(list) != 5 {
		t.Fatal(len(list), err)
	}
	for _, c := range list {
		all, next := told(t, s, feature.Query{Collection: c.ID})
		state, err := s.FeatureState(t.Context(), c.ID, "")
		if err != nil || state.Count == 0 || int64(len(all)) != state.Count || next != "" {
			t.Fatalf("%s: %d features, %+v, %q, %v", c.ID, len(all), state, next, err)
		}
		t.Logf("%s: %+v, %v", c.ID, state, all[0])
		key, k, _ := c.Field(c.Key)
		for _, f := range all {
			if len(f.Values) != len(c.Fields) {
				t.Fatalf("%s: %d values", c.ID, len(f.Values))
			}
			if f.WKB != nil {
				g, err := wkb.Unmarshal(f.WKB)
				if err != nil || g.GeoJSONType() != string(c.Geometry) || !state.Extent.Pad(1e-9).Contains(g.Bound().Min) {
					t.Fatalf("%s %s: %v, %v", c.ID, f.ID, g, err)
				}
			} else if !c.Nullable {
				t.Errorf("%s %s: no geometry", c.ID, f.ID)
			}
			if key.Type == feature.Text && f.Values[k] != f.ID {
				t.Errorf("%s: %s is %v", c.ID, f.ID, f.Values[k])
			}
		}
	}
}
