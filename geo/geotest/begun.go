package geotest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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
	begun.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 3*time.Minute)
		defer cancel()
		begun.err = makeBegun(ctx, c)
	})
	if begun.err != nil {
		t.Fatal(begun.err)
	}
	return open(t, copyOf(t, c, begunTemplate))
}

func makeBegun(ctx context.Context, c *cluster.Cluster) error {
	s, there, err := from(ctx, c, running.template, begunTemplate)
	if err != nil || there {
		return err
	}
	defer s.Close()
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	return work.Begin(ctx, s, beginning(nil, batch(id, "places", "begun")))
}

// from makes a template from another and opens it, unless it is there: what was kept
// from another package of the same run has it.
func from(ctx context.Context, c *cluster.Cluster, template, name string) (s *postgis.Store, there bool, err error) {
	if there, err = exists(ctx, c, name); err != nil || there {
		return nil, there, err
	}
	conn, err := pgx.Connect(ctx, c.Admin())
	if err != nil {
		return nil, false, err
	}
	defer conn.Close(ctx)
	if err := copyDatabase(ctx, conn, name, template); err != nil {
		return nil, false, err
	}
	s, err = postgis.Open(ctx, c.DSN("atlante", name), Log())
	return s, false, err
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
	return beginning(boundaries, Batch(t, "places"))
}

func beginning(boundaries *geo.Boundaries, b geo.Batch) work.Beginning {
	return work.Beginning{Boundaries: boundaries, Recomputation: Recomputation(), Batch: b, NewID: uuid.NewV7}
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
	return batch(id, what, t.Name())
}

func batch(id uuid.UUID, what, file string) geo.Batch {
	return geo.Batch{ID: id, What: what, File: file, Checksum: "test", CreatedAt: time.Now()}
}
