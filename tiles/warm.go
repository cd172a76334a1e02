package tiles

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo/cover"
	"atlante/tiles/cache"
	"atlante/tiles/guard"
	"atlante/tiles/snapshot"
	"atlante/tiles/world"
)

const (
	// warmZoom is the last zoom that is made in advance: deeper tiles hold little, and
	// are made faster than their request travels.
	warmZoom = 14
	// warmShare is how much of the cache may be filled in advance: the rest is for
	// composites and for what is asked for most.
	warmShare = 0.75
	// warmTouched is how many touched tiles are remembered; beyond it all are looked
	// through again.
	warmTouched = 50_000
	// sweepEvery bounds how often the cache is looked through for what is old: that
	// harms nobody, and looking takes a core half a second for 300,000 answers.
	sweepEvery = 10 * time.Second
	// warmRetry is how long after a failure the pyramid is tried again.
	warmRetry = 5 * time.Second
)

// spot is a tile of one layer, by its place in the catalogue.
type spot struct {
	layer int
	tile  world.Tile
}

// warmer knows what is to be made in advance.
type warmer struct {
	wake   chan struct{}
	failed int // tiles of this pass; of the goroutine that makes them alone, like the next
	first  error

	mu      sync.Mutex
	all     bool // everything is to be looked through
	touched map[spot]struct{}
	old     bool // something in the cache may be old
	state   Warm
}

// Warm says how far the pyramid is.
type Warm struct {
	Tiles int           // looked at, of one layer each
	Total int           // of the pyramid
	Bytes int64         // of them
	Took  time.Duration // of the last whole pass
	Done  time.Time     // when the last whole pass ended; zero before
	Full  bool          // the cache has no room for all
}

func newWarmer() *warmer {
	return &warmer{wake: make(chan struct{}, 1), all: true, touched: map[spot]struct{}{}}
}

// changed takes what a change of the snapshot has touched. The holder calls it before
// anybody is told of the change, so it only takes notes.
func (s *Service) changed(c snapshot.Change) {
	other := c.Old != nil && c.Old.Lineage() != c.New.Lineage()
	if other {
		s.cache.Clear() // no key of before will be asked for
	}
	s.warmer.note(c.Touched, other)
}

func (w *warmer) note(touched map[string][]world.Tile, all bool) {
	w.mu.Lock()
	w.old = true
	w.all = w.all || all
	for id, list := range touched {
		i := place(id)
		if i < 0 {
			continue
		}
		if list == nil || len(w.touched)+len(list) > warmTouched {
			w.all = true
			continue
		}
		for _, t := range list {
			if t.Z <= warmZoom {
				w.touched[spot{i, t}] = struct{}{}
			}
		}
	}
	if w.all {
		clear(w.touched)
	}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// take gives what is to be made: all, or some.
func (w *warmer) take() (all bool, some map[spot]struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	all, some = w.all, w.touched
	w.all, w.touched = false, map[spot]struct{}{}
	return all, some
}

// fail notes that a tile could not be made.
func (w *warmer) fail(err error) {
	if w.failed++; w.failed == 1 {
		w.first = err
	}
}

// tellFailures says once how many tiles could not be made, and why the first.
func (s *Service) tellFailures() {
	if w := s.warmer; w.failed > 0 {
		s.log.Error("tiles could not be made in advance", "tiles", w.failed, "first", w.first)
		w.failed, w.first = 0, nil
	}
}

func (w *warmer) tell(f func(*Warm)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f(&w.state)
}

// Run keeps the cache warm until ctx ends: it makes the pyramid in advance, and again
// what changes have touched, removes what is old, and packs better what is asked for
// often. A request that waits always goes first.
func (s *Service) Run(ctx context.Context) {
	if s.holder == nil {
		return
	}
	var background sync.WaitGroup
	defer background.Wait()
	background.Go(func() { s.better.run(ctx, s) })
	background.Go(func() { s.sweep(ctx) })
	s.warmer.note(nil, false) // the snapshot may be there already
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.warmer.wake:
		}
		if s.holder.Now() == nil {
			continue
		}
		if err := s.warm(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("tiles are not made in advance; trying again", "err", err)
			time.AfterFunc(warmRetry, func() { s.warmer.note(nil, true) })
		}
	}
}

// warm makes what is missing.
func (s *Service) warm(ctx context.Context) error {
	all, some := s.warmer.take()
	if !all {
		defer s.tellFailures()
		for at := range some {
			if _, err := s.ahead(ctx, at); err != nil {
				return err
			}
		}
		return nil
	}
	f, old, err := s.known(ctx) // also so that it is remembered when the database goes down
	if err != nil || f.bounds == nil {
		return err
	}
	if err := s.pyramid(ctx, *f.bounds); err != nil {
		return err
	}
	if _, err := f.inside.cells(ctx); err != nil && ctx.Err() == nil { // so that nobody who asks for a style waits for them
		s.log.Error("styles have no backdrop", "err", err)
	}
	if !old {
		return nil
	}
	return errors.New("the bounds of the territory could not be read anew")
}

// pyramid makes all tiles of all layers, as they are today, lowest zooms first. Room is
// taken by these alone: what is old goes first, and composites make way.
func (s *Service) pyramid(ctx context.Context, bounds orb.Bound) error {
	s.cache.Sweep(s.current)
	began, total, made, kept := s.now(), 0, s.made.Load(), int64(0)
	for range spots(bounds) {
		total++
	}
	s.warmer.tell(func(w *Warm) { w.Tiles, w.Total, w.Full = 0, total, false })
	for at := range spots(bounds) {
		if float64(kept) > warmShare*float64(s.cache.Room()) {
			s.warmer.tell(func(w *Warm) { w.Full = true })
			s.log.Warn("the tiles do not all fit the cache: the rest is made when it is asked for (ATLANTE_TILES_CACHE)", "megabytes", s.cache.Room()>>20)
			break
		}
		n, err := s.ahead(ctx, at)
		if err != nil {
			return err
		}
		kept += n
		s.warmer.tell(func(w *Warm) { w.Tiles++ })
	}
	took := s.now().Sub(began)
	s.warmer.tell(func(w *Warm) { w.Took, w.Done, w.Bytes = took, s.now(), kept })
	s.tellFailures()
	s.log.LogAttrs(ctx, slog.LevelInfo, "tiles are made in advance", slog.Int("tiles", total), slog.Int64("made", s.made.Load()-made),
		slog.Int64("megabytes", kept>>20), slog.Duration("took", took))
	return nil
}

// spots are the tiles of each layer that meet a rectangle in longitude and latitude,
// by zoom.
func spots(b orb.Bound) iter.Seq[spot] {
	return func(yield func(spot) bool) {
		for z := uint32(0); z <= warmZoom; z++ {
			for i, l := range catalogue {
				if z < l.MinZoom || z > l.MaxZoom {
					continue
				}
				for t := range meeting(b, z) {
					if !yield(spot{i, t}) {
						return
					}
				}
			}
		}
	}
}

// ahead makes a tile of a layer when nobody waits for another, unless it is there, and
// tells how many bytes of the cache it takes. Layers that are not held are not made in
// advance: the store has other things to do.
func (s *Service) ahead(ctx context.Context, at spot) (bytes int64, err error) {
	l := catalogue[at.layer]
	a := address{layers: selection{l}, scenario: cover.ScenarioCurrent, z: at.tile.Z, x: at.tile.X, y: at.tile.Y}
	v, err := s.look(ctx)
	if err != nil || !v.holds(l.ID) {
		return 0, err
	}
	k := v.key(a)
	if n := s.cache.Weight(k); n > 0 {
		return n, nil
	}
	done, err := s.turns.takeIdle(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	var made *cache.Item
	if err := guard.Do(func() error {
		made = s.layer(v, a, k, at.layer, nil)
		return nil
	}); err != nil {
		s.warmer.fail(err) // this tile alone: whoever asks for it is told
		return 0, nil
	}
	if len(made.Body) == 0 {
		s.cache.Put(k, nil, s.current) // known to be empty: composites are joined without it
	}
	return made.Weight(), nil
}

// sweep removes what is old, some time after a change: nobody asks for it any more,
// it only takes room.
func (s *Service) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		s.warmer.mu.Lock()
		old := s.warmer.old
		s.warmer.old = false
		s.warmer.mu.Unlock()
		if old {
			s.cache.Sweep(s.current)
		}
	}
}
