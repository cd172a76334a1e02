package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"atlante/api/wire"
)

// draft is the document in the making.
type draft struct {
	schemas    *schemas
	parameters schema
	paths      schema
	more       map[string]schema // components of parts, by section
}

func newDraft() *draft {
	return &draft{newSchemas(), schema{}, schema{}, map[string]schema{}}
}

// components gives all that the paths refer to.
func (d *draft) components() schema {
	out := schema{
		"schemas": d.schemas.components, "parameters": d.parameters,
		"responses": problemResponses(), "headers": headers(),
	}
	for section, named := range d.more {
		all, ok := out[section].(schema)
		if !ok {
			all = schema{}
			out[section] = all
		}
		for name, c := range named {
			all[name] = c
		}
	}
	return out
}

// route describes an operation of the table.
func (d *draft) route(rt route) schema {
	content := schema{wire.JSON.MediaType: schema{"schema": d.schemas.typed(rt.json)}}
	if rt.geojson != nil {
		content[wire.GeoJSON.MediaType] = schema{"schema": d.schemas.typed(rt.geojson)}
	}
	responses := schema{"200": answer("OK", content, cacheHeader, tagHeader), "304": unchanged()}
	if rt.moves {
		responses["308"] = schema{"description": "Unito a un altro luogo: Location dice quale / merged into another place: Location says which", "headers": carried(locationHeader)}
		responses[strconv.Itoa(http.StatusGone)] = ref("responses", "Gone")
	}
	return d.operation(operation{id: rt.id, tag: tagOf(rt.path), summary: rt.summary, params: slices.Concat(rt.params, []param{formatParam(rt.formats()), langParam()}),
		responses: responses, problems: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusNotAcceptable, http.StatusServiceUnavailable}})
}

// operation is one way to ask: its parameters and answers.
type operation struct {
	id, tag   string
	summary   wire.Text
	about     wire.Text // more than the summary says; the summary when empty
	params    []param
	responses schema
	problems  []int // besides those that every address may answer with
}

func (d *draft) operation(o operation) schema {
	for _, status := range append(o.problems, http.StatusTooManyRequests, http.StatusInternalServerError) {
		o.responses[strconv.Itoa(status)] = ref("responses", problemNames[status])
	}
	params := []schema{}
	for _, p := range o.params {
		d.parameters[p.key] = p.document()
		params = append(params, ref("parameters", p.key))
	}
	about := o.about
	if about == (wire.Text{}) {
		about = o.summary
	}
	return schema{
		"operationId": o.id,
		"tags":        []string{o.tag},
		"summary":     o.summary.IT + " / " + o.summary.EN,
		"description": about.IT + ". / " + about.EN + ".",
		"parameters":  params,
		"responses":   o.responses,
	}
}

func ref(section, name string) schema { return schema{"$ref": "#/components/" + section + "/" + name} }

// Tag groups operations.
type Tag struct {
	Name string
	Text wire.Text
}

func (t Tag) document() schema {
	return schema{"name": t.Name, "description": t.Text.IT + " / " + t.Text.EN}
}

func ownTags() []Tag {
	return []Tag{
		{"coverage", wire.Text{IT: "Residenti raggiunti, aree non servite, e come sono calcolati", EN: "Residents reached, underserved areas, and how they are computed"}},
		{"maps", wire.Text{IT: "Tessere vettoriali e stili", EN: "Vector tiles and styles"}},
		{"places", wire.Text{IT: "Luoghi e tipi di luogo", EN: "Places and their kinds"}},
		{"service", wire.Text{IT: "Come sta il servizio; questo documento; i problemi", EN: "How the service is; this document; the problems"}},
		{"territory", wire.Text{IT: "Comuni, zone omogenee, celle, ricerca di nomi e indirizzi", EN: "Comuni, zone omogenee, cells, search of names and addresses"}},
	}
}

// tagOf files an address of the API under its subject.
func tagOf(path string) string {
	subject, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "/")
	switch subject {
	case "places", "kinds":
		return "places"
	case "comuni", "zones", "cells", "geocode":
		return "territory"
	case "coverage", "gaps", "publication", "calibration":
		return "coverage"
	}
	return "service"
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
