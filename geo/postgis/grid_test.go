package postgis_test

import (
	"testing"

	"atlante/geo/geotest"
)

// The fractions of straddling cells, which the grid measures by itself, are those
// that PostGIS finds, and no cell that its owner does not cover is left out.
func TestSharesAreWhatPostGISMeasures(t *testing.T) {
	s := geotest.Store(t)
	var rows, wrong int
	err := geotest.Login(t, s).QueryRow(t.Context(), `
		WITH shape AS (SELECT h3, comune, ST_Transform(geom_3857, 4326) AS geom FROM atlante.cell_shape WHERE resolution = 9 AND h3 % 5 = 0),
		truth AS (
			SELECT s.h3, b.comune, ST_Area(ST_Intersection(s.geom, b.geom)) / ST_Area(s.geom) AS fraction
			  FROM shape s
			  JOIN atlante.boundary o ON o.comune = s.comune
			  JOIN atlante.boundary b ON ST_Intersects(b.geom, s.geom)
			 WHERE NOT ST_Covers(o.geom, s.geom))
		SELECT count(*), count(*) FILTER (WHERE abs(coalesce(t.fraction, 0) - coalesce(c.fraction, 0)) > 1e-6)
		  FROM truth t FULL JOIN (SELECT * FROM atlante.cell_share WHERE h3 % 5 = 0) c USING (h3, comune)
		 WHERE coalesce(t.fraction, 0) BETWEEN 1e-5 AND 1 - 1e-5 OR c.fraction BETWEEN 1e-5 AND 1 - 1e-5`).Scan(&rows, &wrong)
	if err != nil {
		t.Fatal(err)
	}
	if rows < 2000 || wrong > 0 {
		t.Errorf("%d of %d shares are not what PostGIS measures", wrong, rows)
	}
}
