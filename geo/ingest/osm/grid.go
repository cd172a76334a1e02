package osm

// grid is how coordinates are written in a block: whole steps of so many
// nanodegrees from an offset.
type grid struct{ step, lat, lon int64 }

// place is a point in 1e-7 degrees, EPSG:4326.
type place struct {
	lon, lat int32
	on       bool // on Earth: a point beyond its edges is kept as not being one
}

const (
	nano      = 1_000_000_000
	maxOffset = 360 * nano
)

func (g grid) check() error {
	if g.step < 1 || g.step > nano || beyond(g.lat, maxOffset) || beyond(g.lon, maxOffset) {
		return damage("le coordinate sono in passi di %d miliardesimi di grado da %d, %d / an impossible grid of coordinates", g.step, g.lon, g.lat)
	}
	return nil
}

// at gives the point of so many steps east and north.
func (g grid) at(lon, lat int64) place {
	x, okX := g.degrees(g.lon, lon, 180)
	y, okY := g.degrees(g.lat, lat, 90)
	return place{lon: x, lat: y, on: okX && okY}
}

// degrees in 1e-7, rounded to the nearest; false beyond the limit. The product is
// looked at before it is made: a file may say any number of steps.
func (g grid) degrees(offset, steps, limit int64) (int32, bool) {
	if beyond(steps, (limit*nano+maxOffset)/g.step+1) {
		return 0, false
	}
	n := offset + steps*g.step
	if beyond(n, limit*nano) {
		return 0, false
	}
	if n < 0 {
		return int32((n - 50) / 100), true
	}
	return int32((n + 50) / 100), true
}

// beyond tells whether n is farther from 0 than the limit; it does not turn n
// around, which the least of all numbers does not survive.
func beyond(n, limit int64) bool { return n > limit || n < -limit }
