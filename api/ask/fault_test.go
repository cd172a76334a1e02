package ask_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo/feature"
	"atlante/geo/ingest/facts"
)

// TestFaultsSayHowToMend: what people write who know it almost, and what they read.
func TestFaultsSayHowToMend(t *testing.T) {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	comuni, _ := feature.ByID(feature.Collections(kinds), feature.Comuni)
	for _, c := range []struct{ name, value, says string }{
		{"bbox-crs", "EPSG:32632", "va scritto per intero: http://www.opengis.net/def/crs/EPSG/0/32632"},
		{"bbox-crs", "urn:ogc:def:crs:EPSG::7791", "va scritto per intero: http://www.opengis.net/def/crs/EPSG/0/7791"},
		{"bbox-crs", "crs84", "va scritto per intero: " + ask.CRS84}, {"bbox-crs", "EPSG:3003", "non è previsto; ci sono: " + ask.CRS84},
		{"bbox", "7,45", "quattro numeri"}, {"bbox", "394000,4990000,400000,5000000", "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/32632"},
		{"bbox", "45,7,91,120", "forse gli assi sono scambiati"}, {"bbox", "7,46,8,45", "i bordi sono scambiati"},
		{"residenti", "5", "forse intendi residents: "}, {"colore", "x", "colore: \"colore\" non è previsto"},
		{"sortby", "-residenti", "forse: residents"}, {"filter", "residenti > 5", "forse: residents"}, {"filter", "colore = 1", "tutti i campi sono in"},
	} {
		q := wire.ReadQuery(httptest.NewRequest("GET", "/?"+url.Values{c.name: {c.value}}.Encode(), nil), ask.Names(comuni)...)
		if _, err := ask.Query(q, comuni); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s=%s: %v", c.name, c.value, err)
		}
	}
}

// TestDoubts: what is no error, and gives nothing, is explained.
func TestDoubts(t *testing.T) {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	places, _ := feature.ByID(feature.Collections(kinds), feature.Places)
	for query, says := range map[string]string{
		"filter=kind = 'portinerie'": "kind is never \"portinerie\"; it can be: portineria, ", "filter='x' = kind OR zone = 3": "kind is never",
		"filter=kind IN ('partner','soci')": "kind is never \"soci\"", "bbox=1,2,3,4": "west,south,east,north",
		"filter=kind = 'partner' AND name = 'x'": "", "filter=kind LIKE 'x%'": "",
	} {
		name, value, _ := strings.Cut(query, "=")
		q, err := ask.Query(wire.ReadQuery(httptest.NewRequest("GET", "/?"+url.Values{name: {value}}.Encode(), nil), ask.Names(places)...), places)
		if err != nil {
			t.Fatal(query, err)
		}
		var told []string
		for _, d := range ask.Doubts(q, places) {
			told = append(told, d.EN)
		}
		if text := strings.Join(told, " "); !strings.Contains(text, says) || (text == "") != (says == "") {
			t.Errorf("%s: %q", query, text)
		}
	}
}
