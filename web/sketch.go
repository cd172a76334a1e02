package web

import (
	"math"

	"github.com/paulmach/orb"

	"atlante/web/site"
)

// sketch is a small map that needs no JavaScript: an inline SVG.
type sketch struct {
	Width, Height int
	Title         string
	Shapes        []sketchShape // first to last, the last on top
	Dots          []sketchDot
	Labels        []sketchLabel
	Scale         []legendRow // the colours that it uses
	Warning       string      // that the roads are made up; "" else
	view          site.Viewport
}

// sketchShape is an outline; Fill is "" where the style sheet decides.
type sketchShape struct {
	Path, Fill, Class, Name, Href string
}

type sketchDot struct {
	X, Y, Radius float64 // Radius of the ring of uncertainty, 0 for none
	Path, Name   string
	Planned      bool
	External     bool // beyond the border
}

type sketchLabel struct {
	X, Y float64
	Text string
}

const sketchWidth, sketchHeight = 640.0, 460.0

func newSketch(title string, around orb.Bound) sketch {
	b := widen(around).Pad(math.Max(0.004, 0.04*math.Max(around.Right()-around.Left(), around.Top()-around.Bottom())))
	v := site.NewViewport(b, sketchWidth, sketchHeight)
	width, height := v.Size()
	return sketch{Width: int(math.Ceil(width)), Height: int(math.Ceil(height)), Title: title, view: v}
}

// widen makes a box at least a quarter wider than high, to fill the picture.
func widen(b orb.Bound) orb.Bound {
	wanted := 1.25 * (b.Top() - b.Bottom()) / site.Squeeze(b)
	if more := (wanted - (b.Right() - b.Left())) / 2; more > 0 {
		b.Min[0] -= more
		b.Max[0] += more
	}
	return b
}

func (s *sketch) add(shape sketchShape, mp orb.MultiPolygon) {
	if shape.Path = s.view.Path(mp); shape.Path != "" {
		s.Shapes = append(s.Shapes, shape)
	}
}

func (s *sketch) label(at orb.Point, text string) {
	x, y := s.view.At(at)
	if x > 0 && y > 0 && x < float64(s.Width) && y < float64(s.Height) {
		s.Labels = append(s.Labels, sketchLabel{math.Round(x), math.Round(y), text})
	}
}
