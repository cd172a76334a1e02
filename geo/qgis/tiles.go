package qgis

import (
	"net/url"
	"strconv"
	"strings"

	"atlante/geo"
	"atlante/geo/layer"
)

// tileLayers are what a layer of vector tiles draws, lowest first.
var tileLayers = []string{"zones", "cells", "comuni"}

// tiles makes the layer of vector tiles that shows the cells for a kind: fast at
// every scale, coarser cells from afar.
func (a Atlas) tiles(k geo.Kind) sheet {
	light := layer.Light()
	styles := []tileRule{{rule{label: "territorio", symbol: ground(light.Land)}, "zones", 2, -1, -1}}
	for _, r := range cellRules(k) {
		styles = append(styles, tileRule{r, "cells", 2, -1, -1})
	}
	styles = append(styles, tileRule{rule{label: "confini dei comuni", symbol: outline(light.Line, 0.12)}, "comuni", 2, 9, -1})
	low, high := 14, 6
	for _, id := range tileLayers {
		if l, ok := layer.ByID(id); ok {
			low, high = min(low, int(l.MinZoom)), max(high, int(l.MaxZoom))
		}
	}
	high = min(high, 14) // where cells end: closer, that tile is enlarged
	address := a.Origin + "/tiles/" + strings.Join(tileLayers, ",") + "/{z}/{x}/{y}.mvt"
	source := "type=xyz&url=" + url.QueryEscape(address) + "&zmin=" + strconv.Itoa(low) + "&zmax=" + strconv.Itoa(high)
	id, name := "atlante_tessere_"+string(k.ID), "Minuti: "+k.NameIT
	if k.ByArea {
		name = "Aree servite: " + k.NameIT
	}
	body := el("maplayer", "type", "vector-tile", "styleCategories", "AllStyleCategories", "hasScaleBasedVisibilityFlag", "0").with(
		el("id").says(id), el("datasource").says(source), el("layername").says(name), crs("srs", 3857), a.about(name, a.Origin+"/tiles/index.json",
			"Le celle H3 con i minuti al luogo più vicino, come tessere vettoriali."),
		el("provider").says("vectortile"),
		el("flags").with(el("Identifiable").says("1"), el("Removable").says("1"), el("Searchable").says("1"), el("Private").says("0")),
		tileRules(styles),
	)
	return sheet{id: id, name: name, provider: "vectortile", source: source, body: body}
}
