package world

// Tile is the address of a tile: zoom, column from the west, row from the north (XYZ, not TMS).
type Tile struct{ Z, X, Y uint32 }

// Of gives the tile of a zoom (0 to [MaxZoom]) that holds a point; every point lies in exactly one.
func Of(p Point, zoom uint32) Tile {
	return Tile{zoom, uint32(uint64(p.X) >> (Bits - zoom)), uint32(uint64(p.Y) >> (Bits - zoom))}
}

// Parent gives the tile one zoom above that holds this one; the tile of zoom 0 is its own.
func (t Tile) Parent() Tile {
	if t.Z == 0 {
		return t
	}
	return Tile{t.Z - 1, t.X >> 1, t.Y >> 1}
}

// Box gives the tile's rectangle, wider by a buffer in tile units (4096 to the tile) on all sides and clamped to the
// world. Without a buffer the tile's east and south edges belong to its neighbours, so that each point lies in exactly
// one tile; with one all edges belong to the box, as with the operator && of PostGIS.
func (t Tile) Box(buffer int) Box {
	size := int64(1) << (Bits - t.Z)
	wide := int64(buffer) << (MaxZoom - t.Z)
	x, y := int64(t.X)*size, int64(t.Y)*size
	if buffer == 0 {
		return Box{clamp(x), clamp(y), clamp(x + size - 1), clamp(y + size - 1)}
	}
	return Box{clamp(x - wide), clamp(y - wide), clamp(x + size + wide), clamp(y + size + wide)}
}

// At gives the position of a place in tile units (4096 to the tile) from the tile's north-west corner, clamped to the
// world.
func (t Tile) At(x, y int) Point {
	shift := MaxZoom - t.Z
	return Point{clamp((int64(t.X)<<TileBits + int64(x)) << shift), clamp((int64(t.Y)<<TileBits + int64(y)) << shift)}
}

func clamp(n int64) uint32 { return uint32(min(max(n, 0), 1<<Bits-1)) }
