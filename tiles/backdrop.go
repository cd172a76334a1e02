package tiles

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/project"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/layer"
	"atlante/tiles/pack"
	"atlante/tiles/world"
)

// Under the cells of a style lie those of a far zoom, pale, on land: where a tile has not
// come yet, people see the coverage of the coarser cells instead of nothing. Tiles that
// have come hide it with their land. It is little, so the style holds it itself: a map has
// it before its first tile.
const (
	backdropSource = "backdrop" // sorts behind styleSource: some programs draw the first source only
	backdropZoom   = 6          // of its coarsest cells
)

// backdropZooms are those whose cells it has: the coarsest, and finer ones along the
// border. The land is that of the last.
var backdropZooms = [...]uint32{backdropZoom, 8}

// backdropLayers draw them. Up to the zoom after their own the map itself shows these
// cells. The land is that of the zones; near by, where it would be seen not to end at the
// border, that of the cells, which lie within.
func (s styleState) backdropLayers(t layer.Tokens) []styleLayer {
	of := func(id string, filter any, paint map[string]any) styleLayer {
		paint["fill-antialias"] = false
		return styleLayer{ID: id, Type: "fill", Source: backdropSource, MinZoom: backdropZoom + 2, Filter: filter, Paint: paint}
	}
	near := expr{">=", expr{"zoom"}, s.backdropSquare() + 6} // MapLibre rounds to two pixels of the zoom before, at most
	return []styleLayer{
		of("backdrop-land", expr{"==", expr{"has", "h3"}, near}, map[string]any{"fill-color": t.Land}),
		of("backdrop-cells", expr{"all", expr{"has", "h3"}, s.knownCells()}, map[string]any{"fill-color": s.cellColour(), "fill-opacity": 0.4}),
	}
}

// backdropData is the source.
func (s styleState) backdropData() source {
	return source{Type: "geojson", MaxZoom: s.backdropSquare(), Attribution: s.credit, Data: &geojson.FeatureCollection{Type: "FeatureCollection", Features: s.backdrop}}
}

// backdropSquare is the zoom of the squares into which a map cuts the backdrop, before it
// enlarges them. Each is waited for when it comes into view: where several of the cells'
// zoom meet the territory, they are those of a zoom less, which are fewer, as a rule one.
// Coarser ones would show.
func (s styleState) backdropSquare() uint32 {
	if s.bounds != nil && len(slices.Collect(meeting(*s.bounds, backdropZoom))) > 1 {
		return backdropZoom - 1
	}
	return backdropZoom
}

// backdrop gives what lies under the tiles of a style, or nothing: a style without it is
// still a style.
func (s *Service) backdrop(ctx context.Context, state styleState, g ground) []*geojson.Feature {
	if state.name == "gaps" {
		return nil
	}
	drawn, err := s.readBackdrop(ctx, state, g)
	switch {
	case errors.Is(err, geo.ErrBusy):
		s.log.Debug("a style has no backdrop: the service is busy", "err", err)
	case err != nil && ctx.Err() == nil:
		s.log.Error("a style has no backdrop", "err", err)
	}
	return drawn
}

// readBackdrop reads the land, and the cells that lie in it as a whole, from the tiles of
// their zooms, with what a style of the kind says of them.
func (s *Service) readBackdrop(ctx context.Context, state styleState, g ground) ([]*geojson.Feature, error) {
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
	var land, drawn []*geojson.Feature
	chosen := selections[1<<place("cells")]
	for i, z := range backdropZooms {
		if i == len(backdropZooms)-1 {
			chosen = selections[1<<place("cells")|1<<place("zones")]
		}
		for t := range meeting(*g.bounds, z) {
			a := address{layers: chosen, asked: chosen, scenario: state.scenario, z: z, x: t.X, y: t.Y}
			item, _, err := s.answer(ctx, v, a, v.key(a))
			if err != nil {
				return nil, err
			}
			layers, err := layersOf(item.Body)
			if err != nil {
				return nil, fmt.Errorf("backdrop: %w", err)
			}
			land = appendLand(land, layers["zones"], t)
			if drawn, err = state.appendCells(drawn, layers["cells"], inner[i]); err != nil {
				return nil, fmt.Errorf("backdrop: %w", err)
			}
		}
	}
	return append(land, drawn...), nil
}

// layersOf a packed tile, by name; those of the backdrop are empty when it has none.
func layersOf(body []byte) (map[string]*mvt.Layer, error) {
	out := map[string]*mvt.Layer{"cells": {}, "zones": {}}
	if len(body) == 0 {
		return out, nil
	}
	raw, err := pack.Unpack(body)
	if err != nil {
		return nil, err
	}
	layers, err := mvt.Unmarshal(raw)
	for _, l := range layers {
		out[l.Name] = l
	}
	return out, err
}

// appendLand appends the zones of a tile, as it cuts them: of one colour they need not fit.
func appendLand(out []*geojson.Feature, zones *mvt.Layer, t world.Tile) []*geojson.Feature {
	for _, f := range zones.Features {
		shape := project.Geometry(f.Geometry, func(p orb.Point) orb.Point {
			x, y := t.At(int(p[0]), int(p[1])).Mercator()
			return project.Mercator.ToWGS84(orb.Point{x, y})
		})
		out = append(out, geojson.NewFeature(orb.Round(shape, 1e4)))
	}
	return out
}

// appendCells appends the inner cells of a tile; one on the border of two tiles is in
// both, and is taken once.
func (s styleState) appendCells(out []*geojson.Feature, cells *mvt.Layer, inner []string) ([]*geojson.Feature, error) {
	for _, f := range cells.Features {
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
		c := geojson.NewFeature(orb.Round(orb.Polygon{ring}, 1e4))
		for _, name := range []string{"h3", "residents", "minutes_" + string(s.kind.ID), s.stateField()} {
			if value, there := f.Properties[name]; there {
				c.Properties[name] = value
			}
		}
		out = append(out, c)
	}
	return out, nil
}
