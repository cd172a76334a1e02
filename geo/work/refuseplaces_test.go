package work_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/work"
)

const placeHead = "kind,name,comune,lat,lon\n"

// refusedPlaces are files with a fault each.
var refusedPlaces = []struct {
	name, file, text string
	line             int // of the reject; 0 when the file as a whole is refused
	column, value    string
	says             string
}{
	{"empty file", "vuoto.csv", "", 0, "", "", "vuoto"},
	{"blanks only", "vuoto.csv", " \r\n\n", 0, "", "", "vuoto"},
	{"header only", "testa.csv", placeHead, 0, "", "", "intestazione"},
	{"no column for the name", "a.csv", "kind,comune\npartner,Torino\n", 0, "", "", "name"},
	{"a quote that never closes", "virgolette.csv", placeHead + "partner,Primo,Torino,,\npartner,\"Secondo,Torino,,\npartner,Terzo,Torino,,\n", 3, "name", "Secondo", "virgolette"},
	{"a quote in the middle", "virgolette.csv", placeHead + "partner,Pri\"mo,Torino,,\n", 2, "name", "Pri", "virgolette"},
	{"a kind that is none", "a.csv", placeHead + "partner,Primo,Torino,,\nbar,Secondo,Torino,,\n", 3, "kind", "bar", "tipo sconosciuto"},
	{"a comune that is none", "a.csv", placeHead + "partner,Primo,Torrino,,\n", 2, "comune", "Torrino", "Torino (001272)"},
	{"a position at 0,0", "a.csv", placeHead + "partner,Primo,Torino,0,0\n", 2, "lat", "0", "0,0"},
	{"a position in Rome", "a.csv", placeHead + "partner,Primo,Torino,41.9,12.5\n", 2, "lat", "41.9", "fuori"},
	{"swapped coordinates", "a.csv", placeHead + "partner,Primo,Torino,7.69,45.07\n", 2, "lat", "7.69", "scambiate"},
	{"half a position", "a.csv", placeHead + "partner,Primo,Torino,45.07,\n", 2, "lon", "", "latitudine"},
	{"a status that is none", "a.csv", "kind,name,comune,stato\npartner,Primo,Torino,boh\n", 2, "stato", "boh", "stato"},
	{"a service area with a stranger", "a.csv", "kind,name,service_area\ncer,Prima,Torino; Asti\n", 2, "service_area", "Torino; Asti", "Asti"},
	{"two rows that contradict each other", "a.csv", placeHead + "partner,Primo,Torino,,\npartner,Primo,Torino,45.07,7.69\n", 3, "name", "Primo", "riga 2"},
	{"broken GeoJSON", "a.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"kind":"partner","name":"Primo"}}`, 0, "", "", "a.geojson"},
	{"a line where a point is needed", "a.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"LineString","coordinates":[[7,45],[8,45]]},"properties":{"kind":"partner","name":"Primo"}}]}`, 1, "geometry", "[[7,45],[8,45]]", "Point"},
}

// Files that are refused change nothing, and say where and why.
func TestRefusedPlaces(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	all, before := fingerprint(t, s), fingerprint(t, s, cellTables...)
	defer func() { unchanged(t, all, fingerprint(t, s)) }()
	for _, c := range refusedPlaces {
		t.Run(c.name, func(t *testing.T) {
			out, err := imported(t, s, c.file, c.text)
			if !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("%v: expected a refusal that says %q", err, c.says)
			}
			unchanged(t, before, fingerprint(t, s, cellTables...))
			if c.line == 0 {
				return
			}
			if len(out.Report.Rejects) == 0 {
				t.Fatalf("no rejects beside %v", err)
			}
			r := out.Report.Rejects[0]
			if r.File != c.file || r.Line != c.line || r.Column != c.column || !strings.HasPrefix(r.Value, c.value) || !strings.Contains(r.Reason, c.says) {
				t.Errorf("reject %+v", r)
			}
		})
	}
}

// One bad row among very many refuses them all, and is the only one reported.
func TestOneBadRowAmongMany(t *testing.T) {
	t.Parallel()
	rows := 2_001
	if soak() {
		rows = 100_001
	}
	s := geotest.Store(t)
	before := fingerprint(t, s)
	text := manyPlaces(rows, rows*2/3)
	began := time.Now()
	out, err := imported(t, s, "tanti.csv", text)
	t.Logf("%d rows refused in %s", rows, time.Since(began))
	if !errors.Is(err, geo.ErrInvalid) {
		t.Fatal(err)
	}
	if out.Report.Rows != rows || out.Report.Rejected != 1 {
		t.Fatalf("%d rows, %d refused: %+v", out.Report.Rows, out.Report.Rejected, out.Report.Rejects)
	}
	r := out.Report.Rejects[0]
	if r.File != "tanti.csv" || r.Line != rows*2/3+2 || r.Column != "lat" || r.Value != "145.07" || r.Reason == "" {
		t.Errorf("reject %+v", r)
	}
	unchanged(t, before, fingerprint(t, s))

	began = time.Now()
	mustImport(t, s, "tanti.csv", manyPlaces(rows, -1), geo.PlaceChanges{New: rows})
	t.Logf("%d rows imported in %s", rows, time.Since(began))
	mustImport(t, s, "tanti.csv", manyPlaces(rows, -1), geo.PlaceChanges{Same: rows})
}

// manyPlaces writes rows of places, the one at bad (from 0) with a latitude that
// cannot be.
func manyPlaces(rows, bad int) string {
	var b strings.Builder
	b.WriteString("kind,name,comune,lat,lon,external_id\n")
	for i := range rows {
		lat := fmt.Sprintf("45.%05d", 4000+i%9000)
		if i == bad {
			lat = "145.07"
		}
		fmt.Fprintf(&b, "partner,Circolo numero %d,001272,%s,7.%05d,prova-%d\n", i, lat, 63000+i%7919, i)
	}
	return b.String()
}

// A file that is refused by its size, and an id that cannot be made, are refused
// as a whole as well.
func TestImportStopsWhole(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	before := fingerprint(t, s)
	_, err := imported(t, s, "grande.csv", manyPlaces(500, -1), func(im *work.PlaceImport) { im.Limits.Bytes = 1000 })
	if !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("over the limit: %v", err)
	}
	_, err = imported(t, s, "righe.csv", manyPlaces(500, -1), func(im *work.PlaceImport) { im.Limits.Rows = 499 })
	if !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("too many rows: %v", err)
	}
	unchanged(t, before, fingerprint(t, s))
}
