// Package tiles serves the layers of the catalogue as vector tiles: addresses,
// TileJSON, styles, and the tiles themselves, made from a snapshot in memory. The
// store makes them only while there is no snapshot, and for layers that are too
// large for one.
package tiles

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/tiles/cache"
	"atlante/tiles/snapshot"
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

// CacheBytes is how large the cache is when nobody says otherwise: the whole pyramid
// of Torino with 200,000 places, and as much again for composites.
const CacheBytes = 256 << 20

// storeTurns is how many tiles the store makes at once: about the connections that it
// has for them.
const storeTurns = 4

// Options of the tile service.
type Options struct {
	Log     *slog.Logger
	Origins wire.Origins
	Version string           // of the program: another one may draw the same data otherwise
	Holder  *snapshot.Holder // nil: every tile is asked of the store
	Cache   int64            // bytes; 0 is CacheBytes, below 0 keeps nothing
	Slots   int              // tiles in the making at once; 0 is one for each core
	Busy    func()           // is told whenever somebody wants what takes a turn; it must not wait
	Queue   int              // how many wait for a slot; 0 is wire.TileQueue for each slot
	Now     func() time.Time // nil is time.Now
}

// Service serves tiles. Run keeps its cache warm.
type Service struct {
	store   Store
	holder  *snapshot.Holder
	log     *slog.Logger
	origins wire.Origins
	version string
	now     func() time.Time

	cache   *cache.Cache
	flights cache.Flights[cache.Key, *cache.Item]
	turns   *turns                        // to make tiles from memory, or to pack them
	asking  *turns                        // to have the store make layers
	looks   cache.Flights[struct{}, view] // at the store, for pins that are newer than the snapshot
	better  *better
	warmer  *warmer
	facts   *memory
	lineage uint64       // of what the store makes while there is no snapshot: of this process alone
	made    atomic.Int64 // layers made since the start
}

// New makes a service over a store; Mount gives it addresses.
func New(store Store, o Options) *Service {
	if o.Slots == 0 {
		o.Slots = runtime.GOMAXPROCS(0)
	}
	if o.Queue == 0 {
		o.Queue = wire.TileQueue * o.Slots
	}
	if o.Cache == 0 {
		o.Cache = CacheBytes
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Service{store: store, holder: o.Holder, log: o.Log, origins: o.Origins, version: o.Version, now: o.Now,
		cache: cache.New(o.Cache), turns: newTurns(o.Slots, o.Queue, wire.TileWait), asking: newTurns(storeTurns, o.Queue, wire.TileWait)}
	if o.Busy != nil {
		s.turns.busy = o.Busy
	}
	s.lineage = rand.Uint64()
	s.better = newBetter(s.cache)
	s.facts = &memory{store: store, now: o.Now}
	s.warmer = newWarmer()
	if s.holder != nil {
		s.holder.OnChange(s.changed)
	}
	return s
}

// Mount adds the routes below /tiles and /styles.
func Mount(r chi.Router, store Store, o Options) *Service {
	s := New(store, o)
	sub := chi.NewRouter()
	sub.Use(s.kept, wire.Machine)
	sub.NotFound(notFound(o.Log))
	sub.MethodNotAllowed(wire.MethodNotAllowed(o.Log).ServeHTTP)
	bounded := chi.Chain(wire.Deadline(wire.ReadDeadline), wire.Body(wire.ReadBody))
	for pattern, f := range map[string]wire.HandlerFunc{
		"/index.json":                        s.index,
		"/{layers}.json":                     s.tileJSON,
		"/scenario/{scenario}/{layers}.json": s.tileJSON,
	} {
		read(sub, pattern, bounded.Handler(wire.Handle(o.Log, strict(f))))
	}
	for _, pattern := range []string{"/{layers}/{z}/{x}/{y}.mvt", "/scenario/{scenario}/{layers}/{z}/{x}/{y}.mvt"} {
		read(sub, pattern, wire.Handle(o.Log, s.tile)) // sets its deadlines itself, where it waits
	}
	r.Mount("/tiles", sub)
	r.Mount("/styles", s.styles(o.Log))
	return s
}

// notFound says where to look, also to those who come from servers whose tiles are .pbf.
func notFound(log *slog.Logger) http.HandlerFunc {
	nothing := wire.NotFound(log, "/tiles/index.json")
	return func(w http.ResponseWriter, r *http.Request) {
		path, other := strings.CutSuffix(r.URL.EscapedPath(), ".pbf")
		if !other {
			nothing.ServeHTTP(w, r)
			return
		}
		wire.Fail(log, w, r, geo.NotFound("Gli indirizzi delle tessere finiscono in .mvt: %.300s.mvt / Addresses of tiles end in .mvt: %.300s.mvt", path, path))
	}
}

// read adds an address that can only be read.
func read(r chi.Router, pattern string, h http.Handler) {
	r.Method(http.MethodGet, pattern, h)
	r.Method(http.MethodHead, pattern, h)
}

// styles are the routes below /styles.
func (s *Service) styles(log *slog.Logger) chi.Router {
	sub := chi.NewRouter()
	sub.Use(wire.Machine, wire.Deadline(wire.ReadDeadline), wire.Body(wire.ReadBody))
	sub.NotFound(wire.NotFound(log, "/tiles/index.json").ServeHTTP)
	sub.MethodNotAllowed(wire.MethodNotAllowed(log).ServeHTTP)
	for pattern, f := range map[string]wire.HandlerFunc{
		"/sprite.json":    s.sprite(1, false),
		"/sprite.png":     s.sprite(1, true),
		"/sprite@2x.json": s.sprite(2, false),
		"/sprite@2x.png":  s.sprite(2, true),
		"/{style}.json":   s.style,
	} {
		read(sub, pattern, wire.Handle(log, f))
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
