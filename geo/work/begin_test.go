package work_test

import (
	"testing"

	"atlante/geo/geotest"
	"atlante/geo/work"
)

func TestMain(m *testing.M) { geotest.Main(m) }

// The first start leaves a whole publication, and the second changes nothing.
func TestBegin(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	p, err := s.Publication(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p.ID == 0 || p.Stale || p.Previous != 0 || !p.BoundaryApprox || p.CellCount < 60_000 || p.PopulatedCells < 10_000 {
		t.Errorf("first publication: %+v", p)
	}
	before := fingerprint(t, s)
	if err := work.Begin(t.Context(), s, geotest.Beginning(t, nil)); err != nil {
		t.Fatal(err)
	}
	unchanged(t, before, fingerprint(t, s))
}

// Two that start at once on an empty database, as a service and a command beside
// it may: one fills it, the other waits and finds it full.
func TestBeginAtTheSameMoment(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	errs := make(chan error)
	for range 2 {
		go func() { errs <- work.Begin(t.Context(), s, geotest.Beginning(t, nil)) }()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	conn := geotest.Login(t, s)
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.place`); n != 31 {
		t.Errorf("%d places", n)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.publication`); n != 1 {
		t.Errorf("%d publications", n)
	}
}
