// Package world holds positions as the tiles count them: the square world of Web Mercator (EPSG:3857) in 32-bit fixed
// point. A tile's corner is then a shift of its address, and a tile coordinate an add and a shift of a position.
package world

import "math"

// Bits is the number of bits of a coordinate of the world; TileBits those of a coordinate inside a tile: 4096 units.
const (
	Bits     = 32
	TileBits = 12
	Extent   = 1 << TileBits
	// MaxZoom is the deepest zoom whose tile unit is still a whole unit of the world.
	MaxZoom = Bits - TileBits
)

// halfway is half the circumference of the world in metres of EPSG:3857: the equator of a sphere of 6,378,137 m.
const halfway = math.Pi * 6378137

// Point is a position in the square world of EPSG:3857: 0,0 is its north-west corner, X grows eastward, Y southward.
// One unit is about 9 mm at the equator.
type Point struct{ X, Y uint32 }

// FromLonLat gives the position of a longitude and latitude in degrees (EPSG:4326), rounded to the nearest unit.
// Latitudes beyond the square world (about 85.05°) lie on its edge.
func FromLonLat(lon, lat float64) Point {
	// The formula of spherical Mercator: OGC 17-083r2, annex D; EPSG guidance note 7-2, method 1024.
	y := math.Asinh(math.Tan(lat*math.Pi/180)) / math.Pi
	return Point{unit((lon/180 + 1) / 2), unit((1 - y) / 2)}
}

// FromMercator gives the position of metres east and north in EPSG:3857, rounded to the nearest unit.
func FromMercator(x, y float64) Point {
	return Point{unit((x/halfway + 1) / 2), unit((1 - y/halfway) / 2)}
}

// Mercator gives the metres east and north in EPSG:3857 of a position.
func (p Point) Mercator() (x, y float64) {
	return (float64(p.X)/(1<<(Bits-1)) - 1) * halfway, (1 - float64(p.Y)/(1<<(Bits-1))) * halfway
}

// unit counts a share of the world (0 to 1) in units; what lies outside comes to its edge.
func unit(share float64) uint32 {
	n := math.Round(share * (1 << Bits))
	switch {
	case !(n > 0):
		return 0
	case n > math.MaxUint32:
		return math.MaxUint32
	}
	return uint32(n)
}
