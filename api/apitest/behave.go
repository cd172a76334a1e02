package apitest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// with adds a parameter to an address, in place of another of the same name.
func with(target, name, value string) string {
	path, query, _ := strings.Cut(target, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		panic(err) // our own addresses
	}
	q.Set(name, value)
	return path + "?" + q.Encode()
}

// transport checks tags, 304, HEAD, gzip, and that the same request gives the
// same bytes.
func (c *Checker) transport(t *testing.T, op *openapi3.Operation, target, media string) {
	body := c.Valid(t, op, target, media)
	if again := c.Valid(t, op, target, media); !bytes.Equal(body, again) {
		t.Error("the same request gives other bytes")
	}
	plain := c.call(t, http.MethodGet, target, "Accept", media)
	tag := plain.Header().Get("ETag")
	if len(tag) < 10 || tag[0] != '"' {
		t.Fatalf("ETag %q is not strong", tag)
	}
	if res := c.call(t, http.MethodGet, target, "Accept", media, "If-None-Match", tag); res.Code != http.StatusNotModified || res.Body.Len() != 0 {
		t.Errorf("If-None-Match: status %d with %d bytes", res.Code, res.Body.Len())
	}
	head := c.call(t, http.MethodHead, target, "Accept", media)
	if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("ETag") != tag || head.Header().Get("Content-Length") != fmt.Sprint(len(body)) {
		t.Errorf("HEAD: status %d, %d bytes, %v", head.Code, head.Body.Len(), head.Header())
	}
	packed := c.call(t, http.MethodGet, target, "Accept", media, "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("ETag") == tag {
		t.Fatalf("gzip: %v", packed.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(z); err != nil || !bytes.Equal(unpacked, body) {
		t.Errorf("gzip holds something else: %d bytes, not %d (%v)", len(unpacked), len(body), err)
	}
	if got := plain.Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("Access-Control-Allow-Origin %q", got)
	}
}

// parameter tries the example and every listed value of a parameter.
func (c *Checker) parameter(t *testing.T, op *openapi3.Operation, target string, p *openapi3.Parameter) {
	for _, value := range examples(p) {
		for media := range op.Responses.Status(http.StatusOK).Value.Content {
			if p.Name == "f" && (value == "geojson") != strings.Contains(media, "geo") {
				continue // f decides, whatever Accept says
			}
			c.Valid(t, op, with(target, p.Name, value), media)
		}
	}
	for _, value := range examples(p)[:min(1, len(examples(p)))] {
		c.Refused(t, op, with(target, p.Name, value)+"&"+p.Name+"="+url.QueryEscape(value), http.StatusBadRequest)
	}
	c.Refused(t, op, with(target, p.Name, ""), http.StatusBadRequest)
}

func examples(p *openapi3.Parameter) []string {
	var out []string
	if p.Example != nil {
		out = append(out, written(p.Example))
	}
	for _, v := range p.Schema.Value.Enum {
		if s := written(v); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// written is a value as it stands in an address: lists with commas.
func written(v any) string {
	list, ok := v.([]any)
	if !ok {
		return fmt.Sprint(v)
	}
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = fmt.Sprint(x)
	}
	return strings.Join(parts, ",")
}

// paging walks a list in small steps: together they are the list in one go,
// nothing twice and nothing left out.
func (c *Checker) paging(t *testing.T, op *openapi3.Operation, target string) {
	whole, next := c.page(t, op, with(target, "limit", "1000"))
	if next != "" {
		t.Fatalf("more than 1000 items: this check needs fewer")
	}
	step := max(1, len(whole)/7)
	var walked []string
	address := with(target, "limit", fmt.Sprint(step))
	for range len(whole) + 2 {
		items, next := c.page(t, op, address)
		walked = append(walked, items...)
		if next == "" {
			break
		}
		if len(items) != step {
			t.Fatalf("%s: %d items, not %d, and yet a next page", address, len(items), step)
		}
		u, err := url.Parse(next)
		if err != nil || !u.IsAbs() {
			t.Fatalf("next is no absolute address: %q", next)
		}
		address = u.RequestURI()
	}
	if !slices.Equal(walked, whole) {
		t.Errorf("pages of %d give %d items, one go gives %d, or in another order", step, len(walked), len(whole))
	}
	c.Refused(t, op, with(target, "after", "forged"), http.StatusBadRequest)
}

func (c *Checker) page(t *testing.T, op *openapi3.Operation, target string) ([]string, string) {
	t.Helper()
	var page struct {
		Items []json.RawMessage
		Next  *string
	}
	if err := json.Unmarshal(c.Valid(t, op, target, "application/json"), &page); err != nil {
		t.Fatal(err)
	}
	items := make([]string, len(page.Items))
	for i, item := range page.Items {
		items[i] = string(item)
	}
	if page.Next == nil {
		return items, ""
	}
	return items, *page.Next
}
