package registry

import (
	"math"

	"github.com/paulmach/orb"
)

// earthM is the mean radius of the Earth in metres (IUGG, R1).
const earthM = 6_371_008.8

// metres is the great-circle distance between two points of EPSG:4326, by the
// haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984), which is exact
// for near points.
func metres(a, b orb.Point) float64 {
	const rad = math.Pi / 180
	hav := func(x float64) float64 { s := math.Sin(x / 2); return s * s }
	h := hav((b.Lat()-a.Lat())*rad) + math.Cos(a.Lat()*rad)*math.Cos(b.Lat()*rad)*hav((b.Lon()-a.Lon())*rad)
	return 2 * earthM * math.Asin(math.Sqrt(min(1, h)))
}
