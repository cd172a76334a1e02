package mvt

import (
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"

	"atlante/geo/geotest"
	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// Benchmarks and fuzzing need no database.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() != "" || flag.Lookup("test.fuzz").Value.String() != "" {
		os.Exit(m.Run())
	}
	geotest.Main(m)
}

// Areas with holes and in several parts, in tiles of all zooms, beside ST_AsMVTGeom: the same tiles hold them, and their
// areas are the same but for what rounding and simplifying by half a unit can move along their borders.
func TestPolygonAgainstPostGIS(t *testing.T) {
	db := geotest.Login(t, geotest.Empty(t))
	r := rand.New(rand.NewPCG(11, 12))
	compared, tangled := 0, 0
	for range 60 {
		m := lakeland(r)
		area := shape.Simplify([]orb.MultiPolygon{m})[0]
		for z := uint32(4); z <= 16; z++ {
			p := area.Points[r.IntN(len(area.Points))]
			tile := world.Of(p, z)
			var theirs []byte
			if err := db.QueryRow(t.Context(), `SELECT ST_AsBinary(ST_AsMVTGeom(ST_SetSRID(ST_GeomFromWKB($1), 3857), ST_TileEnvelope($2, $3, $4), 4096, 64, true))`,
				wkb.MustMarshal(m), z, tile.X, tile.Y).Scan(&theirs); err != nil {
				t.Fatal(err)
			}
			var want orb.Geometry
			if theirs != nil {
				g, err := wkb.Unmarshal(theirs)
				if err != nil {
					t.Fatal(err)
				}
				want = g
			}
			ours := polygons(t, draw(t, tile, func(w *Writer) { w.Polygon(0, false, nil, area) }))
			if tangledAtTheEdge(t, db, ours) {
				tangled++
			}
			a, b := planar.Area(ours), 0.0
			slack := 1.0
			if want != nil {
				b = planar.Area(want)
				slack += planar.Length(want) * 0.6
				compared++
			}
			if math.Abs(a-b) > slack {
				t.Errorf("%v: the area is %.1f, in PostGIS %.1f, may differ by %.1f", tile, a, b, slack)
			}
		}
	}
	if tangled > compared/100 { // borders as crooked as these cross themselves when they are rounded, at the edge too
		t.Errorf("%d of %d tangled at the edge of the buffer", tangled, compared)
	}
	if compared < 500 {
		t.Errorf("only %d tiles held something", compared)
	}
}

// tangledAtTheEdge tells whether a ring touches itself, or another, along the edge of the buffer.
func tangledAtTheEdge(t *testing.T, db *pgx.Conn, m orb.MultiPolygon) bool {
	t.Helper()
	var tangled bool
	if err := db.QueryRow(t.Context(), `SELECT NOT valid AND coalesce(ST_X(location) IN (-64, 4160) OR ST_Y(location) IN (-64, 4160), false)
		FROM ST_IsValidDetail(ST_GeomFromWKB($1))`, wkb.MustMarshal(m)).Scan(&tangled); err != nil {
		t.Fatal(err)
	}
	return tangled
}

// lakeland is an area of some islands with lakes, all crooked.
func lakeland(r *rand.Rand) orb.MultiPolygon {
	var m orb.MultiPolygon
	radius := math.Exp2(18 + 6*r.Float64())
	for i := range 1 + r.IntN(4) {
		c := world.Point{X: 1<<31 + uint32(float64(i)*2.5*radius), Y: 1<<30 + uint32(r.Float64()*1e6)}
		p := orb.Polygon{metres(crooked(r, c, radius, 20+r.IntN(900)))}
		if r.IntN(2) == 0 {
			p = append(p, metres(crooked(r, c, radius/3, 10+r.IntN(300))))
		}
		m = append(m, p)
	}
	return m
}
