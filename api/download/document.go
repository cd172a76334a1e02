package download

import (
	"strings"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo/cover"
	"atlante/geo/cql2"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// object is a part of an OpenAPI document; encoding/json writes its keys in order.
type object = map[string]any

// Document describes the downloads of the collections as OpenAPI 3.0 has it: a
// path for each, and the parameters that they share.
func Document(list []feature.Collection) (paths, components map[string]any) {
	paths = object{}
	for _, c := range list {
		paths[Root+"/"+c.ID+".{format}"] = object{"get": operation(c)}
	}
	return paths, object{"parameters": parameters()}
}

func operation(c feature.Collection) object {
	content := object{}
	for _, f := range export.Formats() {
		schema := object{"type": "string", "format": "binary"}
		if f.Name == "geojson" {
			schema = object{"type": "object", "required": []string{"type", "features"}, "properties": object{
				"type":     object{"type": "string", "enum": []string{"FeatureCollection"}},
				"features": object{"type": "array", "items": object{"type": "object"}},
			}}
		}
		media, _, _ := strings.Cut(f.MediaType, ";")
		content[media] = object{"schema": schema}
	}
	text := func(s string) object { return object{"description": s} }
	return object{
		"operationId": "download" + strings.ToUpper(c.ID[:1]) + c.ID[1:],
		"summary":     "Scarica " + c.TitleIT + " / download " + c.TitleEN,
		"description": "Tutta la raccolta o ciò che i filtri scelgono, in un file con licenza, fonte, data e versione dentro. Il file si prepara per intero, al proprio turno, e poi si invia; se il turno non viene, o da un indirizzo sono in corso troppi download, 503 con Retry-After. / " +
			"The whole collection or what the filters choose, in a file that says its licence, source, date and version. The file is made whole, in its turn, then sent; when the turn does not come, or an address has too many downloads under way, 503 with Retry-After.",
		"parameters": references(c),
		"responses": object{
			"200": object{"description": "Il file / the file", "content": content, "headers": object{
				"ETag":                object{"description": "Forte: va rimandato in If-None-Match / strong: send it back in If-None-Match", "schema": object{"type": "string"}},
				"Content-Disposition": object{"description": "Il nome del file / the name of the file", "schema": object{"type": "string"}},
			}},
			"304": text("Il file di chi chiede è quello di ora / the client's file is the current one"),
			"400": text("Parametro non valido / invalid parameter"),
			"404": text("Raccolta o formato che non c'è / no such collection or format"),
			"503": text("Troppi file alla volta / too many files at a time"),
		},
	}
}

// references are the parameters of a collection, those of its fields in full.
func references(c feature.Collection) []object {
	shared := func(name string) object { return object{"$ref": "#/components/parameters/" + name} }
	out := []object{shared("format")}
	for _, name := range []string{ask.BBox, ask.BBoxCRS, ask.CRSName, ask.Datetime, ask.Filter, ask.FilterLang, ask.FilterCRS, ask.SortBy} {
		out = append(out, shared(name))
	}
	if c.Scenarios {
		out = append(out, shared(ask.Scenario))
	}
	out = append(out, shared(Separator), shared("lang"))
	for _, f := range ask.Equalities(c) {
		out = append(out, object{"name": f.Name, "in": "query", "description": f.TitleIT + " / " + f.TitleEN, "schema": schemaOf(f)})
	}
	return out
}

func schemaOf(f feature.Field) object {
	switch f.Type {
	case feature.Integer, feature.Real, feature.Boolean:
		return object{"type": string(f.Type)}
	case feature.Day, feature.Instant:
		return object{"type": "string", "format": string(f.Type)}
	}
	if len(f.Values) > 0 {
		return object{"type": "string", "enum": f.Values}
	}
	return text(wire.TextMax)
}

func text(max int) object { return object{"type": "string", "minLength": 1, "maxLength": max} }

func parameters() object {
	out := object{}
	add := func(name, in string, schema object, it, en string) {
		out[name] = object{"name": name, "in": in, "required": in == "path", "schema": schema, "description": it + " / " + en}
	}
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	var addresses, eastingFirst, codes []string
	for _, c := range ask.Systems() {
		addresses = append(addresses, c.URI)
		if !c.LatitudeFirst {
			eastingFirst = append(eastingFirst, c.URI)
		}
	}
	for _, c := range feature.SRIDs() {
		codes = append(codes, itoa(c))
	}
	word := func(otherwise string, values ...string) object {
		return object{"type": "string", "enum": values, "default": otherwise}
	}
	add("format", "path", object{"type": "string", "enum": names}, "formato del file", "format of the file")
	add(ask.BBox, "query", text(200), "riquadro: ovest,sud,est,nord, nell'ordine degli assi di bbox-crs", "box: west,south,east,north, in the order of the axes of bbox-crs")
	out[ask.BBox].(object)["example"] = "7,45,7.8,45.4"
	add(ask.BBoxCRS, "query", word(ask.CRS84, addresses...), "sistema del riquadro", "system of the box")
	add(ask.CRSName, "query", word(itoa(feature.WGS84), append(codes, eastingFirst...)...),
		"sistema delle coordinate del file, come codice EPSG o indirizzo; prima la longitudine o l'est, sempre", "system of the coordinates of the file, as EPSG code or address; longitude or easting first, always")
	add(ask.Datetime, "query", text(80), "giorno o istante, o due con una barra in mezzo; .. è aperto", "day or instant, or two with a slash between; .. is open")
	out[ask.Datetime].(object)["example"] = "2020-01-01/.."
	add(ask.Filter, "query", text(cql2.MaxBytes), "condizione in CQL2 sui campi della raccolta", "condition in CQL2 on the fields of the collection")
	add(ask.FilterLang, "query", word(ask.LangText, ask.LangText, ask.LangJSON), "lingua di filter", "language of filter")
	add(ask.FilterCRS, "query", word(ask.CRS84, addresses...), "sistema delle geometrie in filter", "system of the geometries in filter")
	add(ask.SortBy, "query", text(500), "campi con cui ordinare, separati da virgole; un meno davanti rovescia. FlatGeobuf ha un ordine suo", "fields to sort by, with commas between; a minus in front turns around. FlatGeobuf has its own order")
	add(ask.Scenario, "query", word(string(cover.ScenarioCurrent), string(cover.ScenarioCurrent), string(cover.ScenarioPlanned)),
		"luoghi aperti oggi, o con le aperture previste", "places open today, or with the planned openings")
	add(Separator, "query", word(string(export.Italian), string(export.Italian), string(export.International)),
		"solo CSV: it è punto e virgola con virgola decimale, int virgola con punto decimale", "CSV only: it is semicolon with decimal comma, int comma with decimal point")
	add("lang", "query", object{"type": "string", "enum": []string{"it", "en"}}, "lingua dei titoli nel file, al posto di Accept-Language", "language of the titles in the file, instead of Accept-Language")
	return out
}
