// Package api serves programs: the JSON and GeoJSON API, its OpenAPI document,
// and what an operator asks a service (alive, ready, status). Everything here
// only reads.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// Publications says what has been computed, and in which versions.
type Publications interface {
	// Publication is the latest; geo.ErrNotFound before the first.
	Publication(ctx context.Context) (cover.Publication, error)
	// LayerVersions gives the version of every layer; versions only grow.
	LayerVersions(ctx context.Context) (map[string]int64, error)
}

// Kinds lists the kinds of places by position.
type Kinds interface {
	Kinds(ctx context.Context) ([]geo.Kind, error)
}

// Store is what the API needs; each part stands beside the routes that use it.
type Store interface {
	Publications
	Kinds
	Territory
	Places
	Figures
	Gaps
	Cells
	Comparisons
	Geocoder
}

// Options of the API.
type Options struct {
	Log     *slog.Logger
	Origins wire.Origins
	Version string           // of the program
	Now     func() time.Time // the clock
	Started time.Time        // when the service started
	About   About            // who answers for the API
	Parts   []Part           // what other packages add to the document

	Tiles func() TilesStatus // what /status says of the tiles; nil where there are none
}

// Attribution and Licence of what holds no travel times.
const (
	Attribution = geo.Attribution
	Licence     = geo.Licence
)

type service struct {
	store   Store
	log     *slog.Logger
	about   About
	parts   []Part
	origins wire.Origins
	version string
	now     func() time.Time
	started time.Time
	tiles   func() TilesStatus
}

// Mount adds /api and the three addresses for operators: /healthz, /readyz and
// /status.
func Mount(r chi.Router, store Store, o Options) {
	s := &service{store: store, log: o.Log, about: o.About, parts: o.Parts, origins: o.Origins, version: o.Version, now: o.Now, started: o.Started, tiles: o.Tiles}
	read := []func(http.Handler) http.Handler{wire.Machine, wire.Deadline(wire.ReadDeadline), wire.Body(wire.ReadBody)}
	sub := chi.NewRouter()
	sub.Use(read...)
	sub.NotFound(wire.NotFound(o.Log, "/api/openapi.json").ServeHTTP)
	sub.MethodNotAllowed(wire.MethodNotAllowed(o.Log).ServeHTTP)
	table := routes()
	for _, rt := range table {
		both(sub, rt.path[len("/api"):], wire.Handle(o.Log, s.serve(rt)))
	}
	both(sub, "/openapi.json", wire.Handle(o.Log, s.serveDocument(table)))
	r.Mount("/api", sub)
	r.Group(func(g chi.Router) {
		g.Use(read...)
		for path, f := range map[string]wire.HandlerFunc{"/healthz": s.alive, "/readyz": s.ready, "/status": s.status} {
			both(g, path, wire.Handle(o.Log, f))
		}
	})
}

func both(r chi.Router, pattern string, h http.Handler) {
	r.Method(http.MethodGet, pattern, h)
	r.Method(http.MethodHead, pattern, h)
}
