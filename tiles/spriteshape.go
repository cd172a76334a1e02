package tiles

import (
	"fmt"
	"math"
	"strconv"
)

// ring is a closed outline, x to the right and y down.
type ring [][2]float64

// arcSteps is into how many straight pieces half a circle is cut.
const arcSteps = 24

// outlineOf reads a path of SVG with one ring: M, and L, H, V, A of half circles and
// Z, upper or lower case. Those of geo/layer are made of these.
func outlineOf(path string) (ring, error) {
	p := pathReader{text: path}
	var out ring
	var at [2]float64
	for {
		command, ok := p.command()
		if !ok {
			return out, nil
		}
		need := map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'A': 7, 'Z': 0}
		n, known := need[command&^0x20]
		v, err := p.numbers(n)
		if !known || err != nil {
			return nil, fmt.Errorf("path %q: %q: %w", path, command, err)
		}
		base := [2]float64{}
		if command >= 'a' {
			base = at
		}
		switch command &^ 0x20 {
		case 'M', 'L':
			at = [2]float64{base[0] + v[0], base[1] + v[1]}
		case 'H':
			at[0] = base[0] + v[0]
		case 'V':
			at[1] = base[1] + v[0]
		case 'A':
			to := [2]float64{base[0] + v[5], base[1] + v[6]}
			out = append(out, halfCircle(at, to, v[4] > 0)...)
			at = to
		case 'Z':
			continue
		}
		out = append(out, at)
	}
}

// halfCircle gives points between two that lie opposite on a circle; sweep turns with
// the hands of a clock, y being down.
func halfCircle(from, to [2]float64, sweep bool) ring {
	c := [2]float64{(from[0] + to[0]) / 2, (from[1] + to[1]) / 2}
	r := math.Hypot(from[0]-c[0], from[1]-c[1])
	start, turn := math.Atan2(from[1]-c[1], from[0]-c[0]), math.Pi
	if !sweep {
		turn = -turn
	}
	var out ring
	for i := 1; i < arcSteps; i++ {
		a := start + turn*float64(i)/arcSteps
		out = append(out, [2]float64{c[0] + r*math.Cos(a), c[1] + r*math.Sin(a)})
	}
	return out
}

// distance of a point to the outline, negative inside.
func (g ring) distance(x, y float64) float64 {
	best, inside := math.Inf(1), false
	for i, a := range g {
		b := g[(i+1)%len(g)]
		dx, dy := b[0]-a[0], b[1]-a[1]
		t := 0.0
		if l := dx*dx + dy*dy; l > 0 {
			t = max(0, min(1, ((x-a[0])*dx+(y-a[1])*dy)/l))
		}
		best = min(best, math.Hypot(x-a[0]-t*dx, y-a[1]-t*dy))
		if (a[1] > y) != (b[1] > y) && x < a[0]+(y-a[1])/dy*dx {
			inside = !inside
		}
	}
	if inside {
		return -best
	}
	return best
}

// pathReader takes a path apart. A command may be left out when it repeats.
type pathReader struct {
	text string
	last byte
}

func (p *pathReader) blank() {
	for p.text != "" && (p.text[0] == ' ' || p.text[0] == ',') {
		p.text = p.text[1:]
	}
}

func (p *pathReader) command() (byte, bool) {
	p.blank()
	if p.text == "" {
		return 0, false
	}
	if c := p.text[0]; c >= 'A' {
		p.text, p.last = p.text[1:], c
	}
	return p.last, true
}

// numbers are written without a blank before a sign, or before a second point.
func (p *pathReader) numbers(n int) ([]float64, error) {
	out := make([]float64, 0, n)
	for range n {
		p.blank()
		end, point := 0, false
		for end < len(p.text) {
			c := p.text[end]
			if c == '-' && end > 0 || c == '.' && point || c != '-' && c != '.' && (c < '0' || c > '9') {
				break
			}
			point = point || c == '.'
			end++
		}
		v, err := strconv.ParseFloat(p.text[:end], 64)
		if err != nil {
			return nil, err
		}
		out, p.text = append(out, v), p.text[end:]
	}
	return out, nil
}
