package ingest_test

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/ingest"
)

func TestGeoJSONPlaces(t *testing.T) {
	f, err := os.Open("testdata/places.geojson")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o := options(t)
	o.File = "places.geojson"
	rows, report, err := ingest.CollectPlaces(t.Context(), f, o)
	if err != nil || len(rows) != 3 || report.Rows != 8 {
		t.Fatal(err, len(rows), report)
	}
	if p := rows[0].Position; p == nil || p.Lon() != 7.67816 || p.Lat() != 45.0542 || rows[0].Comune != "001272" || rows[0].Line != 1 {
		t.Errorf("%+v", rows[0])
	}
	if rows[1].Position != nil || !reflect.DeepEqual(rows[1].ServiceArea, []geo.ComuneID{"001072", "001270"}) {
		t.Errorf("%+v", rows[1])
	}
	if p := rows[2].Position; p == nil || p.Lon() != 7.05 {
		t.Errorf("%+v", rows[2])
	}
	want := []struct {
		line           int
		column, reason string
	}{{4, "geometry", "Point"}, {5, "geometry", "scambiate"}, {6, "tipo", "sconosciuto"}, {7, "note", "oggetto"}, {8, "geometry", "non valide"}}
	for i, w := range want {
		if r := report.Rejects[i]; r.Line != w.line || r.Column != w.column || !strings.Contains(r.Reason, w.reason) {
			t.Errorf("%+v, want %+v", r, w)
		}
	}
}

func TestRefusedGeoJSON(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	for name, c := range map[string][2]string{
		"cut off":       {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"tipo":"cer"`, "finisce a metà"},
		"not a list":    {`{"type":"FeatureCollection","features":{}}`, "manca"},
		"a feature":     {`{"type":"Feature","geometry":null,"properties":{}}`, "FeatureCollection"},
		"no features":   {`{"type":"FeatureCollection"}`, "mancano"},
		"none":          {`{"type":"FeatureCollection","features":[]}`, "nessun elemento"},
		"trailing":      {`{"type":"FeatureCollection","features":[]} x`, "dopo la fine"},
		"bad json":      {`{"type":"FeatureCollection","features":[{"type":}]}`, "non è un GeoJSON valido"},
		"metres":        {`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:32632"}},"features":[{"type":"Feature","geometry":null,"properties":{"kind":"cer","name":"x"}}]}`, "gradi"},
		"too deep":      {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":` + deep, "non è un GeoJSON valido"},
		"deep sideways": {`{"x":` + deep, "non è un GeoJSON valido"},
	} {
		_, report, err := read(t, c[0])
		if !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), c[1]) || report == nil {
			t.Errorf("%s: %v, want %q", name, err, c[1])
		}
	}
}
