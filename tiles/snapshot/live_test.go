package snapshot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/hex"
	"atlante/geo/layer"
	"atlante/geo/postgis"
	"atlante/tiles/mvt"
	"atlante/tiles/snapshot"
	"atlante/tiles/world"
)

func TestMain(m *testing.M) { geotest.Main(m) }

// tilesPerLayer is how many random tiles of each layer are compared; ATLANTE_TILES says otherwise.
func tilesPerLayer() int {
	if n, err := strconv.Atoi(os.Getenv("ATLANTE_TILES")); err == nil {
		return n
	}
	return 60
}

// TestTilesEqualSQL: a tile from memory holds what PostGIS puts into it, feature for feature.
func TestTilesEqualSQL(t *testing.T) {
	s := geotest.Real(t)
	db := geotest.Login(t, s)
	populate(t, db, 2000)
	h := holder(s)
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	snap, shapes := h.Now(), shapesOf(t, s)
	t.Logf("%d bytes", snap.Bytes())
	for _, l := range layer.Catalogue() {
		t.Run(l.ID, func(t *testing.T) {
			w, full := mvt.NewWriter(), 0
			for i, tile := range randomTiles(t, db, l, tilesPerLayer()) {
				sc := cover.ScenarioCurrent
				if i%4 == 0 {
					sc = cover.ScenarioPlanned
				}
				got := snap.Layer(w, l.ID, string(sc), world.Tile{Z: uint32(tile.Z), X: tile.X, Y: tile.Y})
				want, err := s.Tile(t.Context(), l.ID, sc, uint32(tile.Z), tile.X, tile.Y)
				if err != nil {
					t.Fatal(err)
				}
				if len(got) > 0 {
					full++
				}
				compareWithSQL(t, l, tile, got, want, shapes[l.ID+" "+string(sc)])
			}
			if full < tilesPerLayer()/2 {
				t.Errorf("only %d of %d tiles have features", full, tilesPerLayer())
			}
		})
	}
}

// shapesOf are the areas as the store holds them, by layer and scenario, and by the key of compareWithSQL.
func shapesOf(t testing.TB, s *postgis.Store) map[string]map[string]orb.MultiPolygon {
	t.Helper()
	out := map[string]map[string]orb.MultiPolygon{}
	_, err := s.TileRows(t.Context(), []string{"zones", "comuni", "gaps"}, func(r *layer.Row) error {
		l, _ := layer.ByID(r.Layer)
		f := geojson.NewFeature(nil)
		for i, v := range r.Values[:3] { // what keys are made of stands first
			f.Properties[l.Fields[i].Name] = v
		}
		id := r.Layer + " " + r.Scenario
		if out[id] == nil {
			out[id] = map[string]orb.MultiPolygon{}
		}
		out[id][keyOf(l, f)] = r.Shape.Clone()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func holder(s *postgis.Store) *snapshot.Holder {
	return snapshot.NewHolder(s, snapshot.Options{Log: geotest.Log(), Now: time.Now})
}

// populate adds places: some beyond the border, some at one approximate point.
func populate(t testing.TB, db *pgx.Conn, n int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(6, 6))
	ids, lon, lat, cells := make([]string, n), make([]float64, n), make([]float64, n), make([]int64, n)
	for i := range n {
		ids[i] = newID(rng)
		p := orb.Point{6.7 + 1.4*rng.Float64(), 44.7 + rng.Float64()}
		if i%3 == 0 {
			p = orb.Point{7.35 + float64(i%7)/10, 45.27 - float64(i%5)/10}
		}
		lon[i], lat[i], cells[i] = p[0], p[1], int64(cellOf(t, p))
	}
	const insert = `INSERT INTO atlante.place SELECT (jsonb_populate_record(p, jsonb_build_object('id', u.id, 'name', 'Luogo ' || n % 97,
		'kind', (SELECT id FROM atlante.kind ORDER BY position OFFSET n % 4 LIMIT 1), 'cell', u.cell,
		'precision', (ARRAY['exact', 'house_number', 'street', 'locality', 'comune'])[1 + n % 5],
		'confirmed_on', CASE WHEN n % 2 = 0 THEN '2026-05-01' END, 'external', n % 7 = 0, 'comune', CASE WHEN n % 7 <> 0 THEN '001272' END,
		'status', (ARRAY['active', 'seasonal', 'planned', 'closed'])[1 + n % 4],
		'position', ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326)::text))).*
		FROM unnest($1::uuid[], $2::float8[], $3::float8[], $4::bigint[]) WITH ORDINALITY AS u (id, lon, lat, cell, n),
		     atlante.place AS p WHERE p.id = (SELECT min(id::text)::uuid FROM atlante.place WHERE position IS NOT NULL)`
	exec(t, db, insert, ids, lon, lat, cells)
	exec(t, db, "ANALYZE")
}

func newID(rng *rand.Rand) string {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(rng.Uint32())
	}
	return id.String()
}

func cellOf(t testing.TB, p orb.Point) hex.Cell {
	t.Helper()
	c, err := hex.Of(p, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func exec(t testing.TB, db *pgx.Conn, sql string, args ...any) {
	t.Helper()
	if _, err := db.Exec(context.WithoutCancel(t.Context()), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// randomTiles are tiles within the zooms of a layer, most where it has features, some anywhere around.
func randomTiles(t testing.TB, db *pgx.Conn, l layer.Layer, n int) []maptile.Tile {
	t.Helper()
	sql := "SELECT (ST_DumpPoints(ST_GeneratePoints(ST_Envelope(geom), 3, 7))).geom AS p FROM atlante.boundary"
	switch l.ID {
	case "places":
		sql = "SELECT position AS p FROM atlante.place WHERE position IS NOT NULL"
	case "gaps":
		sql = "SELECT ST_PointOnSurface(outline) AS p FROM atlante.gap"
	case "zones":
		sql = "SELECT (ST_DumpPoints(geom)).geom AS p FROM atlante.zone_boundary"
	case "comune_labels":
		sql = "SELECT seat AS p FROM atlante.comune"
	case "zone_labels":
		sql = "SELECT label AS p FROM atlante.zone_boundary"
	}
	rows, err := db.Query(t.Context(), fmt.Sprintf("SELECT ST_X(p), ST_Y(p) FROM (%s) AS x ORDER BY 1, 2", sql))
	if err != nil {
		t.Fatal(err)
	}
	points, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (p orb.Point, err error) {
		err = r.Scan(&p[0], &p[1])
		return p, err
	})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(2026, 6))
	out := make([]maptile.Tile, n)
	for i := range out {
		p := points[rng.IntN(len(points))]
		if i%10 == 1 {
			p = orb.Point{6 + 3*rng.Float64(), 44 + 2*rng.Float64()}
		}
		out[i] = maptile.At(p, maptile.Zoom(l.MinZoom+rng.Uint32N(l.MaxZoom-l.MinZoom+1)))
	}
	return out
}
