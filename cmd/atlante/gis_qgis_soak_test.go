//go:build soak

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"atlante/geo/geotest"
	"atlante/geo/layer"
)

// qgisPython is Debian's own: its QGIS is built for no other.
const qgisPython = "/usr/bin/python3"

// walked is what the walk in QGIS found.
type walked struct {
	Version string
	Log     []string
	Places  readByQGIS
	Cells   readByQGIS
	Box     int
	Chosen  int `json:"portinerie"`
	Tiles   struct {
		Valid, Loaded bool
		Rules         int
		Message       string
	}
	Project struct {
		Read   bool
		CRS    string
		Title  string
		Layers map[string]bool
	}
	Drawn   bool
	Colours map[string]int
}

type readByQGIS struct {
	Valid      bool
	Said, Read int
}

// TestQGIS walks through QGIS without a screen: the collections whole and by box,
// the tiles with their style, the project that the service makes, drawn. The second
// time QGIS finds in its cache what has not changed.
func TestQGIS(t *testing.T) {
	if err := exec.CommandContext(t.Context(), qgisPython, "-c", "import qgis.core").Run(); err != nil {
		t.Fatal("QGIS is not installed: run `sh .ci/install soak`")
	}
	data := begunDir(t)
	s := serving(t, data, withPyramid)
	t.Run("real boundaries", func(t *testing.T) { realBoundaries(t, s, data) })
	o := onlook(t, s)
	profile, picture := t.TempDir(), filepath.Join(t.TempDir(), "qgis.png")
	first := walkQGIS(t, o.url, profile, picture)
	o.asked("")
	again := walkQGIS(t, o.url, profile, picture)
	seen := o.asked("/ogc")
	for _, w := range []walked{first, again} {
		checkWalk(t, data, w)
	}
	held := map[string]bool{}
	for _, e := range seen {
		if e.held && e.status == 304 {
			held[e.path] = true
		}
		if e.status != 200 && e.status != 304 {
			t.Errorf("%s %v: %d", e.path, e.query, e.status)
		}
	}
	for _, path := range []string{"/ogc", "/ogc/api", "/ogc/collections/places", "/ogc/collections/places/items", "/ogc/collections/cells", "/ogc/collections/cells/items"} {
		if !held[path] {
			t.Errorf("the second time %s is not answered by 304", path)
		}
	}
	keepPicture(t, picture)
	s.interrupt(t)
}

// realBoundaries are imported where the folder that holds them is there; without
// it the picture shows the approximate ones.
func realBoundaries(t *testing.T, s *service, data string) {
	file := geotest.SharedData(t, "istat_comuni_p001.geojson")
	before, _, _ := s.publication(t)
	atlante(t, 0, data, "import", "comuni", file)
	s.until(t, 5*time.Minute, "no publication with the real boundaries", func() bool {
		id, stale, approximate := s.publication(t)
		return id > before && !stale && !approximate
	})
}

func walkQGIS(t *testing.T, address, profile, picture string) walked {
	t.Helper()
	var told bytes.Buffer
	c := exec.CommandContext(t.Context(), qgisPython, "-W", "ignore", filepath.Join("testdata", "qgis_walk.py"), address, profile, picture)
	c.Stderr = &told
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, told.String())
	}
	line := out[bytes.LastIndexByte(bytes.TrimSpace(out), '\n')+1:]
	var w walked
	if err := json.Unmarshal(line, &w); err != nil {
		t.Fatalf("%v\n%s%s", err, out, told.String())
	}
	return w
}

func checkWalk(t *testing.T, data string, w walked) {
	t.Helper()
	if !w.Places.Valid || !w.Cells.Valid || !w.Tiles.Valid || !w.Tiles.Loaded || w.Tiles.Rules < 8 || len(w.Log) > 0 {
		t.Errorf("QGIS %s: %+v", w.Version, w)
	}
	count := func(query string) string { return sql(t, data, query) }
	for what, got := range map[string][2]int{
		"places": {w.Places.Read, w.Places.Said}, "cells": {w.Cells.Read, w.Cells.Said},
	} {
		if want := count(collectionCounts[what]); strings.TrimSpace(want) != strconv.Itoa(got[0]) || got[0] != got[1] {
			t.Errorf("%s: QGIS has read %d of %d, there are %s", what, got[0], got[1], want)
		}
	}
	if want := count(`SELECT count(*) FROM atlante.place WHERE position OPERATOR(ext.&&) ext.ST_MakeEnvelope(7.6, 45.0, 7.75, 45.15, 4326)`); want != strconv.Itoa(w.Box) {
		t.Errorf("%d places in the box, there are %s", w.Box, want)
	}
	if want := count(`SELECT count(*) FROM atlante.place WHERE kind = 'portineria'`); want != strconv.Itoa(w.Chosen) {
		t.Errorf("%d portinerie, there are %s", w.Chosen, want)
	}
	for name, valid := range w.Project.Layers {
		if !valid {
			t.Errorf("the project's layer %s cannot be read", name)
		}
	}
	if !w.Project.Read || w.Project.CRS != "EPSG:32632" || len(w.Project.Layers) < 9 || !w.Drawn {
		t.Errorf("the project: %+v, drawn: %v", w.Project, w.Drawn)
	}
	for _, c := range layer.Classes()[1:] { // of the nearest there is little at this scale
		if w.Colours[c.Colour] < 200 {
			t.Errorf("%s (%s) is not on the picture", c.LabelEN, c.Colour)
		}
	}
	if w.Colours[layer.GapColour] < 200 || w.Colours[layer.Light().Ink] < 200 {
		t.Errorf("no gaps or no markers on the picture: %v", w.Colours)
	}
}

// keepPicture puts the picture among those of the documentation when asked to.
func keepPicture(t *testing.T, picture string) {
	if os.Getenv("ATLANTE_PICTURES") != "1" {
		return
	}
	b, err := os.ReadFile(picture)
	if err == nil {
		err = os.WriteFile(filepath.Join("..", "..", "docs", "screenshots", "qgis.png"), b, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}
