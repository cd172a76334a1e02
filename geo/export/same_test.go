package export_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/export"
	"atlante/geo/feature"
	"atlante/geo/geotest"
)

// TestSameDataSameBytes: every format, twice, and with what it says of itself.
func TestSameDataSameBytes(t *testing.T) {
	c := collection(feature.MultiPolygon)
	features := sample(t, c, feature.WGS84)
	features = features[:len(features)-1] // all with a geometry: FlatGeobuf with its index
	for _, f := range export.Formats() {
		first, second := bytesOf(t, f.Name, c, features), bytesOf(t, f.Name, c, features)
		if !bytes.Equal(first, second) {
			t.Errorf("%s: the same data, other bytes", f.Name)
		}
		if f.Name == "xlsx" {
			continue // deflated: TestSheetSaysWhatItIs
		}
		for _, want := range []string{about.Licence, about.Attribution, "2026-11-22", about.Version} {
			if !bytes.Contains(first, []byte(want)) {
				t.Errorf("%s does not say %q", f.Name, want)
			}
		}
	}
}

func bytesOf(t *testing.T, format string, c feature.Collection, features []feature.Feature) []byte {
	t.Helper()
	b, err := os.ReadFile(written(t, format, c, feature.WGS84, features, export.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSheetSaysWhatItIs reads the second sheet.
func TestSheetSaysWhatItIs(t *testing.T) {
	c := collection(feature.Point)
	path := written(t, "xlsx", c, feature.WGS84, sample(t, c, feature.WGS84)[:3], export.Options{Lang: "en"})
	out := geotest.GDAL(t, "ogrinfo", "-ro", "-q", path, "About")
	for _, want := range []string{about.Licence, about.LicenceURL, about.Attribution, "2026-11-22", about.Version, about.Address, "EPSG:4326", "updated_at", "confirmed on"} {
		if !strings.Contains(out, want) {
			t.Errorf("the sheet does not say %q:\n%s", want, out)
		}
	}
}

// TestLimitIsSaid: a file that would be too large is refused with words, and
// leaves nothing behind.
func TestLimitIsSaid(t *testing.T) {
	c := collection(feature.MultiPolygon)
	for _, f := range export.Formats() {
		if !f.Spooled {
			continue
		}
		dir := t.TempDir()
		var out bytes.Buffer
		w, err := export.New(f, &out, c, feature.State{}, feature.WGS84, about, export.Options{Dir: dir, MaxBytes: 1 << 20})
		for i := 0; err == nil && i < 100_000; i++ {
			err = w.Write(made(i, "molti", feature.MultiPolygon, feature.WGS84))
		}
		if err == nil {
			err = w.Close()
		}
		if !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), "1 MB") {
			t.Errorf("%s: %v", f.Name, err)
		}
		w.Discard()
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 || out.Len() > 0 {
			t.Errorf("%s: left %v, %d bytes (%v)", f.Name, left, out.Len(), err)
		}
	}
}

// TestEmpty: nothing found is a whole file all the same.
func TestEmpty(t *testing.T) {
	for _, g := range []feature.Geometry{feature.Point, feature.MultiPolygon} {
		for _, e := range expectations() {
			if e.format == "xlsx" {
				continue // GDAL sees no layer in a sheet of names alone
			}
			path := written(t, e.format, collection(g), feature.WGS84, nil, export.Options{})
			if out := geotest.GDAL(t, "ogrinfo", "-ro", "-so", "-al", path); !strings.Contains(out, "Feature Count: 0") {
				t.Errorf("%s of %s: %s", e.format, g, out)
			}
		}
	}
}
