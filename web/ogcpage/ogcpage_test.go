package ogcpage

import (
	"testing"

	"atlante/geo/feature"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestTexts(t *testing.T) {
	s := sitetest.New(t, site.Options{})
	if _, err := New(s); err != nil {
		t.Fatal(err)
	}
	var types, shapes []string
	for _, x := range []feature.Type{feature.Text, feature.Integer, feature.Real, feature.Boolean, feature.Day, feature.Instant} {
		types = append(types, string(x))
	}
	for _, x := range []feature.Geometry{feature.Point, feature.Polygon, feature.MultiPolygon} {
		shapes = append(shapes, string(x))
	}
	sitetest.Texts(t, s, map[string][]string{"ogc.type.": types, "ogc.geometry.": shapes, "ogc.bool.": {"true", "false"}})
}
