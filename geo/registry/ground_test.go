package registry_test

import (
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// ground is a territory of two comuni in two zones.
func ground() registry.Ground {
	return registry.NewGround([]geo.Comune{
		{ID: "001272", Name: "Torino", Zone: 1, Seat: orb.Point{7.6824, 45.0702}},
		{ID: "001191", Name: "Pinerolo", Zone: 5, Seat: orb.Point{7.3304, 44.8851}},
	}, []geo.Kind{{ID: "portineria"}, {ID: "partner"}}, []access.Network{{ID: "rete"}})
}
