package tiles

import (
	"math"

	"atlante/geo/layer"
)

// cellColour is the class of the minutes of a cell, or what is not minutes.
func (s styleState) cellColour() any {
	kind := string(s.kind.ID)
	if s.kind.ByArea {
		return expr{"match", expr{"get", "served_" + kind}, "yes", layer.ServedColour, layer.NotServedColour}
	}
	minutes := expr{"get", "minutes_" + kind}
	out := expr{"case", expr{"any", expr{"==", expr{"get", "state_" + kind}, "unreachable"}, expr{"!", expr{"has", "minutes_" + kind}}}}
	if s.minutes > 0 { // one threshold: reached or not
		return append(out, layer.NotServedColour, expr{"<=", minutes, s.minutes}, layer.ServedColour, layer.NotServedColour)
	}
	out = append(out, layer.UnreachableColour)
	classes := layer.Classes()
	for _, c := range classes {
		if math.IsInf(c.Max, 1) {
			break
		}
		out = append(out, expr{"<=", minutes, c.Max}, c.Colour)
	}
	return append(out, classes[len(classes)-1].Colour)
}

func (s styleState) stateField() string {
	if s.kind.ByArea {
		return "served_" + string(s.kind.ID)
	}
	return "state_" + string(s.kind.ID)
}

// living are the cells where somebody lives; of knownCells it is known how far they are.
var living = expr{">", expr{"get", "residents"}, 0}

func (s styleState) knownCells() expr {
	return expr{"all", living, expr{"has", s.stateField()}, expr{"!", expr{"in", expr{"get", s.stateField()}, expr{"literal", expr{"unknown", "empty"}}}}}
}

// cells: nobody's stay white, unknown is a hatch, and those that are reached on foot
// from the last road bear a mark.
func (s styleState) cells() []styleLayer {
	state, known := expr{"get", s.stateField()}, s.knownCells()
	of := func(l styleLayer) styleLayer {
		l.Source, l.SourceLayer = styleSource, "cells"
		return l
	}
	return []styleLayer{
		of(styleLayer{ID: "cells", Type: "fill", Filter: known, Paint: map[string]any{"fill-color": s.cellColour(), "fill-antialias": true}}),
		of(styleLayer{ID: "cells-unknown", Type: "fill", Filter: expr{"all", living, expr{"==", state, "unknown"}}, Paint: map[string]any{"fill-pattern": "unknown"}}),
		of(styleLayer{ID: "cells-walk", Type: "fill", MinZoom: 9, Filter: expr{"all", known, expr{"==", state, "walk_only"}}, Paint: map[string]any{"fill-pattern": "walk"}}),
		of(styleLayer{ID: "cells-grid", Type: "line", MinZoom: 12, Filter: living,
			Paint: map[string]any{"line-color": layer.Light().Halo, "line-width": 0.6, "line-opacity": 0.7}}),
	}
}

// gaps are the underserved mountain areas of the kind; provisional ones are hatched.
func (s styleState) gaps(t layer.Tokens) []styleLayer {
	of := expr{"all", expr{"==", expr{"get", "kind"}, string(s.kind.ID)}, expr{"==", expr{"get", "territory"}, "mountain"}}
	line := func(id, colour string, base, opacity float64) styleLayer {
		return styleLayer{ID: id, Type: "line", Source: styleSource, SourceLayer: "gaps", Filter: of, Layout: map[string]any{"line-join": "round"},
			Paint: map[string]any{"line-color": colour, "line-width": byZoom(7, base*0.6, 10, base, 13, base*1.4), "line-opacity": opacity}}
	}
	return []styleLayer{
		{ID: "gaps-provisional", Type: "fill", Source: styleSource, SourceLayer: "gaps",
			Filter: expr{"all", of, expr{"==", expr{"get", "confidence"}, "provisional"}}, Paint: map[string]any{"fill-pattern": "provisional"}},
		line("gaps-casing", t.Halo, 4.5, 0.9),
		line("gaps", layer.GapColour, 2.2, 1),
	}
}

// byZoom goes straight from one zoom's value to the next.
func byZoom(stops ...any) expr {
	return append(expr{"interpolate", expr{"linear"}, expr{"zoom"}}, stops...)
}
