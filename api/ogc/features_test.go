package ogc_test

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// featuresTests are those about features.
func featuresTests() map[string]func(*testing.T, *client) {
	return map[string]func(*testing.T, *client){
		"/conf/core/crs84":               crs84,
		"/conf/core/query-param-unknown": paramUnknown,
		"/conf/core/query-param-invalid": paramInvalid,
		"/conf/core/fc-op":               func(t *testing.T, c *client) { c.each(t, "/items?limit=3") },
		"/conf/core/fc-limit-definition": limitDefinition,
		"/conf/core/fc-limit-response-1": limitResponse,
		"/conf/core/fc-bbox-definition":  bboxDefinition,
		"/conf/core/fc-bbox-response":    bboxResponse,
		"/conf/core/fc-time-definition":  timeDefinition,
		"/conf/core/fc-time-response":    timeResponse,
		"/conf/core/fc-response":         featuresResponse,
		"/conf/core/fc-links":            func(t *testing.T, c *client) { c.linkedEach(t, "/items?limit=2") },
		"/conf/core/fc-rel-type":         relTypes,
		"/conf/core/fc-timeStamp":        timeStamp,
		"/conf/core/fc-numberMatched":    numberMatched,
		"/conf/core/fc-numberReturned":   numberReturned,
		"/conf/core/f-op":                func(t *testing.T, c *client) { c.first(t, func(string, string, document) {}) },
		"/conf/core/f-success":           featureSuccess,
		"/conf/core/f-links":             featureLinks,
	}
}

func same(a, b any) bool { return reflect.DeepEqual(a, b) }

// each visits the positions of a geometry of GeoJSON.
func each(geometry any, visit func(x, y float64)) {
	g, is := geometry.(document)
	if !is {
		return
	}
	var walk func(v []any)
	walk = func(v []any) {
		if x, number := v[0].(float64); number {
			visit(x, v[1].(float64))
			return
		}
		for _, inner := range v {
			walk(inner.([]any))
		}
	}
	walk(g["coordinates"].([]any))
}

// first reads the first feature of every collection alone.
func (c *client) first(t *testing.T, see func(collection, path string, alone document)) {
	t.Helper()
	for _, id := range c.list {
		f := c.items(t, "/collections/"+id+"/items?limit=1")[0]
		path := "/collections/" + id + "/items/" + url.PathEscape(f["id"].(string))
		alone := c.read(t, path)
		if !same(alone["properties"], f["properties"]) || !same(alone["geometry"], f["geometry"]) || alone["id"] != f["id"] {
			t.Errorf("%s differs from the one in the list", path)
		}
		see(id, path, alone)
	}
}

func (c *client) linkedEach(t *testing.T, path string) {
	t.Helper()
	for _, id := range c.list {
		c.linked(t, "/collections/"+id+path, "application/geo+json")
	}
}

// crs84: without a word, longitude first, near Torino.
func crs84(t *testing.T, c *client) {
	for _, id := range c.list {
		for _, f := range c.items(t, "/collections/"+id+"/items?limit=20") {
			each(f["geometry"], func(x, y float64) {
				if x < 6 || x > 9.5 || y < 44 || y > 46.5 {
					t.Errorf("%s %v: %v %v", id, f["id"], x, y)
				}
			})
		}
	}
}

func paramUnknown(t *testing.T, c *client) {
	for _, id := range c.list {
		c.refused(t, "/collections/"+id+"/items?unknown=1", http.StatusBadRequest)
		c.refused(t, "/collections/"+id+"?unknown=1", http.StatusBadRequest)
	}
	for _, path := range []string{"/", "/conformance", "/api", "/collections", "/tiles", "/tileMatrixSets", "/collections/places/queryables", "/collections/comuni/items/001272"} {
		c.refused(t, path+"?unknown=1", http.StatusBadRequest)
		c.refused(t, path+"?f=json&f=json", http.StatusBadRequest)
	}
}

func paramInvalid(t *testing.T, c *client) {
	for _, id := range c.list {
		for _, query := range []string{
			"limit=unlimited", "limit=0", "limit=-1", "limit=1.5", "limit=", "limit=1&limit=2", "offset=-1", "offset=x", "after=x",
			"bbox=1", "bbox=1,2,3", "bbox=1,2,3,x", "bbox=7,46,8,45", "bbox=7,45,8,91", "bbox=NaN,1,2,3", "bbox=1,2,3,4,5",
			"datetime=x", "datetime=../..", "datetime=2025-01-01/2024-01-01", "datetime=2024-13-01", "datetime=2024-01-01/2024-02-01/2024-03-01",
			"crs=4326", "crs=EPSG:4326", "crs=http://www.opengis.net/def/crs/EPSG/0/9999", "bbox-crs=x", "filter-crs=x",
			"filter=x", "filter=1=1%20AND", "filter=nothing=1", "filter-lang=ecql", "filter-lang=cql2-json&filter=x%3D1", "sortby=nothing", "sortby=-", "f=xml", "lang=fr",
		} {
			c.refused(t, "/collections/"+id+"/items?"+query, http.StatusBadRequest)
		}
	}
	c.refused(t, "/collections/places/items?scenario=planned", http.StatusBadRequest) // places have none
	c.refused(t, "/collections/cells/items?scenario=x", http.StatusBadRequest)
	c.refused(t, "/collections/cells/items?residents=many", http.StatusBadRequest)
	fault := c.refused(t, "/collections/cells/items?lang=en&limit=x&bbox=1", http.StatusBadRequest)
	if list, is := fault["errors"].([]any); !is || len(list) != 2 {
		t.Errorf("both faults are told at once: %v", fault)
	}
}

// limitResponse: never more than asked for, and more than the maximum is the
// maximum, without an error.
func bboxDefinition(t *testing.T, c *client) {
	for _, id := range c.list {
		s := c.parameter(t, id, "bbox").Schema.Value
		if !s.Type.Is("array") || !s.Items.Value.Type.Is("number") || len(s.OneOf) != 2 || s.OneOf[0].Value.MinItems != 4 || *s.OneOf[0].Value.MaxItems != 4 || s.OneOf[1].Value.MinItems != 6 {
			t.Errorf("%s: %+v", id, s)
		}
	}
}

// bboxResponse: the features whose geometry touches the box, by PostGIS.
func bboxResponse(t *testing.T, c *client) {
	views := map[string]string{"places": "open_place WHERE", "comuni": "open_comune WHERE scenario = 'current' AND", "zones": "open_zone WHERE scenario = 'current' AND",
		"cells": "open_cell WHERE scenario = 'current' AND", "gaps": "open_gap WHERE scenario = 'current' AND"}
	for _, id := range c.list {
		for _, box := range [][4]float64{{7.2, 45, 7.3, 45.1}, {7.6, 45, 7.75, 45.12}, {-180, -90, 180, 90}, {-1, -1, 1, 1}, {179, 40, 180, 50}} {
			if id == "cells" && box[0] == -180 {
				continue // counted elsewhere
			}
			text := fmt.Sprintf("%v,%v,%v,%v", box[0], box[1], box[2], box[3])
			got := c.read(t, "/collections/"+id+"/items?limit=1&bbox="+text)["numberMatched"].(float64)
			want := c.count(t, "atlante."+views[id]+" (geom IS NULL OR ST_Intersects(CASE WHEN ST_SRID(geom) = 4326 THEN geom ELSE ST_Transform(geom, 4326) END, ST_MakeEnvelope($1, $2, $3, $4, 4326)))", box[0], box[1], box[2], box[3])
			if math.Abs(got-float64(want)) > 0.002*float64(want) { // edges in degrees and in metres are not the same line
				t.Errorf("%s in %s: %v, by SQL %d", id, text, got, want)
			}
			six := c.read(t, fmt.Sprintf("/collections/%s/items?limit=1&bbox=%v,%v,-10,%v,%v,9000", id, box[0], box[1], box[2], box[3]))["numberMatched"].(float64)
			if six != got {
				t.Errorf("%s in %s: %v with heights, not %v", id, text, six, got)
			}
		}
	}
	// Over the antimeridian: from 179 east on to 8 degrees.
	all := c.read(t, "/collections/comuni/items?limit=1")["numberMatched"]
	if got := c.read(t, "/collections/comuni/items?limit=1&bbox=179,44,9,47")["numberMatched"]; got != all {
		t.Errorf("over the antimeridian: %v of %v", got, all)
	}
	if got := c.read(t, "/collections/comuni/items?limit=1&bbox=9.5,44,6,47")["numberMatched"]; got.(float64) != 0 {
		t.Errorf("around the back: %v", got)
	}
}

// timeResponse: within the time, or of no time at all.
// featuresResponse: what is answered is what the document promises.
func featuresResponse(t *testing.T, c *client) {
	doc := c.api(t)
	for _, id := range c.list {
		for _, query := range []string{"?limit=5", "?limit=300", "?limit=5&crs=http://www.opengis.net/def/crs/EPSG/0/7791"} {
			a := c.get(t, "/collections/"+id+"/items"+query)
			c.promised(t, doc, "/collections/"+id+"/items", a)
			if a.Header.Get("Content-Type") != "application/geo+json" || a.json(t)["type"] != "FeatureCollection" {
				t.Errorf("%s: %s", id, a.Header.Get("Content-Type"))
			}
		}
		if a := c.get(t, "/collections/"+id+"/items?f=html"); a.StatusCode != http.StatusOK || !strings.Contains(string(a.body), "<table") {
			t.Errorf("%s as HTML: %d", id, a.StatusCode)
		}
	}
	kinds := c.items(t, "/collections/places/items?kind=portineria")
	if want := c.count(t, "atlante.open_place WHERE kind = 'portineria'"); len(kinds) != want || want == 0 {
		t.Errorf("%d portinerie, by SQL %d", len(kinds), want)
	}
}

// promised checks an answer against the document.
func (c *client) promised(t *testing.T, doc *openapi3.T, path string, a answered) {
	t.Helper()
	item := doc.Paths.Value(path)
	if item == nil {
		t.Fatalf("the document has no %s", path)
	}
	media := item.Get.Responses.Status(a.StatusCode).Value.Content.Get(a.Header.Get("Content-Type"))
	if media == nil {
		t.Fatalf("%s: %d %s is not promised", path, a.StatusCode, a.Header.Get("Content-Type"))
	}
	if err := media.Schema.Value.VisitJSON(a.json(t)); err != nil {
		t.Errorf("%s: %.500v", path, err)
	}
}

// relTypes: links have a relation and a type.
func relTypes(t *testing.T, c *client) {
	for _, id := range c.list {
		for _, path := range []string{"", "/items?limit=1", "/queryables"} {
			list, linked := c.read(t, "/collections/"+id+path)["links"]
			if !linked {
				continue // a schema has none
			}
			for _, l := range c.objects(t, list) {
				if l["rel"] == "" || l["type"] == nil || l["type"] == "" {
					t.Errorf("%s%s: %v", id, path, l)
				}
			}
		}
	}
}

// timeStamp is the moment when the data last changed, and not that of the answer
// as the requirement has it: only so the same data give the same bytes under a
// strong ETag. It is no time to come, and it moves with the data.
// numberMatched is what following next gives.
func featureSuccess(t *testing.T, c *client) {
	doc := c.api(t)
	c.first(t, func(id, path string, alone document) {
		a := c.get(t, path)
		c.promised(t, doc, "/collections/"+id+"/items/{featureId}", a)
		if alone["type"] != "Feature" {
			t.Errorf("%s is a %v", path, alone["type"])
		}
		if a := c.get(t, path+"?f=html"); a.StatusCode != http.StatusOK || !strings.Contains(string(a.body), "<dl") {
			t.Errorf("%s as HTML: %d", path, a.StatusCode)
		}
	})
}

func featureLinks(t *testing.T, c *client) {
	c.first(t, func(id, path string, alone document) {
		c.linked(t, path, "application/geo+json")
		if to := c.link(t, alone, "collection"); to != c.base+"/collections/"+id {
			t.Errorf("%s belongs to %q", path, to)
		}
	})
}
