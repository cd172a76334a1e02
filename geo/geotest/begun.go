package geotest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/postgis"
	"atlante/geo/postgis/cluster"
	"atlante/geo/work"
)

// begun is a database with the starting set, made once a process and copied.
var begun struct {
	once sync.Once
	err  error
}

const begunTemplate = "atlante_test_begun"

// Store gives a store with the embedded facts, approximate boundaries, the
// starting set of places and a first publication.
func Store(t testing.TB) *postgis.Store {
	t.Helper()
	c := needCluster(t)
	begun.once.Do(func() { begun.err = makeBegun(t, c) })
	if begun.err != nil {
		t.Fatal(begun.err)
	}
	return open(t, copyOf(t, c, begunTemplate))
}

func makeBegun(t testing.TB, c *cluster.Cluster) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 3*time.Minute)
	defer cancel()
	admin(t, c, "CREATE DATABASE "+begunTemplate+" TEMPLATE "+running.template)
	s, err := postgis.Open(ctx, c.DSN("atlante", begunTemplate), Log())
	if err != nil {
		return err
	}
	defer s.Close()
	return work.Begin(ctx, s, Beginning(t, nil))
}

// Begin loads the facts and the starting set, with real boundaries when given,
// and publishes.
func Begin(t testing.TB, s *postgis.Store, boundaries *geo.Boundaries) {
	t.Helper()
	if err := work.Begin(t.Context(), s, Beginning(t, boundaries)); err != nil {
		t.Fatal(err)
	}
}

// Beginning is that of the service, silent and offline.
func Beginning(t testing.TB, boundaries *geo.Boundaries) work.Beginning {
	return work.Beginning{Boundaries: boundaries, Recomputation: Recomputation(), Batch: Batch(t, "places"), NewID: uuid.NewV7}
}

// Recompute publishes anew.
func Recompute(t testing.TB, s *postgis.Store) int64 {
	t.Helper()
	id, err := work.Recompute(t.Context(), s, Recomputation())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Recomputation is the one of the service, silent.
func Recomputation() work.Recomputation {
	return work.Recomputation{Parameters: cover.DefaultParameters(), Now: time.Now, Progress: func(int, int) {}}
}

// Batch names an import of a test.
func Batch(t testing.TB, what string) geo.Batch {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return geo.Batch{ID: id, What: what, File: t.Name(), Checksum: "test", CreatedAt: time.Now()}
}
