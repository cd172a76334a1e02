//go:build soak

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"atlante/geo/geotest"
	"atlante/geo/layer"
)

// TestQGISReadsTiles: QGIS decodes as many features in each tile of some zooms as another reader does, and of what
// belongs to one tile only as many as SQL finds.
func TestQGISReadsTiles(t *testing.T) {
	if err := exec.CommandContext(t.Context(), qgisPython, "-c", "import qgis.core").Run(); err != nil {
		t.Fatal("QGIS is not installed: run `sh .ci/install soak`")
	}
	data := begunDir(t)
	s := serving(t, data, withPyramid)
	s.warm(t)
	for _, z := range []uint32{7, 9, 11, 12} {
		var ids []string
		for _, l := range layer.Catalogue() {
			ids = append(ids, l.ID)
		}
		read := qgisReads(t, s, strings.Join(ids, ","), z)
		for _, id := range ids {
			total := 0
			for at, n := range read[id] {
				total += n
				_, body := s.get("/tiles/" + id + "/" + at + ".mvt")
				features, err := geotest.ReadTile([]byte(body), id)
				if err != nil || len(features) != n {
					t.Errorf("%s %s: QGIS reads %d features, another reader %d (%v)", id, at, n, len(features), err)
				}
			}
			t.Logf("zoom %d: %d features of %s in %d tiles", z, total, id, len(read[id]))
			if want, is := map[string]string{
				"zone_labels": sql(t, data, "SELECT count(*) FROM atlante.zone"), "comune_labels": sql(t, data, "SELECT count(*) FROM atlante.comune"),
			}[id]; is && want != fmt.Sprint(total) || total == 0 {
				t.Errorf("zoom %d: QGIS reads %d of %s, SQL says %s", z, total, id, want)
			}
		}
	}
	s.interrupt(t)
}

// qgisReads gives the number of features by layer and tile.
func qgisReads(t *testing.T, s *service, layers string, z uint32) map[string]map[string]int {
	t.Helper()
	var told bytes.Buffer
	c := exec.CommandContext(t.Context(), qgisPython, "-W", "ignore", filepath.Join("testdata", "qgis_tiles.py"),
		"http://"+s.addr, t.TempDir(), layers, fmt.Sprint(z))
	c.Stderr = &told
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, told.String())
	}
	line := out[bytes.LastIndexByte(bytes.TrimSpace(out), '\n')+1:]
	read := map[string]map[string]int{}
	if err := json.Unmarshal(line, &read); err != nil {
		t.Fatalf("%v\n%s%s", err, out, told.String())
	}
	return read
}
