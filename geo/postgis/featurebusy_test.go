package postgis_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cql2"
	"atlante/geo/feature"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// TestSlowFiltersStopNobodyElse: while more filters wait for the database than
// there are connections, versions, states, kinds and plain pages are answered.
func TestSlowFiltersStopNobodyElse(t *testing.T) {
	s := geotest.Liechtenstein(t)
	db := geotest.Login(t, s)
	run(t, db, crowdOf(50))
	if _, err := s.FeatureState(t.Context(), feature.Places, ""); err != nil {
		t.Fatal(err)
	}
	release := lockPlaces(t, db)
	slow, err := cql2.Parse("name LIKE '%uogo%'")
	if err != nil {
		t.Fatal(err)
	}
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			_, err := s.FeatureCount(t.Context(), feature.Query{Collection: feature.Places, Filter: slow})
			if !errors.Is(err, geo.ErrBusy) {
				t.Errorf("a filter that waits: %v", err)
			}
		})
	}
	time.Sleep(500 * time.Millisecond) // they hold all that they can get
	began := time.Now()
	answersOthers(t, s)
	if took := time.Since(began); took > 1500*time.Millisecond {
		t.Errorf("others were answered after %v", took)
	}
	asking.Wait()
	release()
	if n, err := s.FeatureCount(t.Context(), feature.Query{Collection: feature.Places, Filter: slow}); err != nil || n == 0 {
		t.Errorf("afterwards: %d, %v", n, err)
	}
}

// answersOthers asks what no filter may stop.
func answersOthers(t *testing.T, s *postgis.Store) {
	t.Helper()
	if _, err := s.FeatureCollections(t.Context()); err != nil {
		t.Error(err)
	}
	for _, c := range []string{feature.Places, feature.Comuni} { // the first is known already, the second is measured
		if state, err := s.FeatureState(t.Context(), c, ""); err != nil || state.Version == "" || state.Count == 0 {
			t.Errorf("state of %s: %+v, %v", c, state, err)
		}
	}
	plain := feature.Query{Collection: feature.Comuni, Equal: map[string]string{"zone": "1"}, Limit: 3}
	if n, err := s.FeatureCount(t.Context(), plain); err != nil || n == 0 {
		t.Errorf("count: %d, %v", n, err)
	}
	if _, err := s.Features(t.Context(), plain, func(feature.Feature) error { return nil }); err != nil {
		t.Error(err)
	}
}

// TestWaitingIsBusy: a request whose time is over while it waits, for a
// connection or for the database, is told that there is too much to do; one whose
// client has gone is not.
func TestWaitingIsBusy(t *testing.T) {
	s := geotest.Liechtenstein(t)
	db := geotest.Login(t, s)
	defer lockPlaces(t, db)()
	ask := func(ctx context.Context) error {
		_, err := s.Features(ctx, feature.Query{Collection: feature.Places, Limit: 1}, func(feature.Feature) error { return nil })
		return err
	}
	var asking sync.WaitGroup
	for range 6 { // four of them get a connection
		asking.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
			defer cancel()
			if err := ask(ctx); !errors.Is(err, geo.ErrBusy) {
				t.Errorf("%v is not busy", err)
			}
		})
	}
	asking.Wait()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	if err := ask(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, geo.ErrBusy) {
		t.Errorf("whoever has gone away: %v", err)
	}
}

// lockPlaces keeps everybody from reading places until the function that it gives
// is called.
func lockPlaces(t *testing.T, db *pgx.Conn) (release func()) {
	t.Helper()
	tx, err := db.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	release = func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }
	t.Cleanup(release)
	if _, err := tx.Exec(t.Context(), "LOCK TABLE atlante.place"); err != nil {
		t.Fatal(err)
	}
	return release
}
