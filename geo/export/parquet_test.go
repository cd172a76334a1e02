package export_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"atlante/geo/export"
	"atlante/geo/feature"
)

// parquetFile is a file as hyparquet reads it.
type parquetFile struct {
	Known map[string]string
	Geo   struct {
		Version string
		Primary string `json:"primary_column"`
		Columns map[string]struct {
			Encoding string
			Types    []string `json:"geometry_types"`
			BBox     []float64
			CRS      struct {
				ID struct {
					Authority string
					Code      any
				}
			}
			Covering struct{ BBox map[string][]string }
		}
	}
	Groups  int
	Columns []struct{ Name, Type, As string }
	Rows    []map[string]any
}

func readParquet(t *testing.T, path string) parquetFile {
	t.Helper()
	modules, err := filepath.Abs("../../web/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(modules, "hyparquet")); err != nil {
		t.Skip("hyparquet is not installed: run `make build`")
	}
	out, err := exec.CommandContext(t.Context(), "node", "testdata/parquet.mjs", modules, path).Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var f parquetFile
	if err := json.Unmarshal(out, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// TestGeoParquet: another reader finds the same rows, types and geometries, and
// metadata as GeoParquet 1.1 has them.
func TestGeoParquet(t *testing.T) {
	for crs, id := range map[feature.SRID]string{feature.WGS84: "OGC:CRS84", feature.RDN2008: "EPSG:7791"} {
		c := collection(feature.MultiPolygon)
		features := sample(t, c, crs)
		f := readParquet(t, written(t, "parquet", c, crs, features, export.Options{}))
		if len(f.Rows) != len(features) {
			t.Fatalf("%d rows of %d", len(f.Rows), len(features))
		}
		checkGeo(t, f, id, extent(features))
		var columns []string
		for _, x := range f.Columns {
			columns = append(columns, strings.Join([]string{x.Name, x.Type, x.As}, " "))
		}
		want := "id BYTE_ARRAY STRING, name BYTE_ARRAY STRING, order INT64 INTEGER, share DOUBLE , open BOOLEAN , confirmed_on INT32 DATE, updated_at INT64 TIMESTAMP, " +
			"kind BYTE_ARRAY STRING, bbox group , xmin DOUBLE , ymin DOUBLE , xmax DOUBLE , ymax DOUBLE , geometry BYTE_ARRAY GEOMETRY" // the reader takes it for one by the metadata
		if got := strings.Join(columns, ", "); got != want {
			t.Errorf("columns\n%s\nwant\n%s", got, want)
		}
		for i, row := range f.Rows {
			checkRow(t, c, features[i], row)
		}
	}
}

func checkGeo(t *testing.T, f parquetFile, id string, all orb.Bound) {
	t.Helper()
	g := f.Geo.Columns["geometry"]
	if f.Geo.Version != "1.1.0" || f.Geo.Primary != "geometry" || g.Encoding != "WKB" || strings.Join(g.Types, ",") != "MultiPolygon" {
		t.Errorf("%+v", f.Geo)
	}
	if got := fmt.Sprintf("%s:%v", g.CRS.ID.Authority, g.CRS.ID.Code); got != id {
		t.Errorf("reference system %s, want %s", got, id)
	}
	if len(g.BBox) != 4 || !near(orb.Bound{Min: orb.Point{g.BBox[0], g.BBox[1]}, Max: orb.Point{g.BBox[2], g.BBox[3]}}, all, 0) {
		t.Errorf("extent %v, want %v", g.BBox, all)
	}
	for _, side := range []string{"xmin", "ymin", "xmax", "ymax"} {
		if strings.Join(g.Covering.BBox[side], ".") != "bbox."+side {
			t.Errorf("covering %v", g.Covering)
		}
	}
	if f.Known["title"] != about.Title {
		t.Errorf("%v", f.Known)
	}
}

func checkRow(t *testing.T, c feature.Collection, f feature.Feature, row map[string]any) {
	t.Helper()
	for k, v := range f.Values {
		got := row[c.Fields[k].Name]
		if at, is := v.(time.Time); is {
			s, _ := got.(string)
			if parsed, err := time.Parse(time.RFC3339, s); err != nil || !parsed.Equal(at) {
				t.Errorf("%s of %s: %v, want %v", c.Fields[k].Name, f.ID, got, at)
			}
			continue
		}
		if n, is := v.(int64); is {
			v = float64(n)
		}
		if text, is := v.(string); is {
			v = strings.TrimPrefix(text, "\uFEFF") // the reader's decoder takes a mark at the beginning for its own
		}
		if got != v {
			t.Errorf("%s of %s: %#v, want %#v", c.Fields[k].Name, f.ID, got, v)
		}
	}
	if got, want := asJSON(t, row["geometry"]), geoJSONOf(t, f); got != want {
		t.Errorf("geometry of %s: %s, want %s", f.ID, got, want)
	}
	if (row["bbox"] == nil) != (f.WKB == nil) {
		t.Errorf("box of %s: %v", f.ID, row["bbox"])
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func geoJSONOf(t *testing.T, f feature.Feature) string {
	t.Helper()
	if f.WKB == nil {
		return "null"
	}
	g, err := wkb.Unmarshal(f.WKB)
	if err != nil {
		t.Fatal(err)
	}
	return asJSON(t, map[string]any{"type": g.GeoJSONType(), "coordinates": g})
}
