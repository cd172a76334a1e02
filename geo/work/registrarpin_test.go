package work_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
)

// acrossTheBorder finds two points some 50 m apart, the first in a comune of a
// name, the second in another comune.
const acrossTheBorder = `
WITH home AS (SELECT b.comune, b.geom FROM atlante.boundary b JOIN atlante.comune c ON c.id = b.comune WHERE c.name = $1),
     pin AS (SELECT ST_PointN(ST_ExteriorRing((ST_Dump(geom)).geom), n) AS g FROM home, generate_series(1, 400, 20) AS n),
     pair AS (SELECT ST_Project(g::geography, 25, radians(a))::geometry AS p, ST_Project(g::geography, 25, radians(a + 180))::geometry AS q
                FROM pin, generate_series(0, 350, 10) AS a)
SELECT ST_X(p), ST_Y(p), ST_X(q), ST_Y(q) FROM pair, home
 WHERE ST_Covers(geom, p) AND EXISTS (SELECT FROM atlante.boundary b WHERE b.comune <> home.comune AND ST_Covers(b.geom, q))
   AND NOT ST_Covers(geom, q) LIMIT 1`

// A pin that goes a few metres over the border of its comune waits for a
// moderator; where boundaries are approximate nobody knows, and it goes live.
func TestAPinOverTheBorderWaits(t *testing.T) {
	for name, open := range map[string]func(testing.TB) *postgis.Store{"approximate": geotest.Store, "real": geotest.Real} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, open(t))
			conn := geotest.Login(t, d.store)
			var from, to orb.Point
			if err := conn.QueryRow(t.Context(), acrossTheBorder, "Ceres").Scan(&from[0], &from[1], &to[0], &to[1]); err != nil {
				t.Fatal(err)
			}
			owner, admin := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
			c := house()
			c.Comune = geo.ComuneID(one[string](t, conn, `SELECT id FROM atlante.comune WHERE name = 'Ceres'`))
			c.Position = &from
			e := d.published(owner, admin, c)
			c.Position = &to
			edit := registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c}
			told, err := d.Preview(t.Context(), owner, edit)
			if err != nil {
				t.Fatal(err)
			}
			out := d.do(owner, edit)
			if !slices.Equal(told.Live, out.Live) || !slices.Equal(told.Waiting, out.Waiting) || told.Entry.Version != e.Version {
				t.Errorf("told live %v, waiting %v, version %d of %d", told.Live, told.Waiting, told.Entry.Version, e.Version)
			}
			if waits := slices.Contains(out.Waiting, registry.FieldPosition); waits != (name == "real") || waits == slices.Contains(out.Live, registry.FieldPosition) {
				t.Errorf("live %v, waiting %v", out.Live, out.Waiting)
			}
		})
	}
}
