package ogc_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// coreTests are those about everything but features.
func coreTests() map[string]func(*testing.T, *client) {
	return map[string]func(*testing.T, *client){
		"/conf/core/http":                   http11,
		"/conf/core/root-op":                func(t *testing.T, c *client) { c.read(t, "/"); c.read(t, "") },
		"/conf/core/root-success":           rootSuccess,
		"/conf/core/api-definition-op":      apiDefinitionOp,
		"/conf/core/api-definition-success": func(t *testing.T, c *client) { c.api(t) },
		"/conf/core/conformance-op":         func(t *testing.T, c *client) { c.read(t, "/conformance") },
		"/conf/core/conformance-success":    conformanceSuccess,
		"/conf/core/fc-md-op":               func(t *testing.T, c *client) { c.read(t, "/collections") },
		"/conf/core/fc-md-success":          metadataSuccess,
		"/conf/core/fc-md-links":            func(t *testing.T, c *client) { c.linked(t, "/collections", "application/json") },
		"/conf/core/fc-md-items":            metadataItems,
		"/conf/core/fc-md-items-links":      metadataItemsLinks,
		"/conf/core/fc-md-extent":           metadataExtent,
		"/conf/core/fc-md-extent-multi":     metadataExtentMulti,
		"/conf/core/sfc-md-op":              func(t *testing.T, c *client) { c.each(t, "") },
		"/conf/core/sfc-md-success":         oneMetadataSuccess,
	}
}

// each reads a path of every collection.
func (c *client) each(t *testing.T, path string) map[string]document {
	t.Helper()
	out := map[string]document{}
	for _, id := range c.list {
		out[id] = c.read(t, "/collections/"+id+path)
	}
	return out
}

// http11: HTTP 1.1, with the status codes of the standard.
func http11(t *testing.T, c *client) {
	a := c.get(t, "/")
	if a.ProtoMajor != 1 || a.ProtoMinor != 1 || a.StatusCode != http.StatusOK {
		t.Errorf("%s %d", a.Proto, a.StatusCode)
	}
	c.refused(t, "/collections/nothing", http.StatusNotFound)
	c.refused(t, "/collections/nothing/items", http.StatusNotFound)
	c.refused(t, "/collections/places/items/nothing", http.StatusNotFound)
	c.refused(t, "/collections/comuni/items/999999", http.StatusNotFound)
	c.refused(t, "/nothing", http.StatusNotFound)
	for _, path := range []string{"/", "/collections", "/collections/places/items", "/api"} {
		head, got := c.ask(t, http.MethodHead, path), c.get(t, path)
		if head.StatusCode != http.StatusOK || len(head.body) != 0 || head.Header.Get("ETag") != got.Header.Get("ETag") || head.Header.Get("Content-Type") != got.Header.Get("Content-Type") {
			t.Errorf("HEAD %s: %d with %d bytes, %v", path, head.StatusCode, len(head.body), head.Header)
		}
		options := c.ask(t, http.MethodOptions, path)
		if options.StatusCode != http.StatusNoContent || options.Header.Get("Allow") != "GET, HEAD, OPTIONS" || options.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("OPTIONS %s: %d %v", path, options.StatusCode, options.Header)
		}
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			if a := c.ask(t, method, path); a.StatusCode != http.StatusMethodNotAllowed || a.Header.Get("Allow") == "" {
				t.Errorf("%s %s: %d", method, path, a.StatusCode)
			}
		}
		if a := c.get(t, path, "Accept", "image/png"); a.StatusCode != http.StatusNotAcceptable {
			t.Errorf("%s as a picture: %d", path, a.StatusCode)
		}
	}
}

func rootSuccess(t *testing.T, c *client) {
	doc := c.read(t, "/")
	for _, rels := range [][]string{{"service-desc", "service-doc"}, {"http://www.opengis.net/def/rel/ogc/1.0/conformance", "conformance"}, {"data", "http://www.opengis.net/def/rel/ogc/1.0/data"}} {
		for _, rel := range rels {
			to := c.link(t, doc, rel)
			if a := c.get(t, to); to == "" || a.StatusCode != http.StatusOK {
				t.Errorf("%s leads to %q: %d", rel, to, a.StatusCode)
			}
		}
	}
	c.linked(t, "/", "application/json")
}

func apiDefinitionOp(t *testing.T, c *client) {
	for _, rel := range []string{"service-desc", "service-doc"} {
		for _, l := range c.objects(t, c.read(t, "/")["links"]) {
			if l["rel"] != rel {
				continue
			}
			if a := c.get(t, l["href"].(string)); a.StatusCode != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), l["type"].(string)) {
				t.Errorf("%v: %d %s", l, a.StatusCode, a.Header.Get("Content-Type"))
			}
		}
	}
}

// api is the document, which must be valid OpenAPI 3.0.
func (c *client) api(t *testing.T) *openapi3.T {
	t.Helper()
	a := c.get(t, "/api")
	if got := a.Header.Get("Content-Type"); got != "application/vnd.oai.openapi+json;version=3.0" {
		t.Errorf("content type %q", got)
	}
	doc, err := openapi3.NewLoader().LoadFromData(a.body)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	if doc.OpenAPI != "3.0.3" || doc.Servers[0].URL != c.base {
		t.Errorf("OpenAPI %s at %s", doc.OpenAPI, doc.Servers[0].URL)
	}
	return doc
}

// parameter of the features of a collection.
func (c *client) parameter(t *testing.T, collection, name string) *openapi3.Parameter {
	t.Helper()
	item := c.api(t).Paths.Value("/collections/" + collection + "/items")
	if item == nil {
		t.Fatalf("%s has no path", collection)
	}
	p := item.Get.Parameters.GetByInAndName("query", name)
	if p == nil || p.Required || p.Style != "form" || p.Explode == nil || *p.Explode {
		t.Fatalf("%s: the parameter %s is %+v", collection, name, p)
	}
	return p
}

// conformanceSuccess: the classes are listed once each, and what they promise is
// there.
func conformanceSuccess(t *testing.T, c *client) {
	var list []string
	for _, x := range c.read(t, "/conformance")["conformsTo"].([]any) {
		if slices.Contains(list, x.(string)) {
			t.Errorf("%s is listed twice", x)
		}
		list = append(list, x.(string))
	}
	for _, want := range []string{
		"ogcapi-features-1/1.0/conf/core", "ogcapi-features-1/1.0/conf/geojson", "ogcapi-features-1/1.0/conf/html", "ogcapi-features-1/1.0/conf/oas30",
		"ogcapi-features-2/1.0/conf/crs", "ogcapi-features-3/1.0/conf/queryables", "ogcapi-features-3/1.0/conf/queryables-query-parameters",
		"ogcapi-features-3/1.0/conf/filter", "ogcapi-features-3/1.0/conf/features-filter", "ogcapi-tiles-1/1.0/conf/core",
		"cql2/1.0/conf/cql2-text", "cql2/1.0/conf/cql2-json", "cql2/1.0/conf/basic-cql2", "cql2/1.0/conf/advanced-comparison-operators",
		"cql2/1.0/conf/case-insensitive-comparison", "cql2/1.0/conf/accent-insensitive-comparison",
		"cql2/1.0/conf/basic-spatial-functions", "cql2/1.0/conf/basic-spatial-operators", "cql2/1.0/conf/temporal-functions",
	} {
		if !slices.Contains(list, "http://www.opengis.net/spec/"+want) {
			t.Errorf("%s is not declared", want)
		}
	}
}

// linked: a document links to itself and to its other formats, with their types,
// and the links lead there.
func (c *client) linked(t *testing.T, path, media string) {
	t.Helper()
	doc := c.read(t, path)
	found := map[string]string{}
	for _, l := range c.objects(t, doc["links"]) {
		rel := l["rel"].(string)
		if rel != "self" && rel != "alternate" {
			continue
		}
		found[rel] = l["type"].(string)
		a := c.get(t, l["href"].(string))
		if a.StatusCode != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), found[rel]) {
			t.Errorf("%s: %v leads to %d %s", path, l, a.StatusCode, a.Header.Get("Content-Type"))
		}
	}
	if found["self"] != media || found["alternate"] != "text/html" {
		t.Errorf("%s: links %v", path, found)
	}
}

func metadataSuccess(t *testing.T, c *client) {
	for _, of := range c.objects(t, c.read(t, "/collections")["collections"]) {
		for _, name := range []string{"id", "title", "description", "itemType", "storageCrs"} {
			if s, is := of[name].(string); !is || s == "" {
				t.Errorf("%v has no %s", of["id"], name)
			}
		}
		if id := of["id"].(string); strings.Contains(id, ".") || of["itemType"] != "feature" {
			t.Errorf("%v", of)
		}
	}
	if a := c.get(t, "/collections?f=html"); a.StatusCode != http.StatusOK || !strings.Contains(string(a.body), "/ogc/collections/cells") {
		t.Errorf("as HTML: %d", a.StatusCode)
	}
}

// metadataItems: all five collections are there, and no other answers.
func metadataItems(t *testing.T, c *client) {
	if len(c.list) != 5 {
		t.Errorf("%v", c.list)
	}
}

func metadataItemsLinks(t *testing.T, c *client) {
	for _, of := range c.objects(t, c.read(t, "/collections")["collections"]) {
		types := []string{}
		for _, l := range c.objects(t, of["links"]) {
			if l["rel"] != "items" {
				continue
			}
			types = append(types, l["type"].(string))
			if a := c.get(t, l["href"].(string)+"&limit=1"); !strings.Contains(l["href"].(string), "?") {
				a = c.get(t, l["href"].(string)+"?limit=1")
				if a.StatusCode != http.StatusOK {
					t.Errorf("%v: %d", l, a.StatusCode)
				}
			}
		}
		slices.Sort(types)
		if !slices.Equal(types, []string{"application/geo+json", "text/html"}) {
			t.Errorf("%v: items as %v", of["id"], types)
		}
	}
}

// extent of a collection: west, south, east, north.
func (c *client) extent(t *testing.T, id string) [4]float64 {
	t.Helper()
	spatial := c.read(t, "/collections/"+id)["extent"].(document)["spatial"].(document)
	box := spatial["bbox"].([]any)
	if len(box) != 1 || spatial["crs"] != "http://www.opengis.net/def/crs/OGC/1.3/CRS84" {
		t.Fatalf("%s: %v", id, spatial)
	}
	var out [4]float64
	for i, v := range box[0].([]any) {
		out[i] = v.(float64)
	}
	return out
}

// metadataExtent: every feature lies within the extent.
func metadataExtent(t *testing.T, c *client) {
	for _, id := range c.list {
		box := c.extent(t, id)
		if box[0] < 6 || box[2] > 9.5 || box[0] >= box[2] || box[1] < 44 || box[3] > 46.5 || box[1] >= box[3] {
			t.Errorf("%s: %v", id, box)
		}
		for _, f := range c.items(t, "/collections/"+id+"/items?limit=2000") {
			each(f["geometry"], func(x, y float64) {
				if x < box[0] || x > box[2] || y < box[1] || y > box[3] {
					t.Errorf("%s %v: %v %v lies beyond %v", id, f["id"], x, y, box)
				}
			})
		}
	}
}

// metadataExtentMulti: there is one box and one interval, in which all is.
func metadataExtentMulti(t *testing.T, c *client) {
	for id, doc := range c.each(t, "") {
		extent := doc["extent"].(document)
		if len(extent["spatial"].(document)["bbox"].([]any)) != 1 {
			t.Errorf("%s: several boxes", id)
		}
		temporal, timed := extent["temporal"].(document)
		if !timed {
			continue
		}
		intervals := temporal["interval"].([]any)
		if len(intervals) != 1 {
			t.Errorf("%s: several intervals", id)
		}
		ends := intervals[0].([]any)
		all := c.read(t, "/collections/"+id+"/items?limit=1")["numberMatched"]
		within := c.read(t, "/collections/"+id+"/items"+with("limit", "1", "datetime", ends[0].(string)+"/"+ends[1].(string)))["numberMatched"]
		if all != within {
			t.Errorf("%s: %v of %v are within %v", id, within, all, ends)
		}
	}
}

func oneMetadataSuccess(t *testing.T, c *client) {
	for _, of := range c.objects(t, c.read(t, "/collections")["collections"]) {
		alone := c.read(t, "/collections/"+of["id"].(string))
		for _, name := range []string{"id", "title", "description", "extent", "itemType", "crs", "storageCrs"} {
			if !same(of[name], alone[name]) {
				t.Errorf("%v: %s is %v in the list and %v alone", of["id"], name, of[name], alone[name])
			}
		}
		c.linked(t, "/collections/"+of["id"].(string), "application/json")
	}
}
