package mvt

import "atlante/tiles/world"

// grid counts positions of the world in units of a tile: its corner, and how many bits a unit has.
//
// What it buys: positions are projected when the layer is read. A tile coordinate is then an add and a shift of whole
// numbers, rounded to the nearest as PostGIS does; halves go eastward and southward.
type grid struct {
	x, y  int64 // the tile's corner, less half a unit
	shift uint
	zoom  uint8
	wide  world.Box // the tile with its buffer
	// The first and the last positions of the world that are counted as drawn.
	west, east, north, south int64
}

// buffer is how far a tile is drawn beyond its edges, in units.
const buffer = 64

func gridOf(t world.Tile) grid {
	g := grid{shift: uint(world.MaxZoom - t.Z), zoom: uint8(t.Z), wide: t.Box(buffer)}
	half := int64(1) << g.shift >> 1
	g.x = int64(t.X)<<(world.Bits-t.Z) - half
	g.y = int64(t.Y)<<(world.Bits-t.Z) - half
	g.west, g.east = g.x+near<<g.shift, g.x+(far+1)<<g.shift-1
	g.north, g.south = g.y+near<<g.shift, g.y+(far+1)<<g.shift-1
	return g
}

func (g *grid) vertex(p world.Point) vertex {
	return vertex{(int64(p.X) - g.x) >> g.shift, (int64(p.Y) - g.y) >> g.shift}
}
