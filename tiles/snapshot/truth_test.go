package snapshot_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/snapshot"
	"atlante/tiles/world"
)

// counted gives the count that the issue names in the soak, else a small one.
func counted(few, many int) int {
	if os.Getenv("ATLANTE_SOAK") != "" {
		return many
	}
	return few
}

// TestTilesEqualTheTruth: 10,000 tiles from memory, all layers and both scenarios, hold what SQL says of the tables (not of
// the views that rows and tiles of PostGIS come from), read by a reader that is not ours, valid by the rules; and a second
// snapshot, read anew, makes the same bytes.
func TestTilesEqualTheTruth(t *testing.T) {
	s := geotest.Real(t)
	db := geotest.Login(t, s)
	populate(t, db, 2000)
	h, again := holder(s), holder(s)
	for _, h := range []*snapshot.Holder{h, again} {
		if err := h.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	border := pointsOf(t, db, borderPoints)
	layers := layer.Catalogue()
	for _, l := range layers {
		t.Run(l.ID, func(t *testing.T) {
			c := newComparison(t, db, l)
			w, v := mvt.NewWriter(), mvt.NewWriter()
			full, n := 0, counted(154, 10_000)/len(layers)+1
			for i, m := range truthTiles(l, n, pointsOf(t, db, featurePoints[l.ID]), border) {
				sc := cover.ScenarioCurrent
				if i%8 >= 4 {
					sc = cover.ScenarioPlanned
				}
				tile := world.Tile{Z: uint32(m.Z), X: m.X, Y: m.Y}
				got := h.Now().Layer(w, l.ID, string(sc), tile)
				if twice := again.Now().Layer(v, l.ID, string(sc), tile); !bytes.Equal(got, twice) {
					t.Fatalf("%s %v: %d bytes, then %d, or others", l.ID, m, len(got), len(twice))
				}
				if c.tile(t, m, sc, got) > 0 {
					full++
				}
			}
			c.tell(t)
			if full < n/2 {
				t.Errorf("only %d of %d tiles have features", full, n)
			}
		})
	}
}

const borderPoints = `SELECT ST_X(p), ST_Y(p) FROM (SELECT (ST_DumpPoints(ST_Intersection(a.geom, b.geom))).geom AS p
	FROM atlante.zone_boundary a JOIN atlante.zone_boundary b ON a.zone < b.zone AND ST_Touches(a.geom, b.geom)) x ORDER BY 1, 2`

// featurePoints are positions at features of a layer, EPSG:4326.
var featurePoints = map[string]string{
	"zones":  `SELECT ST_X(p), ST_Y(p) FROM (SELECT (ST_DumpPoints(geom)).geom AS p FROM atlante.zone_boundary) x ORDER BY 1, 2`,
	"comuni": `SELECT ST_X(p), ST_Y(p) FROM (SELECT (ST_DumpPoints(geom)).geom AS p FROM atlante.boundary) x ORDER BY 1, 2`,
	"cells": `SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(ST_Centroid(geom_3857), 4326) AS p
		FROM atlante.cell_shape WHERE resolution = 9 AND h3 % 37 = 0) x ORDER BY 1, 2`,
	"gaps":          `SELECT ST_X(p), ST_Y(p) FROM (SELECT (ST_DumpPoints(outline)).geom AS p FROM atlante.gap) x ORDER BY 1, 2`,
	"places":        `SELECT ST_X(position), ST_Y(position) FROM atlante.place WHERE position IS NOT NULL ORDER BY id`,
	"zone_labels":   `SELECT ST_X(label), ST_Y(label) FROM atlante.zone_boundary ORDER BY zone`,
	"comune_labels": `SELECT ST_X(seat), ST_Y(seat) FROM atlante.comune ORDER BY id`,
}

func pointsOf(t testing.TB, db *pgx.Conn, sql string) []orb.Point {
	t.Helper()
	rows, err := db.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (p orb.Point, err error) {
		err = r.Scan(&p[0], &p[1])
		return p, err
	})
	if err != nil || len(out) == 0 {
		t.Fatal("no points: ", err, sql)
	}
	return out
}

// truthTiles are tiles within the zooms of a layer, in turn: at a feature, at a border between zones, beside a feature,
// whose buffer may hold it, and anywhere around.
func truthTiles(l layer.Layer, n int, features, border []orb.Point) []maptile.Tile {
	rng := rand.New(rand.NewPCG(2026, uint64(len(l.ID))))
	out := make([]maptile.Tile, n)
	for i := range out {
		z := maptile.Zoom(l.MinZoom + rng.Uint32N(l.MaxZoom-l.MinZoom+1))
		at := features[rng.IntN(len(features))]
		switch i % 4 {
		case 1:
			if l.Geometry == "polygon" {
				at = border[rng.IntN(len(border))]
			}
		case 3:
			if i%8 == 3 {
				at = orb.Point{6.3 + 2.2*rng.Float64(), 44.4 + 1.5*rng.Float64()}
			}
		}
		out[i] = maptile.At(at, z)
		if i%4 == 2 {
			out[i].X += rng.Uint32N(3) - 1
			out[i].Y += rng.Uint32N(3) - 1
		}
	}
	return out
}
