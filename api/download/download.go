// Package download gives whole collections, or what a filter selects of them, as
// files: /api/v1/downloads/{collection}.{format}. What is asked is read by
// api/ask, as for the OGC services; the files are written by geo/export while
// their features are read from the database.
package download

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo/cover"
	"atlante/geo/feature"
)

// Root is the folder of the files.
const Root = "/api/v1/downloads"

// The limits of downloads.
const (
	AtOnce = 2 // files made at a time
	// Patience is the time in which a client takes the next piece of a file, and the
	// database begins to give the next features.
	Patience = wire.WriteTimeout
	piece    = 64 << 10 // bytes
)

// Store is what downloads need; *postgis.Store is one.
type Store interface {
	feature.Source
	// Publication is the latest; geo.ErrNotFound before the first.
	Publication(ctx context.Context) (cover.Publication, error)
}

// Options of the downloads.
type Options struct {
	Log      *slog.Logger
	Origins  wire.Origins
	Version  string // of the program: another one may write the same data otherwise
	Now      func() time.Time
	Credit   Credit
	Dir      string        // for temporary files; the system's when empty
	MaxBytes int64         // of a temporary file; export.DefaultMaxBytes when zero
	Patience time.Duration // the constant when zero
}

type service struct {
	Options
	store Store
	turns chan struct{} // one for each file in the making
}

// Mount adds the addresses of the files.
func Mount(r chi.Router, store Store, o Options) {
	if o.Patience == 0 {
		o.Patience = Patience
	}
	s := &service{Options: o, store: store, turns: make(chan struct{}, AtOnce)}
	sub := chi.NewRouter()
	sub.Use(wire.Machine, wire.Body(wire.ReadBody))
	sub.NotFound(wire.NotFound(o.Log, "/dati").ServeHTTP)
	sub.MethodNotAllowed(wire.MethodNotAllowed(o.Log).ServeHTTP)
	h := wire.Handle(o.Log, s.file)
	sub.Method(http.MethodGet, "/{collection}.{format}", h)
	sub.Method(http.MethodHead, "/{collection}.{format}", h)
	r.Mount(Root, sub)
}
