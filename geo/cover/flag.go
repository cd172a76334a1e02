package cover

import (
	"github.com/paulmach/orb"

	"atlante/geo"
)

// history answers what a flag needs to know of the publication before.
type history struct {
	previous *Previous
	other    bool // its roads were made up and today's are not, or the reverse
	kinds    map[geo.KindID]geo.Kind
	times    map[pastKey]PastTime
	counted  map[countedKey]orb.Point
}

type pastKey struct {
	Scenario Scenario
	Kind     geo.KindID
	Mode     geo.Mode
	Cell     int32
}

type countedKey struct {
	Scenario Scenario
	Kind     geo.KindID
	Place    geo.PlaceID
}

func newHistory(in Input, g *grid) history {
	p := in.Previous
	h := history{previous: p}
	if p == nil {
		return h
	}
	h.other = p.Synthetic != in.Synthetic
	h.kinds = map[geo.KindID]geo.Kind{}
	for _, k := range p.Kinds {
		h.kinds[k.ID] = k
	}
	h.times = make(map[pastKey]PastTime, len(p.Times))
	for _, t := range p.Times {
		if i, ok := g.at[t.Cell]; ok {
			h.times[pastKey{t.Scenario, t.Kind, t.Mode, i}] = t
		}
	}
	h.counted = make(map[countedKey]orb.Point, len(p.Counted))
	for _, c := range p.Counted {
		h.counted[countedKey{c.Scenario, c.Kind, c.Place}] = c.Position
	}
	return h
}

// afresh tells whether the flags of a kind are set without looking back: in the
// first publication and after a change of model, boundaries, mode or threshold.
// Roads that a program made up are another model than real ones.
func (h history) afresh(k geo.Kind) bool {
	if h.previous == nil || h.previous.NewModelOrTerritory || h.other {
		return true
	}
	past, ok := h.kinds[k.ID]
	return !ok || past.ByArea != k.ByArea ||
		past.ModeMountain != k.ModeMountain || past.ModeElse != k.ModeElse ||
		past.ThresholdCar != k.ThresholdCar || past.ThresholdFoot != k.ThresholdFoot
}

// flag sets the flags of all candidates of a view, and what depends on them.
func (v *view) flag(g *grid, in Input, h history) {
	modes := []geo.Mode{v.Kind.ModeMountain, v.Kind.ModeElse}
	for m := range v.Reaches {
		r := &v.Reaches[m]
		if r.Mode != modes[0] && r.Mode != modes[1] {
			continue
		}
		past := v.pastOf(h, r, in.Parameters.Gaps)
		for i := range g.cells {
			if v.candidate(g, int32(i), r.Mode, in.Parameters.Gaps.Territories) {
				r.flags[i] = past.flag(int32(i))
			}
		}
	}
	v.View.ownerMode = make([]uint8, len(g.cells))
	v.View.flagged = make([]int, len(g.cells))
	for k, p := range g.parts {
		c := g.comuni[p.comune]
		if geo.TerritoryMountain.In(c) && v.flagOf(g, k).Published {
			v.View.flagged[p.cell] += p.residents
		}
	}
	for i, o := range g.owner {
		for m := range v.Reaches {
			if v.Reaches[m].Mode == v.Kind.Mode(g.comuni[o]) {
				v.View.ownerMode[i] = uint8(m)
			}
		}
	}
}

// candidate tells whether people of some territory look at the cell by the mode.
func (v *view) candidate(g *grid, cell int32, m geo.Mode, territories []geo.Territory) bool {
	from, to := g.partsOf(cell)
	for k := from; k < to; k++ {
		c := g.comuni[g.parts[k].comune]
		if v.Kind.Mode(c) != m {
			continue
		}
		for _, t := range territories {
			if t.In(c) {
				return true
			}
		}
	}
	return false
}

// flagOf is the flag of a part: that of its cell at the mode of its comune. By
// area it is what is known of the comune, and nothing flickers.
func (v *view) flagOf(g *grid, k int) Flag {
	if v.Kind.ByArea {
		not := v.state[k] == StateNotServed
		return Flag{Candidate: true, Raw: not, Published: not}
	}
	p := g.parts[k]
	return v.byMode(v.Kind.Mode(g.comuni[p.comune])).flags[p.cell]
}

// pastOf prepares the decision for one mode.
func (v *view) pastOf(h history, r *Reach, p GapParameters) flagRule {
	rule := flagRule{r: r, p: p, theta: float64(v.Kind.Threshold(r.Mode)), afresh: h.afresh(v.Kind)}
	if rule.afresh {
		return rule
	}
	rule.moved = make([]bool, len(v.located))
	for i, place := range v.located {
		at, before := h.counted[countedKey{v.Scenario, v.Kind.ID, place.ID}]
		rule.moved[i] = !before || at != *place.Position
	}
	rule.before = func(cell int32) (PastTime, bool) {
		t, ok := h.times[pastKey{v.Scenario, v.Kind.ID, r.Mode, cell}]
		return t, ok
	}
	staying := map[geo.PlaceID]bool{}
	for i, place := range v.located {
		staying[place.ID] = !rule.moved[i]
	}
	rule.gone = func(id geo.PlaceID) bool { return !staying[id] }
	return rule
}

// flagRule decides flags by METRICS, "Underserved mountain areas", 3.
type flagRule struct {
	r      *Reach
	p      GapParameters
	theta  float64
	afresh bool
	moved  []bool // by place: opened or moved since
	gone   func(geo.PlaceID) bool
	before func(cell int32) (PastTime, bool)
}

func (f flagRule) flag(i int32) Flag {
	state := f.r.state(int(i))
	if state == StateUnknown {
		return Flag{Candidate: true} // counted as unknown, never flagged
	}
	raw := state == StateUnreachable || float64(f.r.minute1[i]) > f.theta
	flag := Flag{Candidate: true, Raw: raw, Published: raw}
	if f.afresh {
		return flag
	}
	past, ok := f.before(i)
	if !ok || past.State == StateUnknown || f.placesActed(i, past) {
		return flag
	}
	flag.Published = past.Flagged
	now := float64(f.r.minute1[i])
	far := func(s State, minutes float64) bool {
		return s == StateUnreachable || minutes > f.p.RaiseAbove*f.theta
	}
	near := func(s State, minutes float64) bool {
		return s != StateUnreachable && minutes <= f.p.LowerAt*f.theta
	}
	switch {
	case far(state, now) && far(past.State, float64(past.Minutes)):
		flag.Published = true
	case near(state, now) && near(past.State, float64(past.Minutes)):
		flag.Published = false
	}
	return flag
}

// placesActed tells whether the cell's nearest place was opened, closed or moved
// since: then T > θ decides at once.
func (f flagRule) placesActed(i int32, past PastTime) bool {
	if past.Nearest != nil && f.gone(*past.Nearest) {
		return true
	}
	at := f.r.place1[i]
	return at >= 0 && f.moved[at]
}
