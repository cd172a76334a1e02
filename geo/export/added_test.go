package export_test

import (
	"bytes"
	"strings"
	"testing"

	"atlante/geo/export"
	"atlante/geo/feature"
)

// TestAddedColumns: what is told of the columns of a table is what stands in it.
func TestAddedColumns(t *testing.T) {
	for _, g := range []feature.Geometry{feature.Point, feature.Polygon} {
		of, added := collection(g), ""
		for _, c := range export.Added(g) {
			if c.TitleIT == "" || c.TitleEN == "" || len(c.Formats) == 0 {
				t.Errorf("%s: %+v", g, c)
			}
			if c.Formats[0] == "csv" {
				added += "," + c.Name
			}
		}
		f, _ := export.ByName("csv")
		var b bytes.Buffer
		w, err := export.New(f, &b, of, feature.State{}, feature.WGS84, about, export.Options{Separator: export.International})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if head, _, _ := strings.Cut(b.String(), "\r\n"); !strings.HasSuffix(head, ",kind"+added) {
			t.Errorf("%s: %s, told %s", g, head, added)
		}
	}
}
