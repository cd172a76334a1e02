// Package download gives whole collections, or what a filter selects of them, as
// files: /api/v1/downloads/{collection}.{format}. What is asked is read by
// api/ask, as for the OGC services; the files are written by geo/export while
// their features are read from the database, and sent when they are whole: a slow
// client holds a temporary file, never the database.
package download

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/netip"
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
	AtOnce     = 2                // files made at a time
	PerAddress = 4                // files of one address, those on their way among them
	Wait       = 30 * time.Second // for a turn to have a file made
	Making     = 5 * time.Minute  // of a file, at most
	Room       = 2 << 30          // bytes of all temporary files, those on their way among them
	// Patience is the time in which a client takes the next piece of a file. A client
	// that was far behind takes nothing for a while and then much at once.
	Patience = 5 * time.Minute
	piece    = 64 << 10 // bytes
)

// Store is what downloads need; *postgis.Store is one.
type Store interface {
	feature.Source
	// CheckFeatures refuses what Features would refuse before it asks for any.
	CheckFeatures(ctx context.Context, q feature.Query) error
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
	Location *time.Location // whose day files carry; UTC when nil
	Trusted  []netip.Prefix // proxies that may say for whom they speak
	Dir      string         // for temporary files; the system's when empty
	MaxBytes int64          // of a temporary file; export.DefaultMaxBytes when zero
	Room     int64          // for all temporary files; the constants when zero
	Patience time.Duration
	Wait     time.Duration
}

type service struct {
	Options
	store Store
	turns *turns
}

// Mount adds the addresses of the files.
func Mount(r chi.Router, store Store, o Options) {
	o.Patience, o.Wait, o.Room = cmp.Or(o.Patience, Patience), cmp.Or(o.Wait, Wait), cmp.Or(o.Room, Room)
	o.Location = cmp.Or(o.Location, time.UTC)
	s := &service{Options: o, store: store, turns: newTurns(o.Wait, o.Room)}
	sub := chi.NewRouter()
	sub.Use(wire.Machine, wire.Body(wire.ReadBody))
	sub.NotFound(wire.NotFound(o.Log, "/dati").ServeHTTP)
	sub.MethodNotAllowed(wire.MethodNotAllowed(o.Log).ServeHTTP)
	h := wire.Handle(o.Log, s.file)
	sub.Method(http.MethodGet, "/{collection}.{format}", h)
	sub.Method(http.MethodHead, "/{collection}.{format}", h)
	r.Mount(Root, sub)
}
