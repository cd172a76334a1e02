package snapshot

import (
	"cmp"
	"slices"

	"atlante/geo/layer"
	"atlante/tiles/world"
)

// touched gathers the tiles of places that a change draws anew.
type touched struct {
	tiles   map[world.Tile]bool
	deepest uint32
}

func newTouched() *touched {
	l, _ := layer.ByID("places")
	return &touched{map[world.Tile]bool{}, l.MaxZoom}
}

// place adds the tiles that draw a point one by one: those within whose buffer it lies, up to four at each zoom.
func (t *touched) place(p world.Point) {
	for z := uint32(layer.ClusterZoom); z <= t.deepest; z++ {
		at, last := world.Of(p, z), uint32(1)<<z-1
		for y := at.Y - min(at.Y, 1); y <= min(at.Y+1, last); y++ {
			for x := at.X - min(at.X, 1); x <= min(at.X+1, last); x++ {
				tile := world.Tile{Z: z, X: x, Y: y}
				if tile.Box(buffer).Holds(p) {
					t.tiles[tile] = true
				}
			}
		}
	}
}

// cluster adds the tiles that hold the point of a cluster: one at each zoom that has this resolution.
func (t *touched) cluster(level int, p world.Point) {
	for z := uint32(0); z < layer.ClusterZoom; z++ {
		if levelOf(z) == level {
			t.tiles[world.Of(p, z)] = true
		}
	}
}

// list gives the tiles by zoom, column and row.
func (t *touched) list() []world.Tile {
	out := make([]world.Tile, 0, len(t.tiles))
	for tile := range t.tiles {
		out = append(out, tile)
	}
	slices.SortFunc(out, func(a, b world.Tile) int {
		return cmp.Or(cmp.Compare(a.Z, b.Z), cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
	})
	return out
}
