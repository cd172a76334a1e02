package qgis

import (
	"fmt"
	"strconv"
)

// symbol is how something is drawn: layers of paint, the lowest first. Lengths are
// millimetres, colours "#rrggbb".
type symbol struct {
	sort   string // "fill", "line" or "marker"
	layers []element
	alpha  float64 // 0 is opaque as well: nobody draws what cannot be seen
}

// rgba is a colour as QGIS writes it: "r,g,b,a".
func rgba(hex string) string {
	v, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return "0,0,0,255"
	}
	return fmt.Sprintf("%d,%d,%d,255", v>>16, v>>8&255, v&255)
}

func paint(class string, settings ...string) element {
	return el("layer", "class", class, "enabled", "1", "locked", "0", "pass", "0").with(options(settings...))
}

// flat fills with a colour; the edge has the same, so that no white shows between cells.
func flat(colour string) symbol {
	return symbol{sort: "fill", layers: []element{paint("SimpleFill", "color", rgba(colour), "style", "solid",
		"outline_color", rgba(colour), "outline_style", "solid", "outline_width", "0.08", "joinstyle", "round")}}
}

// ground fills with a colour, without an edge.
func ground(colour string) symbol {
	return symbol{sort: "fill", layers: []element{paint("SimpleFill", "color", rgba(colour), "style", "solid", "outline_style", "no")}}
}

// outline draws only the edge of an area.
func outline(colour string, width float64) symbol {
	return symbol{sort: "fill", layers: []element{paint("SimpleLine", "line_color", rgba(colour), "line_width", number(width), "joinstyle", "round", "capstyle", "round")}}
}

// hatch fills with parallel lines, angle in degrees.
func hatch(colour string, angle, distance, width float64) symbol {
	lines := symbol{sort: "line", layers: []element{paint("SimpleLine", "line_color", rgba(colour), "line_width", number(width))}}
	return symbol{sort: "fill", layers: []element{
		paint("LinePatternFill", "angle", number(angle), "distance", number(distance), "color", rgba(colour), "line_width", number(width)).
			with(lines.element("@0@0")),
	}}
}

// over puts another symbol of the same sort on top.
func (s symbol) over(t symbol) symbol {
	s.layers = append(s.layers[:len(s.layers):len(s.layers)], t.layers...)
	return s
}

// mark is a marker of QGIS by its name, turned by degrees.
func mark(name, fill, edge string, size, angle float64) symbol {
	return symbol{sort: "marker", layers: []element{paint("SimpleMarker", "name", name, "color", rgba(fill), "size", number(size),
		"outline_color", rgba(edge), "outline_width", "0.5", "outline_style", "solid", "joinstyle", "round", "angle", number(angle))}}
}

// element writes the symbol under a name.
func (s symbol) element(name string) element {
	alpha := s.alpha
	if alpha == 0 {
		alpha = 1
	}
	return el("symbol", "type", s.sort, "name", name, "alpha", number(alpha), "clip_to_extent", "1", "force_rhr", "0").with(s.layers...)
}

// markerName is what QGIS calls the outline that geo/layer gives the i-th kind, and
// how far it is turned.
func markerName(i int) (name string, angle float64) {
	switch i % 9 {
	case 0:
		return "circle", 0
	case 1:
		return "square", 0
	case 2:
		return "triangle", 0
	case 3:
		return "diamond", 0
	case 4:
		return "pentagon", 0
	case 5:
		return "triangle", 180
	case 6:
		return "cross_fill", 0
	case 7:
		return "hexagon", 90
	}
	return "star", 0
}
