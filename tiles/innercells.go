package tiles

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/layer"
	"atlante/tiles/cache"
)

// borderStep is how far apart the border is looked at, in degrees: a hundred metres,
// where the cells of the backdrop have sides of 3.7 and 1.4 km.
const borderStep = 0.001

// innerCells are the ids of the cells of a backdrop, for each of backdropZooms.
type innerCells [len(backdropZooms)][]string

// inside finds the cells of a territory when they are first asked for: that takes half a
// second.
type inside struct {
	zones   []geo.Zone
	found   atomic.Pointer[innerCells]
	finding cache.Flights[struct{}, innerCells]
}

// cells gives them. All who ask meanwhile wait for one search, and nobody longer than ctx.
func (x *inside) cells(ctx context.Context) (innerCells, error) {
	if found := x.found.Load(); found != nil {
		return *found, nil
	}
	found, _, err := x.finding.Do(ctx, struct{}{}, func(context.Context) (innerCells, error) {
		found, err := cellsInside(x.zones)
		if err == nil {
			x.found.Store(&found)
		}
		return found, err
	})
	return found, err
}

// cellsInside gives the cells that lie in the territory as a whole, and in none of a
// coarser zoom that does. Others reach beyond it, where no land hides them, and are not
// drawn. A side that two zones share is no border; where zones do not share their sides
// exactly, fewer cells are inner ones.
func cellsInside(zones []geo.Zone) (ids innerCells, err error) {
	sides := outerSides(zones)
	covered := map[hex.Cell]bool{}
	for i, z := range backdropZooms {
		found, err := wholeCells(zones, sides, layer.CellResolution(z))
		if err != nil {
			return ids, err
		}
		ids[i] = []string{}
		for _, c := range slices.Sorted(maps.Keys(found)) {
			if i > 0 {
				parent, err := c.Parent(layer.CellResolution(backdropZooms[i-1]))
				if err != nil {
					return ids, err
				}
				if covered[parent] {
					continue
				}
			}
			covered[c] = true
			ids[i] = append(ids[i], c.String())
		}
	}
	return ids, nil
}

// wholeCells are those with their centre in a zone, through which no outer side passes.
func wholeCells(zones []geo.Zone, sides map[side]bool, resolution int) (map[hex.Cell]bool, error) {
	found := map[hex.Cell]bool{}
	for _, z := range zones {
		cells, err := hex.Fill(z.Boundary, resolution)
		if err != nil {
			return nil, fmt.Errorf("zone %d: %w", z.ID, err)
		}
		for _, c := range cells {
			found[c] = true
		}
	}
	for s := range sides {
		n := math.Ceil(max(math.Abs(s[1][0]-s[0][0]), math.Abs(s[1][1]-s[0][1])) / borderStep)
		for i := range int(n) + 1 {
			f := float64(i) / max(1, n)
			cell, err := hex.Of(orb.Point{s[0][0] + f*(s[1][0]-s[0][0]), s[0][1] + f*(s[1][1]-s[0][1])}, resolution)
			if err != nil {
				return nil, fmt.Errorf("border: %w", err)
			}
			delete(found, cell)
		}
	}
	return found, nil
}

// side is a piece of a border between two points, the western or southern one first.
type side [2]orb.Point

// outerSides are those that one zone has, and no other.
func outerSides(zones []geo.Zone) map[side]bool {
	once := map[side]bool{}
	for _, z := range zones {
		for _, polygon := range z.Boundary {
			for _, ring := range polygon {
				for i := 1; i < len(ring); i++ {
					s := side{ring[i-1], ring[i]}
					if slices.Compare(s[0][:], s[1][:]) > 0 {
						s[0], s[1] = s[1], s[0]
					}
					if once[s] {
						delete(once, s)
					} else {
						once[s] = true
					}
				}
			}
		}
	}
	return once
}
