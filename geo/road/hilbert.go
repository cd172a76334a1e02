package road

// hilbert is the place of a point of the whole Earth, in 1e-7 degrees, on a
// Hilbert curve of 2³² by 2³² squares: points close on the curve are close on
// the ground, so a search touches memory that lies together. Method: Hilbert's
// curve of 1891, the quadrant of each level turned into the next one's frame.
func hilbert(lon, lat int32) uint64 {
	x := uint32(int64(lon) + 1_800_000_000)
	y := uint32(int64(lat) + 1_800_000_000)
	var d uint64
	for s := uint32(1) << 31; s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d = d<<2 | uint64((3*rx)^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}
