package mvt

import (
	"encoding/binary"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// areaWithin gives twice the signed area that a ring has inside the clip box, without cutting anything: the integral of
// the height, held within the box, along the edges. Where the ring winds twice it counts twice.
func areaWithin(r []vertex) float64 {
	sum := 0.0
	for i, a := range r {
		b := r[(i+1)%len(r)]
		// The edge between the west and east sides, then in parts between the heights where it enters and leaves.
		ts := []float64{0, 1}
		for _, c := range []float64{near, far} {
			for _, d := range [][2]float64{{float64(a.x), float64(b.x)}, {float64(a.y), float64(b.y)}} {
				if t := (c - d[0]) / (d[1] - d[0]); t > 0 && t < 1 {
					ts = append(ts, t)
				}
			}
		}
		sortFloats(ts)
		for k := 1; k < len(ts); k++ {
			x0, y0 := pointAt(a, b, ts[k-1])
			x1, y1 := pointAt(a, b, ts[k])
			sum -= (within(x1) - within(x0)) * (within(y0) + within(y1))
		}
	}
	return sum
}

func sortFloats(f []float64) {
	for i := range f {
		for j := i; j > 0 && f[j] < f[j-1]; j-- {
			f[j], f[j-1] = f[j-1], f[j]
		}
	}
}

func pointAt(a, b vertex, t float64) (x, y float64) {
	return float64(a.x) + t*float64(b.x-a.x), float64(a.y) + t*float64(b.y-a.y)
}

func within(f float64) float64 { return min(max(f, near), far) }

// lengthWithin gives the length of the edges inside the clip box, those along its sides left out.
func lengthWithin(r []vertex) float64 {
	sum := 0.0
	for i, a := range r {
		b := r[(i+1)%len(r)]
		from, to := 0.0, 1.0
		for _, d := range [][2]float64{{float64(a.x), float64(b.x)}, {float64(a.y), float64(b.y)}} {
			if d[0] == d[1] {
				if d[0] <= near || d[0] >= far {
					to = -1
				}
				continue
			}
			in, out := (near-d[0])/(d[1]-d[0]), (far-d[0])/(d[1]-d[0])
			from, to = max(from, min(in, out)), min(to, max(in, out))
		}
		if to > from {
			sum += (to - from) * math.Hypot(float64(b.x-a.x), float64(b.y-a.y))
		}
	}
	return sum
}

// checkClip clips a ring and compares what is left with what must be: area, length, and nothing outside.
func checkClip(t interface{ Fatalf(string, ...any) }, ring []vertex) {
	c := clipper{a: append([]vertex(nil), ring...)}
	clipped, _ := c.box(c.a)
	got, area := tidy(clipped)
	for i, v := range got {
		if v.x < near || v.x > far || v.y < near || v.y > far {
			t.Fatalf("%v clipped has %v", ring, v)
		}
		if len(got) > 1 && v == got[(i+1)%len(got)] {
			t.Fatalf("%v clipped has %v twice running", ring, v)
		}
	}
	// A crossing is rounded by half a unit at most: its edge sweeps a triangle, and may lie along a side thereafter.
	slack := 4 * float64(len(ring)+1)
	if d := math.Abs(float64(area) - areaWithin(ring)); d > slack*(far-near)/2 {
		t.Fatalf("%v clipped to %v has twice the area %d, must have %.1f", ring, got, area, areaWithin(ring))
	}
	if d := math.Abs(lengthWithin(got) - lengthWithin(ring)); d > slack && !grazes(ring) {
		t.Fatalf("%v clipped to %v has the length %.1f inside, must have %.1f", ring, got, lengthWithin(got), lengthWithin(ring))
	}
}

// grazes says whether an edge runs within a unit along a side: rounding may put it onto the side, where it does not count.
func grazes(r []vertex) bool {
	for i, a := range r {
		b := r[(i+1)%len(r)]
		for _, c := range []int64{near, far} {
			for _, d := range [][4]int64{{a.x, b.x, a.y, b.y}, {a.y, b.y, a.x, b.x}} {
				slope := abs(d[1] - d[0])
				if min(d[0], d[1])-1 <= c && c <= max(d[0], d[1])+1 && slope < max(1, abs(d[3]-d[2])/2) {
					return true
				}
			}
		}
	}
	return false
}

var coordinate = rapid.OneOf(rapid.Int64Range(-200, 4300), rapid.Int64Range(-9000, 13000), rapid.Int64Range(-1<<29, 1<<29),
	rapid.SampledFrom([]int64{near - 1, near, near + 1, 0, 2048, far - 1, far, far + 1}))

func TestClipKeepsAreaAndLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkClip(t, rapid.SliceOfN(rapid.Custom(func(t *rapid.T) vertex {
			return vertex{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
		}), 3, 12).Draw(t, "ring"))
	})
}

func FuzzClip(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\x00\x20\x00\x00\x00\x20\x00\x20\x00\x00\x00\x20"))
	f.Add([]byte("\xbf\xff\xbf\xff\xbf\xff\x40\x10\x40\x10\x40\x10\x40\x10\xbf\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var ring []vertex
		for ; len(b) >= 4 && len(ring) < 64; b = b[4:] {
			x, y := int16(binary.LittleEndian.Uint16(b)), int16(binary.LittleEndian.Uint16(b[2:]))
			ring = append(ring, vertex{int64(x), int64(y)})
		}
		if len(ring) > 2 {
			checkClip(t, ring)
		}
	})
}

// A neighbour's edge, walked the other way, is cut at the same place.
func TestNeighboursAreCutAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := vertex{coordinate.Draw(t, "ax"), coordinate.Draw(t, "ay")}
		b := vertex{coordinate.Draw(t, "bx"), coordinate.Draw(t, "by")}
		if min(a.x, b.x) >= near || max(a.x, b.x) < near {
			t.Skip("does not cross")
		}
		if one, two := where(a.x, a.y, b.x, b.y, near), where(b.x, b.y, a.x, a.y, near); one != two {
			t.Fatalf("%v to %v is cut at %d, back at %d", a, b, one, two)
		}
	})
}
