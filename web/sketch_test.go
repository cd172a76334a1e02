package web

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/layer"
)

func square(west, south, size float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}, {west, south}}}}
}

func TestASketchKeepsShapesInsideAndTrueToScale(t *testing.T) {
	shape := square(7.4, 45.2, 0.1)
	s := newSketch("x", shape.Bound())
	if s.Width > sketchWidth+1 || s.Height > sketchHeight+1 || s.Width < 300 || s.Height < 300 {
		t.Fatalf("%d × %d", s.Width, s.Height)
	}
	x0, y0 := s.view.At(orb.Point{7.4, 45.3})
	x1, y1 := s.view.At(orb.Point{7.5, 45.2})
	if x0 < 0 || y0 < 0 || x1 > float64(s.Width) || y1 > float64(s.Height) || x0 >= x1 || y0 >= y1 {
		t.Errorf("corners %v,%v %v,%v in %d × %d", x0, y0, x1, y1, s.Width, s.Height)
	}
	// A degree of longitude is cos(lat) of one of latitude.
	if ratio := (x1 - x0) / (y1 - y0); math.Abs(ratio-math.Cos(45.25*math.Pi/180)) > 0.002 {
		t.Errorf("ratio %v", ratio)
	}
	if m := s.view.Metres(11132); math.Abs(m-(y1-y0)) > 0.01 {
		t.Errorf("11.1 km are %v units, 0.1 degrees %v", m, y1-y0)
	}
}

func TestPathsLeaveOutWhatCannotBeSeen(t *testing.T) {
	s := newSketch("x", square(7, 45, 1).Bound())
	if p := s.view.Path(square(9, 45, 1)); p != "" {
		t.Errorf("outside: %q", p)
	}
	if p := s.view.Path(square(7.5, 45.5, 0.0001)); p != "" {
		t.Errorf("smaller than a unit: %q", p)
	}
	s.add(sketchShape{Name: "far"}, square(9, 45, 1))
	s.add(sketchShape{Name: "here"}, square(7.2, 45.2, 0.5))
	if len(s.Shapes) != 1 || s.Shapes[0].Name != "here" || s.Shapes[0].Path[0] != 'M' {
		t.Errorf("shapes %+v", s.Shapes)
	}
}

func TestAnApproximatePlaceHasARingAsWideAsItsDoubt(t *testing.T) {
	c := stageOf(t, "/")
	s := newSketch("x", square(7, 45, 0.1).Bound())
	at := orb.Point{7.05, 45.05}
	c.dot(&s, geo.Place{Kind: "cer", Position: &at, Precision: geo.PrecisionLocality, RadiusM: 1000})
	c.dot(&s, geo.Place{Kind: "cer", Position: &at, Precision: geo.PrecisionExact, RadiusM: 1000})
	c.dot(&s, geo.Place{Kind: "cer"})
	if len(s.Dots) != 2 || math.Abs(s.Dots[0].Radius-s.view.Metres(1000)) > 1e-9 || s.Dots[1].Radius != 0 {
		t.Errorf("dots %+v", s.Dots)
	}
	if s.Dots[0].Path != layer.MarkerPath(1) {
		t.Error("the second kind has the shape of another")
	}
}
