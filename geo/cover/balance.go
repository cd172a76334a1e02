package cover

import "atlante/geo"

// GapBalance says where the residents beyond a kind's threshold went, in one
// scenario and territory, so that none is lost:
//
//	Beyond + Unreachable + Raised = Named + Scattered + HeldBack
type GapBalance struct {
	Scenario  Scenario
	Territory geo.Territory
	Kind      geo.KindID
	// The residents of the candidates by their times alone; they add up to the
	// residents of the territory.
	Within, Beyond, Unreachable, Unknown int
	Named                                int // in a named gap
	Scattered                            int // flagged, but too few in one spot for an area
	HeldBack                             int // beyond θ or unreachable, not yet flagged (hysteresis)
	Raised                               int // within θ, still flagged (hysteresis); inside Named or Scattered
}

// Lost is 0 when the balance closes.
func (b GapBalance) Lost() int {
	return b.Beyond + b.Unreachable + b.Raised - b.Named - b.Scattered - b.HeldBack
}

// balance counts every unit where it is found, nothing by subtraction.
func (f *gapFinder) balance(named [][]int32, scattered []int32) GapBalance {
	b := GapBalance{Scenario: f.v.Scenario, Territory: f.t, Kind: f.v.Kind.ID}
	for _, u := range f.c.units {
		switch {
		case u.state == StateUnknown:
			b.Unknown += u.residents
		case u.state == StateUnreachable: // by area nobody is
			b.Unreachable += u.residents
		case u.beyond(1):
			b.Beyond += u.residents
		default:
			b.Within += u.residents
		}
		if u.flag.Raw && !u.flag.Published {
			b.HeldBack += u.residents
		}
		if u.flag.Published && !u.flag.Raw {
			b.Raised += u.residents
		}
	}
	for _, area := range named {
		for _, u := range area {
			b.Named += f.c.units[u].residents
		}
	}
	for _, u := range scattered {
		b.Scattered += f.c.units[u].residents
	}
	return b
}
