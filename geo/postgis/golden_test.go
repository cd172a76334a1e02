package postgis_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb/maptile"

	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/layer"
)

var update = flag.Bool("update", false, "write the golden tiles anew, to be reviewed as text")

// goldenTiles are one address a layer, over the Valli di Lanzo and Torino, with
// the embedded facts alone.
var goldenTiles = map[string]maptile.Tile{
	"zones":         {X: 133, Y: 91, Z: 8},
	"comuni":        {X: 532, Y: 367, Z: 10},
	"cells":         {X: 4266, Y: 2944, Z: 13},
	"gaps":          {X: 532, Y: 367, Z: 10},
	"places":        {X: 266, Y: 184, Z: 9},
	"zone_labels":   {X: 133, Y: 91, Z: 8},
	"comune_labels": {X: 532, Y: 367, Z: 10},
}

var anyUUID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// Tiles as a reviewer reads them: a line a feature, with its kind of geometry
// and its properties by name. Ids of places are new in every database.
func TestGoldenTiles(t *testing.T) {
	s := geotest.Store(t)
	for _, l := range layer.Catalogue() {
		tile, named := goldenTiles[l.ID]
		if !named {
			t.Errorf("layer %s has no golden tile", l.ID)
			continue
		}
		var text strings.Builder
		fmt.Fprintf(&text, "# %s %d/%d/%d\n", l.ID, tile.Z, tile.X, tile.Y)
		for _, f := range decoded(t, s, l, cover.ScenarioCurrent, tile) {
			props, err := json.Marshal(f.Props) // by name
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&text, "%s %s\n", f.Geometry.GeoJSONType(), anyUUID.ReplaceAll(props, []byte("…")))
		}
		name := filepath.Join("testdata", "tile_"+l.ID+".txt")
		if *update {
			if err := os.WriteFile(name, []byte(text.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := text.String(); got != string(want) {
			t.Errorf("%s differs; look at the change, then go test ./geo/postgis -run Golden -update\n%s", name, firstDifference(string(want), got))
		}
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "(nothing)", "(nothing)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\n  was %s\n  is  %s", i+1, a, b)
		}
	}
	return ""
}
