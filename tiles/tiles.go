// Package tiles serves the layers of the catalogue as vector tiles: addresses,
// TileJSON, and the making of tiles, one by one and straight from the store.
package tiles

import (
	"context"
	"log/slog"
	"net/http"
	"runtime"
	"strings"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// Maker makes tiles.
type Maker interface {
	// Tile gives one layer of a tile as raw MVT, empty when nothing is there.
	Tile(ctx context.Context, layer string, scenario cover.Scenario, z, x, y uint32) ([]byte, error)
	// LayerVersions gives the version of every layer; versions only grow.
	LayerVersions(ctx context.Context) (map[string]int64, error)
}

// Facts are what a TileJSON says about the data.
type Facts interface {
	Kinds(ctx context.Context) ([]geo.Kind, error)
	Zones(ctx context.Context, geometry bool) ([]geo.Zone, error)
	Publication(ctx context.Context) (cover.Publication, error)
}

// Store is what tiles need.
type Store interface {
	Maker
	Facts
}

// Options of the tile service.
type Options struct {
	Log     *slog.Logger
	Origins wire.Origins
	Version string // of the program: another one may draw the same data otherwise
	Slots   int    // tiles in the making at once; 0 is one more than the cores
}

type service struct {
	store   Store
	origins wire.Origins
	version string
	turns   *turns
}

// Mount adds the routes below /tiles and /styles.
func Mount(r chi.Router, store Store, o Options) {
	if o.Slots == 0 {
		o.Slots = runtime.GOMAXPROCS(0) + 1
	}
	s := &service{store: store, origins: o.Origins, version: o.Version, turns: newTurns(o.Slots, wire.TileWait)}
	sub := chi.NewRouter()
	sub.Use(wire.Machine, wire.Deadline(wire.ReadDeadline), wire.Body(wire.ReadBody))
	sub.NotFound(wire.NotFound(o.Log, "/tiles/index.json").ServeHTTP)
	sub.MethodNotAllowed(wire.MethodNotAllowed(o.Log).ServeHTTP)
	for pattern, f := range map[string]wire.HandlerFunc{
		"/index.json":                                   s.index,
		"/{layers}.json":                                s.tileJSON,
		"/{layers}/{z}/{x}/{y}.mvt":                     s.tile,
		"/scenario/{scenario}/{layers}.json":            s.tileJSON,
		"/scenario/{scenario}/{layers}/{z}/{x}/{y}.mvt": s.tile,
	} {
		if !strings.HasSuffix(pattern, ".mvt") {
			f = strict(f)
		}
		h := wire.Handle(o.Log, f)
		sub.Method(http.MethodGet, pattern, h)
		sub.Method(http.MethodHead, pattern, h)
	}
	r.Mount("/tiles", sub)
	r.Mount("/styles", s.styles(o.Log))
}

// styles are the routes below /styles.
func (s *service) styles(log *slog.Logger) chi.Router {
	sub := chi.NewRouter()
	sub.Use(wire.Machine, wire.Deadline(wire.ReadDeadline), wire.Body(wire.ReadBody))
	sub.NotFound(wire.NotFound(log, "/styles/map.json").ServeHTTP)
	sub.MethodNotAllowed(wire.MethodNotAllowed(log).ServeHTTP)
	for pattern, f := range map[string]wire.HandlerFunc{
		"/sprite.json":    s.sprite(1, false),
		"/sprite.png":     s.sprite(1, true),
		"/sprite@2x.json": s.sprite(2, false),
		"/sprite@2x.png":  s.sprite(2, true),
		"/{style}.json":   s.style,
	} {
		h := wire.Handle(log, f)
		sub.Method(http.MethodGet, pattern, h)
		sub.Method(http.MethodHead, pattern, h)
	}
	return sub
}

// strict refuses every query parameter: the address says it all. Tiles take one, v.
func strict(next wire.HandlerFunc) wire.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := wire.ReadQuery(r).Err(); err != nil {
			return err
		}
		return next(w, r)
	}
}
