package main

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"atlante/geo/export"
	"atlante/geo/geotest"
)

// extents of the collections, written apart from the code that serves them.
var collectionExtents = map[string]string{
	"places": `SELECT ext.ST_Extent(position) FROM atlante.place`,
	"comuni": `SELECT ext.ST_Extent(geom) FROM atlante.boundary`,
	"zones":  `SELECT ext.ST_Extent(geom) FROM atlante.zone_boundary`,
	"gaps":   `SELECT ext.ST_Extent(outline) FROM atlante.gap WHERE scenario = 'current' AND publication = (SELECT max(id) FROM atlante.publication)`,
	"cells":  `SELECT ext.ST_Extent(ext.ST_Transform(geom_3857, 4326)) FROM atlante.cell_shape WHERE resolution = 9`,
}

// TestExports holds the files of a service, and those of the command beside it,
// to the database.
func TestExports(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	s := serving(t, data)
	t.Run("every file", func(t *testing.T) { everyFile(t, data, s) })
	t.Run("command", func(t *testing.T) { exportCommand(t, data, s) })
	t.Run("refusals", func(t *testing.T) { exportRefusals(t, data) })
	s.interrupt(t)
}

// everyFile opens each file in GDAL; GeoParquet, which Debian's GDAL has no driver
// for, has another reader in the tests of geo/export.
func everyFile(t *testing.T, data string, s *service) {
	for id, query := range collectionCounts {
		if id == "cells" && !soak() {
			continue // 65,853 of them, four times
		}
		count := sql(t, data, query)
		for _, f := range export.Formats() {
			if f.Name == "parquet" {
				continue
			}
			code, header, body := s.ask("/api/v1/downloads/" + id + "." + f.Name)
			if code != http.StatusOK || !strings.Contains(header.Get("Content-Disposition"), "atlante-"+id+"-") {
				t.Fatalf("%s.%s: %d %v", id, f.Name, code, header)
			}
			path := filepath.Join(t.TempDir(), id+"."+f.Name)
			if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
			opened(t, data, id, count, path)
		}
	}
}

var (
	countOf  = regexp.MustCompile(`Feature Count: (\d+)`)
	extentOf = regexp.MustCompile(`Extent: \((\S+), (\S+)\) - \((\S+), (\S+)\)`)
	boxOf    = regexp.MustCompile(`BOX\((\S+) (\S+),(\S+) (\S+)\)`)
)

func opened(t *testing.T, data, id, count, path string) {
	t.Helper()
	args := []string{"-ro", "-so", "-al", path}
	if strings.HasSuffix(path, ".xlsx") {
		args = append(args, "-oo", "HEADERS=FORCE")
	}
	out := geotest.GDAL(t, "ogrinfo", args...)
	if told := countOf.FindStringSubmatch(out); told == nil || told[1] != count {
		t.Errorf("%s: %v features, there are %s", path, told, count)
	}
	if strings.HasSuffix(path, ".xlsx") || strings.HasSuffix(path, ".csv") {
		return
	}
	told, want := extentOf.FindStringSubmatch(out), boxOf.FindStringSubmatch(sql(t, data, collectionExtents[id]))
	if told == nil || want == nil {
		t.Fatalf("%s: extent %v, %v", path, told, want)
	}
	for i := 1; i < 5; i++ {
		a, _ := strconv.ParseFloat(told[i], 64)
		b, _ := strconv.ParseFloat(want[i], 64)
		if a-b > 2e-6 || b-a > 2e-6 {
			t.Errorf("%s: extent %v, want %v", path, told[1:], want[1:])
		}
	}
	if !strings.Contains(out, `ID["EPSG",4326]`) {
		t.Errorf("%s: not in EPSG:4326", path)
	}
}

// exportCommand writes what the service gives under the same options, and in
// another reference system.
func exportCommand(t *testing.T, data string, s *service) {
	dir := t.TempDir()
	file := filepath.Join(dir, "portinerie.csv")
	said := atlante(t, 0, data, "export", "places", file, "--where", "kind=portineria", "--separator", "int", "--sortby=-name").out
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if want := sql(t, data, `SELECT count(*) FROM atlante.place WHERE kind = 'portineria'`); err != nil || want == "0" || strconv.Itoa(len(rows)-1) != want {
		t.Errorf("%d lines, there are %s (%v)", len(rows)-1, want, err)
	} else if !strings.Contains(said, ", "+want+" righe / rows, ") || !strings.Contains(said, "kB, ") {
		t.Errorf("the command says %q", said)
	}
	_, body := s.get("/api/v1/downloads/places.csv?kind=portineria&separator=int&sortby=-name")
	served, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(served) != len(rows) || fmt.Sprint(served[1][:5]) != fmt.Sprint(rows[1][:5]) {
		t.Errorf("the service gives something else: %v, %d lines", err, len(served))
	}
	file = filepath.Join(dir, "comuni.gpkg")
	atlante(t, 0, data, "export", "comuni", file, "--crs", "7791")
	if out := geotest.GDAL(t, "ogrinfo", "-ro", "-so", "-al", file); !strings.Contains(out, `ID["EPSG",7791]`) || !strings.Contains(out, "Feature Count: 312") {
		t.Errorf("%s", out)
	}
	if r := atlante(t, 1, data, "export", "comuni", file); !strings.Contains(r.err, "--replace") {
		t.Errorf("a file is written over: %s", r.err)
	}
	atlante(t, 0, data, "export", "zones", file, "--replace")
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func exportRefusals(t *testing.T, data string) {
	dir := t.TempDir()
	for _, c := range []struct{ says, args string }{
		{"geojson, csv", "export places " + dir + "/x.pdf"},
		{"places, comuni", "export luoghi " + dir + "/x.csv"},
		{"crs", "export places " + dir + "/x.gpkg --crs 9999"},
		{"colore", "export places " + dir + "/x.gpkg --where colore=rosso"},
	} {
		if r := atlante(t, 2, data, strings.Fields(c.args)...); !strings.Contains(r.err, c.says) {
			t.Errorf("%s: %s", c.args, r.err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
