package index

import "atlante/tiles/world"

// Hilbert gives the place of a point along the Hilbert curve of the world: points near each other on the curve are near
// each other on the ground, so that the nodes of an index over that order are small.
func Hilbert(p world.Point) uint64 {
	// The conversion of a coordinate pair, quadrant by quadrant from the largest: Wikipedia, "Hilbert curve".
	x, y, d := p.X, p.Y, uint64(0)
	for bit := world.Bits - 1; bit >= 0; bit-- {
		rx, ry := x>>bit&1, y>>bit&1
		d = d<<2 | uint64(3*rx^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}
