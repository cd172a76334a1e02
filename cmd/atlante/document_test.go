package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"atlante/api/apitest"
)

// exceptions of the Italian rules: names that the standards of the OGC fix.
func exceptions() []apitest.Exception {
	const why = "OGC API Tiles (20-057) and TileMatrixSet (17-083r4) name these resources so"
	return []apitest.Exception{
		{Rule: "paths-kebab-case", Path: "/ogc/tileMatrixSets", Why: why},
		{Rule: "paths-kebab-case", Path: "/ogc/tileMatrixSets/WebMercatorQuad", Why: why},
		{Rule: "paths-kebab-case", Path: "/ogc/tiles/WebMercatorQuad", Why: why},
		{Rule: "paths-kebab-case", Path: "/ogc/collections/{collectionId}/tiles/WebMercatorQuad", Why: why},
	}
}

// TestDocument holds a running service to the document that it serves.
func TestDocument(t *testing.T) {
	s := serving(t, begunDir(t), func(c *exec.Cmd) { c.Env = append(c.Env, "ATLANTE_PUBLIC_URL=https://atlante.example") })
	service := apitest.Start(t, "http://"+s.addr)
	t.Run("Italian rules", func(t *testing.T) { italian(t, service.Raw) })
	if soak() { // the rules above are the linter's of most weight
		t.Run("linter", func(t *testing.T) { lint(t, service.Raw) })
	}
	t.Run("routes", func(t *testing.T) { documented(t, service) })
	t.Run("budget", func(t *testing.T) { budget(t, s) })
	know(t, s, service)
	t.Run("operations", service.ValidAll)
	n := 250
	if soak() {
		n = 5000
	}
	t.Run("generated", func(t *testing.T) { service.Generated(t, n, 1) })
}

func italian(t *testing.T, raw []byte) {
	if len(exceptions()) > 5 {
		t.Errorf("%d exceptions", len(exceptions()))
	}
	for _, e := range exceptions() {
		if !strings.HasPrefix(e.Path, "/ogc") || e.Why == "" {
			t.Errorf("%+v", e)
		}
	}
	d, err := apitest.ReadDocument(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range apitest.Breaches(d, exceptions()) {
		t.Error(b)
	}
}

// budget: programs are told what is left, and each request counts, those for open data too;
// other pages are free.
func budget(t *testing.T, s *service) {
	left := func(path string) string {
		_, h, _ := s.ask(path)
		return h.Get("X-RateLimit-Remaining")
	}
	for range 3 { // a window may end in between, once
		first, second, third := left("/status"), left("/no-such-page"), left("/dati/catalogo.ttl")
		a, err := strconv.Atoi(first)
		b, wrong := strconv.Atoi(third)
		if err != nil || wrong != nil || second != "" {
			t.Fatalf("left: %q, of a page %q, %q", first, second, third)
		}
		if b == a-1 {
			return
		}
	}
	t.Error("requests are not counted")
}

// lint runs the linter that the national checker is built on.
func lint(t *testing.T, raw []byte) {
	folder, err := filepath.Abs("../../api/lint")
	if err != nil {
		t.Fatal(err)
	}
	spectral := filepath.Join(folder, "node_modules/.bin/spectral")
	if _, err := os.Stat(spectral); err != nil {
		t.Fatal("the linter is not installed: run `make soak`, which installs it")
	}
	file := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), spectral, "lint", file, "--ruleset", filepath.Join(folder, "spectral.yml"), "--fail-severity", "hint", "--format", "json", "--quiet").Output()
	if err == nil {
		return
	}
	var found []struct {
		Code, Message string
		Path          []string
	}
	if json.Unmarshal(out, &found) != nil || len(found) == 0 {
		t.Fatalf("the linter failed: %v: %s", err, out)
	}
	for _, f := range found {
		t.Errorf("%s at %s: %s", f.Code, strings.Join(f.Path, " "), f.Message)
	}
}

var varying = regexp.MustCompile(`[^/]*\{[^/]*`)

// documented: what the matrix of routes lists for programs is in the document,
// and the other way round. That the matrix lists every route is a test as well.
func documented(t *testing.T, service *apitest.Service) {
	file, err := os.Open("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	routes := map[string]bool{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) > 1 && words[0] == "GET" && isForPrograms(words[1]) {
			routes[varying.ReplaceAllString(strings.TrimSuffix(words[1], "/"), "{}")] = true
		}
	}
	paths := map[string]bool{}
	for _, op := range service.Operations() {
		paths[varying.ReplaceAllString(op.Path, "{}")] = true
	}
	for route := range routes {
		if !matched(route, paths) {
			t.Errorf("%s is answered, and the document does not know it", route)
		}
	}
	for path := range paths {
		if !matched(path, routes) {
			t.Errorf("%s is in the document, and in no route", path)
		}
	}
}

// matched finds an address among others; a part that varies stands for any.
func matched(address string, among map[string]bool) bool {
	wanted := strings.Split(address, "/")
	for other := range among {
		parts := strings.Split(other, "/")
		if slices.EqualFunc(wanted, parts, func(a, b string) bool { return a == b || a == "{}" || b == "{}" }) {
			return true
		}
	}
	return false
}

// know finds things that exist, to ask for them one by one.
func know(t *testing.T, s *service, service *apitest.Service) {
	t.Helper()
	var places, gaps struct{ Items []struct{ ID string } }
	s.json(t, "/api/v1/places?limit=1", &places)
	s.json(t, "/api/v1/gaps?limit=1", &gaps)
	var gap struct{ Cells []string }
	s.json(t, "/api/v1/gaps/"+gaps.Items[0].ID, &gap)
	place, area, cell := places.Items[0].ID, gaps.Items[0].ID, gap.Cells[0]
	for id, values := range map[string]map[string]string{
		"readPlace": {"id": place}, "readPlaceClosing": {"id": place}, "readGap": {"id": area}, "readGapHistory": {"id": area}, "readCell": {"h3": cell},
		"readComune": {"istat": "001272"}, "readZone": {"n": "7"}, "geocode": {"q": "Pinerlo"},
		"ogcFeature_places": {"featureId": place}, "ogcFeature_gaps": {"featureId": area}, "ogcFeature_cells": {"featureId": cell},
		"ogcFeature_comuni": {"featureId": "001272"}, "ogcFeature_zones": {"featureId": "7"},
		"readStyle": {"file": "map.json"}, "readStyle image/png": {"file": "sprite.png"},
	} {
		service.Known[id] = values
	}
	for _, op := range service.Operations() {
		if strings.HasPrefix(op.Path, "/api/v1/downloads/") {
			service.Known[op.OperationID] = map[string]string{"bbox": "7.2,45.2,7.3,45.3"} // a valley: whole files are tested where they are made
		}
	}
}
