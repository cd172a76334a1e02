package tiles

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/layer"
)

// Under the cells of a style lie those of a far zoom, pale, on land of their own: where a
// tile has not come yet, people see the coverage of the coarser cells instead of nothing.
// Tiles that have come hide it with their land. Two tiles hold the whole territory; a map
// that cuts them for each of its squares finds them in its cache.
const (
	backdropSource = "backdrop" // sorts behind styleSource: some programs draw the first source only
	backdropZoom   = 6
)

// backdrop are its layers. Up to the zoom after its own the map itself shows these cells.
func (s styleState) backdrop(t layer.Tokens) []styleLayer {
	inner := expr{"in", expr{"get", "h3"}, expr{"literal", s.inner}}
	of := func(id string, filter expr, paint map[string]any) styleLayer {
		paint["fill-antialias"] = false
		return styleLayer{ID: id, Type: "fill", Source: backdropSource, SourceLayer: "cells", MinZoom: backdropZoom + 2, Filter: filter, Paint: paint}
	}
	return []styleLayer{
		of("backdrop-land", inner, map[string]any{"fill-color": t.Land}),
		of("backdrop-cells", expr{"all", s.knownCells(), inner}, map[string]any{"fill-color": s.cellColour(), "fill-opacity": 0.4}),
	}
}

// borderStep is how far apart the border is looked at, in degrees: a hundred metres,
// where a cell of the backdrop has sides of 3.7 km.
const borderStep = 0.001

// innerCells are those of the backdrop that lie in the territory as a whole. Others reach
// beyond it, where no land hides them, and are not drawn. A side that two zones share is
// no border; where zones do not share their sides exactly, fewer cells are inner ones.
func innerCells(zones []geo.Zone) ([]string, error) {
	resolution := layer.CellResolution(backdropZoom)
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
	for s := range outerSides(zones) {
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
	out := make([]string, 0, len(found))
	for _, c := range slices.Sorted(maps.Keys(found)) {
		out = append(out, c.String())
	}
	return out, nil
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
