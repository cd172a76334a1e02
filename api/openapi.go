package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"atlante/api/wire"
)

// document makes the OpenAPI 3.0.3 document of the table.
func document(table []route, version string) []byte {
	s := newSchemas()
	parameters, paths := schema{}, schema{}
	for _, rt := range table {
		paths[rt.path] = schema{"get": operation(rt, s, parameters)}
	}
	s.of(reflect.TypeFor[wire.Problem]())
	doc := schema{
		"openapi": "3.0.3",
		"info": schema{
			"title":       "Atlante",
			"version":     version,
			"description": "Mappa dell'economia sociale della Città metropolitana di Torino: luoghi, copertura, aree non servite. Sola lettura. Le coordinate sono EPSG:4326, prima la longitudine. / Map of the social economy of the metropolitan city of Torino: places, coverage, underserved areas. Read only. Coordinates are EPSG:4326, longitude first.",
			"license":     schema{"name": "Dati / data: CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
		},
		"servers": []schema{{"url": "/"}},
		"paths":   paths,
		"components": schema{
			"schemas":    s.components,
			"parameters": parameters,
			"responses":  problemResponses(),
			"headers":    schema{"ETag": schema{"description": "strong; send it back in If-None-Match", "schema": schema{"type": "string"}}},
		},
	}
	body, err := json.Marshal(doc)
	if err != nil { // maps of strings, numbers and lists always marshal
		panic(err)
	}
	return body
}

func operation(rt route, s *schemas, parameters schema) schema {
	content := schema{wire.JSON.MediaType: schema{"schema": s.of(reflect.TypeOf(rt.json))}}
	if rt.geojson != nil {
		content[wire.GeoJSON.MediaType] = schema{"schema": s.of(reflect.TypeOf(rt.geojson))}
	}
	responses := schema{
		"200": schema{"description": "OK", "content": content, "headers": schema{"ETag": schema{"$ref": "#/components/headers/ETag"}}},
		"304": schema{"description": "Not modified"},
	}
	if rt.moves {
		responses["308"] = schema{"description": "Unito a un altro luogo: Location dice quale / merged into another place: Location says which"}
		responses[strconv.Itoa(http.StatusGone)] = schema{"$ref": "#/components/responses/Gone"}
	}
	for status, name := range problemNames() {
		responses[strconv.Itoa(status)] = schema{"$ref": "#/components/responses/" + name}
	}
	refs := []schema{}
	for _, p := range slices.Concat(rt.params, []param{formatParam(rt.formats()), langParam()}) {
		parameters[p.key] = p.document()
		refs = append(refs, schema{"$ref": "#/components/parameters/" + p.key})
	}
	return schema{
		"operationId": rt.id,
		"summary":     rt.summary.IT + " / " + rt.summary.EN,
		"parameters":  refs,
		"responses":   responses,
	}
}

func (p param) document() schema {
	out := schema{
		"name": p.name, "in": p.in, "required": p.required, "schema": p.schema,
		"description": p.text.IT + " / " + p.text.EN,
	}
	if p.comma {
		out["style"], out["explode"] = "form", false
	}
	if p.example != nil {
		out["example"] = p.example
	}
	return out
}

// problemNames are the problems that every operation may answer with.
func problemNames() map[int]string {
	return map[int]string{
		http.StatusBadRequest:          "Invalid",
		http.StatusNotFound:            "NotFound",
		http.StatusNotAcceptable:       "NotAcceptable",
		http.StatusInternalServerError: "Internal",
		http.StatusServiceUnavailable:  "Busy",
	}
}

func problemResponses() schema {
	out := schema{}
	names := problemNames()
	names[http.StatusGone] = "Gone" // of what people have seen
	for status, name := range names {
		out[name] = schema{
			"description": http.StatusText(status),
			"content":     schema{wire.ProblemType: schema{"schema": schema{"$ref": "#/components/schemas/Problem"}}},
		}
	}
	return out
}

// serveDocument serves the document, which never changes while we run.
func serveDocument(body []byte) wire.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := wire.ReadQuery(r).Err(); err != nil {
			return err
		}
		return wire.SendTagged(w, r, wire.JSON.MediaType, body)
	}
}
