package qgis

// label writes a field beside features. Sizes are points, scales denominators.
type label struct {
	field      string // or an expression
	expression bool
	colour     string
	halo       string
	bold       bool
	size       float64
	closer     float64 // written only from this scale on: 250000 is 1:250.000; 0 always
	farther    float64 // and not closer than this; 0 for no limit
	below      bool    // under a marker, else over the point or in the area
	priority   int     // 0 gives way to all others, 10 to none
}

func (l label) settings() element {
	weight := "50"
	if l.bold {
		weight = "63"
	}
	style := el("text-style", "fieldName", l.field, "isExpression", flag(l.expression), "fontFamily", "Titillium Web", "fontSize", number(l.size),
		"fontSizeUnit", "Point", "fontWeight", weight, "textColor", rgba(l.colour), "textOpacity", "1", "multilineHeight", "1",
		"fontKerning", "1", "blendMode", "0", "capitalization", "0").
		with(
			el("families").with(el("family", "name", "Open Sans"), el("family", "name", "Liberation Sans"), el("family", "name", "DejaVu Sans")),
			el("text-buffer", "bufferDraw", "1", "bufferSize", "0.9", "bufferSizeUnits", "MM", "bufferColor", rgba(l.halo),
				"bufferOpacity", "1", "bufferNoFill", "1", "bufferJoinStyle", "128", "bufferBlendMode", "0"),
		)
	placement := el("placement", "placement", "1", "centroidInside", "1", "quadOffset", "4", "offsetUnits", "MM", "priority", number(float64(l.priority)))
	if l.below {
		placement = el("placement", "placement", "1", "quadOffset", "7", "yOffset", "2", "offsetUnits", "MM", "priority", number(float64(l.priority)))
	}
	return el("settings", "calloutType", "simple").with(
		style,
		el("text-format", "autoWrapLength", "18", "useMaxLineLengthForAutoWrap", "1", "multilineAlign", "1", "formatNumbers", "0"),
		placement,
		el("rendering", "drawLabels", "1", "scaleVisibility", flag(l.closer > 0 || l.farther > 0), "scaleMax", number(l.closer), "scaleMin", number(l.farther),
			"obstacle", "1", "obstacleFactor", "1", "obstacleType", "1", "fontMinPixelSize", "3", "fontMaxPixelSize", "10000"),
	)
}

// labeling is the labels of a layer of features; nil for none.
func labeling(l *label) element {
	return el("labeling", "type", "simple").with(l.settings())
}
