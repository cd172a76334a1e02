package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/tiles/world"
)

// inTiles: what tells the features of a layer apart; how many SQL finds, and their square metres in EPSG:3857 (of cells:
// at a resolution).
var inTiles = map[string]struct{ key, query string }{
	"zones":         {"zone", `SELECT count(*) || ' ' || sum(ext.ST_Area(geom_3857)) FROM atlante.zone_boundary`},
	"comuni":        {"istat", `SELECT count(*) || ' ' || sum(ext.ST_Area(geom_3857)) FROM atlante.boundary`},
	"cells":         {"h3", `SELECT count(*) || ' ' || sum(ext.ST_Area(geom_3857)) FROM atlante.cell_shape WHERE resolution = %d`},
	"gaps":          {"id", `SELECT count(DISTINCT id) || ' ' || sum(ext.ST_Area(outline_3857)) FROM atlante.gap WHERE scenario = 'current' AND publication = (SELECT max(id) FROM atlante.publication)`},
	"places":        {"id", `SELECT count(*) || ' 0' FROM atlante.place WHERE position IS NOT NULL AND status <> 'closed'`},
	"zone_labels":   {"name", `SELECT count(*) || ' 0' FROM atlante.zone`},
	"comune_labels": {"name", `SELECT count(DISTINCT name) || ' 0' FROM atlante.comune`},
}

// TestGDALReadsTiles: GDAL's driver for vector tiles reads all tiles of a zoom, layer by layer: all features that SQL finds
// are there, points once, and areas, which the driver cuts at the edges of the tiles, add up to those of SQL.
func TestGDALReadsTiles(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		t.Skip("GDAL is not installed: run `sh .ci/install test`")
	}
	data := begunDir(t)
	s := serving(t, data, withPyramid)
	s.warm(t)
	for _, l := range layer.Catalogue() {
		zooms := []uint32{8, 11}
		if soak() {
			zooms = nil
			for z := l.MinZoom; z <= min(l.MaxZoom, 13); z++ {
				zooms = append(zooms, z)
			}
		}
		for _, z := range zooms {
			if l.ID == "cells" && z > 8 && !soak() {
				continue
			}
			t.Run(fmt.Sprintf("%s %d", l.ID, z), func(t *testing.T) { gdalReadsTiles(t, s, data, l, z) })
		}
	}
	s.interrupt(t)
}

func gdalReadsTiles(t *testing.T, s *service, data string, l layer.Layer, z uint32) {
	dir, in := t.TempDir(), inTiles[l.ID]
	saveTiles(t, s, l, z, dir)
	query := in.query
	if l.ID == "cells" {
		query = fmt.Sprintf(query, layer.CellResolution(z))
	}
	if l.ID == "places" && z < layer.ClusterZoom {
		in.key = "mvt_id"
		query = fmt.Sprintf(`SELECT count(DISTINCT atlante.h3_parent(cell, %d)) || ' 0' FROM atlante.place WHERE position IS NOT NULL AND status <> 'closed'`,
			layer.ClusterResolution(z))
	}
	var count, area float64
	if _, err := fmt.Sscan(sql(t, data, query), &count, &area); err != nil {
		t.Fatal(err)
	}
	got := gdalAsks(t, dir, z, l.ID, fmt.Sprintf(`SELECT count(*) AS n, count(DISTINCT %s) AS k, total(ST_Area(geometry)) AS a FROM %s`, in.key, l.ID))
	if got["k"] != count || got["n"] < count || l.Geometry == "point" && l.ID != "comune_labels" && got["n"] != count {
		t.Errorf("GDAL reads %v features in %v parts; SQL finds %v", got["k"], got["n"], count)
	}
	// Rounding to whole units is as often outward as inward, and nothing along borders within the territory.
	if math.Abs(got["a"]-area) > 3e-3*area {
		t.Errorf("areas add up to %.0f m², SQL says %.0f", got["a"], area)
	}
}

// saveTiles writes all tiles of a layer at a zoom as GDAL looks for them.
func saveTiles(t *testing.T, s *service, l layer.Layer, z uint32, dir string) {
	t.Helper()
	c := clientAt(fmt.Sprintf("127.0.%d.%d", 10+len(l.ID), 1+z)) // what one address may ask in a minute is bounded
	first, last := world.Of(world.FromLonLat(6.4, 45.8), z), world.Of(world.FromLonLat(8.3, 44.4), z)
	for x := first.X; x <= last.X; x++ {
		for y := first.Y; y <= last.Y; y++ {
			path := fmt.Sprintf("%d/%d/%d.mvt", z, x, y)
			res, err := c.Get("http://" + s.addr + "/tiles/" + l.ID + "/" + path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := plain(res)
			_ = res.Body.Close()
			if err != nil || res.StatusCode != 200 && res.StatusCode != 204 {
				t.Fatalf("%s: %d %v", path, res.StatusCode, err)
			}
			file := filepath.Join(dir, path)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

var answered = regexp.MustCompile(`(?m)^  (\w+) \(\w+\) = (\S+)$`)

// gdalAsks runs a statement over the tiles of a zoom, and gives its columns.
func gdalAsks(t *testing.T, dir string, z uint32, layer, statement string) map[string]float64 {
	t.Helper()
	out := geotest.GDAL(t, "ogrinfo", "-ro", "-q", "-oo", "TILE_EXTENSION=mvt", "-oo", "METADATA_FILE=",
		"MVT:"+filepath.Join(dir, strconv.Itoa(int(z))), "-dialect", "SQLITE", "-sql", statement)
	columns := map[string]float64{}
	for _, m := range answered.FindAllStringSubmatch(out, -1) {
		n, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			t.Fatal(err, out)
		}
		columns[m[1]] = n
	}
	if len(columns) == 0 {
		t.Fatalf("%s: GDAL says %s", layer, out)
	}
	return columns
}
