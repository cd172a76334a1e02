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
		return nil, c.badPlace(b)
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
	it, en := c.order()
	return geo.Invalid("bbox: servono quattro numeri separati da virgole, %s / four numbers with commas between are needed, %s", it, en)
}

// badPlace says what is wrong with four numbers that are no box: metres where
// degrees are read, or edges the wrong way round.
func (c CRS) badPlace(b orb.Bound) error {
	it, en := c.order()
	away := func(p orb.Point) bool { return math.Abs(p[0]) > degreesEast || math.Abs(p[1]) > degreesEast }
	switch degrees := c.SRID.OrWGS84() == feature.WGS84; {
	case degrees && (away(b.Min) || away(b.Max)):
		return geo.Invalid("bbox: questi numeri sono troppo grandi per dei gradi; se sono metri aggiungi il loro sistema, per esempio bbox-crs=%s32632; senza bbox-crs si scrive %s / these numbers are too large for degrees; if they are metres add their system, like bbox-crs=%s32632; without bbox-crs write %s", epsgBase, it, epsgBase, en)
	case degrees && b.Min[1] <= b.Max[1]:
		return geo.Invalid("bbox: una latitudine è oltre 90; l'ordine è %s: forse gli assi sono scambiati / a latitude is over 90; the order is %s: the axes may be swapped", it, en)
	}
	return geo.Invalid("bbox: i bordi sono scambiati; l'ordine è %s / the edges are swapped; the order is %s", it, en)
}

// order of the numbers of a box, with an example.
func (c CRS) order() (it, en string) {
	switch {
	case c.LatitudeFirst:
		return "sud,ovest,nord,est in gradi, per esempio 45.0,7.0,45.4,7.8", "south,west,north,east in degrees, like 45.0,7.0,45.4,7.8"
	case c.SRID.OrWGS84() == feature.WGS84:
		return "ovest,sud,est,nord in gradi, per esempio 7.0,45.0,7.8,45.4", "west,south,east,north in degrees, like 7.0,45.0,7.8,45.4"
	}
	return "ovest,sud,est,nord in metri", "west,south,east,north in metres"
}
