package site

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Viewport turns degrees into the units of a small SVG: a plain map, true to
// scale in its middle, which is enough for a valley.
type Viewport struct {
	Bound  orb.Bound // what is seen
	kx, ky float64
}

// metresPerDegree of latitude, near enough for a picture.
const metresPerDegree = 111320.0

// NewViewport shows a box as large as it fits into the size, its north-west corner
// at 0,0.
func NewViewport(b orb.Bound, width, height float64) Viewport {
	squeeze := Squeeze(b)
	k := math.Min(width/((b.Right()-b.Left())*squeeze), height/(b.Top()-b.Bottom()))
	return Viewport{b, k * squeeze, k}
}

// Squeeze is how much shorter a degree of longitude is than one of latitude in
// the middle of a box.
func Squeeze(b orb.Bound) float64 { return math.Cos(b.Center().Lat() * math.Pi / 180) }

// Degrees of latitude that so many metres are.
func Degrees(metres float64) float64 { return metres / metresPerDegree }

// Size of what is seen, in units.
func (v Viewport) Size() (width, height float64) {
	return (v.Bound.Right() - v.Bound.Left()) * v.kx, (v.Bound.Top() - v.Bound.Bottom()) * v.ky
}

// At is where a point is drawn.
func (v Viewport) At(p orb.Point) (x, y float64) {
	return (p.Lon() - v.Bound.Left()) * v.kx, (v.Bound.Top() - p.Lat()) * v.ky
}

// Metres gives the length of so many metres in units.
func (v Viewport) Metres(m float64) float64 { return Degrees(m) * v.ky }

// Path writes the rings of a shape in whole units, leaving out what is smaller
// than a unit; "" when it lies wholly outside.
func (v Viewport) Path(mp orb.MultiPolygon) string {
	if !mp.Bound().Intersects(v.Bound) {
		return ""
	}
	var b strings.Builder
	for _, polygon := range mp {
		for _, ring := range polygon {
			v.ring(&b, ring)
		}
	}
	return b.String()
}

// ring leaves out points that fall on the same unit as the one before.
func (v Viewport) ring(b *strings.Builder, ring orb.Ring) {
	var points [][2]int
	for _, p := range ring {
		x, y := v.At(p)
		q := [2]int{int(math.Round(x)), int(math.Round(y))}
		if n := len(points); n == 0 || points[n-1] != q {
			points = append(points, q)
		}
	}
	if len(points) < 4 {
		return
	}
	for i, q := range points {
		b.WriteByte("ML"[min(i, 1)])
		b.WriteString(strconv.Itoa(q[0]))
		b.WriteByte(' ')
		b.WriteString(strconv.Itoa(q[1]))
	}
	b.WriteByte('Z')
}
