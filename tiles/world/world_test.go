package world

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/project"
	"pgregory.net/rapid"
)

// Positions agree with orb's projection to within a unit, through degrees and through metres.
func TestPositionsAgainstOrb(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lon, lat := rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-85, 85).Draw(t, "lat")
		m := project.WGS84.ToMercator(orb.Point{lon, lat})
		p, q := FromLonLat(lon, lat), FromMercator(m[0], m[1])
		x, y := p.Mercator()
		if math.Abs(x-m[0]) > 0.01 || math.Abs(y-m[1]) > 0.01 {
			t.Fatalf("%v %v is %v: %v %v in metres, orb says %v", lon, lat, p, x, y, m)
		}
		if max(apart(p.X, q.X), apart(p.Y, q.Y)) > 1 {
			t.Fatalf("%v %v is %v, through metres %v", lon, lat, p, q)
		}
		x, y = q.Mercator()
		if FromMercator(x, y) != q {
			t.Fatalf("%v comes back as %v", q, FromMercator(x, y))
		}
		z := rapid.Uint32Range(0, 20).Draw(t, "z")
		of, want := Of(p, z), maptile.At(orb.Point{lon, lat}, maptile.Zoom(z))
		if max(apart(of.X, want.X), apart(of.Y, want.Y)) > 1 || !of.Box(0).Holds(p) {
			t.Fatalf("%v %v lies in %v, orb says %v", lon, lat, of, want)
		}
	})
}

func apart(a, b uint32) int32 { d := int32(a - b); return max(d, -d) }

func TestEdges(t *testing.T) {
	const last = math.MaxUint32
	for _, c := range []struct{ got, want any }{
		{FromLonLat(-180, 90), Point{0, 0}},
		{FromLonLat(180, -90), Point{last, last}},
		{FromLonLat(0, 0), Point{1 << 31, 1 << 31}},
		{FromMercator(math.NaN(), math.Inf(1)), Point{0, 0}},
		{Tile{}.Box(0), Box{0, 0, last, last}},
		{Tile{}.Box(64), Box{0, 0, last, last}},
		{Tile{1, 1, 0}.Box(0), Box{1 << 31, 0, last, 1<<31 - 1}},
		{Tile{1, 0, 1}.Box(64), Box{0, 1<<31 - 64<<19, 1<<31 + 64<<19, last}},
		{Tile{20, 1, 1}.Box(1), Box{4095, 4095, 8193, 8193}},
		{Of(Point{last, last}, 0), Tile{}},
		{Of(Point{last, last}, 3), Tile{3, 7, 7}},
		{Tile{3, 7, 6}.Parent(), Tile{2, 3, 3}},
		{Tile{}.Parent(), Tile{}},
		{Nowhere.Empty(), true},
		{Nowhere.Extend(Point{5, 6}), At(Point{5, 6})},
		{Nowhere.Meets(Tile{Z: 1}.Box(0)), false},
		{Around([]Point{{5, 1}, {2, 9}}), Box{2, 1, 5, 9}},
	} {
		if c.got != c.want {
			t.Errorf("%v, must be %v", c.got, c.want)
		}
	}
}

// The tiles of a zoom hold every point once.
func TestTilesDivideTheWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Point{rapid.Uint32().Draw(t, "x"), rapid.Uint32().Draw(t, "y")}
		of := Of(p, rapid.Uint32Range(0, 20).Draw(t, "z"))
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				n := Tile{of.Z, of.X + uint32(dx), of.Y + uint32(dy)}
				if n.X>>of.Z > 0 || n.Y>>of.Z > 0 {
					continue
				}
				if n.Box(0).Holds(p) != (n == of) {
					t.Fatalf("%v lies in %v; %v says otherwise", p, of, n)
				}
			}
		}
	})
}

// TestAt: a place in a tile lies where counting from the tile's corner leads, and not beyond the world.
func TestAt(t *testing.T) {
	for _, tile := range []Tile{{0, 0, 0}, {8, 132, 91}, {MaxZoom, 1<<MaxZoom - 1, 7}} {
		box := tile.Box(0)
		if p := tile.At(0, 0); p != (Point{box.MinX, box.MinY}) {
			t.Errorf("%v begins at %v, and its box at %v", tile, p, box)
		}
		if p := tile.At(Extent-1, Extent/2); Of(p, tile.Z) != tile || tile.Z < MaxZoom && Of(p, tile.Z+1) != (Tile{tile.Z + 1, 2*tile.X + 1, 2*tile.Y + 1}) {
			t.Errorf("%v: %v lies elsewhere", tile, p)
		}
	}
	if p := (Tile{0, 0, 0}).At(-1, Extent); p != (Point{0, 1<<Bits - 1}) {
		t.Errorf("beyond the world: %v", p)
	}
}
