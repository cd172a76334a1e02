package ask

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/feature"
)

// bounds of what a box may say, in its system: beyond them no formula of a
// projection gives anything. Of the projected ones it is 20,038 km, half of the
// way around the earth.
const (
	degreesEast  = 180
	degreesNorth = 90
	metresAway   = 20_037_508.4
)

// parseBBox reads four numbers, or six with heights, which nothing here has. The
// order of the axes is that of the system; what comes out has longitude or easting
// first. West over east crosses the antimeridian, in degrees only.
func (c CRS) parseBBox(s string) (*orb.Bound, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 && len(parts) != 6 {
		return nil, c.badBBox()
	}
	n := make([]float64, len(parts))
	for i, part := range parts {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, c.badBBox()
		}
		n[i] = v
	}
	if len(n) == 6 {
		if n[2] > n[5] {
			return nil, c.badBBox()
		}
		n = []float64{n[0], n[1], n[3], n[4]}
	}
	b := orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}
	if c.LatitudeFirst {
		b = orb.Bound{Min: orb.Point{n[1], n[0]}, Max: orb.Point{n[3], n[2]}}
	}
	if !c.sound(b) {
		return nil, c.badBBox()
	}
	return &b, nil
}

func (c CRS) sound(b orb.Bound) bool {
	east, north := float64(metresAway), float64(metresAway)
	degrees := c.SRID.OrWGS84() == feature.WGS84
	if degrees {
		east, north = degreesEast, degreesNorth
	}
	for _, p := range []orb.Point{b.Min, b.Max} {
		if math.Abs(p[0]) > east || math.Abs(p[1]) > north {
			return false
		}
	}
	return b.Min[1] <= b.Max[1] && (degrees || b.Min[0] <= b.Max[0])
}

func (c CRS) badBBox() error {
	switch {
	case c.LatitudeFirst:
		return geo.Invalid("bbox: servono quattro numeri, sud,ovest,nord,est in gradi, per esempio 45.0,7.0,45.4,7.8 / four numbers are needed, south,west,north,east in degrees, like 45.0,7.0,45.4,7.8")
	case c.SRID.OrWGS84() == feature.WGS84:
		return geo.Invalid("bbox: servono quattro numeri, ovest,sud,est,nord in gradi, per esempio 7.0,45.0,7.8,45.4 / four numbers are needed, west,south,east,north in degrees, like 7.0,45.0,7.8,45.4")
	}
	return geo.Invalid("bbox: servono quattro numeri, ovest,sud,est,nord in metri / four numbers are needed, west,south,east,north in metres")
}
