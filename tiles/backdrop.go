package tiles

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

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
	return source{Type: "geojson", MaxZoom: backdropZoom, Attribution: s.credit, Data: &geojson.FeatureCollection{Type: "FeatureCollection", Features: s.backdrop}}
}

// backdrop gives the cells of a style, or none: a style without them is still a style.
func (s *Service) backdrop(ctx context.Context, state styleState, g ground) []*geojson.Feature {
	if state.name == "gaps" {
		return nil
	}
	cells, err := s.backdropCells(ctx, state, g)
	switch {
	case errors.Is(err, geo.ErrBusy):
		s.log.Debug("a style has no backdrop: the service is busy", "err", err)
	case err != nil && ctx.Err() == nil:
		s.log.Error("a style has no backdrop", "err", err)
	}
	return cells
}

// backdropCells reads the cells that lie in the territory as a whole from the tiles of
// their zoom, with what a style of the kind says of them.
func (s *Service) backdropCells(ctx context.Context, state styleState, g ground) ([]*geojson.Feature, error) {
	if g.bounds == nil {
		return nil, nil
	}
	v, err := s.look(ctx)
	if err != nil || v.snap == nil { // before there is a snapshot nothing is kept, and there is enough to do
		return nil, err
	}
	inner, err := g.inside.cells(ctx)
	if err != nil {
		return nil, err
	}
	var out []*geojson.Feature
	cells := selections[1<<place("cells")]
	for i, z := range backdropZooms {
		for t := range meeting(*g.bounds, z) {
			a := address{layers: cells, asked: cells, scenario: state.scenario, z: z, x: t.X, y: t.Y}
			item, _, err := s.answer(ctx, v, a, v.key(a))
			if err != nil {
				return nil, err
			}
			if out, err = state.readBackdrop(out, item.Body, inner[i]); err != nil {
				return nil, fmt.Errorf("backdrop: %w", err)
			}
		}
	}
	return out, nil
}

// readBackdrop appends the inner cells of a packed tile; one on the border of two tiles
// is in both, and is taken once.
func (s styleState) readBackdrop(out []*geojson.Feature, packed []byte, inner []string) ([]*geojson.Feature, error) {
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
		if !found || slices.ContainsFunc(out, func(c *geojson.Feature) bool { return c.Properties["h3"] == id }) {
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
		for i := range ring {
			ring[i] = orb.Point{math.Round(ring[i][0]*1e4) / 1e4, math.Round(ring[i][1]*1e4) / 1e4}
		}
		c := geojson.NewFeature(orb.Polygon{ring})
		for _, name := range []string{"h3", "residents", "minutes_" + string(s.kind.ID), s.stateField()} {
			if value, there := f.Properties[name]; there {
				c.Properties[name] = value
			}
		}
		out = append(out, c)
	}
	return out, nil
}
