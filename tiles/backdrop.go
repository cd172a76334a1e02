package tiles

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/layer"
	"atlante/tiles/pack"
)

// Under the cells of a style lie those of a far zoom, pale, on land of their own: where a
// tile has not come yet, people see the coverage of the coarser cells instead of nothing.
// Tiles that have come hide it with their land. They are few, so the style holds them
// itself: a map has them before its first tile.
const (
	backdropSource = "backdrop" // sorts behind styleSource: some programs draw the first source only
	backdropZoom   = 6          // of its one or two squares, which a map enlarges
)

// backdropZooms are those whose cells it has: the coarsest, and finer ones along the border.
var backdropZooms = [...]uint32{backdropZoom, 8}

// backdropCell is one of them, as GeoJSON.
type backdropCell struct {
	Type       string         `json:"type"`
	Properties map[string]any `json:"properties"`
	Geometry   struct {
		Type        string     `json:"type"`
		Coordinates []orb.Ring `json:"coordinates"`
	} `json:"geometry"`
}

// backdropLayers draw them. Up to the zoom after their own the map itself shows these cells.
func (s styleState) backdropLayers(t layer.Tokens) []styleLayer {
	of := func(id string, filter any, paint map[string]any) styleLayer {
		paint["fill-antialias"] = false
		return styleLayer{ID: id, Type: "fill", Source: backdropSource, MinZoom: backdropZoom + 2, Filter: filter, Paint: paint}
	}
	return []styleLayer{
		of("backdrop-land", nil, map[string]any{"fill-color": t.Land}),
		of("backdrop-cells", s.knownCells(), map[string]any{"fill-color": s.cellColour(), "fill-opacity": 0.4}),
	}
}

// backdropData is the source.
func (s styleState) backdropData() source {
	return source{Type: "geojson", MaxZoom: backdropZoom, Attribution: s.credit, Data: map[string]any{"type": "FeatureCollection", "features": s.backdrop}}
}

// backdrop gives the cells of a style, or none: a style without them is still a style.
func (s *Service) backdrop(ctx context.Context, state styleState, g ground) []backdropCell {
	if state.name == "gaps" {
		return nil
	}
	cells, err := s.backdropCells(ctx, state, g)
	if err != nil && ctx.Err() == nil {
		s.log.Error("a style has no backdrop", "err", err)
	}
	return cells
}

// backdropCells reads the cells that lie in the territory as a whole from the tiles of
// their zoom, with what a style of the kind says of them.
func (s *Service) backdropCells(ctx context.Context, state styleState, g ground) ([]backdropCell, error) {
	if g.bounds == nil {
		return nil, nil
	}
	v, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	var out []backdropCell
	cells := selections[1<<place("cells")]
	for i, z := range backdropZooms {
		first, last := maptile.At(g.bounds.LeftTop(), maptile.Zoom(z)), maptile.At(g.bounds.RightBottom(), maptile.Zoom(z))
		for x := first.X; x <= last.X; x++ {
			for y := first.Y; y <= last.Y; y++ {
				a := address{layers: cells, asked: cells, scenario: state.scenario, z: z, x: x, y: y}
				item, _, err := s.answer(ctx, v, a, v.key(a))
				if err != nil {
					return nil, err
				}
				if out, err = state.readBackdrop(out, item.Body, g.inner[i]); err != nil {
					return nil, fmt.Errorf("backdrop: %w", err)
				}
			}
		}
	}
	return out, nil
}

// readBackdrop appends the inner cells of a packed tile; one on the border of two tiles
// is in both, and is taken once.
func (s styleState) readBackdrop(out []backdropCell, packed []byte, inner []string) ([]backdropCell, error) {
	if len(packed) == 0 {
		return out, nil
	}
	raw, err := pack.Unpack(packed)
	if err != nil {
		return nil, err
	}
	layers, err := mvt.Unmarshal(raw)
	if err != nil {
		return nil, err
	}
	for _, f := range layers[0].Features {
		id, _ := f.Properties["h3"].(string)
		_, found := slices.BinarySearch(inner, id)
		if !found || slices.ContainsFunc(out, func(c backdropCell) bool { return c.Properties["h3"] == id }) {
			continue
		}
		cell, err := hex.Parse(id)
		if err != nil {
			return nil, err
		}
		ring, err := cell.Boundary()
		if err != nil {
			return nil, err
		}
		c := backdropCell{Type: "Feature", Properties: map[string]any{}}
		for _, name := range []string{"h3", "residents", "minutes_" + string(s.kind.ID), s.stateField()} {
			if value, there := f.Properties[name]; there {
				c.Properties[name] = value
			}
		}
		for i := range ring {
			ring[i] = orb.Point{math.Round(ring[i][0]*1e4) / 1e4, math.Round(ring[i][1]*1e4) / 1e4}
		}
		c.Geometry.Type, c.Geometry.Coordinates = "Polygon", []orb.Ring{ring}
		out = append(out, c)
	}
	return out, nil
}

// borderStep is how far apart the border is looked at, in degrees: a hundred metres,
// where the cells of the backdrop have sides of 3.7 and 1.4 km.
const borderStep = 0.001

// innerCells are, for each of backdropZooms, the cells that lie in the territory as a
// whole, and in none of a coarser one that does. Others reach beyond it, where no land
// hides them, and are not drawn. A side that two zones share is no border; where zones do
// not share their sides exactly, fewer cells are inner ones.
func innerCells(zones []geo.Zone) (ids [len(backdropZooms)][]string, err error) {
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
