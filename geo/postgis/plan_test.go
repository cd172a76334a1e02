package postgis_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo/geotest"
)

// Right after a first publication PostgreSQL may know the outlines of the cells
// and not yet their figures. A tile must look each cell up by its key even then:
// all cells of a tile against all of a publication took longer than a tile may.
func TestTileOfCellsLooksEachCellUp(t *testing.T) {
	db := geotest.Login(t, geotest.Store(t))
	if _, err := db.Exec(t.Context(), "ANALYZE atlante.cell_shape"); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(t.Context(), `EXPLAIN SELECT h3, residents, props FROM atlante.public_cell
		WHERE scenario = 'current' AND resolution = 7 AND geom_3857 && ST_TileEnvelope(8, 133, 91)`)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(lines); i++ {
		if strings.Contains(lines[i-1], "cell_figure_key") && strings.Contains(lines[i], "Index Cond:") && strings.Contains(lines[i], "(h3 = c.h3)") {
			return
		}
	}
	t.Errorf("cells are not looked up by their key:\n%s", strings.Join(lines, "\n"))
}
