package ogc

import (
	"slices"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo/cover"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// parameters declares those that many paths share.
func (d *document) parameters() {
	add := func(name string, schema object, it, en string, example any) {
		p := object{"name": name, "in": "query", "required": false, "style": "form", "explode": false, "schema": schema, "description": it + " / " + en}
		if example != nil {
			p["example"] = example
		}
		d.shared[name] = p
	}
	text := func(max int) object { return object{"type": "string", "minLength": 1, "maxLength": max} }
	word := func(values ...string) object { return object{"type": "string", "enum": values} }
	crs := word(systems()...)
	crs["default"], crs["format"] = ask.CRS84, "uri"
	add("f", word(asJSON.Name, asHTML.Name), "formato, al posto di Accept", "format, instead of Accept", "json")
	add("lang", word("it", "en"), "lingua, al posto di Accept-Language", "language, instead of Accept-Language", "en")
	add(ask.Limit, object{"type": "integer", "minimum": 1, "maximum": ask.LimitMax, "default": ask.LimitDefault},
		"elementi per pagina; oltre il massimo vale il massimo", "features a page; over the maximum it is the maximum", 10)
	add(ask.Offset, object{"type": "integer", "minimum": 0, "maximum": ask.OffsetMax, "default": 0},
		"elementi da saltare; per scorrere tutto è meglio il link next", "features to leave out; to read all the link next is better", 0)
	add(ask.After, text(ask.AfterMax), "segnalibro preso dal link next: non va costruito", "bookmark taken from the link next: not to be built", nil)
	numbers := object{"type": "array", "items": object{"type": "number"}, "oneOf": []object{{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}}}
	add(ask.BBox, numbers, "riquadro: ovest,sud,est,nord, nell'ordine degli assi di bbox-crs", "box: west,south,east,north, in the order of the axes of bbox-crs", []float64{7, 45, 7.8, 45.4})
	add(ask.BBoxCRS, crs, "sistema del riquadro", "system of the box", ask.CRS84)
	add(ask.CRSName, crs, "sistema delle coordinate date", "system of the coordinates given out", ask.CRS84)
	add(ask.Datetime, text(80), "giorno o istante, o due con una barra in mezzo; .. è aperto. Ciò che non ha tempo c'è sempre",
		"day or instant, or two with a slash between; .. is open. What has no time is always there", "2020-01-01/..")
	add(ask.Filter, text(cql2.MaxBytes), "condizione in CQL2 sui campi di queryables", "condition in CQL2 on the fields of queryables", nil)
	lang := word(ask.LangText, ask.LangJSON)
	lang["default"] = ask.LangText
	add(ask.FilterLang, lang, "lingua di filter", "language of filter", ask.LangText)
	add(ask.FilterCRS, crs, "sistema delle geometrie in filter", "system of the geometries in filter", ask.CRS84)
	scenario := word(string(cover.ScenarioCurrent), string(cover.ScenarioPlanned))
	scenario["default"] = string(cover.ScenarioCurrent)
	add(ask.Scenario, scenario, "luoghi aperti oggi, o con le aperture previste", "places open today, or with the planned openings", "planned")
	ids := []string{}
	for _, of := range d.list {
		ids = append(ids, of.ID)
	}
	d.shared["collectionId"] = object{"name": "collectionId", "in": "path", "required": true, "description": "una raccolta / a collection", "schema": word(ids...)}
}

// sortParameter is sortby for the fields of a collection.
func sortParameter(of feature.Collection) object {
	names := []string{}
	for _, f := range of.Fields {
		names = append(names, f.Name, "-"+f.Name, "+"+f.Name)
	}
	return object{"name": ask.SortBy, "in": "query", "required": false, "style": "form", "explode": false, "example": []string{"-" + of.Key},
		"description": "campi con cui ordinare; un meno davanti rovescia / fields to sort by; a minus in front turns around",
		"schema":      object{"type": "array", "minItems": 1, "maxItems": ask.SortMax, "items": object{"type": "string", "enum": names}}}
}

// equality is a field as a parameter.
func equality(f feature.Field) object {
	p := object{"name": f.Name, "in": "query", "required": false, "style": "form", "explode": false,
		"description": f.TitleIT + " / " + f.TitleEN, "schema": fieldSchema(f, false)}
	return p
}

// fieldSchema is the type of a field; in an answer it may be null.
func fieldSchema(f feature.Field, answer bool) object {
	of := propertyOf(f)
	out := object{"type": of.Type}
	if of.Format != "" {
		out["format"] = of.Format
	}
	if of.Type == "string" && !answer && of.Format == "" && len(of.Enum) == 0 {
		out["minLength"], out["maxLength"] = 1, wire.TextMax
	}
	if answer {
		out["nullable"], out["description"] = true, f.TitleIT+" / "+f.TitleEN
	}
	if len(of.Enum) > 0 && answer {
		values := []any{}
		for _, v := range of.Enum {
			values = append(values, v)
		}
		out["enum"] = append(values, nil) // 3.0.3: null must be among the values
	} else if len(of.Enum) > 0 {
		out["enum"] = slices.Clone(of.Enum)
	}
	return out
}
