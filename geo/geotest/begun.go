package geotest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// Store gives a store with the embedded facts, approximate boundaries, the
// starting set of places and a first publication.
func Store(t testing.TB) *postgis.Store {
	t.Helper()
	s := Empty(t)
	Begin(t, s, nil)
	Recompute(t, s)
	return s
}

// Begin loads the facts and the starting set, with real boundaries when given.
func Begin(t testing.TB, s *postgis.Store, boundaries *geo.Boundaries) {
	t.Helper()
	err := work.Begin(t.Context(), s, work.Beginning{
		Boundaries: boundaries, Parameters: cover.DefaultParameters(), Batch: Batch(t, "places"),
		NewID: uuid.NewV7, Progress: func(int, int) {},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Recompute publishes anew.
func Recompute(t testing.TB, s *postgis.Store) int64 {
	t.Helper()
	id, err := work.Recompute(t.Context(), s, cover.DefaultParameters(), time.Now, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return id
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
