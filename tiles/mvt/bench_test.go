package mvt

import (
	"fmt"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"

	"github.com/paulmach/orb"

	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// town is a tile like the mean one of the benchmark: cells with the figures of every kind, places, a few comuni of which
// most cross the edge, and zones around all of it. About 119 KB.
type town struct {
	tile   world.Tile
	cells  [][]world.Point
	points []world.Point
	areas  []*shape.Area

	values     *Values
	cell, kind *Schema
	cellTags   [][]ValueID
	pointTags  [][]ValueID
}

const figures = 28 // of a cell

func newTown(b testing.TB) *town {
	r := rand.New(rand.NewPCG(4, 2))
	t := &town{tile: world.Tile{Z: 11, X: 1060, Y: 720}, values: NewValues()}
	keys := make([]string, figures)
	for i := range keys {
		keys[i] = fmt.Sprintf("minutes_kind_%d", i)
	}
	t.cell = NewSchema("cells", append([]string{"h3", "comune", "residents"}, keys...))
	t.kind = NewSchema("places", []string{"id", "name", "kind", "comune", "operating_status", "precision", "confirmed_on", "external"})
	// The layer is a hundred times the tile: its values do not all stay in the processor's cache.
	for i := range 65_000 {
		row := []any{fmt.Sprintf("%015x", 0x891f90000000000+i*7919), fmt.Sprintf("%06d", 16000+i%300), int64(r.IntN(800))}
		for k := range figures {
			switch k % 4 {
			case 0, 1:
				row = append(row, int64(r.IntN(90)))
			case 2:
				row = append(row, []string{"ok", "walk_only", "unreachable"}[r.IntN(3)])
			default:
				row = append(row, math.Round(r.Float64()*100)/100)
			}
		}
		t.cellTags = append(t.cellTags, ids(b, t.values, row...))
	}
	for i := range 200_000 {
		t.pointTags = append(t.pointTags, ids(b, t.values, fmt.Sprintf("%08x-0000-4000-8000-%012x", r.Uint32(), i), fmt.Sprintf("Place %d of %d", i, r.IntN(1000)),
			[]string{"school", "pharmacy", "doctor", "shop"}[r.IntN(4)], fmt.Sprintf("%06d", 16000+i%300), "active", "exact",
			fmt.Sprintf("2026-0%d-1%d", 1+r.IntN(9), r.IntN(9)), nil))
	}
	box := t.tile.Box(0)
	size := float64(box.MaxX - box.MinX)
	at := func(x, y float64) world.Point {
		return world.Point{X: uint32(float64(box.MinX) + x*size), Y: uint32(float64(box.MinY) + y*size)}
	}
	for i := range 484 { // 22 by 22, an outer row across the edge
		t.cells = append(t.cells, around(at(float64(i%22)/21, float64(i/22)/21), size/21/1.7, 6))
	}
	for range 550 {
		t.points = append(t.points, at(r.Float64(), r.Float64()))
	}
	var areas []orb.MultiPolygon
	for i := range 9 {
		areas = append(areas, orb.MultiPolygon{{metres(crooked(r, at(float64(i%3)/2, float64(i/3)/2), size/3, 1500))}})
	}
	areas = append(areas, orb.MultiPolygon{{metres(crooked(r, at(0.2, 0.2), size*5, 15_000))}})
	t.areas = shape.Simplify(areas)
	return t
}

func crooked(r *rand.Rand, c world.Point, radius float64, n int) []world.Point {
	out := around(c, radius, n)
	for i := range out {
		out[i].X += uint32(radius * 0.01 * r.Float64())
		out[i].Y += uint32(radius * 0.01 * r.Float64())
	}
	return out
}

func (t *town) drawCells(w *Writer, from int) {
	w.Begin(t.cell, t.values, t.tile)
	for i, c := range t.cells {
		w.Hexagon(0, false, t.cellTags[(from+i)%len(t.cellTags)], c)
	}
}

func (t *town) drawPlaces(w *Writer, from int) {
	w.Begin(t.kind, t.values, t.tile)
	for i, p := range t.points {
		w.Point(0, false, t.pointTags[(from+i)%len(t.pointTags)], p)
	}
}

func (t *town) drawAreas(w *Writer, _ int) {
	w.Begin(t.cell, t.values, t.tile)
	for i, a := range t.areas {
		w.Polygon(0, false, t.cellTags[i], a)
	}
}

// BenchmarkTile makes the tile raw; every turn takes other features, as when tiles come from all over the map.
func BenchmarkTile(b *testing.B) {
	t := newTown(b)
	for _, c := range []struct {
		name string
		draw []func(w *Writer, from int)
	}{
		{"all", []func(*Writer, int){t.drawCells, t.drawPlaces, t.drawAreas}},
		{"cells", []func(*Writer, int){t.drawCells}},
		{"places", []func(*Writer, int){t.drawPlaces}},
		{"areas", []func(*Writer, int){t.drawAreas}},
	} {
		b.Run(c.name, func(b *testing.B) {
			w, from, n := NewWriter(), 0, 0
			b.ReportAllocs()
			start := cpu(b)
			for b.Loop() {
				n = 0
				for _, f := range c.draw {
					f(w, from)
					n += len(w.End())
				}
				from += 977
			}
			b.ReportMetric(float64(cpu(b)-start)/float64(b.N), "cpu-ns/op")
			b.ReportMetric(float64(n)/1000, "kB")
		})
	}
}

// cpu is the time in nanoseconds that the process has had of the processor: on a busy machine the clock says more.
func cpu(b *testing.B) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
