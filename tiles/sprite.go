package tiles

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"strconv"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/layer"
)

// picture is one image of the sprite; at gives the colour at a point, in units of the
// style (24 by 24 for a marker), and how much of the point it covers, 0 to 1.
type picture struct {
	name string
	size float64
	at   func(x, y float64) (colour string, cover float64)
}

// pictures are what the published styles draw with: hatches, dots, and the marker of
// each kind. A marker that is no kind's stands for kinds that come later.
func pictures(kinds []geo.Kind) ([]picture, error) {
	t := layer.Light()
	out := []picture{
		{"unknown", 8, onGround(t.Land, hatched(8, 1, layer.UnknownColour, 1.6))},
		{"provisional", 7, hatched(7, -1, layer.GapColour, 0.8)},
		{"walk", 10, dotted(10, 1.1, t.Ink, t.Halo)},
		{"cluster", 30, disc(15, 12.5, t.Ink, t.Halo, 2.5)},
	}
	other, err := outlineOf(layer.MarkerPath(0))
	if err != nil {
		return nil, err
	}
	for i, k := range kinds {
		g, err := outlineOf(layer.MarkerPath(i))
		if err != nil {
			return nil, err
		}
		out = append(out, picture{"place:" + string(k.ID), markerSize, marked(g, t.Ink, t.Halo)})
	}
	return append(out, picture{"place:other", markerSize, marked(other, t.Ink, t.Halo)}), nil
}

// markerSize leaves room for the white edge around three quarters of a box of 24.
const markerSize = 28

// filled is how much of a point lies inside, for a distance in pixels.
func filled(distance float64) float64 { return max(0, min(1, 0.5-distance)) }

// hatched has parallel lines that meet at the edges: lean 1 rises, -1 falls.
func hatched(size, lean float64, colour string, width float64) func(x, y float64) (string, float64) {
	return func(x, y float64) (string, float64) {
		across := math.Mod(x+lean*y+4*size+size/2, size) - size/2
		return colour, filled(math.Abs(across)/math.Sqrt2 - width/2)
	}
}

func onGround(ground string, above func(x, y float64) (string, float64)) func(x, y float64) (string, float64) {
	return func(x, y float64) (string, float64) {
		colour, cover := above(x, y)
		return mix(ground, colour, cover), 1
	}
}

func dotted(size, radius float64, fill, halo string) func(x, y float64) (string, float64) {
	return func(x, y float64) (string, float64) {
		d := min(math.Hypot(x-size/4, y-size/4), math.Hypot(x-size*3/4, y-size*3/4))
		return mix(halo, fill, filled(d-radius)), filled(d - radius - 0.6)
	}
}

func disc(middle, radius float64, fill, edge string, width float64) func(x, y float64) (string, float64) {
	return func(x, y float64) (string, float64) {
		d := math.Hypot(x-middle, y-middle) - radius
		return mix(edge, fill, filled(d+width/2)), filled(d - width/2)
	}
}

// marked is ink with a white edge.
func marked(g ring, fill, edge string) func(x, y float64) (string, float64) {
	const scale = 0.75
	return func(x, y float64) (string, float64) {
		d := g.distance((x-5)/scale, (y-5)/scale) * scale
		return mix(edge, fill, filled(d)), filled(d - 3.5*scale)
	}
}

// mix puts a colour over another, share 0 to 1.
func mix(below, above string, share float64) string {
	a, b := channels(below), channels(above)
	part := func(i int) int { return int(math.Round(float64(a[i])*(1-share) + float64(b[i])*share)) }
	return fmt.Sprintf("#%02x%02x%02x", part(0), part(1), part(2))
}

func channels(hex string) [3]uint8 {
	v, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return [3]uint8{}
	}
	return [3]uint8{uint8(v >> 16), uint8(v >> 8), uint8(v)}
}

// spriteEntry is where an image lies in the sheet.
type spriteEntry struct {
	X          int `json:"x"`
	Y          int `json:"y"`
	Width      int `json:"width"`
	Height     int `json:"height"`
	PixelRatio int `json:"pixelRatio"`
}

// sheet draws the pictures side by side, ratio pixels a unit.
func sheet(list []picture, ratio int) (*image.NRGBA, map[string]spriteEntry) {
	width, height := 0, 0
	for _, p := range list {
		width, height = width+int(p.size)*ratio, max(height, int(p.size)*ratio)
	}
	img, index, left := image.NewNRGBA(image.Rect(0, 0, width, height)), map[string]spriteEntry{}, 0
	for _, p := range list {
		n := int(p.size) * ratio
		for y := range n {
			for x := range n {
				colour, cover := p.at((float64(x)+0.5)/float64(ratio), (float64(y)+0.5)/float64(ratio))
				c := channels(colour)
				img.SetNRGBA(left+x, y, color.NRGBA{c[0], c[1], c[2], uint8(math.Round(cover * 255))})
			}
		}
		index[p.name] = spriteEntry{left, 0, n, n, ratio}
		left += n
	}
	return img, index
}

// sprite answers with the sheet or its index: sprite.png, sprite.json, and twice as
// fine sprite@2x.png, sprite@2x.json.
func (s *Service) sprite(ratio int, picture bool) wire.HandlerFunc {
	return strict(func(w http.ResponseWriter, r *http.Request) error {
		f, _, err := s.known(r.Context())
		if err != nil {
			return err
		}
		list, err := pictures(f.kinds)
		if err != nil {
			return err
		}
		img, index := sheet(list, ratio)
		if !picture {
			return sendJSON(w, r, index)
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return fmt.Errorf("encode: %w", err)
		}
		return wire.SendTagged(w, r, "image/png", b.Bytes())
	})
}
