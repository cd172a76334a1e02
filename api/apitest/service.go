package apitest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// Service is a running service that is held to the document it serves, body and
// headers.
type Service struct {
	Base   string // its address, without a slash at the end
	Client *http.Client
	// Known are values for which there is an answer: by operation, or operation and
	// media type with a space between, then by parameter.
	Known map[string]map[string]string
	Spec  *openapi3.T
	Raw   []byte // the document as it was served
}

// Start reads the document of a service.
func Start(t *testing.T, base string) *Service {
	t.Helper()
	s := &Service{Base: base, Known: map[string]map[string]string{}, Client: &http.Client{Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	res, body := s.get(t, "/api/openapi.json", nil)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("openapi.json: %d %s", res.StatusCode, body)
	}
	spec, err := openapi3.NewLoader().LoadFromData(body)
	if err != nil {
		t.Fatal(err)
	}
	if err := spec.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Spec, s.Raw = spec, body
	for _, media := range []string{"application/geo+json", "application/schema+json", "application/vnd.oai.openapi+json;version=3.0"} {
		openapi3filter.RegisterBodyDecoder(mediaOf(media), openapi3filter.JSONBodyDecoder)
	}
	return s
}

func mediaOf(s string) string {
	m, _, _ := strings.Cut(s, ";")
	return strings.TrimSpace(m)
}

// get asks for an address below the base; the path is sent as it is written.
func (s *Service) get(t *testing.T, target string, header http.Header) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Base, nil)
	if err != nil {
		t.Fatal(err)
	}
	path, query, _ := strings.Cut(target, "?")
	req.URL.Path, req.URL.RawQuery = path, query
	if decoded, err := url.PathUnescape(path); err == nil {
		req.URL.Path, req.URL.RawPath = decoded, path
	}
	for name, values := range header {
		req.Header[name] = values
	}
	res, err := s.Client.Do(req)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	return res, body
}

// Operation is one of the document.
type Operation struct {
	Path string
	*openapi3.Operation
}

// Operations lists all that can be read, in the order of their paths.
func (s *Service) Operations() []Operation {
	var out []Operation
	paths := s.Spec.Paths.Keys()
	slices.Sort(paths)
	for _, path := range paths {
		if op := s.Spec.Paths.Value(path).Get; op != nil {
			out = append(out, Operation{path, op})
		}
	}
	return out
}

// ValidAll calls every operation, in every media type that it offers, and holds
// each answer to the document. Operations that need to be told of something that
// exists find it in Known.
func (s *Service) ValidAll(t *testing.T) {
	for _, op := range s.Operations() {
		target := op.fill(t, s.Known[op.OperationID])
		t.Run(op.OperationID, func(t *testing.T) {
			for media := range op.Responses.Status(http.StatusOK).Value.Content {
				target := target
				if known := s.Known[op.OperationID+" "+media]; known != nil {
					target = op.fill(t, known)
				}
				res, body := s.get(t, target, http.Header{"Accept": {media}})
				if res.StatusCode != http.StatusOK || mediaOf(res.Header.Get("Content-Type")) != mediaOf(media) {
					t.Errorf("%s as %s: %d %s: %.300s", target, media, res.StatusCode, res.Header.Get("Content-Type"), body)
					continue
				}
				if err := s.Check(t.Context(), op, res, body); err != nil {
					t.Errorf("%s as %s: %v", target, media, err)
				}
				s.unchanged(t, op, target, media, res.Header.Get("ETag"))
			}
			s.refused(t, op, target)
		})
	}
}

// unchanged asks again with the tag.
func (s *Service) unchanged(t *testing.T, op Operation, target, media, tag string) {
	t.Helper()
	if tag == "" {
		return
	}
	res, body := s.get(t, target, http.Header{"Accept": {media}, "If-None-Match": {tag}})
	if res.StatusCode != http.StatusNotModified || len(body) > 0 {
		t.Errorf("%s with its tag: %d", target, res.StatusCode)
	}
	if err := s.Check(t.Context(), op, res, body); err != nil {
		t.Errorf("%s with its tag: %v", target, err)
	}
}

// refused asks with a parameter that there is not.
func (s *Service) refused(t *testing.T, op Operation, target string) {
	t.Helper()
	res, body := s.get(t, with(target, "no-such-parameter", "1"), nil)
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("an unknown parameter: %d %.200s", res.StatusCode, body)
	}
	if err := s.Check(t.Context(), op, res, body); err != nil {
		t.Errorf("an unknown parameter: %v", err)
	}
}

// fill writes the address of an operation: known values, else examples.
func (op Operation) fill(t *testing.T, known map[string]string) string {
	t.Helper()
	path, query := op.Path, url.Values{}
	for _, p := range op.Parameters {
		value, is := known[p.Value.Name]
		switch {
		case p.Value.In == openapi3.ParameterInPath:
			if all := examples(p.Value); !is && len(all) > 0 {
				value, is = all[0], true
			}
			if !is {
				t.Fatalf("%s: no value for %s", op.OperationID, p.Value.Name)
			}
			path = strings.ReplaceAll(path, "{"+p.Value.Name+"}", url.PathEscape(value))
		case is:
			query.Set(p.Value.Name, value)
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// Check holds an answer to the document: its status, headers and body.
func (s *Service) Check(ctx context.Context, op Operation, res *http.Response, body []byte) error {
	promised := op.Responses.Status(res.StatusCode)
	if promised == nil {
		return fmt.Errorf("status %d is not in the document: %.300s", res.StatusCode, body)
	}
	for name, header := range promised.Value.Headers { // what is not validated below: 304 and 308
		if header.Value.Required && res.Header.Get(name) == "" {
			return fmt.Errorf("status %d without the header %s", res.StatusCode, name)
		}
	}
	if len(promised.Value.Content) == 0 && len(body) > 0 && res.StatusCode < http.StatusMultipleChoices {
		return fmt.Errorf("status %d has a body: %.100s", res.StatusCode, body)
	}
	header := res.Header.Clone()
	if promised.Value.Content.Get(header.Get("Content-Type")) == nil {
		header.Set("Content-Type", mediaOf(header.Get("Content-Type")))
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: res.Request,
			Route: &routers.Route{Spec: s.Spec, Path: op.Path, PathItem: s.Spec.Paths.Value(op.Path), Method: http.MethodGet, Operation: op.Operation}},
		Status: res.StatusCode, Header: header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: opaque(header.Get("Content-Type"))},
	}
	return openapi3filter.ValidateResponse(ctx, input)
}

// opaque are bodies that no JSON Schema speaks of.
func opaque(media string) bool {
	return !strings.HasSuffix(mediaOf(media), "json")
}
