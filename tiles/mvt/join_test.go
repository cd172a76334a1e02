package mvt

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// strip draws a ring between two crooked lines that never meet, which leave the box and come back as they like.
func strip(t *rapid.T, lo, middle, hi int64) []vertex {
	n := rapid.IntRange(2, 12).Draw(t, "levels")
	var there, back []vertex
	y := rapid.Int64Range(-400, 300).Draw(t, "first")
	for range n {
		there = append(there, vertex{rapid.Int64Range(lo, middle-1).Draw(t, "left"), y})
		back = append(back, vertex{rapid.Int64Range(middle+1, hi).Draw(t, "right"), y})
		y += rapid.Int64Range(1, 900).Draw(t, "step")
	}
	for i := len(back) - 1; i >= 0; i-- {
		there = append(there, back[i])
	}
	if rapid.Bool().Draw(t, "lying") {
		for i, v := range there {
			there[i] = vertex{v.y, v.x}
		}
	}
	return there
}

// around the box, far away.
var world4 = []vertex{{-9000, -9000}, {13000, -9000}, {13000, 13000}, {-9000, 13000}}

// TestJoinedRingsAreWhole: strips that are cut often, alone or as holes of a larger area, become rings that wind
// rightly, do not touch themselves or each other, and have the area of the strip inside the box.
func TestJoinedRingsAreWhole(t *testing.T) {
	joined := 0
	rapid.Check(t, func(t *rapid.T) {
		ring := strip(t, rapid.SampledFrom([]int64{-4000, -400, 0}).Draw(t, "lo"), 2048, rapid.SampledFrom([]int64{4096, 4600, 9000}).Draw(t, "hi"))
		hole := rapid.Bool().Draw(t, "hole")
		rings := [][]vertex{ring}
		if hole {
			rings = [][]vertex{world4, ring}
		}
		var j joiner
		var c clipper
		want := 0.0
		for i, r := range rings {
			want = math.Abs(areaWithin(r)) - want // the hole, taken from what is around it
			clipped, _ := c.box(append([]vertex(nil), r...))
			if clipped, area := tidy(clipped); area != 0 {
				j.add(clipped, area, i > 0)
			}
		}
		want = math.Abs(want)
		if !j.join() {
			t.Fatalf("%v is not joined", rings)
		}
		got := 0.0
		var edges [][2]vertex
		for k, r := range append(j.outer, j.holes...) {
			_, area := tidy(append([]vertex(nil), r...))
			if (area > 0) != (k < len(j.outer)) {
				t.Fatalf("ring %d of %v runs the wrong way round", k, r)
			}
			got += float64(area)
			for i := range r {
				edges = append(edges, [2]vertex{r[i], r[(i+1)%len(r)]})
			}
		}
		if slack := 8 * float64(len(ring)) * side; math.Abs(got-want) > slack {
			t.Fatalf("%v joined has twice the area %v, must have %v", rings, got, want)
		}
		for i, a := range edges {
			for _, b := range edges[:i] {
				if overlap(a, b) {
					t.Fatalf("%v: %v lies along %v", rings, a, b)
				}
			}
		}
		if len(j.pieces) > 1 {
			joined++
		}
	})
	if joined < 5 {
		t.Errorf("only %d strips were cut more than once", joined)
	}
}

// overlap tells whether two edges on the same side of the box share more than a point.
func overlap(a, b [2]vertex) bool {
	if !along(a[0], a[1]) || !along(b[0], b[1]) {
		return false
	}
	shared := func(f func(vertex) int64) int64 {
		return min(max(f(a[0]), f(a[1])), max(f(b[0]), f(b[1]))) - max(min(f(a[0]), f(a[1])), min(f(b[0]), f(b[1])))
	}
	x, y := shared(func(v vertex) int64 { return v.x }), shared(func(v vertex) int64 { return v.y })
	return x >= 0 && y >= 0 && x+y > 0
}
