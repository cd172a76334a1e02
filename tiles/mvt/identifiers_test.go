package mvt

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/google/uuid"

	"atlante/tiles/world"
)

// Where UUIDs stand in a layer is where it says, however long the layer and what says so become.
func TestIdentifiers(t *testing.T) {
	w, v, schema := NewWriter(), NewValues(), NewSchema("l", []string{"id", "name"})
	for _, n := range []int{0, 1, 40, 400} {
		var want []uint32
		rows := make([][]ValueID, n)
		for i := range rows {
			rows[i] = ids(t, v, uuid.NewString(), fmt.Sprint("n", i))
		}
		w.Begin(schema, v, world.Tile{})
		for _, r := range rows {
			w.Point(0, false, r, world.Point{})
		}
		layer := w.End()
		for _, at := range regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`).FindAllIndex(layer, -1) {
			want = append(want, uint32(at[0]))
		}
		if len(want) != n || !slices.Equal(w.Identifiers(), want) {
			t.Fatalf("%d identifiers: said to stand at %v, stand at %v", n, w.Identifiers(), want)
		}
	}
}
