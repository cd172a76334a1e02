package web

import (
	"atlante/geo"
	"atlante/geo/layer"
)

// marker is a kind with its shape, for the legend and the map.
type marker struct {
	Kind geo.KindID `json:"kind"`
	Name string     `json:"name"`
	Path string     `json:"path"`
}

func (c *scene) markers() []marker {
	var out []marker
	for i, k := range c.kinds {
		out = append(out, marker{k.ID, c.name(k), layer.MarkerPath(i)})
	}
	return out
}
