package cover

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"atlante/geo"
	"atlante/geo/travel"
)

// view is a View while it is computed: with its places, and the times turned
// from cells and modes to the parts.
type view struct {
	View
	counting []geo.Place // of the kind and scenario, by id
	located  []geo.Place // those with a position in a known comune
	targets  []travel.Target
	// By part, at the mode of the part's comune: the minutes to the nearest
	// (+Inf unless known), the state and the cell's second.
	minutes []float64
	state   []State
	second  []float64 // +Inf when there is none
	nearest []int32   // into located; travel.None
	next    []int32   // the second nearest, likewise
	// By part, nil when the times cannot tell: places within θ, and access.
	reachable []int
	access    []float64
}

func newView(k geo.Kind, s Scenario, g *grid, places []geo.Place) *view {
	v := &view{View: View{Scenario: s, Kind: k}}
	for _, p := range places {
		if !s.counts(p, k) {
			continue
		}
		v.counting = append(v.counting, p)
		if _, known := g.index[p.Comune]; (known || p.External) && p.Position != nil {
			v.located = append(v.located, p)
		}
	}
	slices.SortFunc(v.counting, byPlaceID)
	slices.SortFunc(v.located, byPlaceID)
	for _, p := range v.located {
		v.targets = append(v.targets, travel.Target{Position: *p.Position, Comune: p.Comune})
	}
	return v
}

// reach measures the times of all cells by one mode; same holds the times of
// another view with the same places, to be taken over.
func (v *view) reach(ctx context.Context, g *grid, times Times, m geo.Mode, same *Reach) error {
	if same != nil {
		r := *same
		r.flags = make([]Flag, len(g.cells))
		v.Reaches = append(v.Reaches, r)
		return nil
	}
	n := len(g.cells)
	r := Reach{
		Mode: m, place1: make([]int32, n), place2: make([]int32, n),
		minute1: make([]float32, n), minute2: make([]float32, n),
		states: []State{v.without()}, flags: make([]Flag, n),
		snap: make([]float32, n), estimated: make([]bool, n),
	}
	for _, p := range v.located {
		r.places = append(r.places, p.ID)
	}
	if len(v.targets) > 0 {
		r.states = make([]State, n)
	}
	two, err := times.Nearest(ctx, g.origins, v.targets, m)
	if err != nil {
		return err
	}
	if len(two) != n {
		return fmt.Errorf("times %s: %d answers for %d cells", m, len(two), n)
	}
	for i, t := range two {
		r.place1[i], r.minute1[i] = t.First, float32(t.FirstMinutes)
		r.place2[i], r.minute2[i] = t.Second, float32(t.SecondMinutes)
		r.snap[i], r.estimated[i] = t.SnapMetres, t.Estimated
		if len(v.targets) > 0 {
			r.states[i] = stateOf(t)
		}
	}
	v.Reaches = append(v.Reaches, r)
	return nil
}

func stateOf(two travel.Two) State {
	switch {
	case two.First == travel.None:
		return StateUnreachable
	case two.WalkOnly:
		return StateWalkOnly
	}
	return StateOK
}

// without is the state of every cell when no place is located. Nobody knows how
// far it is where a place counts but its position is not known, nor where none
// is registered and the list is not known to be whole: none registered is not
// none. Only a complete list without a place says that there is no way to any.
func (v *view) without() State {
	if len(v.counting) > 0 || v.Kind.Completeness != "complete" {
		return StateUnknown
	}
	return StateUnreachable
}

// spreadToParts turns the times from cells and modes to the parts, each at the
// mode of its comune: T is the cell's.
func (v *view) spreadToParts(g *grid) {
	n := len(g.parts)
	v.minutes, v.second = make([]float64, n), make([]float64, n)
	v.state, v.nearest, v.next = make([]State, n), make([]int32, n), make([]int32, n)
	for k, p := range g.parts {
		v.minutes[k], v.second[k], v.nearest[k], v.next[k] = math.Inf(1), math.Inf(1), travel.None, travel.None
		c := g.comuni[p.comune]
		if v.Kind.ByArea {
			v.state[k] = v.Served[p.comune].State
			continue
		}
		r := v.byMode(v.Kind.Mode(c))
		v.state[k] = r.state(int(p.cell))
		if r.place1[p.cell] >= 0 {
			v.minutes[k], v.nearest[k] = float64(r.minute1[p.cell]), r.place1[p.cell]
		}
		if r.place2[p.cell] >= 0 {
			v.second[k], v.next[k] = float64(r.minute2[p.cell]), r.place2[p.cell]
		}
	}
}

func (v *view) byMode(m geo.Mode) *Reach {
	for i := range v.Reaches {
		if v.Reaches[i].Mode == m {
			return &v.Reaches[i]
		}
	}
	return nil
}

// serve decides by area: yes inside a service area of a counting place, unknown
// where one may reach, no otherwise. Where none is registered and the list is
// not known to be whole, nobody knows anything.
func (v *view) serve(g *grid) {
	otherwise := StateNotServed
	if len(v.counting) == 0 && v.without() == StateUnknown {
		otherwise = StateUnknown
	}
	v.Served = make([]Served, len(g.comuni))
	for i, c := range g.comuni {
		v.Served[i] = Served{c.ID, otherwise}
	}
	mark := func(ids []geo.ComuneID, s State) {
		for _, id := range ids {
			if i, ok := g.index[id]; ok && v.Served[i].State != StateServed {
				v.Served[i].State = s
			}
		}
	}
	for _, p := range v.counting {
		mark(p.MayReach, StateUnknown)
		mark(p.ServiceArea, StateServed)
	}
}

// samePlaces tells whether two views count the same places in the same spots.
func samePlaces(a, b *view) bool {
	return slices.EqualFunc(a.located, b.located, func(p, q geo.Place) bool {
		return p.ID == q.ID && *p.Position == *q.Position && p.Comune == q.Comune
	}) && a.without() == b.without()
}

// byPosition orders kinds as people see them.
func byPosition(a, b geo.Kind) int {
	return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
}
