package tiles

import "atlante/geo/layer"

// The fonts of the names, by preference; those that the reader's machine has.
var (
	plainFont  = []string{"Titillium Web", "Open Sans", "Arial", "sans-serif"}
	strongFont = []string{"Titillium Web SemiBold", "Titillium Web", "Open Sans Semibold", "Arial", "sans-serif"}
)

func boundaries(t layer.Tokens) []styleLayer {
	return []styleLayer{
		{ID: "comuni", Type: "line", Source: styleSource, SourceLayer: "comuni", MinZoom: 9,
			Paint: map[string]any{"line-color": t.Line, "line-width": byZoom(9, 0.4, 12, 1, 14, 1.4), "line-opacity": 0.8}},
		{ID: "zones", Type: "line", Source: styleSource, SourceLayer: "zones", Layout: map[string]any{"line-join": "round"},
			Paint: map[string]any{"line-color": t.ZoneLine, "line-width": byZoom(7, 0.8, 10, 1.6, 13, 2.4), "line-opacity": 0.75}},
	}
}

// names of comuni and zones; those with most residents find room first.
func names(t layer.Tokens) []styleLayer {
	size := func(small, middle, large float64) expr {
		return expr{"step", expr{"get", "residents"}, small, 15000, middle, 100000, large}
	}
	return []styleLayer{
		{ID: "comune-names", Type: "symbol", Source: styleSource, SourceLayer: "comune_labels", MinZoom: 8.5,
			Layout: map[string]any{"text-field": expr{"get", "name"}, "text-font": plainFont, "text-size": byZoom(9, size(11, 12.5, 15), 13, size(14, 16, 20)),
				"text-max-width": 8, "text-padding": 4, "symbol-sort-key": expr{"-", 0, expr{"get", "residents"}}},
			Paint: map[string]any{"text-color": t.Ink, "text-halo-color": t.Halo, "text-halo-width": 1.4}},
		{ID: "zone-names", Type: "symbol", Source: styleSource, SourceLayer: "zone_labels", MaxZoom: 9.6,
			Layout: map[string]any{"text-field": expr{"get", "name"}, "text-font": strongFont, "text-size": byZoom(7, 11, 9.5, 14),
				"text-max-width": 7, "text-padding": 2, "text-variable-anchor": expr{"center", "top", "bottom"}},
			Paint: map[string]any{"text-color": t.Quiet, "text-halo-color": t.Halo, "text-halo-width": 1.8}},
	}
}

// gapNames are written in the middle of the areas, the worst first to find room.
// Tiles cut areas: near a border of tiles a name can stand twice.
func (s styleState) gapNames(t layer.Tokens) styleLayer {
	return styleLayer{ID: "gap-names", Type: "symbol", Source: styleSource, SourceLayer: "gaps",
		Filter: expr{"all", expr{"==", expr{"get", "kind"}, string(s.kind.ID)}, expr{"==", expr{"get", "territory"}, "mountain"},
			expr{"<=", expr{"get", "rank"}, expr{"step", expr{"zoom"}, 8, 9, 16, 10, 40, 11, 10000}}},
		Layout: map[string]any{"text-field": expr{"get", "name"}, "text-font": strongFont, "text-size": byZoom(7, 12, 9, 13, 12, 14.5),
			"text-max-width": 11, "text-padding": 6, "symbol-sort-key": expr{"get", "rank"}},
		Paint: map[string]any{"text-color": layer.GapColour, "text-halo-color": t.Halo, "text-halo-width": 3}}
}

// places of all kinds, one shape a kind; those far out are gathered into dots.
func (s styleState) places(t layer.Tokens) []styleLayer {
	single := expr{"all", expr{"!", expr{"has", "count"}}, expr{"!=", expr{"get", "operating_status"}, "closed"}}
	image := expr{"match", expr{"get", "kind"}}
	for _, k := range s.kinds {
		image = append(image, string(k.ID), "place:"+string(k.ID))
	}
	image = append(image, "place:other")
	one := styleLayer{ID: "places", Type: "symbol", Source: styleSource, SourceLayer: "places", Filter: single,
		Layout: map[string]any{"icon-image": image, "icon-allow-overlap": true}}
	many := styleLayer{ID: "clusters", Type: "symbol", Source: styleSource, SourceLayer: "places", Filter: expr{"has", "count"},
		Layout: map[string]any{"icon-image": "cluster", "icon-allow-overlap": true}}
	if s.labels {
		one.Layout["text-field"] = expr{"step", expr{"zoom"}, "", 12.5, expr{"get", "name"}}
		one.Layout["text-font"], one.Layout["text-size"] = strongFont, 12
		one.Layout["text-anchor"], one.Layout["text-offset"] = "top", expr{0, 1.1}
		one.Layout["text-max-width"], one.Layout["text-optional"] = 9, true
		one.Paint = map[string]any{"text-color": t.Ink, "text-halo-color": t.Halo, "text-halo-width": 1.4}
		many.Layout["text-field"], many.Layout["text-font"] = expr{"to-string", expr{"get", "count"}}, strongFont
		many.Layout["text-size"], many.Layout["text-allow-overlap"] = 13, true
		many.Paint = map[string]any{"text-color": t.Halo}
	}
	return []styleLayer{many, one}
}
