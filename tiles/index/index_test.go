package index

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"atlante/tiles/world"
)

// corner draws coordinates that often coincide and often lie on the edge of the world.
var corner = rapid.OneOf(rapid.Uint32(), rapid.Uint32Range(0, 9), rapid.Just(uint32(1<<32-1)))

func drawBox(t *rapid.T) world.Box {
	a := world.Point{X: corner.Draw(t, "x"), Y: corner.Draw(t, "y")}
	b := world.Point{X: corner.Draw(t, "x"), Y: corner.Draw(t, "y")}
	return world.At(a).Extend(b)
}

// Whatever the boxes, their order and the size of the nodes, the index finds what looking at all of them finds.
func TestIndexAgainstLookingAtAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		boxes := rapid.SliceOfN(rapid.Custom(drawBox), 0, 200).Draw(t, "boxes")
		node := rapid.IntRange(2, 20).Draw(t, "node")
		points := make([]world.Point, len(boxes))
		for i, b := range boxes {
			points[i] = world.Point{X: b.MinX, Y: b.MaxY}
		}
		b := drawBox(t)
		var meet, hold []int32
		for i := range boxes {
			if b.Meets(boxes[i]) {
				meet = append(meet, int32(i))
			}
			if b.Holds(points[i]) {
				hold = append(hold, int32(i))
			}
		}
		passing(t, New(boxes, node), boxes, node, b)
		same(t, New(boxes, node), b, meet)
		same(t, NewPoints(points, node), b, hold)
	})
}

// passing: what Past passes over may be passed over, all of it, and no larger node may.
func passing(t *rapid.T, x *Index, boxes []world.Box, node int, b world.Box) {
	t.Helper()
	outside := func(box world.Box) bool { return !b.Meets(box) }
	for i := range boxes {
		want := i
		for span := node; ; span *= node {
			end := min((i/span+1)*span, len(boxes))
			if around := union(boxes[i/span*span : end]); !outside(around) {
				break
			}
			if want = end; span >= len(boxes) {
				break
			}
		}
		if got := x.Past(i, outside); got != want {
			t.Fatalf("from %d past %d, not %d", i, got, want)
		}
	}
}

func union(boxes []world.Box) world.Box {
	out := world.Nowhere
	for _, b := range boxes {
		out = out.Union(b)
	}
	return out
}

func same(t *rapid.T, x *Index, b world.Box, want []int32) {
	t.Helper()
	if got := x.Append(nil, b); !slices.Equal(got, want) {
		t.Fatalf("Append found %v, there are %v", got, want)
	}
	var got []int32
	x.Search(b, func(i int) { got = append(got, int32(i)) })
	if !slices.Equal(got, want) {
		t.Fatalf("Search found %v, there are %v", got, want)
	}
	if n := x.Count(b); n != len(want) {
		t.Fatalf("Count is %d, there are %d", n, len(want))
	}
}

// Along the curve one step of a coarse grid leads to a neighbour, and every square comes once.
func TestHilbertGoesFromSquareToSquare(t *testing.T) {
	const bits = 5
	at := map[uint64]world.Point{}
	for x := range uint32(1 << bits) {
		for y := range uint32(1 << bits) {
			at[Hilbert(world.Point{X: x << (32 - bits), Y: y << (32 - bits)})>>(64-2*bits)] = world.Point{X: x, Y: y}
		}
	}
	for d := uint64(1); d < 1<<(2*bits); d++ {
		a, oneBefore := at[d-1]
		b, one := at[d]
		if step := max(a.X, b.X) - min(a.X, b.X) + max(a.Y, b.Y) - min(a.Y, b.Y); !one || !oneBefore || step != 1 {
			t.Fatalf("square %d of the curve is %v, the one before %v", d, b, a)
		}
	}
}

func scattered(n int) []world.Point {
	r := rand.New(rand.NewPCG(1, 2))
	points := make([]world.Point, n)
	for i := range points {
		points[i] = world.Point{X: r.Uint32(), Y: r.Uint32()}
	}
	slices.SortFunc(points, func(a, b world.Point) int {
		if Hilbert(a) < Hilbert(b) {
			return -1
		}
		return 1
	})
	return points
}

// Finding about 1,500 of n points: the time must not grow with n.
func BenchmarkAppend(b *testing.B) {
	for _, n := range []int{200_000, 2_000_000} {
		x := NewPoints(scattered(n), 16)
		side := uint32(1 << 32 / int64(12))
		if n > 200_000 {
			side = uint32(float64(side) / 3.16)
		}
		box := world.Box{MinX: 1 << 31, MinY: 1 << 31, MaxX: 1<<31 + side, MaxY: 1<<31 + side}
		var dst []int32
		b.Run(map[bool]string{false: "200k", true: "2M"}[n > 200_000], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				dst = x.Append(dst[:0], box)
			}
			b.ReportMetric(float64(len(dst)), "found")
		})
	}
}
