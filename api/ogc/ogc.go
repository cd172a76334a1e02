// Package ogc serves GIS tools by the standards of the OGC: API Features 1.0
// (17-069r4), its parts 2 (reference systems, 18-058r1) and 3 (filtering,
// 19-079r2), sorting as the draft of part 8 has it, and API Tiles 1.0 (20-057)
// with TileMatrixSet 2.0 (17-083r4) over the tiles of /tiles. Everything is there
// as JSON and, through Pages, as HTML.
//
// Two things are so because answers carry a strong ETag and the same data give
// the same bytes: timeStamp is the moment when the data last changed and not that
// of the answer, and what a link says of the request is the request itself.
package ogc

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/feature"
)

// Root is the path of the landing page.
const Root = "/ogc"

// Store is what the service needs; *postgis.Store is one.
type Store interface {
	feature.Source
	// CheckFeatures refuses what Features would refuse before it asks for any.
	CheckFeatures(ctx context.Context, q feature.Query) error
	Kinds(ctx context.Context) ([]geo.Kind, error)
	// Publication is the latest; geo.ErrNotFound before the first.
	Publication(ctx context.Context) (cover.Publication, error)
}

// Pages shows an answer to people.
type Pages interface {
	// Page writes an answer with status 200, or gives the error that kept it from
	// being written.
	Page(w http.ResponseWriter, r *http.Request, p Page) error
	// Fail writes an error as a page.
	Fail(w http.ResponseWriter, r *http.Request, err error)
}

// Options of the service.
type Options struct {
	Log     *slog.Logger
	Origins wire.Origins
	Version string // of the program: another one may write the same data otherwise
	Now     func() time.Time
	Pages   Pages
}

type service struct {
	Options
	store Store
}

// Mount adds the routes below /ogc.
func Mount(r chi.Router, store Store, o Options) {
	s := &service{Options: o, store: store}
	sub := chi.NewRouter()
	sub.Use(wire.Machine, wire.Body(wire.ReadBody))
	sub.NotFound(wire.NotFound(o.Log, Root).ServeHTTP)
	sub.MethodNotAllowed(wire.MethodNotAllowed(o.Log).ServeHTTP)
	for _, e := range s.endpoints() {
		h := s.handle(e)
		sub.Method(http.MethodGet, e.path, h)
		sub.Method(http.MethodHead, e.path, h)
	}
	r.Mount(Root, sub)
}

// within bounds one step that asks the database. The database gives up by itself
// a moment earlier, and knows better what to say.
func within(ctx context.Context, step func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, wire.ReadDeadline+wire.ReadDeadline/4)
	defer cancel()
	return wire.Late(ctx, step(ctx))
}
