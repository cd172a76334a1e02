package travel

import (
	"context"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// Origin is where people set out from: a point in a comune, as a rule the centre
// of a cell.
type Origin struct {
	Comune geo.ComuneID
	Point  orb.Point // EPSG:4326, longitude first
}

// Link joins two origins, by index, and the minutes of road between them: the
// shorter of the two directions. A is below B.
type Link struct {
	A, B    int32
	Minutes float64
}

// Nearest gives the two nearest targets of each origin, in the order of the
// origins: NearestTwo, comune by comune. An origin in an unknown comune has none;
// targets in unknown comuni are left out; ties go to the lower index. A cancelled
// context ends it with the context's error.
func (e *Estimate) Nearest(ctx context.Context, origins []Origin, targets []Target, mode geo.Mode) ([]Two, error) {
	out := make([]Two, len(origins))
	for _, group := range byComune(origins) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		points := make([]orb.Point, len(group.at))
		for k, i := range group.at {
			points[k] = origins[i].Point
		}
		for k, two := range e.NearestTwo(group.comune, points, targets, mode) {
			out[group.at[k]] = two
		}
	}
	return out, ctx.Err()
}

// group holds the indices of the origins of one comune.
type group struct {
	comune geo.ComuneID
	at     []int32
}

// byComune groups origins, in the order in which their comuni first appear.
func byComune(origins []Origin) []group {
	var groups []group
	index := map[geo.ComuneID]int{}
	for i, o := range origins {
		g, ok := index[o.Comune]
		if !ok {
			g = len(groups)
			index[o.Comune] = g
			groups = append(groups, group{comune: o.Comune})
		}
		groups[g].at = append(groups[g].at, int32(i))
	}
	return groups
}
