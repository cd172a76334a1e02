package moderation

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"atlante/geo"
	"atlante/geo/registry"
	"atlante/web/site"
)

// sketch is a small map that needs no script: an inline SVG, true to scale in
// its middle.
type sketch struct {
	Width, Height int
	Caption       string
	Comuni        []sketchShape
	Neighbours    []sketchDot
	Was, Waits    *sketchDot
	Arrow         string // path from where it was to where it waits
	Bar           sketchBar
	view          site.Viewport
}

type sketchShape struct{ Path, Name string }

// sketchDot is a place; Ring is how far the true position may lie, 0 for none.
type sketchDot struct {
	X, Y, Ring float64
	Name       string
}

// sketchBar is the scale: a line as long as a round number of metres.
type sketchBar struct {
	X, Y, Length float64
	Text         string
}

// The picture is about as wide as it is shown, so that its words can be read.
const sketchWidth, sketchHeight = 400.0, 280.0

// around is the box that shows the positions with their rings, and 400 m more at least.
func around(points []orb.Point, ring float64) orb.Bound {
	b := points[0].Bound()
	for _, p := range points {
		b = b.Extend(p)
	}
	reach, squeeze := site.Degrees(math.Max(400, ring*1.3)), site.Squeeze(b)
	reach += 0.25 * math.Max(b.Top()-b.Bottom(), (b.Right()-b.Left())*squeeze)
	b.Min[0], b.Max[0] = b.Min[0]-reach/squeeze, b.Max[0]+reach/squeeze
	b.Min[1], b.Max[1] = b.Min[1]-reach, b.Max[1]+reach
	return b
}

// look makes the viewport that shows a box in the middle of the picture.
func look(b orb.Bound) site.Viewport {
	width, height := site.NewViewport(b, sketchWidth, sketchHeight).Size()
	c := b.Center()
	halfX, halfY := (b.Right()-b.Left())/2*sketchWidth/width, (b.Top()-b.Bottom())/2*sketchHeight/height
	seen := orb.Bound{Min: orb.Point{c[0] - halfX, c[1] - halfY}, Max: orb.Point{c[0] + halfX, c[1] + halfY}}
	return site.NewViewport(seen, sketchWidth, sketchHeight)
}

func (s *sketch) at(p orb.Point) (x, y float64) {
	x, y = s.view.At(p)
	return round(x), round(y)
}

func (s *sketch) metres(m float64) float64 { return round(s.view.Metres(m)) }

// path writes the part of a shape that can be seen, with a margin so that the cut
// does not show.
func (s *sketch) path(mp orb.MultiPolygon) string {
	box := s.view.Bound
	return s.view.Path(clip.MultiPolygon(box.Pad((box.Top()-box.Bottom())/10), mp.Clone()))
}

func round(f float64) float64 { return math.Round(f*10) / 10 }

// sketch draws both positions among the comuni and the places around them; nil
// when there is no position at all.
func (p *pages) sketch(r *site.Request, entry geo.PlaceID, before, after *registry.Content) (*sketch, error) {
	var points []orb.Point
	ring := 0.0
	for _, c := range []*registry.Content{before, after} {
		if c != nil && c.Position != nil {
			points = append(points, *c.Position)
			ring = math.Max(ring, float64(c.RadiusM))
		}
	}
	if len(points) == 0 {
		return nil, nil
	}
	s := &sketch{Width: sketchWidth, Height: sketchHeight, view: look(around(points, ring))}
	if err := p.surroundings(r, s, entry); err != nil {
		return nil, err
	}
	s.Was, s.Waits = s.dot(before, r.Say("mod.map.was")), s.dot(after, r.Say("mod.map.waits"))
	s.caption(r, before, after)
	s.scale(r)
	return s, nil
}

func (s *sketch) caption(r *site.Request, before, after *registry.Content) {
	switch {
	case s.Was != nil && s.Waits != nil && *before.Position != *after.Position:
		s.Caption = moved(r, *before, *after)
		s.Arrow = fmt.Sprintf("M%g %gL%g %g", s.Was.X, s.Was.Y, s.Waits.X, s.Waits.Y)
	case s.Was != nil && s.Waits != nil:
		s.Caption, s.Was = r.Say("mod.map.same"), nil
	case s.Waits != nil:
		s.Caption = position(r, *after)
	default:
		s.Caption = position(r, *before)
	}
}

func (p *pages) surroundings(r *site.Request, s *sketch, entry geo.PlaceID) error {
	box := s.view.Bound
	comuni, _, err := p.Atlas.Comuni(r.Context(), geo.ComuneFilter{BBox: &box, Geometry: true, Page: geo.Page{Limit: everything}})
	if err != nil {
		return err
	}
	for _, m := range comuni {
		if path := s.path(m.Boundary); path != "" {
			s.Comuni = append(s.Comuni, sketchShape{path, m.Name})
		}
	}
	places, _, err := p.Atlas.Places(r.Context(), geo.PlaceFilter{BBox: &box, Page: geo.Page{Limit: 50}})
	for _, n := range places {
		if n.ID == entry || n.Position == nil || n.Status == geo.StatusClosed {
			continue
		}
		x, y := s.at(*n.Position)
		s.Neighbours = append(s.Neighbours, sketchDot{X: x, Y: y, Name: n.Name})
	}
	return err
}

func (s *sketch) dot(c *registry.Content, name string) *sketchDot {
	if c == nil || c.Position == nil {
		return nil
	}
	x, y := s.at(*c.Position)
	d := &sketchDot{X: x, Y: y, Name: name}
	if approximate(*c) {
		d.Ring = math.Max(s.metres(float64(c.RadiusM)), 14)
	}
	return d
}

// scale draws the longest of 1, 2 and 5 times a power of ten that fits.
func (s *sketch) scale(r *site.Request) {
	for m := 100000.0; m >= 10; m /= 10 {
		for _, times := range []float64{5, 2, 1} {
			if length := s.metres(m * times); length <= 110 {
				s.Bar = sketchBar{12, sketchHeight - 12, length, distance(r, m*times)}
				return
			}
		}
	}
}
