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
