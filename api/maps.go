package api

import (
	"net/http"
	"slices"

	"atlante/api/wire"
	"atlante/geo/cover"
	"atlante/geo/layer"
)

// tileType is the media type of a vector tile.
const tileType = "application/vnd.mapbox-vector-tile"

// TileIndex lists what there is in tiles.
type TileIndex struct {
	Layers    []TileLayer    `json:"layers"`
	Scenarios []TileScenario `json:"scenarios"`
	Styles    []TileStyle    `json:"styles"`
}

// TileStyle is one style of the index.
type TileStyle struct {
	ID    string `json:"id"`
	Style string `json:"style" format:"uri-reference" doc:"address of a style of MapLibre"`
}

// TileLayer is one layer of the index.
type TileLayer struct {
	ID          string `json:"id"`
	Description string `json:"description"`
	Geometry    string `json:"geometry" enum:"point,line,polygon"`
	MinZoom     int    `json:"minzoom"`
	MaxZoom     int    `json:"maxzoom"`
	Coverage    bool   `json:"coverage" doc:"its figures depend on the scenario"`
	Version     int64  `json:"version" doc:"only grows"`
	TileJSON    string `json:"tilejson" format:"uri-reference" doc:"address of its TileJSON"`
}

// TileScenario is one scenario of the index.
type TileScenario struct {
	ID       string `json:"id"`
	TileJSON string `json:"tilejson" doc:"address of the TileJSON, with {layers} to fill in"`
}

// TileJSON describes layers by TileJSON 3.0.
type TileJSON struct {
	TileJSON     string        `json:"tilejson" enum:"3.0.0"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
	Version      string        `json:"version"`
	Attribution  string        `json:"attribution" doc:"HTML"`
	Scheme       string        `json:"scheme" enum:"xyz"`
	Tiles        []string      `json:"tiles" doc:"with {z}, {x} and {y} to fill in"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       []float64     `json:"bounds,omitempty" doc:"west, south, east, north in degrees"`
	Center       []float64     `json:"center,omitempty" doc:"longitude, latitude, zoom"`
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// VectorLayer is one layer of a TileJSON.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields" doc:"name: type and meaning"`
}

// maps describes the vector tiles. Where the end of an address is written to a
// part of it, ".json" or ".mvt", the document takes both as one parameter.
func (d *draft) maps() {
	const layers = `^[a-z_]{1,40}(,[a-z_]{1,40}){0,19}`
	example := layer.Catalogue()[0].ID
	file := keyed("tiles_file", path("tilejson", schema{"type": "string", "maxLength": wire.TextMax, "pattern": layers + `\.json$`}, example+".json",
		"uno o più livelli separati da virgole, poi .json", "one layer or several separated by commas, then .json"))
	named := keyed("tiles_layers", path("layers", schema{"type": "string", "maxLength": wire.TextMax, "pattern": layers + `$`}, example,
		"uno o più livelli separati da virgole (elenco in /tiles/index.json)", "one layer or several separated by commas (listed in /tiles/index.json)"))
	scenario := keyed("tiles_scenario", path("scenario", word(string(cover.ScenarioPlanned)), string(cover.ScenarioPlanned), "con le aperture previste", "with the planned openings"))
	tile := []param{named, path("z", whole(0, 30), 8, "zoom", "zoom"), path("x", whole(0, 1<<30), 133, "colonna", "column"),
		keyed("tiles_row", path("tile", schema{"type": "string", "maxLength": 20, "pattern": `^(0|[1-9][0-9]{0,9})\.mvt$`}, "91.mvt", "riga, poi .mvt", "row, then .mvt")), pinParam(), langParam()}

	index := wire.Text{IT: "I livelli delle tessere vettoriali", EN: "The layers of the vector tiles"}
	d.paths["/tiles/index.json"] = schema{"get": d.operation(operation{id: "listTileLayers", tag: "maps", summary: index, params: []param{langParam()},
		responses: d.tagged(TileIndex{}), problems: []int{http.StatusBadRequest, http.StatusServiceUnavailable}})}
	for _, way := range []struct {
		prefix, suffix string
		params         []param
		text           wire.Text
	}{
		{"/tiles", "", nil, wire.Text{IT: "come oggi", EN: "as of today"}},
		{"/tiles/scenario/{scenario}", "Planned", []param{scenario}, wire.Text{IT: "con le aperture previste", EN: "with the planned openings"}},
	} {
		d.paths[way.prefix+"/{tilejson}"] = schema{"get": d.operation(operation{id: "readTileJSON" + way.suffix, tag: "maps",
			summary:   wire.Text{IT: "TileJSON 3.0 di uno o più livelli, " + way.text.IT, EN: "TileJSON 3.0 of one layer or several, " + way.text.EN},
			params:    slices.Concat([]param{file, langParam()}, way.params),
			responses: d.tagged(TileJSON{}), problems: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusServiceUnavailable}})}
		d.paths[way.prefix+"/{layers}/{z}/{x}/{tile}"] = schema{"get": d.operation(operation{id: "readTile" + way.suffix, tag: "maps",
			summary: wire.Text{IT: "Una tessera vettoriale, " + way.text.IT, EN: "A vector tile, " + way.text.EN},
			about: wire.Text{IT: "Una tessera vettoriale (MVT) di uno o più livelli, " + way.text.IT + ". Fuori dagli zoom dei livelli non c'è (404), dentro può essere vuota (204)",
				EN: "A vector tile (MVT) of one layer or several, " + way.text.EN + ". There is none outside the zooms of the layers (404); inside it may be empty (204)"},
			params: slices.Concat(tile, way.params), responses: tileAnswers(),
			problems: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable}})}
	}
}

// tagged are the answers of what is sent as JSON with a tag.
func (d *draft) tagged(v any) schema {
	return schema{"200": answer("OK", schema{wire.JSON.MediaType: schema{"schema": d.schemas.typed(v)}}, cacheHeader, tagHeader), "304": unchanged()}
}

func tileAnswers() schema {
	return schema{
		"200": answer("OK", schema{tileType: schema{"schema": schema{"type": "string", "format": "binary"}}}, cacheHeader, tagHeader),
		"204": schema{"description": "Vuota / empty", "headers": carried(cacheHeader, tagHeader)},
		"304": unchanged(),
	}
}

func pinParam() param {
	return keyed("tiles_pin", query("v", schema{"type": "integer", "format": "int64", "minimum": 1, "maximum": 1<<53 - 1}, nil,
		"versione del livello cells da cui è fatta la pagina: con un'altra la risposta è 409", "version of the layer cells that the page was made from: with another the answer is 409"))
}

// keyed gives a parameter another name among the components.
func keyed(key string, p param) param {
	p.key = key
	return p
}
