package tiles

import (
	"context"
	"testing"
	"time"

	"atlante/geo/geotest"
	"atlante/tiles/cache"
)

// TestPyramidAgainAfterPublication: a cache that is full of what was made for the
// state before, and of composites, has room for the pyramid of the state of now.
func TestPyramidAgainAfterPublication(t *testing.T) {
	e := newEngine(t, Options{Cache: pyramidBytes(t) * 3 / 2})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { e.Run(ctx); close(ended) }()
	defer func() { cancel(); <-ended }()
	waitFor(t, time.Minute, func() bool { return !e.State().Warm.Done.IsZero() })
	first := e.State()
	if first.Warm.Full || first.Warm.Tiles != first.Warm.Total {
		t.Fatalf("%+v", first.Warm)
	}
	for x := range uint32(100) { // as if much had been asked for since
		k := cache.Key{Z: 14, X: x, Layers: 3, Encoding: cache.Brotli}
		e.cache.Put(k, make([]byte, e.cache.Room()/100), func(cache.Key) bool { return true })
	}
	if _, err := geotest.Login(t, e.store).Exec(t.Context(), `UPDATE atlante.zone SET name = name || '.'`); err != nil {
		t.Fatal(err)
	}
	if err := e.holder.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	waitFor(t, time.Minute, func() bool { return e.State().Warm.Done.After(first.Warm.Done) })
	if w := e.State().Warm; w.Full || w.Tiles != w.Total || w.Bytes < first.Warm.Bytes/2 {
		t.Errorf("after the change %+v", w)
	}
}

// pyramidBytes is what the pyramid of the starting set takes.
func pyramidBytes(t *testing.T) int64 {
	e := newEngine(t, Options{})
	f, _, err := e.known(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := e.pyramid(t.Context(), *f.bounds); err != nil {
		t.Fatal(err)
	}
	return e.State().Warm.Bytes
}
