package snapshot

import (
	"context"
	"hash/maphash"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"atlante/tiles/world"
)

// Options of a Holder.
type Options struct {
	Log     *slog.Logger
	Budget  int64            // bytes that a single layer may take; 0 for DefaultBudget
	Setting string           // what raises the budget, as people set it; said where a layer is refused
	Now     func() time.Time // the clock
}

// DefaultBudget is what a layer may take unless told otherwise: many times what a province takes.
const DefaultBudget = 1 << 30

// Holder holds the newest snapshot and keeps it up to date. All methods may be called by many at once.
type Holder struct {
	src  Source
	o    Options
	seed maphash.Seed

	now   atomic.Pointer[Snapshot] // what readers see
	epoch atomic.Uint32

	places chan struct{} // holds one while places are read or changed
	whole  chan struct{} // holds one while other layers are read

	swapping sync.Mutex // the order of snapshots, and of those who are told
	told     []func(Change)
	changed  chan struct{} // closed at the next swap

	wake       chan struct{} // somebody wants a look at the store
	compacting atomic.Bool
	health     health
}

// Change is one step from a snapshot to the next.
type Change struct {
	Old, New *Snapshot // Old is nil at the first
	// Touched are the tiles that each changed layer draws anew, at all its zooms; a key with a nil slice: all tiles of the
	// layer. A layer that is not named draws what it drew.
	Touched map[string][]world.Tile
}

// NewHolder makes a Holder without a snapshot: Refresh or Run gets the first.
func NewHolder(src Source, o Options) *Holder {
	if o.Budget == 0 {
		o.Budget = DefaultBudget
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Setting == "" {
		o.Setting = "the memory budget of the tiles"
	}
	return &Holder{src: src, o: o, seed: maphash.MakeSeed(), places: make(chan struct{}, 1), whole: make(chan struct{}, 1),
		changed: make(chan struct{}), wake: make(chan struct{}, 1)}
}

// Now gives the newest snapshot; nil before the first. It never waits.
func (h *Holder) Now() *Snapshot { return h.now.Load() }

// OnChange has f called after each swap, in order and before Refresh returns. Be quick: the next swap waits.
func (h *Holder) OnChange(f func(Change)) {
	h.swapping.Lock()
	defer h.swapping.Unlock()
	h.told = append(h.told, f)
}

// swap replaces the snapshot by what f makes of it. f gives nil to leave it.
func (h *Holder) swap(f func(old *Snapshot) (*Snapshot, touchedTiles)) {
	h.swapping.Lock()
	defer h.swapping.Unlock()
	old := h.now.Load()
	next, tiles := f(old)
	if next == nil {
		return
	}
	next.epoch = h.epoch.Load()
	next.lineage = lineageOf(next)
	h.now.Store(next)
	close(h.changed)
	h.changed = make(chan struct{})
	for _, f := range h.told {
		f(Change{old, next, tiles})
	}
}

// Await gives the first snapshot whose layer has reached the version. It has the store looked at if need be, and fails
// when ctx ends before.
func (h *Holder) Await(ctx context.Context, id string, version int64) (*Snapshot, error) {
	for {
		h.swapping.Lock()
		changed := h.changed
		h.swapping.Unlock()
		if s := h.now.Load(); s != nil && s.Version(id) >= version {
			return s, nil
		}
		h.look()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-changed:
		}
	}
}

// look asks Run to look at the store soon.
func (h *Holder) look() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// take waits for the turn of one reader of the store.
func take(ctx context.Context, turn chan struct{}) error {
	select {
	case turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func leave(turn chan struct{}) { <-turn }

// health is when the store last confirmed the snapshot, and why it has not since.
type health struct {
	mu      sync.Mutex
	checked time.Time
	err     error
}

// Fresh tells when the store last confirmed that the snapshot is its state, and what has kept it from doing so since
// (nil: nothing).
func (h *Holder) Fresh() (checked time.Time, err error) {
	h.health.mu.Lock()
	defer h.health.mu.Unlock()
	return h.health.checked, h.health.err
}

// note keeps the outcome of a look that began at a time.
func (h *Holder) note(began time.Time, err error) {
	h.health.mu.Lock()
	defer h.health.mu.Unlock()
	h.health.err = err
	if err == nil && began.After(h.health.checked) {
		h.health.checked = began
	}
}
