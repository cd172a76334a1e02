package ogc_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// TestWritten: what RFC 7946 (3.1.6) wants of rings.
func TestWritten(t *testing.T) {
	c := live(t)
	for _, id := range []string{"comuni", "zones", "cells", "gaps"} {
		for _, crs := range []string{"", "&crs=" + epsg + "32632"} {
			list, err := geojson.UnmarshalFeatureCollection(c.get(t, "/collections/"+id+"/items?limit=30"+crs).body)
			if err != nil || len(list.Features) == 0 {
				t.Fatalf("%s: %d features, %v", id, len(list.Features), err)
			}
			for _, f := range list.Features {
				rightHanded(t, f)
			}
		}
	}
}

func rightHanded(t *testing.T, f *geojson.Feature) {
	t.Helper()
	parts, several := f.Geometry.(orb.MultiPolygon)
	if !several {
		parts = orb.MultiPolygon{f.Geometry.(orb.Polygon)}
	}
	for _, p := range parts {
		for i, ring := range p {
			if (ring.Orientation() == orb.CCW) != (i == 0) {
				t.Errorf("%v: ring %d is turned the wrong way", f.ID, i)
				return
			}
		}
	}
}
