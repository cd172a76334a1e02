package postgis_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"atlante/geo/gazetteer"
	"atlante/geo/geotest"
)

// Names are read once for all who ask at the same time, and again when they have
// changed; who gives up waiting gets the reason.
func TestNamesAreReadOnceForAll(t *testing.T) {
	s := geotest.Store(t)
	ask := func() *gazetteer.Gazetteer {
		found := make([]*gazetteer.Gazetteer, 8)
		var all sync.WaitGroup
		for i := range found {
			all.Go(func() {
				g, err := s.Gazetteer(t.Context())
				if err != nil {
					t.Error(err)
				}
				found[i] = g
			})
		}
		all.Wait()
		for _, g := range found {
			if g == nil || g != found[0] {
				t.Fatal("the names were read more than once")
			}
		}
		return found[0]
	}
	first := ask()
	if _, err := geotest.Login(t, s).Exec(t.Context(), `SELECT atlante.touch('names')`); err != nil {
		t.Fatal(err)
	}
	if ask() == first {
		t.Error("the names have changed, and the old ones are given")
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.Gazetteer(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}
