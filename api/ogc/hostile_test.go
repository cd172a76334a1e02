package ogc_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo/feature"
	"atlante/geo/geotest"
	"atlante/geo/ingest/facts"
)

// marker is in every hostile text; no statement may ever hold it.
const marker = "zq9x"

// hostiles are texts that break out of something somewhere.
var hostiles = []string{
	"'; DROP TABLE atlante.place; -- zq9x", "zq9x' OR '1'='1", `zq9x\`, `zq9x\'; SELECT 1 --`, "%zq9x%", "_", "$1", "$$zq9x$$", "zq9x'||(SELECT version())||'",
	"NULL", "zq9x\x00", "\xff\xfezq9x", "\u202ezq9x", "😀zq9x", "1e309", "-0", "NaN", "Infinity", "0x10", "1_000", "+1", "2026-13-45", "99999-01-01", "9999999999999999999999",
	"-9223372036854775808", "/* zq9x */", "*/ -- zq9x", "{}", "[]", "{\"op\":\"zq9x\"}", "<script>zq9x</script>", "..", "../..", "../../etc/zq9x", "http://zq9x.example/", "true", "TRUE",
	"1,2,3,4", "1,2,3,4,5,6,7", "-1e308,-1e308,1e308,1e308", "NaN,NaN,NaN,NaN", "180,90,-180,-90", "0,0,0,0", "90,180,-90,-180", "20037508,20037508,20037508,20037508",
	"2026-01-01/2025-01-01", "../2026-02-30", "/", "//", "2026-01-01T25:00:00Z", "0001-01-01/9999-12-31", "0000-01-01", "name,name", "-name,zq9x", "-", ",", "+", "name;zq9x",
	"POINT(1 2)", "S_INTERSECTS(geometry,POINT(NaN NaN))", "S_INTERSECTS(geometry,POINT(1e400 2))", "S_INTERSECTS(geometry,POLYGON((0 0,1 1,1 0)))", "S_INTERSECTS(geometry,POLYGON((0 0,1 1,0 1,1 0,0 0)))",
	"name=name", "zq9x=1", "pg_sleep(10)=1", "name LIKE '" + strings.Repeat("%a", 300) + "'", strings.Repeat("(", 5000), strings.Repeat("NOT ", 1000) + "name='x'", "T_AFTER(name,DATE('2026-01-01'))",
	"name='" + strings.Repeat("a", 7000) + "zq9x'", "residents/0>1", "residents^999>1", "residents%0=1", "10 DIV 0=1", "CASEI(name)=ACCENTI(CASEI('zq9x'))", "name IN ('" + strings.Repeat("a','", 90) + "')",
}

// hostileText gives one of them, or two, or a piece.
func hostileText(r *rand.Rand) string {
	out := hostiles[r.IntN(len(hostiles))]
	switch r.IntN(6) {
	case 0:
		out += hostiles[r.IntN(len(hostiles))]
	case 1:
		out = out[:r.IntN(len(out)+1)]
	case 2:
		i := r.IntN(len(out) + 1)
		out = out[:i] + string(rune(r.IntN(0x300))) + out[i:]
	}
	return out
}

// place is where a value stands in a request; whole says what a value in it does
// to the question: nothing but another value, or another question.
type place struct {
	path  string // with %s for a value of the path
	param string
	form  string // of the value, with %s
	calm  []string
}

// quote writes a text as CQL2 does, and as JSON does.
func quote(s string) string { return strings.ReplaceAll(s, "'", "''") }

// places are all parameters of all addresses of features: those in which any text
// is a value.
func places(list []feature.Collection) []place {
	var out []place
	for _, of := range list {
		items := "/collections/" + of.ID + "/items"
		add := func(param, form string, calm ...string) { out = append(out, place{items, param, form, calm}) }
		add("limit", "%s", "3", "10000") // of which the second goes on where a first part ends
		add("offset", "%s", "3")
		add("after", "%s", "x")
		add("bbox", "%s", "7,45,8,46")
		add("datetime", "%s", "2026-01-01", "../2026-01-01", "2026-01-01/..")
		for _, name := range []string{"crs", "bbox-crs", "filter-crs"} {
			add(name, "%s", crs84URI)
		}
		add("filter-lang", "%s", "cql2-text")
		add("f", "%s", "json")
		add("lang", "%s", "en")
		if of.Scenarios {
			add("scenario", "%s", "planned")
		}
		for _, f := range of.Fields {
			add(f.Name, "%s", "1", "x", "true", "2026-01-01", "2026-01-01T00:00:00Z")
			if f.Type == feature.Text {
				add("filter", f.Name+"='%s'", "x")
				add("filter", f.Name+" LIKE '%s'", "x")
				add("filter", "CASEI("+f.Name+")=CASEI('%s')", "x")
				add("filter", f.Name+" IN ('%s','x')", "x")
			}
		}
		keys := []string{"x", "1", "891f9800243ffff", "00000000-0000-7000-8000-000000000000"}
		out = append(out, place{items + "/%s", "", "", keys}, place{items + "/%s", "crs", "%s", []string{crs84URI}})
	}
	return append(out, place{"/collections/%s", "", "", []string{"x"}}, place{"/collections/%s/queryables", "", "", []string{"x"}}, place{"/%s", "", "", []string{"x"}},
		place{"/collections/%s/tiles", "", "", []string{"x"}}, place{"/conformance", "%s", "x", []string{"x"}}, place{"/collections", "f", "%s", []string{"json"}})
}

// request puts a value into a place. A LIKE pattern and a string in CQL2 end at a
// quote, which is doubled.
func (p place) request(value string) string {
	target := p.path
	if strings.Contains(target, "%s") {
		fill := value
		if p.param != "" {
			fill = "x"
		}
		target = fmt.Sprintf(target, strings.ReplaceAll(url.PathEscape(fill), ".", "%2E"))
	}
	if p.param == "" {
		return target
	}
	if strings.Contains(p.form, "'%s'") {
		value = quote(value)
	}
	if p.param != "limit" && strings.HasSuffix(p.path, "/items") {
		target += "?limit=2&"
	} else {
		target += "?"
	}
	if strings.HasSuffix(p.path, "cells/items") && !strings.HasPrefix(p.param, "bbox") { // so that 40,000 requests take minutes
		target += "bbox=7.35,45.30,7.36,45.31&"
	}
	name := strings.ReplaceAll(p.param, "%s", value)
	return target + url.QueryEscape(name) + "=" + url.QueryEscape(fmt.Sprintf(p.form, value))
}

// TestHostile asks with hostile values in every parameter: no answer is an error
// of ours, and the database is asked nothing that it was not asked before.
func TestHostile(t *testing.T) {
	store, db := geotest.Watched(t)
	count := 400
	if os.Getenv("ATLANTE_SOAK") != "" {
		geotest.Begin(t, store, nil)
		count = 40_000
	} else {
		kinds, err := facts.Kinds()
		if err != nil {
			t.Fatal(err)
		}
		if err := store.SaveKinds(t.Context(), kinds); err != nil {
			t.Fatal(err)
		}
	}
	list, err := store.FeatureCollections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c := serveOver(t, store, store)
	all := places(list)
	for _, p := range all {
		for _, value := range append(p.calm, "unlikely") {
			c.unharmed(t, http.MethodGet, p.request(value))
		}
	}
	before := geotest.Shapes(t, db)
	if len(before) < 30 {
		t.Fatalf("%d statements: too little was asked", len(before))
	}
	r := rand.New(rand.NewPCG(5, 40_000))
	statuses := map[int]int{}
	for n := range count {
		p := all[n%len(all)]
		if n >= len(all) {
			p = all[r.IntN(len(all))]
		}
		method := http.MethodGet
		if n%17 == 0 {
			method = http.MethodHead
		}
		statuses[c.unharmed(t, method, p.request(hostileText(r)))]++
	}
	for _, text := range geotest.Shapes(t, db) {
		if !slices.Contains(before, text) {
			t.Errorf("a new statement: %s", text)
		}
	}
	c.otherQuestions(t, db, r, count/8)
	t.Logf("%d hostile requests in %d places, %d statements; %v", count, len(all), len(before), statuses)
	if statuses[http.StatusOK] == 0 || statuses[http.StatusBadRequest] < count/4 {
		t.Errorf("%v", statuses)
	}
}

// otherQuestions sends hostile filters and orders as they are: those that mean
// something ask something else, and even then nothing of their text is in it.
func (c *client) otherQuestions(t *testing.T, db *pgx.Conn, r *rand.Rand, count int) {
	t.Helper()
	for range count {
		param := []string{"filter", "filter", "sortby"}[r.IntN(3)]
		id := []string{"places", "comuni", "zones", "cells", "gaps"}[r.IntN(5)]
		target := "/collections/" + id + "/items?limit=2&bbox=7.35,45.30,7.36,45.31&" + param + "=" + url.QueryEscape(hostileText(r))
		if r.IntN(4) == 0 && param == "filter" {
			target += "&filter-lang=cql2-json"
		}
		c.unharmed(t, http.MethodGet, target)
	}
	for _, text := range geotest.Shapes(t, db) {
		if strings.Contains(text, marker) {
			t.Errorf("the text of a request is in a statement: %s", text)
		}
	}
}

// unharmed asks, and gives the status, which is none of our errors.
func (c *client) unharmed(t *testing.T, method, target string) int {
	t.Helper()
	a := c.ask(t, method, target)
	if a.StatusCode >= 500 {
		t.Errorf("%s %s: %d: %.300s", method, target, a.StatusCode, a.body)
	}
	if a.StatusCode >= 400 && method == http.MethodGet && !strings.HasPrefix(a.Header.Get("Content-Type"), "application/problem+json") && !strings.Contains(target, "f=html") {
		t.Errorf("%s: %d as %s", target, a.StatusCode, a.Header.Get("Content-Type"))
	}
	return a.StatusCode
}
