package ogc

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/feature"
)

// The formats of the answers; the first of an endpoint is its default.
var (
	asHTML    = wire.Format{Name: "html", MediaType: "text/html"}
	asJSON    = wire.JSON
	asGeoJSON = wire.Format{Name: "json", MediaType: wire.GeoJSON.MediaType}
	// asPlain is GeoJSON for those who accept nothing but application/json.
	asPlain  = wire.Format{Name: "json", MediaType: wire.JSON.MediaType}
	asSchema = wire.Format{Name: "json", MediaType: "application/schema+json"}
	asAPI    = wire.Format{Name: "json", MediaType: "application/vnd.oai.openapi+json"}
)

// endpoint is one address.
type endpoint struct {
	path    string
	formats []wire.Format
	params  []string // of the query, beside f and lang
	// answer makes what is said, once for all formats.
	answer func(*call) (answer, error)
	// serve answers by itself, where the answer is too long to be made whole.
	serve func(http.ResponseWriter, *call) error
}

// answer is a document and the page that shows it.
type answer struct {
	doc  any
	page Page
}

// call is one request on its way to an answer.
type call struct {
	s      *service
	r      *http.Request
	query  *wire.Query
	format wire.Format
	lang   string
	origin string
}

func (c *call) ctx() context.Context { return c.r.Context() }

// with is the call in another context.
func (c *call) with(ctx context.Context) *call {
	out := *c
	out.r = c.r.WithContext(ctx)
	return &out
}

func (c *call) say(it, en string) string { return wire.Text{IT: it, EN: en}.In(c.lang) }

// at is an absolute address below the root.
func (c *call) at(path string) string { return c.origin + Root + path }

func (s *service) endpoints() []endpoint {
	both := []wire.Format{asJSON, asHTML}
	schemas := []wire.Format{asSchema, asPlain, asHTML}
	features := []wire.Format{asGeoJSON, asPlain, wire.GeoJSON, asHTML}
	landing := endpoint{formats: both, answer: landing}
	root := landing
	landing.path = "/"
	root.path = ""
	return []endpoint{
		landing,
		{path: "/conformance", formats: both, answer: conformance},
		{path: "/api", formats: []wire.Format{asAPI, asPlain, asHTML}, answer: definition},
		{path: "/collections", formats: both, answer: collections},
		{path: "/collections/{collection}", formats: both, answer: oneCollection},
		{path: "/collections/{collection}/items", formats: features, serve: items},
		{path: "/collections/{collection}/items/{feature}", formats: features, serve: oneFeature},
		{path: "/collections/{collection}/queryables", formats: schemas, answer: queryables},
		{path: "/collections/{collection}/sortables", formats: schemas, answer: sortables},
		{path: "/collections/{collection}/schema", formats: schemas, answer: schemaOf},
		{path: "/collections/{collection}/schema/feature", formats: schemas, answer: schemaOfFeature},
		{path: "/collections/{collection}/tiles", formats: both, answer: tileSets},
		{path: "/collections/{collection}/tiles/" + matrixID, formats: both, answer: tileSet},
		{path: "/tiles", formats: both, answer: tileSets},
		{path: "/tiles/" + matrixID, formats: both, answer: tileSet},
		{path: "/tileMatrixSets", formats: both, answer: matrixSets},
		{path: "/tileMatrixSets/" + matrixID, formats: both, answer: matrixSet},
	}
}

// handle answers an endpoint; to those who read pages errors are pages as well.
func (s *service) handle(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{s: s, r: r, lang: wire.Lang(r), origin: s.Origins.Of(r)}
		err := s.serve(w, c, e)
		if err == nil {
			return
		}
		w.Header().Del("Content-Crs")
		if c.format == asHTML {
			s.Pages.Fail(w, r, err)
			return
		}
		wire.Fail(s.Log, w, r, err)
	})
}

func (s *service) serve(w http.ResponseWriter, c *call, e endpoint) error {
	format, wrong := wire.Negotiate(c.r, e.formats...)
	c.format = format
	if e.serve != nil {
		if wrong != nil {
			return wrong
		}
		return e.serve(w, c)
	}
	c.query = wire.ReadQuery(c.r, append(e.params, "f")...)
	if err := c.query.Err(); err != nil {
		return err
	}
	if wrong != nil {
		return wrong
	}
	var a answer
	err := within(c.ctx(), func(ctx context.Context) error {
		var err error
		a, err = e.answer(c.with(ctx))
		return err
	})
	if err != nil {
		return err
	}
	if c.format == asHTML {
		return s.Pages.Page(w, c.r, a.page)
	}
	body, err := encode(a.doc)
	if err != nil {
		return err
	}
	return wire.SendTagged(w, c.r, contentType(c.format), body)
}

// contentType is the media type with what it is not whole without.
func contentType(f wire.Format) string {
	if f == asAPI {
		return f.MediaType + ";version=3.0"
	}
	return f.MediaType
}

// encode writes a document; keys of maps are sorted, so that the same document is
// the same bytes.
func encode(doc any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // no browser takes it for a page: nosniff, and a policy that runs nothing
	if err := e.Encode(doc); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return b.Bytes(), nil
}

// collections of today.
func (c *call) collections() ([]feature.Collection, error) {
	list, err := c.s.store.FeatureCollections(c.ctx())
	if err != nil {
		return nil, fmt.Errorf("collections: %w", err)
	}
	return list, nil
}

// collection is the one that the address names.
func (c *call) collection() (feature.Collection, error) {
	id, err := wire.Path(c.r, "collection")
	if err != nil {
		return feature.Collection{}, err
	}
	list, err := c.collections()
	if err != nil {
		return feature.Collection{}, err
	}
	if of, ok := feature.ByID(list, id); ok {
		return of, nil
	}
	return feature.Collection{}, geo.NotFound("La raccolta %.60q non esiste; l'elenco è in %s/collections / There is no collection %.60q; see %s/collections", id, Root, id, Root)
}
