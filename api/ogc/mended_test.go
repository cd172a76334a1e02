package ogc_test

import (
	"net/http"
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

// agreeing: what GET refuses, HEAD and If-None-Match refuse as well.
func agreeing(t *testing.T, c *client) {
	for path, want := range map[string]int{
		"/collections/places/items?after=xyz":                                                                      http.StatusBadRequest,
		"/collections/places/items" + with("filter", "T_AFTER(name,DATE('2020-01-01'))"):                           http.StatusBadRequest,
		"/collections/places/items" + with("filter", "S_INTERSECTS(geometry,POLYGON((7 45,8 46,8 45,7 46,7 45)))"): http.StatusBadRequest,
		"/collections/places/items/00000000-0000-4000-8000-000000000000":                                           http.StatusNotFound,
		"/collections/places/items/x":                                                                              http.StatusNotFound,
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for _, tag := range []string{"", "*"} {
				if a := c.ask(t, method, path, "If-None-Match", tag); a.StatusCode != want || a.Header.Get("ETag") != "" {
					t.Errorf("%s %s, %q: %d, not %d; %v", method, path, tag, a.StatusCode, want, a.Header)
				}
			}
		}
	}
	if a := c.get(t, "/collections/comuni/items/001272", "If-None-Match", "*"); a.StatusCode != http.StatusNotModified {
		t.Errorf("* for what there is: %d", a.StatusCode)
	}
}

// late: what waits until its deadline is busy, and no error in the log.
func late(t *testing.T, c *client, w *watchful) {
	w.reset(1)
	w.mu.Lock()
	w.slow = true
	w.mu.Unlock()
	defer func() { w.mu.Lock(); defer w.mu.Unlock(); w.slow = false }()
	doc := c.refused(t, "/collections/places/items?limit=1&name=x", http.StatusServiceUnavailable)
	if doc["type"] != "/api/problems#busy" {
		t.Errorf("it is %v", doc["type"])
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
