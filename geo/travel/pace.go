package travel

import (
	"math"

	"atlante/geo"
)

// pace turns km into minutes between two comuni: factor·km^power + extra.
type pace struct {
	lnFactor, factor, power, extra float64
}

func (e *Estimate) pace(i, j int, mode geo.Mode) pace {
	if mode == geo.ModeFoot {
		detour := e.p.Detour
		if e.towns[i].Mountain() || e.towns[j].Mountain() {
			detour = e.p.DetourMountain
		}
		return pace{factor: 60 * detour / e.p.WalkKmH, power: 1}
	}
	c := e.higher(i, j)
	ln := math.Log(c.A) + (e.towns[i].residual+e.towns[j].residual)/2
	return pace{lnFactor: ln, power: c.B, extra: e.p.ParkMinutes}
}

func (p pace) minutes(km float64) float64 {
	if p.power == 1 && p.factor > 0 {
		return p.factor*km + p.extra
	}
	return math.Exp(p.lnFactor+p.power*math.Log(km)) + p.extra
}
