package shape

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"atlante/tiles/world"
)

// At every zoom each edge of an area is, the other way, an edge of its neighbour, or of the outline of all: there are no
// slivers and no overlaps, and the areas add up to the whole.
func TestNeighboursLeaveNoSlivers(t *testing.T) {
	for seed := range uint64(60) {
		n := 1 + int(seed%9)
		tiling := newTiling(seed, 3+int(seed%12), n, int(seed%40), 1<<(14+seed%11))
		areas := Simplify(tiling.areas(n))
		for z := range uint8(MaxFirst + 1) {
			edges, sum := map[[2]world.Point]int{}, int64(0)
			for i, a := range areas {
				way := 1
				if i == n { // the whole is walked the same way, so that its edges take the others away
					way = -1
				}
				start := int32(0)
				for _, r := range a.Rings {
					sum += int64(way) * walk(a.Points[start:r.End], a.First[start:r.End], z, func(p, q world.Point) {
						edges[[2]world.Point{p, q}] += way
						edges[[2]world.Point{q, p}] -= way
					})
					start = r.End
				}
			}
			for e, left := range edges {
				if left != 0 {
					t.Fatalf("seed %d zoom %d: the edge %v has one side only (%d)", seed, z, e, left)
				}
			}
			if sum != 0 {
				t.Fatalf("seed %d zoom %d: the areas add up to %d more than the whole", seed, z, sum)
			}
		}
	}
}

// walk goes around what a zoom draws of a ring and gives twice its signed area. The numbers may pass what int64 holds:
// differences do not mind.
func walk(points []world.Point, first []uint8, z uint8, edge func(p, q world.Point)) int64 {
	var kept []world.Point
	for i, p := range points {
		if first[i] <= z {
			kept = append(kept, p)
		}
	}
	sum := int64(0)
	for i, p := range kept {
		q := kept[(i+1)%len(kept)]
		if p != q {
			edge(p, q)
		}
		sum += int64(p.X)*int64(q.Y) - int64(q.X)*int64(p.Y)
	}
	return sum
}

// No vertex that a zoom leaves out lies more than half a unit from the line drawn in its place, and each zoom leaves
// some out that the next draws.
func TestToleranceIsHalfAUnit(t *testing.T) {
	tiling := newTiling(5, 8, 5, 60, 1<<21)
	drawn := make([]int, MaxFirst+1)
	for _, a := range Simplify(tiling.areas(5)) {
		start := int32(0)
		for _, r := range a.Rings {
			for z := range uint8(MaxFirst + 1) {
				half := float64(uint32(1)<<(world.MaxZoom-z)) / 2
				n, off := farthest(a.Points[start:r.End], a.First[start:r.End], z)
				if off > half {
					t.Fatalf("zoom %d leaves out a vertex %.1f from its line, half a unit is %.1f", z, off, half)
				}
				drawn[z] += n
			}
			start = r.End
		}
	}
	for z := 8; z < MaxFirst; z++ {
		if drawn[z] <= drawn[z-1] {
			t.Errorf("zoom %d draws %d vertices, the one before %d", z, drawn[z], drawn[z-1])
		}
	}
}

func farthest(points []world.Point, first []uint8, z uint8) (kept int, off float64) {
	last := -1
	for i := range 2 * len(points) {
		p := points[i%len(points)]
		if first[i%len(points)] > z {
			continue
		}
		if i < len(points) {
			kept++
		}
		if last >= 0 {
			l := lineOf(points[last%len(points)], p)
			for k := last + 1; k < i; k++ {
				off = max(off, math.Sqrt(l.distance(points[k%len(points)])))
			}
		}
		last = i
	}
	return kept, off
}

// An island in a lake of another area, alone: no border meets another, but both draw it alike from whatever vertex the
// ring begins, and in whatever direction it runs.
func TestIslandIsTheSameFromBothSides(t *testing.T) {
	tiling := newTiling(3, 1, 1, 50, 1<<20)
	ring := tiling.areas(1)[0][0][0]
	want := kept(Simplify([]orb.MultiPolygon{{{ring}}})[0])
	for k := 1; k < len(ring)-1; k += 7 {
		var turned orb.Ring
		for i := range ring {
			turned = append(turned, ring[((k-i)%(len(ring)-1)+len(ring)-1)%(len(ring)-1)])
		}
		for p, z := range kept(Simplify([]orb.MultiPolygon{{{turned}}})[0]) {
			if want[p] != z {
				t.Fatalf("beginning at %d and turned %v is drawn from zoom %d, before from %d", k, p, z, want[p])
			}
		}
	}
}

func kept(a *Area) map[world.Point]uint8 {
	out := map[world.Point]uint8{}
	for i, p := range a.Points {
		out[p] = a.First[i]
	}
	return out
}

func TestDegenerateRings(t *testing.T) {
	p, q, far := orb.Point{0, 0}, orb.Point{100, 0}, orb.Point{50, 100}
	hole := orb.Ring{{40, 10}, {60, 10}, {50, 20}, {40, 10}}
	for name, c := range map[string]struct {
		in    orb.MultiPolygon
		rings int
	}{
		"nothing":                       {nil, 0},
		"an empty polygon":              {orb.MultiPolygon{{}}, 0},
		"a line":                        {orb.MultiPolygon{{{p, q, p}}}, 0},
		"a point, many times":           {orb.MultiPolygon{{{p, p, p, p}}}, 0},
		"not closed":                    {orb.MultiPolygon{{{p, q, far}}}, 1},
		"vertices repeated":             {orb.MultiPolygon{{{p, p, q, q, far, far, p, p}}}, 1},
		"a line takes its hole along":   {orb.MultiPolygon{{{p, q, p}, hole}, {{p, q, far, p}}}, 1},
		"a hole that is a line":         {orb.MultiPolygon{{{p, q, far, p}, {p, q, p}, hole}}, 2},
		"there and back, and around":    {orb.MultiPolygon{{{p, q, far, q, {100, 100}, p}}}, 1},
		"a ring that touches itself":    {orb.MultiPolygon{{{p, q, far, {0, 100}, {-50, 50}, far, {-50, -50}, p}}}, 1},
		"the same ring twice":           {orb.MultiPolygon{{{p, q, far, p}}, {{p, q, far, p}}}, 2},
		"a ring along another's corner": {orb.MultiPolygon{{{p, q, far, p}}, {{p, {-10, 0}, {-10, -10}, p}}}, 2},
	} {
		a := Simplify([]orb.MultiPolygon{c.in})[0]
		if len(a.Rings) != c.rings || len(a.First) != len(a.Points) {
			t.Errorf("%s: %d rings, must be %d; %d zooms for %d vertices", name, len(a.Rings), c.rings, len(a.First), len(a.Points))
		}
		if c.rings == 0 && !a.Box.Empty() {
			t.Errorf("%s: nothing has the box %v", name, a.Box)
		}
	}
}

func BenchmarkSimplify(b *testing.B) {
	areas := newTiling(1, 50, 300, 50, 1<<19).areas(300)
	n := 0
	for _, a := range Simplify(areas) {
		n += len(a.Points)
	}
	for b.Loop() {
		Simplify(areas)
	}
	b.ReportMetric(float64(n), "vertices")
}
