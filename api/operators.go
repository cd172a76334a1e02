package api

import (
	"net/http"

	"atlante/api/wire"
)

// operators describes what an operator or a program asks about the service
// itself: is it alive, is there a map, how is it, and this document.
func (d *draft) operators() {
	lang := []param{langParam()}
	health := func() schema { return answered(wire.JSON.MediaType, d.schemas.typed(Health{})) }
	d.paths["/healthz"] = schema{"get": d.operation(operation{id: "readHealth", tag: "service", params: lang, responses: health(),
		summary: wire.Text{IT: "Il programma è vivo", EN: "The program is alive"}, problems: []int{http.StatusBadRequest}})}
	d.paths["/readyz"] = schema{"get": d.operation(operation{id: "readReadiness", tag: "service", params: lang, responses: health(),
		summary: wire.Text{IT: "C'è una mappa da mostrare", EN: "There is a map to show"}, problems: []int{http.StatusBadRequest, http.StatusServiceUnavailable}})}
	d.paths["/status"] = schema{"get": d.operation(operation{id: "readStatus", tag: "service", params: lang, responses: answered(wire.ProblemType, d.schemas.typed(Status{})),
		summary: wire.Text{IT: "Come sta il servizio", EN: "How the service is"},
		about: wire.Text{IT: "Come sta il servizio, come chiedono le linee guida per l'interoperabilità: un problem+json con stato 200 quando risponde, 503 quando la base di dati non risponde. Dice anche versione, ultimo calcolo e versioni dei livelli",
			EN: "How the service is, as the Italian interoperability guidelines ask: a problem+json of status 200 while it answers, 503 while its database does not. It tells version, latest computation and versions of the layers, too"},
		problems: []int{http.StatusBadRequest, http.StatusServiceUnavailable}})}
	d.paths["/api/openapi.json"] = schema{"get": d.operation(operation{id: "readDocument", tag: "service", params: lang, responses: d.self(),
		summary: wire.Text{IT: "Questo documento", EN: "This document"}, problems: []int{http.StatusBadRequest, http.StatusServiceUnavailable}})}
}

// answered is an answer that nobody may keep.
func answered(media string, of schema) schema {
	return schema{"200": answer("OK", schema{media: schema{"schema": of}}, freshHeader)}
}

// self are the answers of the document: no more is promised of its inside than
// that it is a document of OpenAPI 3.0.
func (d *draft) self() schema {
	object := func() schema {
		return schema{"type": "object", "maxProperties": 10_000, "additionalProperties": schema{}}
	}
	list := func() schema { return schema{"type": "array", "items": object(), "minItems": 0, "maxItems": 1000} }
	d.schemas.components["Document"] = schema{"type": "object", "additionalProperties": false, "required": []string{"openapi", "info", "paths"}, "properties": schema{
		"openapi": schema{"type": "string", "pattern": `^3\.0\.[0-9]$`, "maxLength": 10}, "info": object(), "paths": object(), "components": object(),
		"servers": list(), "tags": list(), "security": list(),
	}}
	return schema{"200": answer("OK", schema{wire.JSON.MediaType: schema{"schema": ref("schemas", "Document")}}, cacheHeader, tagHeader), "304": unchanged()}
}
