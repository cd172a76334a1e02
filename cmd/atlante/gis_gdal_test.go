package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"atlante/geo/geotest"
)

// counts of the collections, written apart from the code that serves them.
var collectionCounts = map[string]string{
	"places": `SELECT count(*) FROM atlante.place`,
	"comuni": `SELECT count(*) FROM atlante.comune`,
	"zones":  `SELECT count(*) FROM atlante.zone`,
	"cells":  `SELECT count(*) FROM atlante.cell`,
	"gaps":   `SELECT count(*) FROM atlante.public_gap WHERE scenario = 'current'`,
}

// TestGDAL reads the service as a GIS officer does: by its one address.
func TestGDAL(t *testing.T) {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		t.Skip("GDAL is not installed: run `sh .ci/install test`")
	}
	data := begunDir(t)
	s := serving(t, data)
	o := onlook(t, s)
	address := "OAPIF:" + o.url + "/ogc"
	t.Run("every feature", func(t *testing.T) { gdalReadsAll(t, data, address) })
	t.Run("types", func(t *testing.T) { gdalTypes(t, address) })
	t.Run("equality is pushed down", func(t *testing.T) { gdalEquality(t, o, data, address) })
	t.Run("days and booleans", func(t *testing.T) { gdalDays(t, o, address) })
	t.Run("a box is pushed down", func(t *testing.T) { gdalBox(t, o, data, address) })
	t.Run("pages of ten", func(t *testing.T) { gdalPages(t, o, address) })
	s.interrupt(t)
}

// gdalReadsAll copies each collection to a file, by pages, and counts. The cells are
// 65,853: outside the soak those around Torino must do.
func gdalReadsAll(t *testing.T, data, address string) {
	for id, query := range collectionCounts {
		file := filepath.Join(t.TempDir(), id+".gpkg")
		args := []string{"-oo", "PAGE_SIZE=2000", file, address, id}
		if id == "cells" && !soak() {
			args = append([]string{"-spat", "7.6", "45.0", "7.75", "45.15"}, args...)
			query = `SELECT count(*) FROM atlante.cell_shape WHERE resolution = 9
				AND ext.ST_Intersects(geom_3857, ext.ST_Transform(ext.ST_MakeEnvelope(7.6, 45.0, 7.75, 45.15, 4326), 3857))`
		}
		geotest.GDAL(t, "ogr2ogr", args...)
		told := regexp.MustCompile(`Feature Count: (\d+)`).FindStringSubmatch(geotest.GDAL(t, "ogrinfo", "-ro", "-so", file, id))
		if want := sql(t, data, query); told == nil || told[1] != want {
			t.Errorf("%s: GDAL has read %v, there are %s", id, told, want)
		}
	}
}

// gdalTypes: what the columns are comes from the schema, not from what the first
// page happens to hold.
func gdalTypes(t *testing.T, address string) {
	for id, wanted := range map[string][]string{
		"places": {"id: String", "zone: Integer", "external: Integer(Boolean)", "confirmed_on: Date", "retrieved_on: Date"},
		"gaps":   {"severity: Real", "residents: Integer", "since: DateTime"},
		"cells":  {"h3: String", "minutes_portineria: Integer", "state_portineria: String"},
		"comuni": {"istat: String", "covered_30_portineria: Real", "boundary_approximate: Integer(Boolean)"},
	} {
		out := geotest.GDAL(t, "ogrinfo", "-ro", "-so", address, id)
		for _, w := range wanted {
			if !strings.Contains(out, "\n"+w+" (") {
				t.Errorf("%s: no column %q in\n%s", id, w, out)
			}
		}
	}
}

func gdalEquality(t *testing.T, o *onlooker, data, address string) {
	o.asked("")
	names := featuresOf(t, address, "places", "-where", "kind='portineria'")
	if want := sql(t, data, `SELECT count(*) FROM atlante.place WHERE kind = 'portineria'`); want == "0" || strconv.Itoa(len(names)) != want {
		t.Errorf("%d places, there are %s", len(names), want)
	}
	pushed := false
	for _, e := range o.asked("/ogc/collections/places/items") {
		pushed = pushed || e.query.Get("kind") == "portineria"
	}
	if !pushed {
		t.Error("GDAL has asked for all places and chosen itself")
	}
}

// gdalDays: GDAL writes days and booleans in its own way.
func gdalDays(t *testing.T, o *onlooker, address string) {
	o.asked("")
	if n := len(featuresOf(t, address, "gaps", "-where", "since >= '2020/01/01' AND since <= '9000/01/01'")); n == 0 {
		t.Error("no underserved area since 2020")
	}
	if n := len(featuresOf(t, address, "places", "-where", "external = 0")); n == 0 {
		t.Error("no place inside the border")
	}
	for _, e := range o.asked("/ogc/collections/") {
		if e.status != 200 {
			t.Errorf("%s %v: %d", e.path, e.query, e.status)
		}
	}
}

func gdalBox(t *testing.T, o *onlooker, data, address string) {
	o.asked("")
	got := featuresOf(t, address, "places", "-spat", "7.6", "45.0", "7.75", "45.15")
	want := sql(t, data, `SELECT count(*) FROM atlante.place WHERE position OPERATOR(ext.&&) ext.ST_MakeEnvelope(7.6, 45.0, 7.75, 45.15, 4326)`)
	if want == "0" || strconv.Itoa(len(got)) != want {
		t.Errorf("%d places, there are %s", len(got), want)
	}
	boxed := 0
	for _, e := range o.asked("/ogc/collections/places/items") {
		if e.query.Get("bbox") != "" {
			boxed++
		}
	}
	if boxed == 0 {
		t.Error("the box was not asked for")
	}
}

// gdalPages: without an option GDAL asks for ten at a time and follows next.
func gdalPages(t *testing.T, o *onlooker, address string) {
	o.asked("")
	n := len(featuresOf(t, address, "comuni"))
	pages := 0
	for _, e := range o.asked("/ogc/collections/comuni/items") {
		if e.status != 200 {
			t.Errorf("%v", e)
		}
		pages++
	}
	if n != 312 || pages < 32 {
		t.Errorf("%d comuni in %d pages", n, pages)
	}
}

// featuresOf reads features through GDAL into GeoJSON.
func featuresOf(t testing.TB, address, collection string, args ...string) []any {
	t.Helper()
	file := filepath.Join(t.TempDir(), collection+".geojson")
	geotest.GDAL(t, "ogr2ogr", append(args, file, address, collection)...)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Features []any }
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Features
}
