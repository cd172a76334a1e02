package postgis_test

import (
	"testing"

	"atlante/geo/geotest"
)

// TestTileStateNamesTheDatabase: copies of one database are told apart, and each stays
// what it is.
func TestTileStateNamesTheDatabase(t *testing.T) {
	a, b := geotest.Store(t), geotest.Store(t)
	one, err := a.TileState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	two, err := b.TileState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.PlacesSince(t.Context(), one.Places)
	if err != nil {
		t.Fatal(err)
	}
	if one.Database == 0 || one.Database == two.Database || again.State.Database != one.Database {
		t.Errorf("%d and %d, later %d", one.Database, two.Database, again.State.Database)
	}
}
