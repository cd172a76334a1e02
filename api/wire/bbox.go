package wire

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// ParseBBox reads "minlon,minlat,maxlon,maxlat" in EPSG:4326 degrees.
func ParseBBox(s string) (orb.Bound, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return orb.Bound{}, badBBox()
	}
	var n [4]float64
	for i, part := range parts {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return orb.Bound{}, badBBox()
		}
		n[i] = v
	}
	b := orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}
	world := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	if b.Min[0] > b.Max[0] || b.Min[1] > b.Max[1] || !world.Contains(b.Min) || !world.Contains(b.Max) {
		return orb.Bound{}, badBBox()
	}
	return b, nil
}

func badBBox() error {
	return geo.Invalid("bbox: servono quattro numeri, ovest,sud,est,nord in gradi, per esempio 7.0,45.0,7.8,45.4 / four numbers are needed, west,south,east,north in degrees, like 7.0,45.0,7.8,45.4")
}
