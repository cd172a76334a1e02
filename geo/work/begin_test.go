package work_test

import (
	"testing"

	"atlante/geo/geotest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

func TestBeginAndRecompute(t *testing.T) {
	s := geotest.Store(t)
	p, err := s.Publication(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", p)
}
