package tiles

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
)

// shortAndLong: what is answered before the routes is what the routes answer: the same
// status, fields and bytes. An address with an escaped digit takes the routes.
func shortAndLong(t *testing.T, e *engine) {
	pin := e.get(t, composite).header.Get(VersionsHeader)
	_, pin, _ = strings.Cut(pin, "cells=")
	pin, _, _ = strings.Cut(pin, ",")
	tag := e.get(t, composite, "Accept-Encoding", "gzip").header.Get("Etag")
	if best := e.get(t, composite, "Accept-Encoding", "gzip, br"); best.header.Get("Content-Encoding") != "br" {
		t.Fatalf("no Brotli to compare: %v", best.header)
	}
	const empty = "/tiles/places/9/0/0.mvt"
	for _, headers := range [][]string{
		{"Accept-Encoding", "gzip"},
		{"Accept-Encoding", "gzip, br"},
		{"Accept-Encoding", "identity"},
		{"Accept-Encoding", "gzip", "If-None-Match", tag},
		{"Accept-Encoding", "gzip", "If-None-Match", `"other"`},
	} {
		for _, path := range []string{composite, composite + "?v=" + pin, composite + "?v=1", composite + "?v=0" + pin, composite + "?lang=it&x=1", "/tiles/scenario/planned/cells/9/266/183.mvt",
			"/tiles/scenario/current/cells/9/266/183.mvt", empty, "/tiles/cells/9/0266/183.mvt", "/tiles/scenario//cells/9/266/183.mvt", "/tiles/%2563ells/9/266/183.mvt", "/tiles/cells/9/266/999.mvt", "/tiles/nothing/9/266/183.mvt", "/tiles/cells/9/266/183/1.mvt"} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				var got [2]answer
				for i, p := range []string{path, strings.Replace(path, "/9", "/%39", 1)} {
					for range 2 { // the second time it lies in the cache
						var err error
						if got[i], err = e.ask(t.Context(), method, p, headers...); err != nil {
							t.Fatal(err)
						}
					}
					got[i].header.Del("Date")
					got[i].header.Del("Age") // seconds: one may have passed
				}
				if !bytes.Equal(withoutAddress(got[0].body), withoutAddress(got[1].body)) || got[0].status != got[1].status || !reflect.DeepEqual(withoutLength(got[0]), withoutLength(got[1])) {
					t.Errorf("%s %s, %v:\n%d %v\n%d %v", method, path, headers, got[0].status, got[0].header, got[1].status, got[1].header)
				}
			}
		}
	}
}

// withoutAddress is a problem without the address that it names.
func withoutAddress(body []byte) []byte { return bytes.ReplaceAll(body, []byte("%39"), []byte("9")) }

// withoutLength are the fields, without the length of a problem: it names the address.
func withoutLength(a answer) http.Header {
	if a.status >= http.StatusBadRequest {
		a.header.Del("Content-Length")
	}
	return a.header
}

// keptAnswers: what lies in the cache is answered before the routes, and only that.
func keptAnswers(t *testing.T, e *engine) {
	passed := 0
	h := e.kept(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { passed++ }))
	ask := func(method, path string, headers ...string) bool {
		before, r := passed, httptest.NewRequestWithContext(t.Context(), method, path, nil)
		r.Header.Set(headers[0], headers[1])
		h.ServeHTTP(httptest.NewRecorder(), r)
		return passed == before
	}
	const path = "/tiles/cells,zones/8/133/91.mvt"
	e.cache.Clear()
	if ask("GET", path, "Accept-Encoding", "gzip") {
		t.Error("answered what is not there")
	}
	e.get(t, path, "Accept-Encoding", "gzip")
	if pinnedNow("v=0", 0) || !pinnedNow("", 0) || !pinnedNow("v=7", 7) || pinnedNow("v=07", 7) {
		t.Error("pins are taken wrongly")
	}
	for i, c := range []struct {
		method, path, accept string
		kept                 bool
	}{
		{"GET", path, "gzip", true}, {"GET", path, "gzip, br", true}, {"GET", path, "", false}, {"HEAD", path, "gzip", false}, {"POST", path, "gzip", false},
		{"GET", path + "?v=1", "gzip", false}, {"GET", path + "?v=x", "gzip", false}, {"GET", path + "?", "gzip", true},
		{"GET", fmt.Sprintf("%s?v=%d", path, e.holder.Now().Version(pinned)), "gzip", true},
		{"GET", path + "?v=" + fmt.Sprint(e.holder.Now().Version(pinned)) + "&v=1", "gzip", false},
		{"GET", strings.Replace(path, "cells,zones", "zones,cells", 1), "gzip", true},
		{"GET", strings.Replace(path, "zones", "zones,zones", 1), "gzip", false},
	} {
		if got := ask(c.method, c.path, "Accept-Encoding", c.accept); got != c.kept {
			t.Errorf("%d: %s %s: %t", i, c.method, c.path, got)
		}
	}
}
