package snapshot_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/wkb"

	"atlante/geo/geotest"
	ours "atlante/tiles/mvt"
	"atlante/tiles/world"
)

// TestAreasAreValid: in every tile of the territory areas are valid as PostGIS sees it, above all along the edge of the
// buffer, where they are cut. Where two parts of one border are closer than a unit, rounding may cross them: a few.
func TestAreasAreValid(t *testing.T) {
	s := geotest.Real(t)
	db := geotest.Login(t, s)
	h := holder(s)
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := ours.NewWriter()
	for _, id := range []string{"zones", "comuni", "gaps"} {
		for z := uint32(7); z <= uint32(counted(10, 14)); z++ {
			first, last := world.Of(world.FromLonLat(6.5, 45.7), z), world.Of(world.FromLonLat(8.3, 44.5), z)
			areas, crossed := 0, 0
			for y := first.Y; y <= last.Y; y++ {
				for x := first.X; x <= last.X; x++ {
					raw := h.Now().Layer(w, id, "current", world.Tile{Z: z, X: x, Y: y})
					for _, g := range geometries(t, raw) {
						areas++
						if !valid(t, db, world.Tile{Z: z, X: x, Y: y}, g) {
							crossed++
						}
					}
				}
			}
			if areas == 0 || crossed > 5+areas/200 {
				t.Errorf("%s at zoom %d: %d of %d areas cross themselves", id, z, crossed, areas)
			}
		}
	}
}

func geometries(t *testing.T, raw []byte) (out []orb.Geometry) {
	t.Helper()
	layers, err := mvt.Unmarshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layers {
		for _, f := range l.Features {
			out = append(out, f.Geometry)
		}
	}
	return out
}

// valid is an error along the edge of the buffer.
func valid(t *testing.T, db *pgx.Conn, tile world.Tile, g orb.Geometry) (ok bool) {
	t.Helper()
	var why string
	var atEdge bool
	if err := db.QueryRow(t.Context(), `SELECT valid, coalesce(reason, ''), coalesce(ST_X(location) IN (-64, 4160) OR ST_Y(location) IN (-64, 4160), false)
		FROM ST_IsValidDetail(ST_GeomFromWKB($1))`, wkb.MustMarshal(g)).Scan(&ok, &why, &atEdge); err != nil {
		t.Fatal(err)
	}
	if atEdge {
		t.Errorf("%v: %s", tile, why)
	}
	return ok
}
