package qgis

import (
	"strings"

	"atlante/geo/feature"
)

// sheet is one layer of the project.
type sheet struct {
	id, name string
	provider string
	source   string
	body     element // <maplayer>
	off      bool
}

// style is one way to draw a collection; the first is the one that opens.
type style struct {
	name     string
	renderer element
	label    *label
}

// scales between which a layer is drawn, as denominators; zero is no limit.
type scales struct{ closer, farther float64 }

func (s scales) attrs() []string {
	if s.closer == 0 && s.farther == 0 {
		return []string{"hasScaleBasedVisibilityFlag", "0"}
	}
	return []string{"hasScaleBasedVisibilityFlag", "1", "minScale", number(s.closer), "maxScale", number(s.farther)}
}

// collection makes the layer of a collection of the OGC API. Where it is large,
// byView asks only for what is in sight.
func (a Atlas) collection(c feature.Collection, byView bool, at scales, styles ...style) sheet {
	id := "atlante_" + c.ID
	source := " pagingEnabled='true' restrictToRequestBBOX='" + flag(byView) + "' srsname='OGC:CRS84' typename='" + c.ID +
		"' url='" + a.Origin + "/ogc' version='OGC_API_FEATURES'"
	first := styles[0]
	attrs := append([]string{"type", "vector", "geometry", geometryName(c.Geometry), "wkbType", string(c.Geometry), "readOnly", "1",
		"labelsEnabled", flag(first.label != nil), "styleCategories", "AllStyleCategories", "simplifyDrawingHints", flag(c.Geometry != feature.Point),
		"simplifyMaxScale", "1", "simplifyDrawingTol", "1", "simplifyLocal", "1", "simplifyAlgorithm", "0"}, at.attrs()...)
	body := el("maplayer", attrs...).with(
		el("id").says(id), el("datasource").says(source), el("layername").says(c.TitleIT), crs("srs", 4326),
		a.metadata(c), el("provider", "encoding", "").says("OAPIF"), styleManager(styles),
		el("flags").with(el("Identifiable").says("1"), el("Removable").says("1"), el("Searchable").says("1"), el("Private").says("0")),
		first.renderer,
	)
	if first.label != nil {
		body = body.with(labeling(first.label))
	}
	body = body.with(a.fields(c)...)
	if _, _, named := c.Field("name"); named {
		body = body.with(el("previewExpression").says(quoted("name")))
	}
	return sheet{id: id, name: c.TitleIT, provider: "OAPIF", source: source, body: body}
}

func geometryName(g feature.Geometry) string { return strings.TrimPrefix(string(g), "Multi") }

// styleManager holds the styles that are not open, each whole.
func styleManager(styles []style) element {
	m := el("map-layer-style-manager", "current", styles[0].name).with(el("map-layer-style", "name", styles[0].name))
	for _, s := range styles[1:] {
		doc := el("qgis", "version", version, "styleCategories", "Symbology|Labeling", "labelsEnabled", flag(s.label != nil)).with(s.renderer)
		if s.label != nil {
			doc = doc.with(labeling(s.label))
		}
		m = m.with(el("map-layer-style", "name", s.name).with(doc))
	}
	return m
}

// fields give the columns Italian names, and the values of kind their own.
func (a Atlas) fields(c feature.Collection) []element {
	config, aliases := el("fieldConfiguration"), el("aliases")
	for i, f := range c.Fields {
		aliases = aliases.with(el("alias", "field", f.Name, "name", f.TitleIT, "index", number(float64(i))))
		if len(f.Values) > 0 {
			config = config.with(el("field", "name", f.Name, "configurationFlags", "None").with(valueMap(f)))
		}
	}
	return []element{config, aliases}
}

// valueMap shows the values of a field in words.
func valueMap(f feature.Field) element {
	list := el("Option", "type", "List", "name", "map")
	for i, v := range f.Values {
		list = list.with(el("Option", "type", "Map").with(el("Option", "name", f.Words[i].IT, "type", "QString", "value", v)))
	}
	return el("editWidget", "type", "ValueMap").with(el("config").with(el("Option", "type", "Map").with(list)))
}
