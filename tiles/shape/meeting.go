package shape

import (
	"cmp"
	"slices"

	"atlante/tiles/world"
)

// meetings gives the places where borders meet, sorted: vertices whose neighbours, over all rings, are not just two
// places. Along a border that two areas share both have the same two neighbours, in turn; where a third begins there
// are three.
func meetings(areas []*Area) []world.Point {
	n := 0
	for _, a := range areas {
		n += len(a.Points)
	}
	all := make([]corner, 0, n)
	for _, a := range areas {
		start := int32(0)
		for _, r := range a.Rings {
			all = appendCorners(all, a.Points[start:r.End])
			start = r.End
		}
	}
	slices.SortFunc(all, func(a, b corner) int { return order(a.at, b.at) })
	var out []world.Point
	for i := 0; i < len(all); {
		same, odd := all[i], all[i].one == all[i].two
		for ; i < len(all) && all[i].at == same.at; i++ {
			odd = odd || all[i].one != same.one || all[i].two != same.two
		}
		if odd {
			out = append(out, same.at)
		}
	}
	return out
}

// corner is a vertex with its neighbours, the lesser first.
type corner struct{ at, one, two world.Point }

func appendCorners(dst []corner, ring []world.Point) []corner {
	before := ring[len(ring)-1]
	for i, p := range ring {
		after := ring[(i+1)%len(ring)]
		if order(before, after) <= 0 {
			dst = append(dst, corner{p, before, after})
		} else {
			dst = append(dst, corner{p, after, before})
		}
		before = p
	}
	return dst
}

// order puts points from west to east, then from north to south.
func order(a, b world.Point) int {
	if a.X != b.X {
		return cmp.Compare(a.X, b.X)
	}
	return cmp.Compare(a.Y, b.Y)
}
