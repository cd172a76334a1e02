package geotest

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/mvt/vectortile"
)

// TileFeature is a feature of a tile as a reader that is not ours sees it; positions
// in tile units, y downward.
type TileFeature struct {
	ID       uint64 // exact: most readers make a float64 of it
	HasID    bool
	Props    map[string]any
	Geometry orb.Geometry
}

// ReadTile reads a raw tile that holds one layer, and says which rule of the Mapbox
// Vector Tile Specification 2.1 it breaks. An empty tile has no features.
func ReadTile(raw []byte, layer string) ([]TileFeature, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	layers, err := mvt.Unmarshal(raw)
	if err != nil {
		return nil, err
	}
	if len(layers) != 1 || layers[0].Name != layer || layers[0].Extent != 4096 || layers[0].Version != 2 {
		return nil, fmt.Errorf("%d layers, not just %s of version 2 with 4096 units", len(layers), layer)
	}
	var message vectortile.Tile
	if err := message.Unmarshal(raw); err != nil {
		return nil, err
	}
	if err := checkLayer(message.Layers[0]); err != nil {
		return nil, err
	}
	out := make([]TileFeature, len(layers[0].Features))
	for i, f := range layers[0].Features {
		m := message.Layers[0].Features[i]
		out[i] = TileFeature{HasID: m.Id != nil, ID: m.GetId(), Props: f.Properties, Geometry: f.Geometry}
	}
	return out, nil
}

// checkLayer: no key and no value twice, every tag in range and no key twice in a
// feature, and geometries that are what they say.
func checkLayer(l *vectortile.Tile_Layer) error {
	if len(l.Features) == 0 {
		return fmt.Errorf("a layer without features")
	}
	values := make([]string, len(l.Values))
	for i, v := range l.Values {
		values[i] = v.String()
	}
	for _, list := range [][]string{slices.Clone(l.Keys), values} {
		slices.Sort(list)
		if n := len(list); len(slices.Compact(list)) != n {
			return fmt.Errorf("a key or a value twice")
		}
	}
	for i, f := range l.Features {
		if err := checkTags(l, f); err != nil {
			return fmt.Errorf("feature %d: %w", i, err)
		}
		if err := checkGeometry(f); err != nil {
			return fmt.Errorf("feature %d: %w", i, err)
		}
	}
	return nil
}

func checkTags(l *vectortile.Tile_Layer, f *vectortile.Tile_Feature) error {
	if len(f.Tags)%2 != 0 {
		return fmt.Errorf("%d tags", len(f.Tags))
	}
	has := map[uint32]bool{}
	for i := 0; i < len(f.Tags); i += 2 {
		k, v := f.Tags[i], f.Tags[i+1]
		if int(k) >= len(l.Keys) || int(v) >= len(l.Values) || has[k] {
			return fmt.Errorf("tag %d %d", k, v)
		}
		has[k] = true
	}
	return nil
}
