package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"atlante/api/wire"
	"atlante/geo"
)

// route is one operation. The router, the strict query, the negotiation and the
// OpenAPI document are all made from it, so that the document cannot lie.
type route struct {
	id      string
	path    string
	summary wire.Text
	params  []param
	json    any // a value of the type that is answered as JSON
	geojson any // the same as GeoJSON; nil when there is no such answer
	// versioned answers depend on nothing but the address and the versions of
	// layers and publication, so that 304 costs no query. Others are tagged by
	// their bytes.
	versioned bool
	moves     bool // what is asked for may have become another, 308, or be gone, 410
	// ask parses the request, without the store, and gives what will answer it.
	ask func(*service, *call) (reply, error)
}

// reply makes an answer of the type that the route promises for the format.
type reply func() (any, error)

// call is one request on its way to an answer.
type call struct {
	r      *http.Request
	query  *wire.Query
	format wire.Format
	lang   string
	origin string
}

func (c *call) ctx() context.Context { return c.r.Context() }

// geojson tells whether features are wanted rather than items.
func (c *call) geojson() bool { return c.format == wire.GeoJSON }

func (rt route) formats() []wire.Format {
	if rt.geojson == nil {
		return []wire.Format{wire.JSON}
	}
	return []wire.Format{wire.JSON, wire.GeoJSON}
}

func (rt route) queryNames() []string {
	var names []string
	for _, p := range rt.params {
		if p.in == inQuery {
			names = append(names, p.name)
		}
	}
	return append(names, "f")
}

func (s *service) serve(rt route) wire.HandlerFunc {
	names, formats := rt.queryNames(), rt.formats()
	answers := func(w http.ResponseWriter, r *http.Request) error {
		c := &call{r: r, query: wire.ReadQuery(r, names...), lang: wire.Lang(r), origin: s.origins.Of(r)}
		if err := c.query.Err(); err != nil {
			return err
		}
		var err error
		if c.format, err = wire.Negotiate(r, formats...); err != nil {
			return err
		}
		answer, err := rt.ask(s, c)
		if err != nil {
			return err
		}
		if rt.versioned {
			return s.serveVersioned(w, rt, c, answer)
		}
		body, err := rt.body(c, answer)
		if err != nil {
			return err
		}
		return wire.SendTagged(w, r, c.format.MediaType, body)
	}
	return func(w http.ResponseWriter, r *http.Request) error {
		err := answers(w, r)
		if moved, is := errors.AsType[*geo.Moved](err); is {
			return leadOn(w, r, moved)
		}
		return err
	}
}

// leadOn leads to the place into which another was merged, for ever.
func leadOn(w http.ResponseWriter, r *http.Request, moved *geo.Moved) error {
	const places = "/api/v1/places/"
	to := url.URL{Path: places + moved.To.String(), RawQuery: r.URL.RawQuery}
	if _, about, found := strings.Cut(strings.TrimPrefix(r.URL.Path, places), "/"); found {
		to.Path += "/" + about // what is asked about the place
	}
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-cache") // the other may be merged as well
	http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
	return nil
}

// serveVersioned reads the versions before the answer: a change in between
// costs one more request, it never leaves an old answer behind a new tag.
func (s *service) serveVersioned(w http.ResponseWriter, rt route, c *call, answer reply) error {
	versions, err := s.versions(c.ctx())
	if err != nil {
		return err
	}
	encoding := wire.Encoding(c.r)
	parts := append([]string{s.version, c.origin, c.r.URL.RequestURI(), c.format.Name, c.lang, encoding}, versions...)
	if wire.NotModified(w, c.r, wire.Tag(parts...)) {
		return nil
	}
	body, err := rt.body(c, answer)
	if err != nil {
		return err
	}
	return wire.Send(w, c.r, c.format.MediaType, encoding, body)
}

// body makes the answer and holds it to the type that the document promises.
func (rt route) body(c *call, answer reply) ([]byte, error) {
	made, err := answer()
	if err != nil {
		return nil, err
	}
	promised := rt.json
	if c.geojson() {
		promised = rt.geojson
	}
	if got, want := reflect.TypeOf(made), reflect.TypeOf(promised); got != want {
		return nil, fmt.Errorf("%s answers %s, the document says %s", rt.id, got, want)
	}
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false) // no browser takes it for a page: nosniff, and a policy that runs nothing
	if err := e.Encode(made); err != nil {
		return nil, fmt.Errorf("encode %s: %w", rt.id, err)
	}
	return body.Bytes(), nil
}

// versions lists all that versioned answers depend on, in a fixed order.
func (s *service) versions(ctx context.Context) ([]string, error) {
	p, err := s.store.Publication(ctx)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return nil, fmt.Errorf("publication: %w", err)
	}
	layers, err := s.store.LayerVersions(ctx)
	if err != nil {
		return nil, fmt.Errorf("layer versions: %w", err)
	}
	out := []string{strconv.FormatInt(p.ID, 10), strconv.FormatBool(p.Stale)}
	for _, id := range slices.Sorted(maps.Keys(layers)) {
		out = append(out, id, strconv.FormatInt(layers[id], 10))
	}
	return out, nil
}
