package hex_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo/hex"
)

// sharedData finds the folder of real data that is not part of the project.
func sharedData(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("ATLANTE_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is absent; set ATLANTE_SHARED_DATA to the folder that holds it", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Oracle of METRICS: the real boundaries give 65,918 cells at resolution 9, and
// 13 comuni hold no centre at resolution 7.
func TestRealTerritoryHas65918Cells(t *testing.T) {
	var fc struct {
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(sharedData(t, "istat_comuni_p001.geojson"), &fc); err != nil {
		t.Fatal(err)
	}
	owners := map[hex.Cell]int{}
	without7 := 0
	for _, f := range fc.Features {
		mp := multi(t, f.Geometry.Type, f.Geometry.Coordinates)
		cells, err := hex.Fill(mp, hex.Resolution)
		if err != nil {
			t.Fatal(err)
		}
		if len(cells) == 0 {
			t.Errorf("%v holds no cell", f.Properties["name"])
		}
		for _, c := range cells {
			owners[c]++
		}
		coarse, err := hex.Fill(mp, 7)
		if err != nil {
			t.Fatal(err)
		}
		if len(coarse) == 0 {
			without7++
		}
	}
	twice := 0
	for _, n := range owners {
		if n > 1 {
			twice++
		}
	}
	if n := len(owners); n < 65_908 || n > 65_928 {
		t.Errorf("%d cells, want 65,918 ± 10", n)
	}
	if twice > 0 {
		t.Errorf("%d cells in two comuni", twice)
	}
	if without7 != 13 {
		t.Errorf("%d comuni without a cell at resolution 7, want 13", without7)
	}
}

func multi(t *testing.T, kind string, coordinates []byte) (mp orb.MultiPolygon) {
	t.Helper()
	var err error
	switch kind {
	case "MultiPolygon":
		err = json.Unmarshal(coordinates, &mp)
	case "Polygon":
		mp = make(orb.MultiPolygon, 1)
		err = json.Unmarshal(coordinates, &mp[0])
	default:
		t.Fatalf("a comune drawn as %s", kind)
	}
	if err != nil {
		t.Fatal(err)
	}
	return mp
}
