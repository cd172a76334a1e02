package road

import (
	"math"

	"github.com/paulmach/orb"
)

// snapIndex finds the edges close to a point.
type snapIndex struct{}

// Snap joins a point (longitude, latitude) to the nearest edge that takes snaps.
func (g *Graph) Snap(p orb.Point) (Snap, bool) {
	best, found := Snap{Metres: math.Inf(1)}, false
	x, y := scale(p[1])
	for i, e := range g.Edges {
		if !e.Snaps {
			continue
		}
		ax, ay := (float64(g.Lon[e.From])-p[0]*1e7)*x, (float64(g.Lat[e.From])-p[1]*1e7)*y
		bx, by := (float64(g.Lon[e.To])-p[0]*1e7)*x, (float64(g.Lat[e.To])-p[1]*1e7)*y
		dx, dy := bx-ax, by-ay
		f := 0.0
		if l := dx*dx + dy*dy; l > 0 {
			f = min(1, max(0, -(ax*dx+ay*dy)/l))
		}
		if d := math.Hypot(ax+f*dx, ay+f*dy); d < best.Metres {
			best, found = Snap{int32(i), f, d}, true
		}
	}
	return best, found
}
