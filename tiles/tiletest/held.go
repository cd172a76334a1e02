// Package tiletest gives tests the snapshot that tiles are made from.
package tiletest

import (
	"context"
	"testing"
	"time"

	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/tiles/snapshot"
)

// Held gives a holder of the snapshot that tiles are made from, loaded, and kept up to
// date until the test ends. A test that has written calls its Refresh to see what it
// wrote at once.
func Held(t testing.TB, s *postgis.Store) *snapshot.Holder {
	t.Helper()
	h := snapshot.NewHolder(s, snapshot.Options{Log: geotest.Log(), Now: time.Now})
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done }) // before the store is closed
	return h
}
