package snapshot_test

import (
	"fmt"
	"maps"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	orbmvt "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"atlante/geo/layer"
)

// compareWithSQL compares a tile with that of PostGIS: the same features with the same properties in the same order (but
// places one by one, whose order is ours), points within a unit, borders within a unit and what simplifying takes, areas alike.
func compareWithSQL(t *testing.T, l layer.Layer, tile maptile.Tile, ours, sql []byte, shapes map[string]orb.MultiPolygon) {
	t.Helper()
	got, want := featuresOf(t, l, ours), featuresOf(t, l, sql)
	byKey, before := map[string]*geojson.Feature{}, map[string]int{}
	for i, f := range got {
		k := keyOf(l, f)
		if byKey[k] != nil {
			t.Fatalf("%s %v: %s twice", l.ID, tile, k)
		}
		byKey[k], before[k] = f, i
	}
	last := -1
	for _, w := range want {
		k := keyOf(l, w)
		f := byKey[k]
		delete(byKey, k)
		if f == nil {
			if thin(w) {
				continue
			}
			t.Fatalf("%s %v: %s is missing: %v", l.ID, tile, k, w.Geometry)
		}
		if inOrder := l.ID != "places" || uint32(tile.Z) < layer.ClusterZoom; inOrder && before[k] < last {
			t.Fatalf("%s %v: %s stands elsewhere", l.ID, tile, k)
		}
		last = before[k]
		if !maps.Equal(f.Properties, w.Properties) || fmt.Sprint(f.ID) != fmt.Sprint(w.ID) {
			t.Fatalf("%s %v %s: id %v, %v; SQL says %v, %v", l.ID, tile, k, f.ID, f.Properties, w.ID, w.Properties)
		}
		exact := w.Geometry
		if s, ok := shapes[k]; ok {
			exact = inUnits(s, tile)
		}
		compareGeometry(t, l, tile, k, f.Geometry, w.Geometry, exact)
	}
	for k, f := range byKey {
		if !thin(f) {
			t.Fatalf("%s %v: %s is not in SQL's tile: %v", l.ID, tile, k, f.Geometry)
		}
	}
}

func featuresOf(t *testing.T, l layer.Layer, b []byte) []*geojson.Feature {
	t.Helper()
	if len(b) == 0 {
		return nil
	}
	layers, err := orbmvt.Unmarshal(b)
	if err != nil || len(layers) != 1 || layers[0].Name != l.ID || layers[0].Extent != 4096 || layers[0].Version != 2 {
		t.Fatalf("not one layer %s: %v", l.ID, err)
	}
	return layers[0].Features
}

func keyOf(l layer.Layer, f *geojson.Feature) string {
	p := f.Properties
	switch l.ID {
	case "places":
		if p["id"] == nil {
			return fmt.Sprint(f.ID)
		}
		return fmt.Sprint(p["id"])
	case "gaps":
		return fmt.Sprint(p["territory"], " ", p["id"])
	case "cells":
		return fmt.Sprint(p["h3"])
	case "comuni":
		return fmt.Sprint(p["istat"])
	case "zones":
		return fmt.Sprint(p["zone"])
	}
	return fmt.Sprint(p["name"])
}

// thin polygons may come to nothing in whole units, on one side or the other.
func thin(f *geojson.Feature) bool {
	_, isPoint := f.Geometry.(orb.Point)
	return !isPoint && math.Abs(planar.Area(f.Geometry)) < 2+planar.Length(f.Geometry)
}

// slack is how far apart borders may lie, in tile units: each side is rounded by half a unit, and simplifying moves ours
// by at most half a unit more; twice the square root of two for what both axes add up to.
const slack = 1.5 * math.Sqrt2

func compareGeometry(t *testing.T, l layer.Layer, tile maptile.Tile, k string, got, want, exact orb.Geometry) {
	t.Helper()
	if p, ok := got.(orb.Point); ok {
		q, _ := want.(orb.Point)
		if math.Abs(p[0]-q[0]) > 1 || math.Abs(p[1]-q[1]) > 1 {
			t.Fatalf("%s %v %s: at %v, SQL says %v", l.ID, tile, k, p, want)
		}
		return
	}
	a, b := math.Abs(planar.Area(got)), math.Abs(planar.Area(want))
	if math.Abs(a-b) > 2+0.75*planar.Length(want) { // both are rounded: the border may lie more than a unit apart
		t.Fatalf("%s %v %s: area %.1f, SQL says %.1f of %.1f around", l.ID, tile, k, a, b, planar.Length(want))
	}
	if s, ok := exact.(orb.MultiPolygon); ok && l.ID != "cells" {
		part := clip.MultiPolygon(orb.Bound{Min: orb.Point{-64, -64}, Max: orb.Point{4160, 4160}}, s.Clone())
		if c := math.Abs(planar.Area(part)); math.Abs(a-c) > 2+0.5*planar.Length(want) {
			t.Fatalf("%s %v %s: area %.1f, exactly %.1f of %.1f around", l.ID, tile, k, a, c, planar.Length(want))
		}
	}
	if d, p := apart(got, exact); d > slack { // narrow spurs are left out by PostGIS
		t.Fatalf("%s %v %s: %v lies %.1f units from the border", l.ID, tile, k, p, d)
	}
	if d, p := apart(want, got); d > slack {
		t.Fatalf("%s %v %s: %v of SQL lies %.1f units from the border", l.ID, tile, k, p, d)
	}
}

// inUnits counts a shape in EPSG:3857 in units of a tile, without rounding or clipping it.
func inUnits(s orb.MultiPolygon, tile maptile.Tile) orb.MultiPolygon {
	const half = math.Pi * 6378137
	size := 2 * half / math.Exp2(float64(tile.Z)) / 4096
	out := s.Clone()
	for _, polygon := range out {
		for _, ring := range polygon {
			for i, p := range ring {
				ring[i] = orb.Point{(p[0]+half)/size - 4096*float64(tile.X), (half-p[1])/size - 4096*float64(tile.Y)}
			}
		}
	}
	return out
}

// apart gives the corner of a that lies farthest from the border of b, corners at the edge of the buffer left out:
// there a clipped polygon has no border of its own.
func apart(a, b orb.Geometry) (float64, orb.Point) {
	worst, at := 0.0, orb.Point{}
	for _, ring := range ringsOf(a) {
		if math.Abs(planar.Area(ring)) < 2+planar.Length(ring) { // a splinter may come to nothing on the other side
			continue
		}
		for _, p := range ring {
			if min(p[0], p[1]) <= -62 || max(p[0], p[1]) >= 4158 {
				continue
			}
			d := math.Inf(1)
			for _, o := range ringsOf(b) {
				for i := 1; i < len(o); i++ {
					d = min(d, planar.DistanceFromSegment(o[i-1], o[i], p))
				}
			}
			if d > worst {
				worst, at = d, p
			}
		}
	}
	return worst, at
}

func ringsOf(g orb.Geometry) []orb.Ring {
	switch g := g.(type) {
	case orb.Polygon:
		return g
	case orb.MultiPolygon:
		var out []orb.Ring
		for _, p := range g {
			out = append(out, p...)
		}
		return out
	}
	return nil
}
