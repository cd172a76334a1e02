package shape

import (
	"github.com/paulmach/orb"

	"atlante/tiles/index"
	"atlante/tiles/world"
)

// Simplify finds for every vertex of the areas (EPSG:3857, metres) the first zoom that draws it, so that a tile is
// simplified by half a unit (1/8192 of its width) by leaving out the vertices that come later. Area i of the result is
// that of the argument; one without rings has none.
//
// Areas that share borders must be given together. Their rings are split where borders meet; each stretch between is
// simplified for itself and always in the same direction, so that it comes out the same for the areas on both its
// sides: neighbours leave no slivers and never overlap more than they did. The places where borders meet are drawn at
// every zoom.
func Simplify(areas []orb.MultiPolygon) []*Area {
	out := make([]*Area, len(areas))
	for i, a := range areas {
		out[i] = fromMetres(a)
	}
	meet := meetings(out)
	for _, a := range out {
		a.Index = index.NewPoints(a.Points, PerNode)
		a.First = make([]uint8, len(a.Points))
		start := int32(0)
		for _, r := range a.Rings {
			first(a.Points[start:r.End], a.First[start:r.End], meet)
			start = r.End
		}
	}
	return out
}

// fromMetres counts an area in units of the world. Vertices that repeat the one before are dropped, and rings of which
// less than three are left; an outer ring takes its holes along.
func fromMetres(polygons orb.MultiPolygon) *Area {
	n := 0
	for _, p := range polygons {
		for _, r := range p {
			n += len(r)
		}
	}
	a := &Area{Points: make([]world.Point, 0, n), Box: world.Nowhere}
	for _, p := range polygons {
		for i, r := range p {
			if !a.add(r, i > 0) && i == 0 {
				break
			}
		}
	}
	return a
}

func (a *Area) add(ring orb.Ring, hole bool) bool {
	start := len(a.Points)
	for _, v := range ring {
		p := world.FromMercator(v[0], v[1])
		if n := len(a.Points); n == start || a.Points[n-1] != p {
			a.Points = append(a.Points, p)
		}
	}
	for n := len(a.Points); n > start+1 && a.Points[n-1] == a.Points[start]; n-- {
		a.Points = a.Points[:n-1]
	}
	if len(a.Points)-start < 3 {
		a.Points = a.Points[:start]
		return false
	}
	r := Ring{End: int32(len(a.Points)), Hole: hole, Box: world.Around(a.Points[start:])}
	a.Rings = append(a.Rings, r)
	a.Box = a.Box.Union(r.Box)
	return true
}
