package geotest

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb/encoding/mvt/vectortile"
)

// The geometry of a feature read command by command, apart from any library: Mapbox
// Vector Tile Specification 2.1, 4.3.

type spot struct{ x, y int64 }

// commands reads a geometry.
type commands struct {
	left []uint32
	at   spot
}

// next gives a command and how often it is repeated.
func (c *commands) next() (id, count uint32) {
	n := c.left[0]
	c.left = c.left[1:]
	return n & 7, n >> 3
}

func (c *commands) move() (spot, error) {
	if len(c.left) < 2 {
		return c.at, errors.New("a command without its numbers")
	}
	step := func(n uint32) int64 { return int64(int32(n>>1) ^ -int32(n&1)) }
	c.at = spot{c.at.x + step(c.left[0]), c.at.y + step(c.left[1])}
	c.left = c.left[2:]
	return c.at, nil
}

func checkGeometry(f *vectortile.Tile_Feature) error {
	c := &commands{left: f.Geometry}
	switch f.GetType() {
	case vectortile.Tile_POINT:
		if id, n := c.next(); id != 1 || n != 1 {
			return fmt.Errorf("a point of command %d, %d times", id, n)
		}
		if _, err := c.move(); err != nil || len(c.left) > 0 {
			return fmt.Errorf("more than a point: %v %v", c.left, err)
		}
		return nil
	case vectortile.Tile_POLYGON:
		return checkPolygon(c)
	}
	return fmt.Errorf("a geometry of type %v", f.GetType())
}

// checkPolygon: outer rings run clockwise as seen, holes the other way and are never
// first nor larger than what they are in.
func checkPolygon(c *commands) error {
	left := int64(0) // twice the area of the outer ring, less its holes so far
	for n := 0; len(c.left) > 0 || n == 0; n++ {
		area, err := checkRing(c)
		if err != nil {
			return fmt.Errorf("ring %d: %w", n, err)
		}
		switch {
		case area > 0:
			left = area
		case left+area <= 0:
			return fmt.Errorf("ring %d: a hole of %d in what is %d", n, -area, left)
		default:
			left += area
		}
	}
	return nil
}

// checkRing reads one ring and gives twice its area: the surveyor's formula.
func checkRing(c *commands) (int64, error) {
	if len(c.left) == 0 {
		return 0, errors.New("no ring")
	}
	if id, n := c.next(); id != 1 || n != 1 {
		return 0, fmt.Errorf("begins with command %d, %d times", id, n)
	}
	first, err := c.move()
	if err != nil || len(c.left) == 0 {
		return 0, errors.New("ends too soon")
	}
	id, n := c.next()
	if id != 2 || n < 2 {
		return 0, fmt.Errorf("goes on with command %d, %d times", id, n)
	}
	area, last := int64(0), first
	for range n {
		at, err := c.move()
		if err != nil {
			return 0, err
		}
		if at == last {
			return 0, fmt.Errorf("%v twice", at)
		}
		if min(at.x, at.y) < -64 || max(at.x, at.y) > 4096+64 {
			return 0, fmt.Errorf("%v is not in the tile", at)
		}
		area += last.x*at.y - at.x*last.y
		last = at
	}
	if last == first {
		return 0, fmt.Errorf("%v is told again before the end", first)
	}
	area += last.x*first.y - first.x*last.y
	if len(c.left) == 0 {
		return 0, errors.New("is not closed")
	}
	if id, n := c.next(); id != 7 || n != 1 {
		return 0, fmt.Errorf("ends with command %d, %d times", id, n)
	}
	if area == 0 {
		return 0, errors.New("without area")
	}
	return area, nil
}
