package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"

	"atlante/api/wire"
	"atlante/geo"
)

// DocumentVersion is the version of the API, by semantic versioning. It grows
// with what the document promises; that of the program is in /status.
const DocumentVersion = "1.2.0"

// About says who answers for the API. What is not configured is not made up: it
// is left out, or points into this service.
type About struct {
	Owner   string // the body that publishes
	Contact string // address of a page where to write to it; "" is the service itself
	Email   string // "" is none
	Terms   string // address of the terms of use; "" is the page of what is given out, /dati
	ID      string // names the API in catalogues, whatever its title; "" is "atlante"
}

// document makes the OpenAPI 3.0.3 document: the routes of the table, what an
// operator asks, maps, and the parts that other packages bring. origin is how
// the one who asks reached us, "" when unknown.
func document(table []route, about About, origin string, parts []Part, kinds []geo.Kind) ([]byte, error) {
	d := newDraft()
	for _, rt := range table {
		d.paths[rt.path] = schema{"get": d.route(rt)}
	}
	d.operators()
	d.maps()
	d.styles()
	d.schemas.of(reflect.TypeFor[wire.Problem]())
	tags := ownTags()
	for _, p := range parts {
		if err := d.add(p, kinds); err != nil {
			return nil, err
		}
		tags = append(tags, p.Tag)
	}
	slices.SortFunc(tags, func(a, b Tag) int { return strings.Compare(a.Name, b.Name) })
	doc := schema{
		"openapi":    "3.0.3",
		"info":       about.info(origin),
		"servers":    []schema{server(origin)},
		"tags":       each(tags, Tag.document),
		"security":   []schema{{}}, // said out loud: nobody has to sign in
		"paths":      d.paths,
		"components": d.components(),
	}
	if err := prune(doc); err != nil {
		return nil, err
	}
	return json.Marshal(doc)
}

func (a About) info(origin string) schema {
	contact := schema{"name": a.Owner, "url": first(a.Contact, origin+"/")}
	if a.Email != "" {
		contact["email"] = a.Email
	}
	if a.Owner == "" {
		contact["name"] = "Atlante"
	}
	return schema{
		"title":          "Atlante",
		"version":        DocumentVersion,
		"x-summary":      "Mappa dell'economia sociale della Città metropolitana di Torino",
		"x-api-id":       first(a.ID, "atlante"),
		"contact":        contact,
		"termsOfService": first(a.Terms, origin+"/dati"),
		"license":        schema{"name": "Dati / data: " + geo.Licence, "url": geo.LicenceURL},
		"description": "Luoghi, copertura, aree non servite. Sola lettura, senza registrazione. Le coordinate sono EPSG:4326, prima la longitudine, salvo dove si chiede altro. " +
			"Ogni risposta dice quante richieste restano (X-RateLimit-*); gli errori sono problem+json e dicono che cosa non va, dove e come rimediare. / " +
			"Places, coverage, underserved areas. Read only, no registration. Coordinates are EPSG:4326, longitude first, unless asked otherwise. " +
			"Every answer says how many requests are left (X-RateLimit-*); errors are problem+json and say what is wrong, where and how to mend it.",
	}
}

// server is where the service answers. One that is reached without encryption is
// somebody's trial, and says so.
func server(origin string) schema {
	if strings.HasPrefix(origin, "https://") {
		return schema{"url": origin, "description": "Questo servizio / this service"}
	}
	return schema{"url": first(origin, "/"), "x-sandbox": true,
		"description": "Questo servizio, in prova: senza cifratura / this service on trial: not encrypted"}
}

func first(wanted, otherwise string) string {
	if wanted != "" {
		return wanted
	}
	return otherwise
}

// made is a document that was made, and what for.
type made struct {
	origin string
	kinds  []geo.Kind
	body   []byte
}

// serveDocument serves the document, made for the address that is used and for
// the kinds of today. The latest is kept, since both seldom change.
func (s *service) serveDocument(table []route) wire.HandlerFunc {
	var latest atomic.Pointer[made]
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := wire.ReadQuery(r).Err(); err != nil {
			return err
		}
		m := made{origin: s.origins.Of(r)}
		var err error
		if len(s.parts) > 0 {
			if m.kinds, err = s.store.Kinds(r.Context()); err != nil {
				return fmt.Errorf("kinds: %w", err)
			}
		}
		if was := latest.Load(); was != nil && was.origin == m.origin && reflect.DeepEqual(was.kinds, m.kinds) {
			return wire.SendTagged(w, r, wire.JSON.MediaType, was.body)
		}
		if m.body, err = document(table, s.about, m.origin, s.parts, m.kinds); err != nil {
			return err
		}
		latest.Store(&m)
		return wire.SendTagged(w, r, wire.JSON.MediaType, m.body)
	}
}
