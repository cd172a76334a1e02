package qgis

import (
	"strconv"

	"atlante/geo"
	"atlante/geo/feature"
	"atlante/geo/layer"
)

// version is the oldest QGIS that reads what is written here.
const version = "3.22.16"

// names of the project and of its group.
const title = "Atlante dell'economia sociale – Città metropolitana di Torino"

// project is the whole document.
func (a Atlas) project() element {
	top, tiles := a.sheets()
	all := append(top[:len(top):len(top)], tiles...)
	layers, order := el("projectlayers"), el("layerorder")
	for _, s := range all {
		layers, order = layers.with(s.body), order.with(el("layer", "id", s.id))
	}
	return el("qgis", "version", version, "projectname", title).with(
		el("homePath", "path", ""), el("title").says(title), el("trust", "active", "0"),
		crs("projectCrs", 32632), tree(top, tiles), layers, order,
		el("properties").with(canvas(layer.Light().Around),
			el("SpatialRefSys").with(el("ProjectionsEnabled", "type", "int").says("1")),
			el("Paths").with(el("Absolute", "type", "bool").says("false"))),
		a.projectMetadata(), a.view(),
	)
}

// sheets are the layers of the project in the order of the legend, top first.
// tiles stand in a group of their own: one of them is looked at.
func (a Atlas) sheets() (top, tiles []sheet) {
	for _, id := range []string{feature.Places, feature.Gaps, feature.Zones, feature.Comuni, feature.Cells} {
		if c, ok := feature.ByID(a.Collections, id); ok {
			top = append(top, a.sheet(c))
		}
	}
	for _, k := range a.Kinds {
		s := a.tiles(k)
		s.off = k.ID != a.first().ID
		tiles = append(tiles, s)
	}
	return top, tiles
}

// first is the kind that the project opens with: the first that people travel to.
func (a Atlas) first() geo.Kind {
	for _, k := range a.Kinds {
		if !k.ByArea {
			return k
		}
	}
	return geo.Kind{}
}

// inOrder are the kinds, the one that opens first.
func (a Atlas) inOrder() []geo.Kind {
	first := a.first()
	out := []geo.Kind{first}
	for _, k := range a.Kinds {
		if k.ID != first.ID {
			out = append(out, k)
		}
	}
	return out
}

// sheet says how each collection is drawn.
func (a Atlas) sheet(c feature.Collection) sheet {
	light := layer.Light()
	switch c.ID {
	case feature.Places:
		return a.collection(c, false, scales{}, style{"Tipi di luogo", categories("kind", placeCategories(a.Kinds)),
			&label{field: "name", colour: light.Ink, halo: light.Halo, bold: true, size: 8, closer: 60000, below: true, priority: 8}})
	case feature.Gaps:
		name := `to_string("rank") || '. ' || "name" || '\n' || replace(format_number("residents", 0, 'en'), ',', '.') || ' residenti'`
		of := `if("kind" = ` + text(string(a.first().ID)) + ` and "territory" = 'mountain' and ("rank" <= 6 or @map_scale < 250000), ` + name + `, '')`
		return a.collection(c, false, scales{}, style{"Aree non servite", rules(gapRules(a.inOrder())),
			&label{field: of, expression: true, colour: layer.GapColour, halo: light.Halo, bold: true, size: 8, priority: 9}})
	case feature.Zones:
		return a.collection(c, false, scales{}, a.areaStyles(c.ID, outline(light.ZoneLine, 0.5),
			label{field: "name", colour: light.Quiet, halo: light.Halo, bold: true, size: 9, farther: 150000, priority: 4})...)
	case feature.Comuni:
		return a.collection(c, false, scales{}, a.areaStyles(c.ID, outline(light.Line, 0.15),
			label{field: "name", colour: light.Ink, halo: light.Halo, size: 7.5, closer: 250000, priority: 5})...)
	}
	var styles []style
	for _, k := range a.inOrder() {
		styles = append(styles, style{k.NameIT, rules(cellRules(k)), nil})
	}
	s := a.collection(c, true, scales{closer: 200000}, styles...)
	s.off = true // the tiles show the same, faster
	return s
}

// areaStyles are the boundaries alone, then the coverage by each kind.
func (a Atlas) areaStyles(of string, border symbol, name label) []style {
	out := []style{{"Confini", single(border), &name}}
	for _, k := range a.inOrder() {
		out = append(out, style{"Copertura: " + k.NameIT, rules(shareRules(k, of)), &name})
	}
	return out
}

// tree is the legend.
func tree(top, tiles []sheet) element {
	all := el("layer-tree-group", "name", "Atlante", "checked", "Qt::Checked", "expanded", "1")
	for _, s := range top {
		all = all.with(s.leaf())
	}
	shown := -1
	group := el("layer-tree-group", "name", "Minuti e aree servite (tessere vettoriali)", "checked", "Qt::Checked", "expanded", "0", "mutually-exclusive", "1")
	for i, s := range tiles {
		if !s.off {
			shown = i
		}
		group = group.with(s.leaf())
	}
	group.attrs = append(group.attrs, "mutually-exclusive-child", strconv.Itoa(shown))
	return el("layer-tree-group").with(all.with(group))
}

func (s sheet) leaf() element {
	checked := "Qt::Checked"
	if s.off {
		checked = "Qt::Unchecked"
	}
	return el("layer-tree-layer", "id", s.id, "name", s.name, "providerKey", s.provider, "source", s.source, "checked", checked, "expanded", flag(!s.off))
}

// canvas is the colour below everything.
func canvas(colour string) element {
	r, g, b := colour[1:3], colour[3:5], colour[5:7]
	part := func(name, hex string) element {
		v, _ := strconv.ParseUint(hex, 16, 8)
		return el(name, "type", "int").says(strconv.FormatUint(v, 10))
	}
	return el("Gui").with(part("CanvasColorRedPart", r), part("CanvasColorGreenPart", g), part("CanvasColorBluePart", b))
}

// view is where the map opens.
func (a Atlas) view() element {
	return el("ProjectViewSettings", "UseProjectScales", "0").with(
		el("DefaultViewExtent", "xmin", number(a.Extent.Min[0]), "ymin", number(a.Extent.Min[1]), "xmax", number(a.Extent.Max[0]), "ymax", number(a.Extent.Max[1])).
			with(crs("", 4326).in...),
	)
}
