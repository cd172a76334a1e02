package geo_test

import (
	"strings"
	"testing"

	"atlante/geo"
)

// Whoever shows times says what they are made from.
func TestAttributionOfTimes(t *testing.T) {
	roads := &geo.RoadVersion{Source: geo.Source{Name: "OpenStreetMap", Licence: "ODbL"}}
	trial := &geo.RoadVersion{Source: roads.Source, Synthetic: true}
	for _, c := range []struct {
		graph *geo.RoadVersion
		says  string
	}{{nil, "stima senza strade"}, {roads, "strade di / times: roads of OpenStreetMap (ODbL)"}, {trial, "sintetiche"}} {
		if got := geo.AttributionOfTimes(c.graph); !strings.HasPrefix(got, geo.Attribution) || !strings.Contains(got, c.says) {
			t.Errorf("%q does not say %q", got, c.says)
		}
	}
}
