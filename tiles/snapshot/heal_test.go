package snapshot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/snapshot"
	"atlante/tiles/world"
)

// cut is a store whose connection can be cut.
type cut struct {
	snapshot.Source
	off   atomic.Bool
	deaf  atomic.Bool // notifications do not arrive
	whole atomic.Int64
}

var errCut = errors.New("the connection is cut")

func (c *cut) TileState(ctx context.Context) (layer.State, error) {
	if c.off.Load() {
		return layer.State{}, errCut
	}
	return c.Source.TileState(ctx)
}

func (c *cut) PlacesSince(ctx context.Context, v int64) (layer.PlaceChange, error) {
	if c.off.Load() {
		return layer.PlaceChange{}, errCut
	}
	return c.Source.PlacesSince(ctx, v)
}

func (c *cut) TileRows(ctx context.Context, ids []string, each func(*layer.Row) error) (layer.State, error) {
	c.whole.Add(1)
	if c.off.Load() {
		return layer.State{}, errCut
	}
	return c.Source.TileRows(ctx, ids, each)
}

func (c *cut) Listen(ctx context.Context, changed func()) error {
	if c.off.Load() {
		return errCut
	}
	return c.Source.Listen(ctx, func() {
		if !c.deaf.Load() {
			changed()
		}
	})
}

func start(t *testing.T, h *snapshot.Holder) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
}

func await(t *testing.T, h *snapshot.Holder, id string, version int64, within time.Duration) *snapshot.Snapshot {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	s, err := h.Await(ctx, id, version)
	if err != nil {
		t.Fatalf("%s has not reached version %d in %v: %v", id, version, within, err)
	}
	return s
}

// TestHealing: while the store is away the snapshot stays and says how old it is; what was missed is caught up with,
// change by change, also when nothing is heard.
func TestHealing(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	src := &cut{Source: s}
	src.off.Store(true)
	h := snapshot.NewHolder(src, snapshot.Options{Now: time.Now})
	start(t, h)
	time.Sleep(100 * time.Millisecond)
	if _, err := h.Fresh(); h.Now() != nil || !errors.Is(err, errCut) {
		t.Errorf("without a store: %v, %v", h.Now(), err)
	}
	src.off.Store(false)
	await(t, h, "cells", 1, 30*time.Second)
	rng := rand.New(rand.NewPCG(4, 4))
	src.off.Store(true)
	change(t, db, rng)
	time.Sleep(50 * time.Millisecond)
	before, whole := h.Now(), src.whole.Load()
	src.off.Store(false)
	await(t, h, "places", versionOf(t, db), 5*time.Second)
	src.deaf.Store(true)
	change(t, db, rng)
	after := await(t, h, "places", versionOf(t, db), 5*time.Second)
	if after == before || src.whole.Load() != whole || after.Lineage() != before.Lineage() {
		t.Errorf("read whole %d times more, lineage %x, then %x", src.whole.Load()-whole, before.Lineage(), after.Lineage())
	}
	began := time.Now()
	for at, err := h.Fresh(); err != nil || at.Before(began); at, err = h.Fresh() {
		if time.Since(began) > 10*time.Second {
			t.Fatalf("not confirmed: %v, %v", at, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestPublication: a new publication changes the layers of the coverage and no other, and uses again what has not changed.
func TestPublication(t *testing.T) {
	s := geotest.Store(t)
	h := running(t, s)
	before := h.Now()
	var told []map[string][]world.Tile
	h.OnChange(func(c snapshot.Change) { told = append(told, c.Touched) })
	geotest.Recompute(t, s)
	state, err := s.TileState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layer.Catalogue() {
		after := await(t, h, l.ID, state.Versions()[l.ID], 30*time.Second)
		if changed := after.Version(l.ID) > before.Version(l.ID); changed != l.Coverage {
			t.Errorf("%s: version %d after %d", l.ID, after.Version(l.ID), before.Version(l.ID))
		}
	}
	for _, touched := range told {
		if tiles, ok := touched["cells"]; ok && tiles != nil {
			t.Errorf("cells touch %d tiles, not all", len(tiles))
		}
		if _, ok := touched["comune_labels"]; ok {
			t.Error("labels are touched")
		}
	}
	w, tile := mvt.NewWriter(), world.Of(world.FromLonLat(7.35, 45.27), 9)
	a, b := bytes.Clone(before.Layer(w, "comuni", "planned", tile)), h.Now().Layer(w, "comuni", "planned", tile)
	if len(a) == 0 || !bytes.Equal(a, b) {
		t.Errorf("the same publication again makes other tiles: %d and %d bytes", len(a), len(b))
	}
}

// panicking is a store with a row that nobody thought of.
type panicking struct{ snapshot.Source }

func (panicking) PlacesSince(context.Context, int64) (layer.PlaceChange, error) {
	panic("a row that nobody thought of")
}

// TestPanicIsTold: a change that cannot be read ends nothing, and is not kept silent about.
func TestPanicIsTold(t *testing.T) {
	s := geotest.Store(t)
	h := snapshot.NewHolder(panicking{s}, snapshot.Options{Log: geotest.Log(), Now: time.Now})
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	defer func() { cancel(); <-done }()
	change(t, geotest.Login(t, s), rand.New(rand.NewPCG(1, 1)))
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if _, err := h.Fresh(); err != nil && strings.Contains(err.Error(), "nobody thought of") {
			return
		}
		if time.Since(began) > 5*time.Second {
			t.Fatal("nothing is said of a panic")
		}
	}
}

// TestRestored: a store that was replaced by an older one is taken, and its versions are not compared with those before.
func TestRestored(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	h := holder(s)
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := h.Now()
	exec(t, db, "UPDATE atlante.input_version SET version = version - 1 WHERE name = 'places'")
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if snap := h.Now(); snap.Version("places") != versionOf(t, db) || snap.Lineage() == before.Lineage() {
		t.Errorf("version %d, lineage %x, before %x", snap.Version("places"), snap.Lineage(), before.Lineage())
	}
}

// TestBudget: a layer over the budget is refused, loudly, and the others are held.
func TestBudget(t *testing.T) {
	s := geotest.Store(t)
	var log strings.Builder
	h := snapshot.NewHolder(s, snapshot.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Budget: 1 << 20, Setting: "ATLANTE_TILES_MEMORY", Now: time.Now})
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	snap := h.Now()
	if snap.Holds("cells") || !snap.Holds("places") || !snap.Holds("comune_labels") || snap.Version("cells") == 0 {
		t.Errorf("cells %v, places %v", snap.Holds("cells"), snap.Holds("places"))
	}
	if b := snap.Layer(mvt.NewWriter(), "cells", "current", world.Tile{Z: 8, X: 133, Y: 91}); b != nil {
		t.Errorf("%d bytes of a layer that is not held", len(b))
	}
	for _, part := range []string{"layer=cells", "bytes_needed=", "budget=1048576", "raise=ATLANTE_TILES_MEMORY"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("%q is not said:\n%s", part, log.String())
		}
	}
	if err := h.Refresh(t.Context()); err != nil || h.Now() != snap {
		t.Errorf("without a change the snapshot is another: %v", err)
	}
}

// TestOldSnapshotsAreCollected: nothing keeps a snapshot that nobody reads.
func TestOldSnapshotsAreCollected(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	populate(t, db, 100)
	h := holder(s)
	rng := rand.New(rand.NewPCG(5, 5))
	var gone atomic.Int64
	const rounds = 20
	for range rounds {
		if err := h.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		runtime.AddCleanup(h.Now(), func(n *atomic.Int64) { n.Add(1) }, &gone)
		change(t, db, rng)
	}
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); gone.Load() < rounds && time.Since(began) < 10*time.Second; {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	if gone.Load() != rounds {
		t.Errorf("%d of %d old snapshots are collected", gone.Load(), rounds)
	}
}
