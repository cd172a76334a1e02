package ogc

import (
	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/feature"
)

// object is a part of an OpenAPI document; encoding/json writes its keys in order.
type object = map[string]any

// document is an OpenAPI 3.0.3 document in the making.
type document struct {
	list    []feature.Collection
	shared  object // parameters
	schemas object
}

// Document describes everything below Root: paths, relative to it, and
// components.
func Document(list []feature.Collection) (paths, components map[string]any) {
	d := &document{list, object{}, object{}}
	d.parameters()
	d.makeSchemas()
	paths = d.paths()
	return paths, object{
		"parameters": d.shared, "schemas": d.schemas,
		"responses": d.problems(),
		"headers": object{
			"ETag":       object{"description": "Forte: va rimandato in If-None-Match / strong: send it back in If-None-Match", "schema": object{"type": "string"}},
			"ContentCrs": object{"description": "Il sistema delle coordinate, tra < e > / the system of the coordinates, between < and >", "schema": object{"type": "string"}},
		},
	}
}

// definition is the answer of /api.
func definition(c *call) (answer, error) {
	list, err := c.collections()
	if err != nil {
		return answer{}, err
	}
	paths, components := Document(list)
	doc := object{
		"openapi": "3.0.3",
		"info": object{
			"title": serviceTitle.IT + " / " + serviceTitle.EN, "version": c.s.Version, "description": about.IT + " / " + about.EN,
			"license": object{"name": "Dati / data: " + geo.Licence, "url": geo.LicenceURL},
		},
		"servers":    []object{{"url": c.origin + Root}},
		"tags":       []object{{"name": "ogc", "description": "OGC API Features, OGC API Tiles"}},
		"paths":      paths,
		"components": components,
	}
	title := wire.Text{IT: "L'API spiegata", EN: "The API explained"}
	return answer{doc, Page{Name: "api", Title: title, Trail: trail(), View: APIView{list, c.at("/api"), c.at("/")}}}, nil
}

// APIView is what the page of the API shows.
type APIView struct {
	Collections []feature.Collection
	Document    string // address
	Address     string // of the service
}

func (d *document) component(kind, name string) object {
	return object{"$ref": "#/components/" + kind + "/" + name}
}

func (d *document) paths() object {
	both := func(name string) object {
		return object{asJSON.MediaType: object{"schema": d.component("schemas", name)}, asHTML.MediaType: object{"schema": object{"type": "string"}}}
	}
	written := func(name string) object { // as a JSON Schema
		return object{asSchema.MediaType: object{"schema": d.component("schemas", name)}, asJSON.MediaType: object{"schema": d.component("schemas", name)},
			asHTML.MediaType: object{"schema": object{"type": "string"}}}
	}
	schema := written("jsonSchema")
	api := object{contentType(asAPI): object{"schema": object{"type": "object"}}, asJSON.MediaType: object{"schema": object{"type": "object"}},
		asHTML.MediaType: object{"schema": object{"type": "string"}}}
	one := "/collections/{collectionId}"
	out := object{
		"/":                           d.get("ogcLanding", "La pagina d'ingresso / the landing page", both("landing")),
		"/conformance":                d.get("ogcConformance", "Classi di conformità / conformance classes", both("conformance")),
		"/api":                        d.get("ogcApi", "Questo documento / this document", api),
		"/collections":                d.get("ogcCollections", "Le raccolte / the collections", both("collections")),
		one:                           d.get("ogcCollection", "Una raccolta / one collection", both("collection"), "collectionId"),
		one + "/queryables":           d.get("ogcQueryables", "Campi con cui filtrare / fields to filter by", schema, "collectionId"),
		one + "/sortables":            d.get("ogcSortables", "Campi con cui ordinare / fields to sort by", schema, "collectionId"),
		one + "/schema":               d.get("ogcSchema", "Campi / fields", schema, "collectionId"),
		one + "/schema/feature":       d.get("ogcFeatureSchema", "Lo schema di un elemento GeoJSON, per GDAL / the schema of a feature of GeoJSON, for GDAL", written("featureSchema"), "collectionId"),
		one + "/tiles":                d.get("ogcCollectionTileSets", "Tile vettoriali di una raccolta / vector tiles of a collection", both("tileSets"), "collectionId"),
		one + "/tiles/" + matrixID:    d.get("ogcCollectionTileSet", "Le tile di una raccolta descritte / the tiles of a collection described", both("tileSet"), "collectionId"),
		"/tiles":                      d.get("ogcTileSets", "Tile vettoriali di tutti i livelli / vector tiles of all layers", both("tileSets")),
		"/tiles/" + matrixID:          d.get("ogcTileSet", "Le tile di tutti i livelli descritte / the tiles of all layers described", both("tileSet")),
		"/tileMatrixSets":             d.get("ogcTileMatrixSets", "Griglie delle tile / grids of the tiles", both("tileMatrixSets")),
		"/tileMatrixSets/" + matrixID: d.get("ogcTileMatrixSet", "La griglia descritta / the grid described", both("tileMatrixSet")),
	}
	for _, of := range d.list {
		path := "/collections/" + of.ID + "/items"
		out[path] = d.items(of)
		out[path+"/{featureId}"] = d.feature(of)
	}
	return out
}

// get is a path that is read, with shared parameters by name.
func (d *document) get(id, summary string, content object, params ...string) object {
	refs := []object{}
	for _, p := range append(params, "f", "lang") {
		refs = append(refs, d.component("parameters", p))
	}
	return object{"get": d.operation(id, summary, content, refs)}
}

func (d *document) operation(id, summary string, content object, params []object) object {
	responses := object{
		"200": object{"description": "OK", "content": content, "headers": object{"ETag": d.component("headers", "ETag")}},
		"304": object{"description": "Non è cambiato / not modified"},
	}
	for status, name := range problemNames() {
		responses[status] = d.component("responses", name)
	}
	return object{"operationId": id, "summary": summary, "tags": []string{"ogc"}, "parameters": params, "responses": responses}
}

// items is the path of the features of a collection; its fields are parameters.
func (d *document) items(of feature.Collection) object {
	names := []string{ask.Limit, ask.Offset, ask.After, ask.BBox, ask.BBoxCRS, ask.CRSName, ask.Datetime, ask.Filter, ask.FilterLang, ask.FilterCRS}
	if of.Scenarios {
		names = append(names, ask.Scenario)
	}
	params := []object{}
	for _, n := range append(names, "f", "lang") {
		params = append(params, d.component("parameters", n))
	}
	params = append(params, sortParameter(of))
	for _, f := range ask.Equalities(of) {
		params = append(params, equality(f))
	}
	op := d.operation("ogcItems_"+of.ID, of.TitleIT+" / "+of.TitleEN, d.features(of.ID+"Features"), params)
	op["description"] = of.DescriptionIT + " / " + of.DescriptionEN
	return object{"get": withCRS(d, op)}
}

func (d *document) feature(of feature.Collection) object {
	params := []object{{"name": "featureId", "in": "path", "required": true, "description": "il campo / the field " + of.Key, "schema": object{"type": "string"}}}
	names := []string{ask.CRSName, "f", "lang"}
	if of.Scenarios {
		names = append(names, ask.Scenario)
	}
	for _, n := range names {
		params = append(params, d.component("parameters", n))
	}
	op := d.operation("ogcFeature_"+of.ID, of.TitleIT+": uno / "+of.TitleEN+": one", d.features(of.ID+"Feature"), params)
	return object{"get": withCRS(d, op)}
}

func (d *document) features(name string) object {
	ref := object{"schema": d.component("schemas", name)}
	return object{asGeoJSON.MediaType: ref, asJSON.MediaType: ref, asHTML.MediaType: object{"schema": object{"type": "string"}}}
}

func withCRS(d *document, op object) object {
	op["responses"].(object)["200"].(object)["headers"].(object)["Content-Crs"] = d.component("headers", "ContentCrs")
	return op
}

// problemNames are the problems that every operation may answer with.
func problemNames() map[string]string {
	return map[string]string{"400": "Invalid", "404": "NotFound", "406": "NotAcceptable", "429": "TooMany", "500": "Internal", "503": "Busy"}
}

func (d *document) problems() object {
	texts := map[string]string{"400": "Richiesta non valida / invalid request", "404": "Non trovato / not found", "406": "Formato non disponibile / not acceptable",
		"429": "Troppe richieste / too many requests", "500": "Errore nostro / our error", "503": "Servizio occupato / service busy"}
	out := object{}
	for status, name := range problemNames() {
		out[name] = object{"description": texts[status],
			"content": object{wire.ProblemType: object{"schema": d.component("schemas", "problem")}}}
	}
	return out
}
