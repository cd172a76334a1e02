package export_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo/export"
	"atlante/geo/feature"
	"atlante/geo/geotest"
)

// layer is a file as GDAL reads it.
type layer struct {
	name     string
	count    int
	extent   orb.Bound
	crs      string // "EPSG:4326"; empty when the format has none
	types    map[string]string
	features []map[string]any
	shapes   []bool // whether each has a geometry
}

// written makes a file.
func written(t testing.TB, name string, c feature.Collection, crs feature.SRID, features []feature.Feature, o export.Options) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sample."+name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w, err := export.New(formatNamed(t, name), f, c, feature.State{}, crs, about, o)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Discard()
	for _, x := range features {
		if err := w.Write(x); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

var (
	countLine  = regexp.MustCompile(`(?m)^Feature Count: (\d+)$`)
	extentLine = regexp.MustCompile(`(?m)^Extent: \((\S+), (\S+)\) - \((\S+), (\S+)\)$`)
	crsLine    = regexp.MustCompile(`(?m)^    ID\["(\w+)",(\d+)\]\]$`)
	fieldLine  = regexp.MustCompile(`(?m)^(\w+): (\w+(?:\(\w+\))?) \(\d+\.\d+\)`)
	nameLine   = regexp.MustCompile(`(?m)^Layer name: (.*)$`)
)

// read opens a file in GDAL.
func read(t testing.TB, path string, options ...string) layer {
	t.Helper()
	out := geotest.GDAL(t, "ogrinfo", append([]string{"-ro", "-so", "-al", path}, options...)...)
	l := layer{types: map[string]string{}}
	if m := nameLine.FindStringSubmatch(out); m != nil {
		l.name = m[1]
	}
	if m := countLine.FindStringSubmatch(out); m != nil {
		l.count, _ = strconv.Atoi(m[1])
	}
	if m := extentLine.FindStringSubmatch(out); m != nil {
		for i, into := range []*float64{&l.extent.Min[0], &l.extent.Min[1], &l.extent.Max[0], &l.extent.Max[1]} {
			*into, _ = strconv.ParseFloat(m[i+1], 64)
		}
	}
	if m := crsLine.FindStringSubmatch(out); m != nil {
		l.crs = m[1] + ":" + m[2]
	}
	for _, m := range fieldLine.FindAllStringSubmatch(out, -1) {
		l.types[m[1]] = m[2]
	}
	lines := geotest.GDAL(t, "ogr2ogr", append([]string{"-f", "GeoJSONSeq", "-mapFieldType", "Date=String,DateTime=String", "-t_srs", "EPSG:4326", "-s_srs", orWGS84(l.crs), "/vsistdout/", path, l.name}, options...)...)
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		var f struct {
			ID         any
			Properties map[string]any
			Geometry   any
		}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if _, there := f.Properties["id"]; !there { // GDAL makes the id of a GeoJSON feature and its property one
			f.Properties["id"] = f.ID
		}
		l.features, l.shapes = append(l.features, f.Properties), append(l.shapes, f.Geometry != nil)
	}
	return l
}

func orWGS84(crs string) string {
	if crs == "" {
		return "EPSG:4326"
	}
	return crs
}
