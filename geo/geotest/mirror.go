package geotest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"atlante/geo"
	"atlante/geo/layer"
	"atlante/geo/postgis"
)

// Mirror holds the places of a store as the tiles in memory do: it reads them
// once and after that what has changed. For one goroutine.
type Mirror struct {
	At    int64             // the version of places that it stands at
	Rows  map[string]string // what people see of each place, by id
	Whole int               // how often all places were read

	t testing.TB
	s *postgis.Store
}

// NewMirror reads all places of a store.
func NewMirror(t testing.TB, s *postgis.Store) *Mirror {
	t.Helper()
	m := &Mirror{t: t, s: s}
	m.readAll()
	return m
}

func (m *Mirror) readAll() {
	m.t.Helper()
	m.Whole++
	m.Rows = map[string]string{}
	state, err := m.s.TileRows(m.t.Context(), []string{"places"}, func(r *layer.Row) error {
		m.Rows[r.Key] = seen(*r)
		return nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
	m.At = state.Places
}

func seen(r layer.Row) string { return fmt.Sprint(r.Cell, r.Point, r.Values) }

// CatchUp reads what has changed, or everything when that is not known any more;
// it gives the number of places that it was told of.
func (m *Mirror) CatchUp() int {
	m.t.Helper()
	change, err := m.s.PlacesSince(m.t.Context(), m.At)
	if errors.Is(err, geo.ErrNotFound) {
		m.readAll()
		return len(m.Rows)
	}
	if err != nil {
		m.t.Fatal(err)
	}
	if change.State.Places < m.At {
		m.t.Errorf("version %d after %d", change.State.Places, m.At)
	}
	for _, r := range change.Present {
		m.Rows[r.Key] = seen(r)
	}
	for _, id := range change.Gone {
		delete(m.Rows, id)
	}
	m.At = change.State.Places
	return len(change.Present) + len(change.Gone)
}

// Same catches up and compares with reading all places.
func (m *Mirror) Same(what string) {
	m.t.Helper()
	m.CatchUp()
	want := NewMirror(m.t, m.s)
	if m.At != want.At || !maps.Equal(m.Rows, want.Rows) {
		m.t.Errorf("%s: %d places at version %d, all are %d at version %d", what, len(m.Rows), m.At, len(want.Rows), want.At)
		for _, id := range slices.Sorted(maps.Keys(want.Rows)) {
			if m.Rows[id] != want.Rows[id] {
				m.t.Errorf("%s\n  is   %s\n  want %s", id, m.Rows[id], want.Rows[id])
			}
		}
	}
}
