package work_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// publishing runs a publisher until the test ends; calls counts its recomputations
// and refuse makes that many of them fail first.
func publishing(t *testing.T, s *postgis.Store, refuse int64) (calls *atomic.Int64) {
	t.Helper()
	calls = &atomic.Int64{}
	again := geotest.Recomputation()
	again.Roads = &work.Roads{} // kept, as the service does
	p := work.Publisher{
		Changes: s, Log: geotest.Log(), Quiet: 100 * time.Millisecond, Retry: 500 * time.Millisecond,
		Hash: func(ctx context.Context) (string, error) {
			kinds, err := s.Kinds(ctx)
			return geotest.Recomputation().Parameters.Hash(kinds), err
		},
		Recompute: func(ctx context.Context) (int64, error) {
			if calls.Add(1) <= refuse {
				return 0, errors.New("the disk is full")
			}
			return work.Recompute(ctx, s, again)
		},
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	t.Cleanup(func() {
		cancel()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Error("the publisher does not end")
		}
	})
	return calls
}

// untilFresh waits for a publication that is not stale and newer than id.
func untilFresh(t *testing.T, s *postgis.Store, id int64) cover.Publication {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		p, err := s.Publication(t.Context())
		if err != nil && !errors.Is(err, geo.ErrNotFound) {
			t.Fatal(err)
		}
		if err == nil && p.ID > id && !p.Stale {
			return p
		}
	}
	t.Fatalf("no publication after %d", id)
	return cover.Publication{}
}

// A change of places makes the publication stale, and a new one follows by
// itself; what changes nothing is not computed again. A failure is tried again,
// and a lost connection is opened again.
func TestPublisherFollowsChanges(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	conn := geotest.Login(t, s)
	calls := publishing(t, s, 1)
	time.Sleep(700 * time.Millisecond) // longer than Quiet and Retry together
	if n := calls.Load(); n != 0 {
		t.Errorf("%d recomputations of what was fresh", n)
	}

	mustImport(t, s, "uno.csv", threePlaces, geo.PlaceChanges{New: 3})
	if p, err := s.Publication(t.Context()); err != nil || !p.Stale {
		t.Fatalf("%+v, %v: not stale after an import", p, err)
	}
	p := untilFresh(t, s, 1)
	if n := calls.Load(); n != 2 {
		t.Errorf("%d recomputations, expected one that failed and one more", n)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.publication_place WHERE publication = $1 AND kind = 'portineria' AND scenario = 'current'`, p.ID); n != 4 {
		t.Errorf("%d portinerie count, expected the three of Torino and the new one", n)
	}

	mustImport(t, s, "uno.csv", threePlaces, geo.PlaceChanges{Same: 3})
	time.Sleep(700 * time.Millisecond)
	if n := calls.Load(); n != 2 {
		t.Errorf("%d recomputations after an import that changed nothing", n)
	}

	execute(t, conn, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'`)
	execute(t, conn, `UPDATE atlante.place SET status = 'closed' WHERE name = 'Portineria di prova'`)
	untilFresh(t, s, p.ID)
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.publication`); n != 2 {
		t.Errorf("%d publications are kept", n)
	}
}
