package snapshot_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/maptile"

	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/snapshot"
	"atlante/tiles/world"
)

// TestNeighboursLeaveNoSlivers: at each zoom comuni, and zones, lie beside each other in a tile without gap and without
// overlap: where the territory fills the tile their areas add up to that of the tile with its buffer, to the unit, and
// everywhere to the area of their union, but for what rings cover that cross themselves: where two parts of one border
// are closer than a unit, whole units may change their sides. Both neighbours then draw that same border.
func TestNeighboursLeaveNoSlivers(t *testing.T) {
	s := geotest.Real(t)
	db := geotest.Login(t, s)
	h := holder(s)
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"comuni", "zones"} {
		l, _ := layer.ByID(id)
		points := pointsOf(t, db, featurePoints[id])
		rng := rand.New(rand.NewPCG(31, 6))
		filled, checked := 0, 0
		for z := l.MinZoom; z <= l.MaxZoom; z++ {
			for range counted(3, 60) {
				m := maptile.At(points[rng.IntN(len(points))], maptile.Zoom(z))
				f := beside(t, h.Now(), db, l, m)
				checked++
				if f {
					filled++
				}
			}
		}
		t.Logf("%s: %d tiles, %d of them filled", id, checked, filled)
		if filled < checked/6 {
			t.Errorf("%s: only %d of %d tiles are filled by the territory", id, filled, checked)
		}
	}
}

// besideSQL: sum and union of areas in tile units, and whether the true territory fills the tile and its buffer. A ring
// that crosses itself by a rounding is no simple one: ST_MakeValid takes holes away from outer rings.
const besideSQL = `WITH a AS (SELECT ST_MakeValid(ST_GeomFromWKB(g), 'method=structure') AS g FROM unnest($1::bytea[]) AS u (g)), u AS (SELECT ST_Union(g) AS g FROM a)
	SELECT (SELECT coalesce(sum(ST_Area(g)), 0) FROM a), (SELECT coalesce(ST_Area(g), 0) FROM u),
	       (SELECT coalesce(max(ST_Area(tile.wide) - ST_Area(ST_Intersection(t.g, tile.wide))), 1) < 1e-6 * max(ST_Area(tile.wide))
	          FROM (SELECT ST_Union(b.geom_3857) AS g FROM %s b, (SELECT ST_TileEnvelope($2, $3, $4, margin => 64.0/4096) AS wide) w
	                 WHERE b.geom_3857 && w.wide) t,
	               (SELECT ST_TileEnvelope($2, $3, $4, margin => 64.0/4096) AS wide) tile)`

// beside checks one tile, and tells whether the territory fills it.
func beside(t *testing.T, s *snapshot.Snapshot, db *pgx.Conn, l layer.Layer, m maptile.Tile) bool {
	t.Helper()
	raw := s.Layer(mvt.NewWriter(), l.ID, "current", world.Tile{Z: uint32(m.Z), X: m.X, Y: m.Y})
	features, err := geotest.ReadTile(raw, l.ID)
	if err != nil {
		t.Fatalf("%s %v: %v", l.ID, m, err)
	}
	areas := make([][]byte, len(features))
	signed := 0.0 // by the surveyor's formula: what the borders say, whether rings cross themselves or not
	for i, f := range features {
		areas[i] = wkb.MustMarshal(f.Geometry)
		signed += signedArea(f.Geometry)
	}
	var sum, union float64
	var filled bool
	table := map[string]string{"comuni": "atlante.boundary", "zones": "atlante.zone_boundary"}[l.ID]
	if err := db.QueryRow(t.Context(), fmt.Sprintf(besideSQL, table), areas, int32(m.Z), int32(m.X), int32(m.Y)).Scan(&sum, &union, &filled); err != nil {
		t.Fatalf("%s %v: %v", l.ID, m, err)
	}
	const whole = (4096 + 2*64) * (4096 + 2*64)
	if filled && signed != whole {
		t.Errorf("%s %v: borders leave %v square units of the tile", l.ID, m, whole-signed)
	}
	// Borders that each side simplifies for itself differ by a tenth of a unit all along: thousands of square units.
	crossed := 16 + 1e-5*signed
	if filled && math.Abs(union-whole) > crossed || math.Abs(sum-union) > crossed || math.Abs(signed-union) > crossed {
		t.Errorf("%s %v: areas %.3f, by their borders %.3f, together they cover %.3f (filled: %v)", l.ID, m, sum, signed, union, filled)
	}
	return filled
}

// signedArea of polygons of a tile: outer rings count, their holes are taken away.
func signedArea(g orb.Geometry) float64 {
	twice := 0.0
	for _, r := range ringsOf(g) {
		for i := 1; i < len(r); i++ {
			twice += r[i-1][0]*r[i][1] - r[i][0]*r[i-1][1]
		}
	}
	return twice / 2
}
