package registry

import (
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
)

// Ground is the territory with its kinds and networks: what a Content may name.
// It is read by many at once and never changed.
type Ground struct {
	comuni   map[geo.ComuneID]geo.Comune
	kinds    map[geo.KindID]bool
	networks map[access.NetworkID]bool
	bound    orb.Bound
}

// The margins around the territory in degrees, within which a pin is taken: about
// 2 km around boundaries, 15 km around seats where there are no boundaries.
const (
	marginOfBoundaries = 0.02
	marginOfSeats      = 0.15
	marginBeyond       = 0.55 // some 40 km of longitude: what lies beyond the border is looked at more closely where it is written
)

// NewGround keeps comuni (with or without boundaries), kinds and networks.
func NewGround(comuni []geo.Comune, kinds []geo.Kind, networks []access.Network) Ground {
	g := Ground{
		comuni: make(map[geo.ComuneID]geo.Comune, len(comuni)), kinds: map[geo.KindID]bool{}, networks: map[access.NetworkID]bool{},
	}
	for i, c := range comuni {
		bound := c.Seat.Bound().Pad(marginOfSeats)
		if len(c.Boundary) > 0 {
			bound = c.Boundary.Bound().Pad(marginOfBoundaries)
		}
		if i == 0 {
			g.bound = bound
		}
		g.bound = g.bound.Union(bound)
		c.Boundary = nil // 312 real ones are large, and nobody asks for them here
		g.comuni[c.ID] = c
	}
	for _, k := range kinds {
		g.kinds[k.ID] = true
	}
	for _, n := range networks {
		g.networks[n.ID] = true
	}
	return g
}

// Zone gives the zone of a comune, 0 when the comune is not of the territory.
func (g Ground) Zone(id geo.ComuneID) geo.ZoneID { return g.comuni[id].Zone }

// Bound is the box, in degrees, in which a position must lie.
func (g Ground) Bound() orb.Bound { return g.bound }
