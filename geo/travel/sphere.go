package travel

import (
	"math"

	"github.com/paulmach/orb"
)

// vector is a point on the unit sphere: distances between vectors need one
// square root and one arc sine, no trigonometry of longitudes and latitudes.
type vector [3]float64

func onSphere(p orb.Point) vector {
	lon, lat := p.Lon()*math.Pi/180, p.Lat()*math.Pi/180
	sinLat, cosLat := math.Sincos(lat)
	sinLon, cosLon := math.Sincos(lon)
	return vector{cosLat * cosLon, cosLat * sinLon, sinLat}
}

// angle between the vectors in radians, from their chord: exact for near points,
// where the arc cosine of the dot product is not.
func (v vector) angle(w vector) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return 2 * math.Asin(min(1, math.Sqrt(x*x+y*y+z*z)/2))
}

// Km is the great-circle distance on a sphere of the given radius in km.
func Km(a, b orb.Point, radiusKm float64) float64 {
	return radiusKm * onSphere(a).angle(onSphere(b))
}
