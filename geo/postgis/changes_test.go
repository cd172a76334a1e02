package postgis_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"atlante/geo/geotest"
)

// Whoever stops the service waits for those who listen: they end at once, and not when
// a statement that PostgreSQL does not end would be given up.
func TestListenEndsAtOnce(t *testing.T) {
	s := geotest.Store(t)
	ctx, cancel := context.WithCancel(t.Context())
	heard := 0
	began := time.Time{}
	err := s.Listen(ctx, func() {
		if heard++; heard == 1 {
			if err := s.Ping(ctx); err != nil { // the connection that listens is one of its own
				t.Error(err)
			}
			time.AfterFunc(100*time.Millisecond, func() { began = time.Now(); cancel() })
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if took := time.Since(began); heard != 1 || took > time.Second {
		t.Errorf("heard %d times, ended after %v", heard, took)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}
