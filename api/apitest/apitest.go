// Package apitest holds the API to its own OpenAPI document: every operation of
// a live handler is called, in every format, and its answers are checked against
// the schemas. It is imported by tests only.
package apitest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// Checker calls a handler and checks what it answers.
type Checker struct {
	handler http.Handler
	doc     *openapi3.T
	known   map[string]string // operation → path with its parameters filled in
}

// New loads the document that the handler serves and validates it.
func New(t *testing.T, h http.Handler) *Checker {
	t.Helper()
	c := &Checker{handler: h, known: map[string]string{}}
	res := c.call(t, http.MethodGet, "/api/openapi.json")
	if res.Code != http.StatusOK {
		t.Fatalf("openapi.json: status %d", res.Code)
	}
	doc, err := openapi3.NewLoader().LoadFromData(res.Body.Bytes())
	if err != nil {
		t.Fatalf("openapi.json: %v", err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatalf("openapi.json: %v", err)
	}
	c.doc = doc
	return c
}

// Operations calls every operation of the JSON API of a handler whose store holds
// the starting set and a publication with gaps: formats, parameters, pages. What
// else is in the document is called by Service.
func Operations(t *testing.T, h http.Handler) {
	c := New(t, h)
	c.discover(t)
	for _, path := range c.doc.Paths.InMatchingOrder() {
		if !strings.HasPrefix(path, "/api/") || path == "/api/openapi.json" || strings.HasPrefix(path, "/api/v1/downloads/") {
			continue
		}
		op := c.doc.Paths.Value(path).Get
		t.Run(op.OperationID, func(t *testing.T) { c.operation(t, path, op) })
	}
}

// discover finds things that exist, to ask for them one by one.
func (c *Checker) discover(t *testing.T) {
	t.Helper()
	var places struct{ Items []struct{ ID string } }
	c.read(t, "/api/v1/places?limit=1", &places)
	var gaps struct{ Items []struct{ ID string } }
	c.read(t, "/api/v1/gaps?limit=1", &gaps)
	if len(places.Items) == 0 || len(gaps.Items) == 0 {
		t.Fatal("the store holds no place or no gap: load the starting set and compute its coverage")
	}
	var gap struct{ Cells []string }
	c.read(t, "/api/v1/gaps/"+gaps.Items[0].ID, &gap)
	if len(gap.Cells) == 0 {
		t.Fatalf("gap %s has no cells", gaps.Items[0].ID)
	}
	c.known["readPlace"] = "/api/v1/places/" + places.Items[0].ID
	c.known["readPlaceClosing"] = "/api/v1/places/" + places.Items[0].ID + "/closing"
	c.known["readGap"] = "/api/v1/gaps/" + gaps.Items[0].ID
	c.known["readGapHistory"] = "/api/v1/gaps/" + gaps.Items[0].ID + "/history"
	c.known["readCell"] = "/api/v1/cells/" + gap.Cells[0]
	c.known["readComune"] = "/api/v1/comuni/001272"
	c.known["readZone"] = "/api/v1/zones/7"
	c.known["geocode"] = "/api/v1/geocode?q=Pinerlo"
}

func (c *Checker) read(t *testing.T, target string, into any) {
	t.Helper()
	res := c.call(t, http.MethodGet, target)
	if res.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", target, res.Code, res.Body)
	}
	if err := json.Unmarshal(res.Body.Bytes(), into); err != nil {
		t.Fatalf("%s: %v", target, err)
	}
}

func (c *Checker) call(t *testing.T, method, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	return w
}

// target is the address of an operation, its path parameters filled in.
func (c *Checker) target(t *testing.T, path string, op *openapi3.Operation) string {
	t.Helper()
	if known, ok := c.known[op.OperationID]; ok {
		return known
	}
	if strings.Contains(path, "{") {
		t.Fatalf("%s: apitest knows no example of %s", op.OperationID, path)
	}
	return path
}

func (c *Checker) operation(t *testing.T, path string, op *openapi3.Operation) {
	target := c.target(t, path, op)
	for media := range op.Responses.Status(http.StatusOK).Value.Content {
		t.Run(media, func(t *testing.T) { c.transport(t, op, target, media) })
	}
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInQuery {
			t.Run("?"+p.Value.Name, func(t *testing.T) { c.parameter(t, op, target, p.Value) })
		}
	}
	if op.Parameters.GetByInAndName(openapi3.ParameterInQuery, "after") != nil {
		t.Run("paging", func(t *testing.T) { c.paging(t, op, target) })
	}
	c.Refused(t, op, with(target, "unknown", "1"), http.StatusBadRequest)
	c.Refused(t, op, with(target, "lang", "fr"), http.StatusBadRequest)
	if res := c.call(t, http.MethodGet, target, "Accept", "image/png"); res.Code != http.StatusNotAcceptable {
		t.Errorf("Accept image/png: status %d", res.Code)
	}
	if res := c.call(t, http.MethodPost, target); res.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", res.Code)
	}
	if res := c.call(t, http.MethodOptions, target); res.Code != http.StatusNoContent {
		t.Errorf("OPTIONS: status %d", res.Code)
	}
}

// Valid gets an address and checks the answer against the schema of its media
// type; it gives the body.
func (c *Checker) Valid(t *testing.T, op *openapi3.Operation, target, media string) []byte {
	t.Helper()
	res := c.call(t, http.MethodGet, target, "Accept", media)
	if res.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", target, res.Code, res.Body)
	}
	if got := res.Header().Get("Content-Type"); got != media {
		t.Fatalf("%s: content type %q, not %q", target, got, media)
	}
	c.matches(t, op, target, res, media)
	return res.Body.Bytes()
}

// Refused gets an address and checks that the answer is a problem of a status.
func (c *Checker) Refused(t *testing.T, op *openapi3.Operation, target string, status int) {
	t.Helper()
	res := c.call(t, http.MethodGet, target)
	if res.Code != status {
		t.Errorf("%s: status %d, not %d", target, res.Code, status)
		return
	}
	c.matches(t, op, target, res, "application/problem+json")
}

func (c *Checker) matches(t *testing.T, op *openapi3.Operation, target string, res *httptest.ResponseRecorder, media string) {
	t.Helper()
	promised := op.Responses.Status(res.Code)
	if promised == nil || promised.Value.Content.Get(media) == nil {
		t.Fatalf("%s: the document does not promise %d %s", target, res.Code, media)
	}
	var value any
	if err := json.Unmarshal(res.Body.Bytes(), &value); err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	if err := promised.Value.Content.Get(media).Schema.Value.VisitJSON(value); err != nil {
		t.Errorf("%s: %v", target, err)
	}
}

// Operation finds an operation by its id.
func (c *Checker) Operation(t *testing.T, id string) *openapi3.Operation {
	t.Helper()
	paths := c.doc.Paths.InMatchingOrder()
	i := slices.IndexFunc(paths, func(p string) bool { return c.doc.Paths.Value(p).Get.OperationID == id })
	if i < 0 {
		t.Fatalf("no operation %s", id)
	}
	return c.doc.Paths.Value(paths[i]).Get
}
