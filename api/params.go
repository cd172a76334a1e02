package api

import (
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

const (
	inQuery = "query"
	inPath  = "path"
)

// param is one parameter of a route.
type param struct {
	key      string // name among the components of the document
	name     string
	in       string
	required bool
	comma    bool // several values, separated by commas
	schema   schema
	text     wire.Text
	example  any
}

func path(name string, s schema, example any, it, en string) param {
	return param{key: "path_" + name, name: name, in: inPath, required: true, schema: s, example: example, text: wire.Text{IT: it, EN: en}}
}

func query(name string, s schema, example any, it, en string) param {
	return param{key: name, name: name, in: inQuery, schema: s, example: example, text: wire.Text{IT: it, EN: en}}
}

func word(values ...string) schema {
	return schema{"type": "string", "enum": values}
}

func words[S ~string](values ...S) []string {
	return each(values, func(s S) string { return string(s) })
}

func whole(min, max int) schema {
	return schema{"type": "integer", "format": "int32", "minimum": min, "maximum": max}
}

func text(max int) schema { return schema{"type": "string", "minLength": 1, "maxLength": max} }

var istatSchema = schema{"type": "string", "maxLength": 6, "pattern": "^[0-9]{6}$"}

// The parameters that several routes share.
func kindParam() param {
	p := query("kind", schema{"type": "array", "items": schema{"type": "string", "maxLength": 40, "pattern": "^[a-z][a-z0-9_]{0,39}$"}, "minItems": 1, "maxItems": wire.CommaListMax},
		[]string{"portineria"}, "tipi di luogo, separati da virgole (elenco in /api/v1/kinds)", "kinds of place, separated by commas (listed in /api/v1/kinds)")
	p.comma = true
	return p
}

func zoneParam() param {
	return query("zone", whole(1, 99), 7, "numero della zona omogenea", "number of the zona omogenea")
}

func comuneParam() param {
	return query("comune", istatSchema, "001272", "codice ISTAT; i codici di comuni soppressi portano a quello di oggi", "ISTAT code; codes of suppressed comuni lead to today's")
}

func bboxParam() param {
	p := query("bbox", schema{"type": "array", "items": schema{"type": "number", "format": "double", "minimum": -180, "maximum": 180}, "minItems": 4, "maxItems": 4},
		[]float64{7, 45, 7.8, 45.4}, "ovest,sud,est,nord in gradi", "west,south,east,north in degrees")
	p.comma = true
	return p
}

func territoryParam() param {
	return query("territory", word(words(geo.Territories...)...), "mountain", "montagna (classe T o P), aree interne (SNAI D–F) o tutto", "mountain (class T or P), inner areas (SNAI D–F) or all")
}

func scenarioParam() param {
	return query("scenario", word(words(cover.ScenarioCurrent, cover.ScenarioPlanned)...), "planned", "luoghi aperti oggi, oppure con le aperture previste", "places open today, or with the planned openings")
}

func wordsParam() param {
	return query("q", text(wire.TextMax), "Pinerlo", "parole del nome; accenti ed errori di battitura sono perdonati", "words of the name; accents and typos are forgiven")
}

func statusParam() param {
	all := []geo.OperatingStatus{geo.StatusActive, geo.StatusTemporarilyClosed, geo.StatusSeasonal, geo.StatusPlanned, geo.StatusClosed}
	p := query("operating_status", schema{"type": "array", "items": word(words(all...)...), "minItems": 1, "maxItems": len(all)},
		[]string{"active", "planned"}, "stati del luogo, separati da virgole", "states of the place, separated by commas")
	p.comma = true
	return p
}

func limitParam() param {
	s := whole(1, wire.ListMax)
	s["default"] = wire.ListDefault
	return query("limit", s, 2, "elementi per pagina", "items a page")
}

func afterParam() param {
	return query("after", text(wire.CursorMax), nil, "segnalibro preso da next: non va costruito", "bookmark taken from next: not to be built")
}

// formatParam belongs to every route; what it offers differs.
func formatParam(formats []wire.Format) param {
	names := each(formats, func(f wire.Format) string { return f.Name })
	p := query("f", word(names...), "json", "formato, al posto dell'intestazione Accept", "format, instead of the header Accept")
	if len(names) > 1 {
		p.key = "f_geojson"
	}
	return p
}

func langParam() param {
	return query("lang", word("it", "en"), "en", "lingua degli avvisi e degli errori, al posto di Accept-Language", "language of notices and errors, instead of Accept-Language")
}
