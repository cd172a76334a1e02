package apitest_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api"
	"atlante/api/apitest"
	"atlante/api/wire"
)

// body is the document of the API without its parts.
func body(t *testing.T) []byte {
	t.Helper()
	r := chi.NewRouter()
	api.Mount(r, nil, api.Options{Log: slog.New(slog.DiscardHandler), Origins: wire.Origins{Public: "https://atlante.example"}, Now: time.Now, Started: time.Now()})
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/openapi.json", nil))
	return w.Body.Bytes()
}

func read(t *testing.T) *apitest.Document {
	t.Helper()
	d, err := apitest.ReadDocument(body(t))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheDocumentKeepsTheItalianRules(t *testing.T) {
	for _, b := range apitest.Breaches(read(t), nil) {
		t.Error(b)
	}
}

// change puts a value at some keys of a document; nil takes it away.
type change struct {
	value any
	keys  []string
}

func at(value any, keys ...string) change { return change{value, keys} }

// broken says for each rule how a document breaks it.
var broken = map[string]change{
	"no-swagger-2":                           at("2.0", "swagger"),
	"has-x-summary":                          at(nil, "info", "x-summary"),
	"has-contact":                            at(map[string]any{"name": "A"}, "info", "contact"),
	"has-termsOfService":                     at("", "info", "termsOfService"),
	"has-x-api-id":                           at(nil, "info", "x-api-id"),
	"use-semver":                             at("1.2", "info", "version"),
	"servers-description":                    at([]any{map[string]any{"url": "https://a.example"}}, "servers"),
	"servers-use-https":                      at([]any{map[string]any{"url": "http://a.example", "description": "A"}}, "servers"),
	"integer-format":                         at(map[string]any{"type": "integer"}, "components", "schemas", "Bad"),
	"number-format":                          at(map[string]any{"type": "number"}, "components", "schemas", "Bad"),
	"allowed-integer-format":                 at(map[string]any{"type": "integer", "format": "int8"}, "components", "schemas", "Bad"),
	"allowed-number-format":                  at(map[string]any{"type": "number", "format": "big"}, "components", "schemas", "Bad"),
	"paths-kebab-case":                       at(map[string]any{}, "paths", "/api/{a}.json"),
	"paths-http-method":                      at(map[string]any{}, "paths", "/api/list-places"),
	"schema-camel-case":                      at(map[string]any{}, "components", "schemas", "bad_name"),
	"no-method-name-in-operationId":          at("getStatus", "paths", "/status", "get", "operationId"),
	"http-response-content-2xx":              at(nil, "paths", "/status", "get", "responses", "200", "content"),
	"http-response-no-content-204-205":       at(map[string]any{}, "paths", "/tiles/{layers}/{z}/{x}/{tile}", "get", "responses", "204", "content"),
	"response-with-json-object":              at(map[string]any{"type": "array"}, "components", "schemas", "Health"),
	"use-problem-json-for-errors":            at(map[string]any{"application/json": map[string]any{"schema": map[string]any{}}}, "components", "responses", "NotFound", "content"),
	"use-problem-schema":                     at(nil, "components", "schemas", "Problem", "properties", "detail"),
	"hint-problem-schema":                    at(map[string]any{}, "components", "schemas", "Problem", "properties", "message"),
	"cache-responses-indeterminate-behavior": at(nil, "paths", "/healthz", "get", "responses", "200", "headers", "Cache-Control"),
	"cache-responses-undocumented":           at("cached", "components", "headers", "CacheNone", "description"),
	"no-forbidden-headers":                   at(map[string]any{}, "paths", "/healthz", "get", "responses", "200", "headers", "Content-Type"),
	"no-x-headers-response":                  at(map[string]any{}, "paths", "/healthz", "get", "responses", "200", "headers", "X-Mine"),
	"response-headers-pascal-case":           at(map[string]any{}, "paths", "/healthz", "get", "responses", "200", "headers", "lower-case"),
	"missing-ratelimit":                      at(nil, "components", "responses", "Invalid", "headers", "X-RateLimit-Reset"),
	"ratelimit-429-presence":                 at(map[string]any{}, "components", "responses", "TooManyRequests", "headers"),
	"ratelimit-429-completeness":             at(nil, "components", "responses", "TooManyRequests", "headers", "X-RateLimit-Limit"),
	"missing-retry-after":                    at(nil, "components", "responses", "Busy", "headers", "Retry-After"),
	"every-operation-has-a-budget":           at(nil, "paths", "/healthz", "get", "responses", "429"),
	"paths-status":                           at(nil, "paths", "/status"),
	"paths-status-return-problem":            at(map[string]any{"application/json": map[string]any{"schema": map[string]any{}}}, "paths", "/status", "get", "responses", "200", "content"),
	"paths-status-problem-schema":            at(nil, "components", "schemas", "Status", "properties", "title"),
	"http-request-GET-no-body":               at(map[string]any{}, "paths", "/status", "get", "requestBody"),
	"sec-credentials-parameters":             at("api_secret", "components", "parameters", "q", "name"),
	"no-x-headers-request":                   at(map[string]any{"name": "X-Mine", "in": "header", "schema": map[string]any{}}, "components", "parameters", "q"),
	"sec-array-boundaries":                   at(nil, "components", "parameters", "kind", "schema", "maxItems"),
	"sec-number-boundaries":                  at(nil, "components", "parameters", "zone", "schema", "maximum"),
	"sec-string-maxlength":                   at(nil, "components", "parameters", "q", "schema", "maxLength"),
	"sec-protection-global-safe":             at(nil, "security"),
}

// TestEveryRuleCanBeBroken: a rule that nothing breaks would say nothing.
func TestEveryRuleCanBeBroken(t *testing.T) {
	for _, r := range apitest.Rules() {
		c, known := broken[r.ID]
		if !known {
			t.Errorf("%s: how is it broken?", r.ID)
			continue
		}
		if r.Says == "" || r.Source == "" || r.Level == "" {
			t.Errorf("%s does not say what it asks, or where it is from", r.ID)
		}
		d := read(t)
		d.Put(c.value, c.keys...)
		if found := apitest.Breaches(d, nil); !slices.ContainsFunc(found, func(b apitest.Breach) bool { return b.Rule == r.ID }) {
			t.Errorf("%s is kept although it is broken; found %v", r.ID, found)
		}
	}
}

func TestExceptionsLetOffAPathAndARule(t *testing.T) {
	d := read(t)
	d.Put(map[string]any{}, "paths", "/ogc/tileMatrixSets")
	one := apitest.Exception{Rule: "paths-kebab-case", Path: "/ogc/tileMatrixSets", Why: "the standard's name"}
	if found := apitest.Breaches(d, []apitest.Exception{one}); len(found) != 0 {
		t.Error(found)
	}
	if found := apitest.Breaches(read(t), []apitest.Exception{one}); len(found) != 1 {
		t.Errorf("an exception that nothing needs: %v", found)
	}
}
