package web

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// sketch is a small map that needs no JavaScript: an inline SVG.
type sketch struct {
	Width, Height int
	Title         string
	Shapes        []sketchShape // first to last, the last on top
	Dots          []sketchDot
	Labels        []sketchLabel
	Scale         []legendRow // the colours that it uses
	view          viewport
}

// sketchShape is an outline; Fill is "" where the style sheet decides.
type sketchShape struct {
	Path, Fill, Class, Name, Href string
}

type sketchDot struct {
	X, Y, Radius float64 // Radius of the ring of uncertainty, 0 for none
	Path, Name   string
	Planned      bool
}

type sketchLabel struct {
	X, Y float64
	Text string
}

// viewport turns degrees into the units of the SVG: a plain map, true to scale
// in the middle, which is enough for a valley.
type viewport struct {
	west, north, kx, ky float64
	bound               orb.Bound
}

const sketchWidth, sketchHeight = 640.0, 460.0

func newSketch(title string, around orb.Bound) sketch {
	b := widen(around).Pad(math.Max(0.004, 0.04*math.Max(around.Right()-around.Left(), around.Top()-around.Bottom())))
	squeeze := math.Cos(b.Center().Lat() * math.Pi / 180)
	k := math.Min(sketchWidth/((b.Right()-b.Left())*squeeze), sketchHeight/(b.Top()-b.Bottom()))
	v := viewport{b.Left(), b.Top(), k * squeeze, k, b}
	return sketch{Width: int(math.Ceil((b.Right() - b.Left()) * v.kx)), Height: int(math.Ceil((b.Top() - b.Bottom()) * v.ky)),
		Title: title, view: v}
}

// widen makes a box at least a quarter wider than high, to fill the picture.
func widen(b orb.Bound) orb.Bound {
	squeeze := math.Cos(b.Center().Lat() * math.Pi / 180)
	wanted := 1.25 * (b.Top() - b.Bottom()) / squeeze
	if more := (wanted - (b.Right() - b.Left())) / 2; more > 0 {
		b.Min[0] -= more
		b.Max[0] += more
	}
	return b
}

func (v viewport) at(p orb.Point) (x, y float64) {
	return (p.Lon() - v.west) * v.kx, (v.north - p.Lat()) * v.ky
}

// metres gives the length of so many metres in units of the SVG.
func (v viewport) metres(m float64) float64 { return m / 111320 * v.ky }

// path writes the rings of a shape in whole units, leaving out what is smaller
// than a unit; "" when it lies wholly outside.
func (v viewport) path(mp orb.MultiPolygon) string {
	if !mp.Bound().Intersects(v.bound) {
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

func (v viewport) ring(b *strings.Builder, ring orb.Ring) {
	var points [][2]int
	for _, p := range ring {
		x, y := v.at(p)
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

func (s *sketch) add(shape sketchShape, mp orb.MultiPolygon) {
	if shape.Path = s.view.path(mp); shape.Path != "" {
		s.Shapes = append(s.Shapes, shape)
	}
}

func (s *sketch) label(at orb.Point, text string) {
	x, y := s.view.at(at)
	if x > 0 && y > 0 && x < float64(s.Width) && y < float64(s.Height) {
		s.Labels = append(s.Labels, sketchLabel{math.Round(x), math.Round(y), text})
	}
}
