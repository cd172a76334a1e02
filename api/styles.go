package api

import (
	"net/http"

	"atlante/api/wire"
	"atlante/geo/cover"
)

// pngType is the media type of the pictures of styles.
const pngType = "image/png"

// styles describes the styles of the map. Styles and their pictures stand in one
// folder, so that they are one address of the document: its part says which.
func (d *draft) styles() {
	file := keyed("styles_file", path("file", word("map.json", "coverage.json", "gaps.json", "sprite.json", "sprite.png", "sprite@2x.json", "sprite@2x.png"), "map.json",
		"uno stile (map: tutta la mappa; coverage: le celle; gaps: le aree non servite), o le figure degli stili", "a style (map: the whole map; coverage: the cells; gaps: the underserved areas), or the pictures of styles"))
	kind := keyed("styles_kind", query("kind", schema{"type": "string", "maxLength": 40, "pattern": "^[a-z][a-z0-9_]{0,39}$"}, "portineria", "tipo di luogo", "kind of place"))
	minutes := keyed("styles_minutes", query("minutes", whole(1, 600), 30, "chi è entro e chi è oltre questi minuti", "who is within and who beyond these minutes"))
	labels := keyed("styles_labels", query("labels", word("yes", "no"), "no", "no: senza nomi, per i programmi che non hanno i caratteri", "no: without names, for programs that lack the fonts"))
	scenario := keyed("styles_scenario", query("scenario", word(words(cover.ScenarioCurrent, cover.ScenarioPlanned)...), "planned", "luoghi aperti oggi, oppure con le aperture previste", "places open today, or with the planned openings"))
	free := func() schema {
		return schema{"type": "object", "maxProperties": 10_000, "additionalProperties": schema{}}
	}
	d.paths["/styles/{file}"] = schema{"get": d.operation(operation{id: "readStyle", tag: "maps",
		summary: wire.Text{IT: "Uno stile di MapLibre, o le sue figure", EN: "A style of MapLibre, or its pictures"},
		about: wire.Text{IT: "Uno stile di MapLibre (versione 8) con gli stessi colori della mappa, o le figure degli stili. I parametri valgono per gli stili: le figure non ne hanno, salvo lang",
			EN: "A style of MapLibre (version 8) with the same colours as the map, or the pictures of styles. The parameters are those of styles: pictures have none, save lang"},
		params: []param{file, kind, minutes, labels, scenario, langParam()},
		responses: schema{"200": answer("OK", schema{wire.JSON.MediaType: schema{"schema": free()}, pngType: schema{"schema": schema{"type": "string", "format": "binary"}}}, cacheHeader, tagHeader),
			"304": unchanged()},
		problems: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusServiceUnavailable}})}
}
