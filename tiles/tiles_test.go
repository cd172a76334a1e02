package tiles

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
	"atlante/tiles/cache"
)

// withoutStore serves everything that must be refused before the store is asked.
func withoutStore(t *testing.T, method, target string) (*http.Response, wire.Problem) {
	t.Helper()
	r := chi.NewRouter()
	Mount(r, nil, Options{Log: slog.New(slog.DiscardHandler)})
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, target, nil))
	var p wire.Problem
	if method == http.MethodGet {
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatalf("%s: %v in %q", target, err, w.Body)
		}
	}
	return w.Result(), p
}

func TestAddressesThatAreRefused(t *testing.T) {
	cases := []struct {
		target string
		status int
		says   string
	}{
		{"/tiles/cells/30/0/0.mvt", 404, "cells: lo zoom va da 6 a 14, non 30"},
		{"/tiles/cells,places/4/0/0.mvt", 404, "cells,places: lo zoom va da 5 a 16, non 4"},
		{"/tiles/places,cells/17/0/0.mvt", 404, "cells,places: lo zoom va da 5 a 16, non 17"},
		{"/tiles/zones/99999999999/0/0.mvt", 400, "z: serve un numero intero"},
		{"/tiles/zones/-1/0/0.mvt", 400, "z: serve un numero intero"},
		{"/tiles/zones/07/0/0.mvt", 400, "z: serve un numero intero"},
		{"/tiles/zones/8/256/0.mvt", 400, "x=256: allo zoom 8 va da 0 a 255"},
		{"/tiles/zones/8/255/256.mvt", 400, "y=256: allo zoom 8 va da 0 a 255"},
		{"/tiles/zones/8/a/0.mvt", 400, "x: serve un numero intero"},
		{"/tiles/roads/8/1/1.mvt", 404, `Il livello "roads" non esiste; ci sono: zones,comuni,cells,gaps,places,zone_labels,comune_labels`},
		{"/tiles/zones,zones/8/1/1.mvt", 400, "zones è ripetuto"},
		{"/tiles/zones,/8/1/1.mvt", 404, `Il livello "" non esiste`},
		{"/tiles/zones%2Croads.json", 404, `Il livello "roads" non esiste`},
		{"/tiles/scenario/future/zones.json", 404, `Lo scenario "future" non esiste`},
		{"/tiles/scenario/planned/cells/15/0/0.mvt", 404, "lo zoom va da 6 a 14"},
		{"/tiles/zones/8/1/1.mvt?w=3", 400, `"w" non è previsto`},
		{"/tiles/index.json?f=json", 400, `"f" non è previsto`},
		{"/tiles/zones/8/1/1.png", 404, "/tiles/index.json"},
		{"/tiles/zones,places/8/1/1.pbf", 404, "/tiles/zones,places/8/1/1.mvt"},
		{"/tiles/roads/8/1/1.mvt?lang=en", 404, `There is no layer "roads"; there are: zones,`},
		{"/tiles/x%20%2F%20y/8/1/1.mvt?lang=en", 404, `There is no layer "x%20%2F%20y"; there are: zones,`},
		{"/tiles/x%20%2F%20y/8/1/1.mvt", 404, `Il livello "x / y" non esiste; ci sono: zones,`},
		{"/tiles/a%20/%20b.pbf?lang=en", 404, "Addresses of tiles end in .mvt: /tiles/a%20/%20b.mvt"},
		{"/tiles", 404, "/tiles/index.json"},
	}
	for _, c := range cases {
		res, p := withoutStore(t, http.MethodGet, c.target)
		if res.StatusCode != c.status || !strings.Contains(p.Detail, c.says) {
			t.Errorf("%s: %d %q", c.target, res.StatusCode, p.Detail)
		}
		if res.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: a page elsewhere cannot read why", c.target)
		}
	}
	if res, _ := withoutStore(t, http.MethodGet, "/tiles/cells/30/0/0.mvt?lang=en"); res.StatusCode != 404 {
		t.Errorf("lang is allowed everywhere: %d", res.StatusCode)
	}
	if res, _ := withoutStore(t, http.MethodPost, "/tiles/index.json"); res.StatusCode != 405 || res.Header.Get("Allow") == "" {
		t.Errorf("POST: %d", res.StatusCode)
	}
	if res, _ := withoutStore(t, http.MethodOptions, "/tiles/zones/8/1/1.mvt"); res.StatusCode != 204 {
		t.Errorf("OPTIONS: %d", res.StatusCode)
	}
	if res, _ := withoutStore(t, http.MethodHead, "/tiles/cells/30/0/0.mvt"); res.StatusCode != 404 {
		t.Errorf("HEAD: %d", res.StatusCode)
	}
}

func TestSelectionIsCanonical(t *testing.T) {
	s, err := parseSelection("comune_labels,places,zones")
	if err != nil || s.String() != "zones,places,comune_labels" {
		t.Fatalf("%s %v", s, err)
	}
	if low, high := s.zooms(); low != 5 || high != 16 {
		t.Errorf("zooms %d to %d", low, high)
	}
	if s.deepest() != 14 { // where zones end
		t.Errorf("drawn to zoom %d", s.deepest())
	}
	if got := s.at(15).String(); got != "places,comune_labels" {
		t.Errorf("at zoom 15: %s", got)
	}
	if got := s.at(5).String(); got != "zones,places" {
		t.Errorf("at zoom 5: %s", got)
	}
}

func tagOf(t *testing.T, layers string, scenario cover.Scenario, versions map[string]int64, encoding cache.Encoding) string {
	t.Helper()
	list, err := parseSelection(layers)
	if err != nil {
		t.Fatal(err)
	}
	a := address{layers: list, asked: list, scenario: scenario, z: 8, x: 1, y: 2}
	return (&Service{version: "v1"}).tag(view{versions: versions}.key(a).In(encoding))
}

func TestTagsFollowTheLayersAskedFor(t *testing.T) {
	v := map[string]int64{"zones": 3, "places": 8}
	base := tagOf(t, "zones", cover.ScenarioCurrent, v, cache.Gzip)
	same := tagOf(t, "zones", cover.ScenarioCurrent, map[string]int64{"zones": 3, "places": 9}, cache.Gzip)
	if base != same {
		t.Error("a change of another layer must not change the tag")
	}
	for name, other := range map[string]string{
		"version":  tagOf(t, "zones", cover.ScenarioCurrent, map[string]int64{"zones": 4}, cache.Gzip),
		"encoding": tagOf(t, "zones", cover.ScenarioCurrent, v, cache.Identity),
		"scenario": tagOf(t, "zones", cover.ScenarioPlanned, v, cache.Gzip),
		"layers":   tagOf(t, "zones,places", cover.ScenarioCurrent, v, cache.Gzip),
	} {
		if other == base {
			t.Errorf("the tag does not depend on the %s", name)
		}
	}
	if tagOf(t, "zones,places", cover.ScenarioCurrent, v, cache.Gzip) != tagOf(t, "places,zones", cover.ScenarioCurrent, v, cache.Gzip) {
		t.Error("the same tile in another order has another tag")
	}
}

// A key has room for every layer of the catalogue, and gives back its address.
func TestKeys(t *testing.T) {
	if len(catalogue) > cache.MaxLayers {
		t.Fatalf("%d layers", len(catalogue))
	}
	all := address{layers: catalogue, asked: catalogue, scenario: cover.ScenarioPlanned, z: 9, x: 266, y: 182}
	k := view{versions: map[string]int64{"cells": 7}}.key(all)
	if again := (view{versions: map[string]int64{"cells": 7}}).key(addressOf(k)); again != k {
		t.Errorf("%+v became %+v", k, again)
	}
	if places := only(k, place("places")); places.Planned || !only(k, place("cells")).Planned {
		t.Error("places do not depend on the scenario, cells do")
	}
}

func TestTileJSONSaysWhatTheCatalogueSays(t *testing.T) {
	s, err := parseSelection("cells,zones")
	if err != nil {
		t.Fatal(err)
	}
	kinds := []geo.Kind{{ID: "portineria", NameEN: "Portineria"}, {ID: "cer", NameEN: "CER", ByArea: true}}
	doc := describe(s, kinds, &orb.Bound{Min: orb.Point{6.6, 44.7}, Max: orb.Point{8.1, 45.6}})
	if doc.MinZoom != 5 || doc.MaxZoom != 14 || *doc.Bounds != [4]float64{6.6, 44.7, 8.1, 45.6} || *doc.Center != [3]float64{7.35, 45.15, 8} {
		t.Errorf("%+v %v %v", doc, *doc.Bounds, *doc.Center)
	}
	if len(doc.VectorLayers) != 2 || doc.VectorLayers[0].ID != "zones" || doc.VectorLayers[1].ID != "cells" {
		t.Fatalf("%+v", doc.VectorLayers)
	}
	for i, l := range s {
		want := l.Expand(kinds)
		if got := doc.VectorLayers[i].Fields; len(got) != len(want) {
			t.Errorf("%s: %d fields, the catalogue has %d", l.ID, len(got), len(want))
		}
		for _, f := range want {
			if text := doc.VectorLayers[i].Fields[f.Name]; !strings.HasPrefix(text, f.Type+": ") {
				t.Errorf("%s.%s: %q", l.ID, f.Name, text)
			}
		}
	}
	if _, ok := doc.VectorLayers[1].Fields["served_cer"]; !ok {
		t.Error("the kinds are not filled in")
	}
	if empty := describe(s, nil, nil); empty.Bounds != nil || empty.Center != nil {
		t.Error("no territory has no bounds")
	}
}

func TestIndexListsTheCatalogue(t *testing.T) {
	doc := list(view{versions: map[string]int64{"places": 7}}.version, "http://127.0.0.1:8080")
	if len(doc.Layers) != len(layer.Catalogue()) {
		t.Fatalf("%d layers", len(doc.Layers))
	}
	for i, l := range layer.Catalogue() {
		got := doc.Layers[i]
		if got.ID != l.ID || got.TileJSON != "http://127.0.0.1:8080/tiles/"+l.ID+".json" || (got.Version == 7) != (l.ID == "places") {
			t.Errorf("%+v", got)
		}
	}
}
