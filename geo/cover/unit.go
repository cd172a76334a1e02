package cover

import (
	"math"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/travel"
)

// unit is a part in the search for gaps: a candidate of one territory. Gaps are
// made of parts, not of cells, so that the residents of a cell that straddles
// two comuni stand each in the gap of their own comune, and none is lost.
type unit struct {
	part       int32
	cell       int32
	comune     int32
	residents  int
	region     region
	minutes    float64 // +Inf when unreachable or unknown
	second     float64 // to the second nearest; +Inf when there is none
	state      State
	estimated  bool // the minutes are the estimate's, for want of roads; by area, those by car
	threshold  float64
	sigma      float64
	flag       Flag
	nearest    int32
	next       int32   // the second nearest
	underValue float64 // P(under)
}

// region keeps apart what must not be joined: an area lies inside one valley
// where there is one, else in one zone, and has one mode.
type region struct {
	valley geo.ValleyID
	zone   geo.ZoneID // 0 inside a valley
	mode   geo.Mode
}

// units lists the candidates of a territory, in the order of the parts.
func (v *view) units(c *computation, t geo.Territory) []unit {
	g, in := c.g, c.in
	bare := c.bare(geo.ModeCar)
	var out []unit
	for k, p := range g.parts {
		town := g.comuni[p.comune]
		if !t.In(town) {
			continue
		}
		mode := v.Kind.Mode(town)
		u := unit{
			part: int32(k), cell: p.cell, comune: p.comune, residents: p.residents,
			region: region{valley: town.Valley, mode: mode}, minutes: v.minutes[k], state: v.state[k],
			threshold: float64(v.Kind.Threshold(mode)), sigma: in.Times.Sigma(town.AltimetricZone),
			flag: v.flagOf(g, k), nearest: v.nearest[k], next: v.next[k], second: v.second[k],
		}
		if r := v.byMode(mode); r == nil {
			u.estimated = bare != nil && bare[p.cell]
		} else if r.estimated[p.cell] {
			u.estimated = true
			if in.Estimate != nil {
				u.sigma = in.Estimate.Sigma(town.AltimetricZone)
			}
		}
		if town.Valley == "" {
			u.region.zone = town.Zone
		}
		u.underValue = u.under()
		out = append(out, u)
	}
	return out
}

// under is P(under): by area it is known or it is not.
func (u unit) under() float64 {
	switch u.state {
	case StateUnknown, StateServed:
		return 0
	case StateNotServed, StateUnreachable:
		return 1
	}
	return Under(u.minutes, u.threshold, u.sigma)
}

// beyond tells whether the times, made longer by the factor, are above θ, or by
// area that the unit is not served.
func (u unit) beyond(factor float64) bool {
	switch u.state {
	case StateUnknown, StateServed:
		return false
	case StateNotServed, StateUnreachable:
		return true
	}
	return u.minutes*factor > u.threshold
}

// rim tells whether the unit would be beyond θ if all times were σ longer; by
// area, whether it may not be served: nobody knows.
func (u unit) rim() bool {
	if u.region.mode == geo.ModeArea {
		return u.state == StateUnknown
	}
	return u.beyond(math.Exp(u.sigma))
}

// depth is the gap ratio of the unit, unreachable counting as so many minutes.
// By area there are no minutes and no depth.
func (u unit) depth(unreachable float64) float64 {
	if u.region.mode == geo.ModeArea {
		return 0
	}
	if math.IsInf(u.minutes, 1) {
		return GapRatio(unreachable, u.threshold)
	}
	return GapRatio(u.minutes, u.threshold)
}

// neighbourhood finds for each populated cell the populated cells close to it;
// it is filled as needed, since most cells are in no gap.
type neighbourhood struct {
	g     *grid
	rings int
	known [][]neighbour
	done  []bool
}

type neighbour struct {
	cell  int32
	steps int32 // of the grid; 0 is the cell itself
}

func newNeighbourhood(g *grid, rings int) *neighbourhood {
	return &neighbourhood{g: g, rings: rings, known: make([][]neighbour, len(g.cells)), done: make([]bool, len(g.cells))}
}

func (n *neighbourhood) of(cell int32) ([]neighbour, error) {
	if n.done[cell] {
		return n.known[cell], nil
	}
	var rings [][]hex.Cell
	rings, err := n.g.cells[cell].ID.Rings(n.rings)
	if err != nil {
		return nil, err
	}
	var list []neighbour
	for steps, ring := range rings {
		for _, c := range ring {
			if i, ok := n.g.at[c]; ok {
				list = append(list, neighbour{i, int32(steps)})
			}
		}
	}
	n.known[cell], n.done[cell] = list, true
	return list, nil
}

// place of the view that is nearest to the unit; nil when there is none.
func (v *view) place(nearest int32) *geo.Place {
	if nearest == travel.None {
		return nil
	}
	return &v.located[nearest]
}
