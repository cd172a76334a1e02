package postgis_test

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/geo/postgis"
)

// tilesPerLayer random tiles, of which at least half hold features and a tenth
// lie on the border of a zone.
func tilesPerLayer() int {
	if os.Getenv("ATLANTE_SOAK") != "" {
		return 200
	}
	return 10
}

func TestTilesEqualTheTruthOfSQL(t *testing.T) {
	s := geotest.Real(t)
	db := geotest.Login(t, s)
	kinds, err := s.Kinds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{ // each fourth place, as if it stood beyond the border
		`UPDATE atlante.place SET external = true, comune = NULL WHERE id IN (
		   SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM atlante.place WHERE position IS NOT NULL) AS p WHERE n % 4 = 0)`,
		"ANALYZE",
	} {
		if _, err := db.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range layer.Catalogue() {
		t.Run(l.ID, func(t *testing.T) {
			fields := map[string]bool{}
			for _, f := range l.Expand(kinds) {
				fields[f.Name] = true
			}
			seen := map[string]bool{}
			full := 0
			for i, tile := range randomTiles(t, db, l) {
				scenario := cover.ScenarioCurrent
				if i%4 == 0 && l.Coverage {
					scenario = cover.ScenarioPlanned
				}
				features := decoded(t, s, l, scenario, tile)
				want := geotest.TruthOf(t, db, l, scenario, tile)
				compare(t, l, tile, features, want)
				if len(features) > 0 {
					full++
				}
				for _, f := range features {
					for name := range f.Props {
						seen[name] = true
					}
				}
			}
			if full < tilesPerLayer()/2 {
				t.Errorf("only %d of %d tiles have features", full, tilesPerLayer())
			}
			for name := range seen {
				if !fields[name] {
					t.Errorf("field %q is not in the catalogue", name)
				}
			}
			for _, name := range missing(fields, seen) {
				if !mayBeAbsent[name] {
					t.Errorf("field %q of the catalogue was in no tile", name)
				}
			}
		})
	}
}

// mayBeAbsent are fields that the starting set never fills.
var mayBeAbsent = map[string]bool{"confirmed_on": true}

func missing(want, have map[string]bool) []string {
	var out []string
	for name := range want {
		if !have[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// randomTiles picks addresses inside the layer's zooms: around random comuni,
// every tenth on the border between two zones, a few anywhere.
func randomTiles(t *testing.T, db *pgx.Conn, l layer.Layer) []maptile.Tile {
	t.Helper()
	rng := rand.New(rand.NewPCG(2026, 11))
	inside := points(t, db, "SELECT ST_X(p), ST_Y(p) FROM (SELECT (ST_DumpPoints(ST_GeneratePoints(ST_Envelope(geom), 2, 7))).geom AS p FROM atlante.boundary ORDER BY comune) x")
	if l.ID == "places" {
		inside = points(t, db, "SELECT ST_X(position), ST_Y(position) FROM atlante.place WHERE position IS NOT NULL ORDER BY id")
	}
	if l.ID == "gaps" {
		inside = points(t, db, "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_PointOnSurface(outline) AS p FROM atlante.gap ORDER BY id, territory, scenario) x")
	}
	border := points(t, db, "SELECT ST_X(p), ST_Y(p) FROM (SELECT (ST_DumpPoints(ST_Intersection(a.geom, b.geom))).geom AS p FROM atlante.zone_boundary a JOIN atlante.zone_boundary b ON a.zone < b.zone AND ST_Touches(a.geom, b.geom)) x ORDER BY 1, 2")
	low, high := max(5, l.MinZoom), min(14, l.MaxZoom)
	out := make([]maptile.Tile, 0, tilesPerLayer())
	for len(out) < tilesPerLayer() {
		z := maptile.Zoom(low + rng.Uint32N(high-low+1))
		p := inside[rng.IntN(len(inside))]
		switch {
		case len(out)%10 == 0:
			p = border[rng.IntN(len(border))]
		case len(out)%10 == 1:
			p = orb.Point{6 + 3*rng.Float64(), 44 + 2*rng.Float64()}
		}
		out = append(out, maptile.At(p, z))
	}
	return out
}

func points(t *testing.T, db *pgx.Conn, sql string) []orb.Point {
	t.Helper()
	rows, err := db.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (orb.Point, error) {
		var p orb.Point
		err := r.Scan(&p[0], &p[1])
		return p, err
	})
	if err != nil || len(out) == 0 {
		t.Fatal("no points: ", err, sql)
	}
	return out
}

func decoded(t *testing.T, s *postgis.Store, l layer.Layer, sc cover.Scenario, tile maptile.Tile) []geotest.TileFeature {
	t.Helper()
	b, err := s.Tile(t.Context(), l.ID, sc, uint32(tile.Z), tile.X, tile.Y)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Tile(t.Context(), l.ID, sc, uint32(tile.Z), tile.X, tile.Y)
	if err != nil || string(b) != string(again) {
		t.Fatalf("%v: the same tile twice has other bytes (%v)", tile, err)
	}
	out, err := geotest.ReadTile(b, l.ID)
	if err != nil {
		t.Fatalf("%v: %v", tile, err)
	}
	return out
}

func compare(t *testing.T, l layer.Layer, tile maptile.Tile, got []geotest.TileFeature, want []geotest.Truth) {
	t.Helper()
	byKey := map[string][]geotest.TileFeature{}
	for _, f := range got {
		k := geotest.TileKey(l, f)
		byKey[k] = append(byKey[k], f)
	}
	for _, w := range want {
		fs := byKey[w.Key]
		if len(fs) == 0 {
			if l.Geometry == "polygon" && w.Area < 2+w.Perimeter { // too thin to survive whole tile units
				continue
			}
			t.Fatalf("%s %v: %s is missing (area %.1f)", l.ID, tile, w.Key, w.Area)
		}
		f := fs[0]
		byKey[w.Key] = fs[1:]
		if diff := geotest.Differ(f.Props, w.Props); diff != "" {
			t.Fatalf("%s %v %s: %s", l.ID, tile, w.Key, diff)
		}
		if area := planar.Area(f.Geometry); l.Geometry == "polygon" && math.Abs(math.Abs(area)-w.Area) > 2+0.75*w.Perimeter {
			t.Fatalf("%s %v %s: area %.1f, SQL says %.1f", l.ID, tile, w.Key, area, w.Area)
		}
	}
	for k, rest := range byKey {
		if len(rest) > 0 {
			t.Fatalf("%s %v: %s is in the tile and not in SQL: %v", l.ID, tile, k, rest[0].Props)
		}
	}
}
