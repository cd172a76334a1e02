package export_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo/export"
	"atlante/geo/feature"
)

// expectation is how GDAL sees a format.
type expectation struct {
	format  string
	options []string // of ogrinfo and ogr2ogr
	types   map[feature.Type]string
	text    func(string) any // a text as it comes back
	shapes  bool             // with geometries and a reference system
}

var gdalTypes = map[feature.Type]string{
	feature.Text: "String", feature.Integer: "Integer64", feature.Real: "Real",
	feature.Boolean: "Integer(Boolean)", feature.Day: "Date", feature.Instant: "DateTime",
}

func but(t feature.Type, name string, more ...string) map[feature.Type]string {
	out := maps.Clone(gdalTypes)
	out[t] = name
	for i := 0; i+1 < len(more); i += 2 {
		out[feature.Type(more[i])] = more[i+1]
	}
	return out
}

func same(s string) any { return s }

// inCell is what GDAL 3.6 makes of a text of a sheet: it leaves the escapes of
// control characters as they are, and takes an empty text for none.
func inCell(s string) any {
	if s == "" {
		return nil
	}
	s = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`).ReplaceAllString(s, "_x005F_$1")
	return regexp.MustCompile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]").ReplaceAllStringFunc(s, func(c string) string { return fmt.Sprintf("_x%04X_", []rune(c)[0]) })
}

// expectations: GeoJSON and XLSX have no type for whole numbers of 64 bits, so GDAL
// takes the width from the values; FlatGeobuf has no days.
func expectations() []expectation {
	return []expectation{
		{"geojson", nil, but(feature.Integer, "Integer"), same, true},
		{"gpkg", nil, gdalTypes, same, true},
		{"fgb", nil, but(feature.Day, "DateTime"), same, true},
		{"xlsx", []string{"-oo", "HEADERS=FORCE"}, but(feature.Integer, "Integer"), inCell, false},
	}
}

// TestGDALReadsWhatIsWritten: count, extent, reference system, types and every
// value are those of the features, null is null, and hostile texts are as typed.
func TestGDALReadsWhatIsWritten(t *testing.T) {
	for g, crs := range map[feature.Geometry]feature.SRID{
		feature.Point: feature.WGS84, feature.Polygon: feature.Mercator, feature.MultiPolygon: feature.RDN2008,
	} {
		c := collection(g)
		features := sample(t, c, crs)
		for _, e := range expectations() {
			t.Run(fmt.Sprintf("%s/%s/%d", e.format, g, crs), func(t *testing.T) {
				e.check(t, c, crs, features, read(t, written(t, e.format, c, crs, features, export.Options{}), e.options...))
			})
		}
	}
}

func (e expectation) check(t *testing.T, c feature.Collection, crs feature.SRID, features []feature.Feature, got layer) {
	if got.count != len(features) || len(got.features) != len(features) {
		t.Fatalf("%d features, %d read; %d written", got.count, len(got.features), len(features))
	}
	if e.shapes {
		if want := fmt.Sprintf("EPSG:%d", crs); got.crs != want {
			t.Errorf("reference system %q, want %q", got.crs, want)
		}
		if want := extent(features); !near(got.extent, want, 1e-6) {
			t.Errorf("extent %v, want %v", got.extent, want)
		}
	}
	for _, f := range c.Fields {
		if got.types[f.Name] != e.types[f.Type] {
			t.Errorf("%s is %q, want %q", f.Name, got.types[f.Name], e.types[f.Type])
		}
	}
	byID := map[any]int{}
	for i, f := range got.features {
		byID[f["id"]] = i
	}
	wrong := 0
	for _, f := range features {
		i, there := byID[f.ID]
		if !there {
			t.Fatalf("%s is missing", f.ID)
		}
		if e.shapes && got.shapes[i] != (f.WKB != nil) {
			t.Errorf("%s has a geometry: %v", f.ID, got.shapes[i])
		}
		for k, v := range f.Values {
			field := c.Fields[k]
			if !e.equal(field, v, got.features[i][field.Name]) {
				if wrong++; wrong < 20 {
					t.Errorf("%s of %s: %#v, want %#v", field.Name, f.ID, got.features[i][field.Name], v)
				}
			}
		}
	}
}

func near(a, b orb.Bound, tolerance float64) bool {
	for i := range 2 {
		if math.Abs(a.Min[i]-b.Min[i]) > tolerance || math.Abs(a.Max[i]-b.Max[i]) > tolerance {
			return false
		}
	}
	return true
}

// equal compares a value with what GDAL prints of it as JSON.
func (e expectation) equal(f feature.Field, want, got any) bool {
	switch want := want.(type) {
	case nil:
		return got == nil
	case string:
		if tree, is := got.(map[string]any); is { // GDAL's GeoJSON shows a text that is JSON as JSON
			b, _ := json.Marshal(tree)
			got = string(b)
		}
		return got == e.text(want)
	case int64:
		return got == float64(want)
	case float64:
		return got == want
	case bool:
		return got == want
	case time.Time:
		s, is := got.(string)
		return is && sameMoment(s, want, f.Type)
	}
	return false
}

func sameMoment(s string, want time.Time, t feature.Type) bool {
	s = strings.NewReplacer("/", "-", "+00:00", "", "+00", "", "Z", "", " ", "T").Replace(s)
	for _, layout := range []string{"2006-01-02T15:04:05.999", time.DateOnly} {
		if got, err := time.Parse(layout, s); err == nil {
			return got.Equal(want)
		}
	}
	return false
}
