package hex_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"atlante/geo/hex"
)

func gridOf(t *testing.T, cells []hex.Cell) *hex.Grid {
	t.Helper()
	g, err := hex.NewGrid(cells)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Neighbours that share a border, one with a hole and a lake in the hole, share
// out every cell to the whole; cells without a fraction lie wholly inside or
// wholly outside.
func TestFractionsOfAPartitionAddUp(t *testing.T) {
	lake := box(7.42, 45.22, 7.43, 45.23)
	west := orb.Polygon{{{7.40, 45.20}, {7.50, 45.20}, {7.47, 45.25}, {7.50, 45.30}, {7.40, 45.30}, {7.40, 45.20}}, lake[0]}
	east := orb.Polygon{{{7.50, 45.20}, {7.60, 45.20}, {7.60, 45.30}, {7.50, 45.30}, {7.47, 45.25}, {7.50, 45.20}}}
	cells, err := hex.Fill(orb.MultiPolygon{box(7.41, 45.21, 7.59, 45.29)}, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	grid := gridOf(t, cells)
	sum, crossed := map[hex.Cell]float64{}, 0
	for _, part := range []orb.Polygon{west, lake, east} {
		fractions := grid.Fractions(orb.MultiPolygon{part})
		for _, c := range cells {
			f, near := fractions[c]
			if !near {
				centre, err := c.Centre()
				if err != nil {
					t.Fatal(err)
				}
				if planar.PolygonContains(part, centre) {
					f = 1
				}
			} else if f > 1e-9 && f < 1-1e-9 {
				crossed++
			}
			sum[c] += f
		}
	}
	for c, f := range sum {
		if math.Abs(f-1) > 1e-9 {
			t.Errorf("%s: the parts add up to %v", c, f)
		}
	}
	if crossed < 100 {
		t.Errorf("only %d cells are crossed by a border", crossed)
	}
}

// A border through the centre of a hexagon halves it, on a corner or on an edge.
func TestFractionOfHalfACell(t *testing.T) {
	cell, err := hex.Of(lanzo, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	centre, err := cell.Centre()
	if err != nil {
		t.Fatal(err)
	}
	ring, err := cell.Boundary()
	if err != nil {
		t.Fatal(err)
	}
	grid := gridOf(t, []hex.Cell{cell})
	for _, corner := range ring[:6] {
		dx, dy := 9*(corner[0]-centre[0]), 9*(corner[1]-centre[1])
		half := orb.Polygon{{{centre[0] - dx, centre[1] - dy}, {centre[0] + dx, centre[1] + dy},
			{centre[0] + dx - dy, centre[1] + dy + dx}, {centre[0] - dx - dy, centre[1] - dy + dx}, {centre[0] - dx, centre[1] - dy}}}
		if f := grid.Fractions(orb.MultiPolygon{half})[cell]; math.Abs(f-0.5) > 1e-4 {
			t.Errorf("towards %v: %v, expected one half", corner, f)
		}
	}
}

// The outline of joined cells holds their area; neighbours become one polygon, a
// ring of six around nothing has a hole, cells apart stay apart.
func TestJoin(t *testing.T) {
	middle, err := hex.Of(lanzo, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	around, err := middle.Neighbours()
	if err != nil {
		t.Fatal(err)
	}
	rings, err := middle.Rings(5)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name            string
		cells           []hex.Cell
		polygons, rings int
	}{
		{"one", []hex.Cell{middle}, 1, 1},
		{"seven", append([]hex.Cell{middle}, around...), 1, 1},
		{"six around nothing", around, 1, 2},
		{"two apart", []hex.Cell{middle, rings[5][0]}, 2, 1},
	} {
		got, err := hex.Join(c.cells)
		if err != nil {
			t.Fatal(err)
		}
		want := 0.0
		for _, cell := range c.cells {
			ring, err := cell.Boundary()
			if err != nil {
				t.Fatal(err)
			}
			want += planar.Area(orb.Polygon{ring})
		}
		if len(got) != c.polygons || len(got[0]) != c.rings || math.Abs(planar.Area(got)/want-1) > 1e-6 {
			t.Errorf("%s: %d polygons, %d rings, area %v of %v", c.name, len(got), len(got[0]), planar.Area(got), want)
		}
		for _, p := range got {
			for _, r := range p {
				if !r.Closed() {
					t.Errorf("%s: an open ring", c.name)
				}
			}
		}
	}
}
