package cover

import (
	"cmp"
	"math"
	"slices"

	"atlante/geo"
	"atlante/geo/hex"
)

// Coarser are the resolutions to which cells are added up.
var Coarser = []int{8, 7, 6}

// CellKind is what the i-th populated cell shows of the n-th view: the minutes at
// the mode of its owner.
func (r Result) CellKind(i, n int) CoarseKind {
	v, cell := r.Views[n], r.Cells[i]
	if v.Kind.ByArea {
		return CoarseKind{State: v.ServedIn(cell.Owner)}
	}
	reach := v.Reaches[v.ownerMode[i]]
	k := CoarseKind{State: reach.state(i), Flagged: float64(v.flagged[i]) / float64(cell.Residents)}
	if reach.place1[i] >= 0 {
		k.Minutes = reach.minute1[i]
	}
	if reach.place2[i] >= 0 {
		k.Second = reach.minute2[i]
	}
	return k
}

// coarser adds the cells up to their parents.
func (r Result) coarser(all []Cell) ([]CoarseCell, error) {
	var out []CoarseCell
	for _, resolution := range Coarser {
		children, err := r.families(all, resolution)
		if err != nil {
			return nil, err
		}
		for _, f := range children {
			out = append(out, r.coarse(f))
		}
	}
	return out, nil
}

// family is a parent with its children: those populated, and the owners of all.
type family struct {
	parent hex.Cell
	cells  []int32
	owners []geo.ComuneID
}

func (r Result) families(all []Cell, resolution int) ([]family, error) {
	index := map[hex.Cell]int{}
	var out []family
	at := func(c hex.Cell) (*family, error) {
		p, err := c.Parent(resolution)
		if err != nil {
			return nil, err
		}
		i, ok := index[p]
		if !ok {
			i = len(out)
			index[p] = i
			out = append(out, family{parent: p})
		}
		return &out[i], nil
	}
	for _, c := range all {
		f, err := at(c.ID)
		if err != nil {
			return nil, err
		}
		f.owners = append(f.owners, c.Owner)
	}
	for i, c := range r.Cells {
		f, err := at(c.ID)
		if err != nil {
			return nil, err
		}
		f.cells = append(f.cells, int32(i))
	}
	slices.SortFunc(out, func(a, b family) int { return cmp.Compare(a.parent, b.parent) })
	return out, nil
}

func (r Result) coarse(f family) CoarseCell {
	c := CoarseCell{ID: f.parent}
	for _, i := range f.cells {
		c.Residents += r.Cells[i].Residents
		c.Parts = append(c.Parts, r.Cells[i].Parts...)
	}
	c.Parts = addParts(c.Parts)
	for _, p := range c.Parts {
		if c.Comune == "" || p.Residents > mostOf(c.Parts, c.Comune) {
			c.Comune = p.Comune
		}
	}
	if c.Comune == "" {
		c.Comune = commonest(f.owners)
	}
	for n := range r.Views {
		c.Kinds = append(c.Kinds, r.coarseKind(f, n, c.Residents))
	}
	return c
}

func (r Result) coarseKind(f family, n, residents int) CoarseKind {
	if residents == 0 {
		return CoarseKind{State: StateEmpty}
	}
	if r.Views[n].Kind.ByArea {
		return CoarseKind{State: r.servedMost(f, r.Views[n])}
	}
	var sample, second []Weighted
	flagged := 0
	for _, i := range f.cells {
		k := r.CellKind(int(i), n)
		flagged += r.Views[n].flagged[i]
		if k.State == StateUnknown {
			continue
		}
		sample = append(sample, weighted(k.Minutes, k.State != StateUnreachable, r.Cells[i].Residents))
		second = append(second, weighted(k.Second, k.Second > 0, r.Cells[i].Residents))
	}
	out := CoarseKind{State: StateUnknown, Flagged: float64(flagged) / float64(residents)}
	if median, ok := Quantile(sample, 500); ok {
		out.State = StateUnreachable
		if !math.IsInf(median, 1) {
			out.State, out.Minutes = StateOK, float32(median)
		}
	}
	if median, ok := Quantile(second, 500); ok && !math.IsInf(median, 1) {
		out.Second = float32(median)
	}
	return out
}

// weighted minutes, unreachable where there is no way.
func weighted(minutes float32, way bool, residents int) Weighted {
	if !way {
		return Weighted{math.Inf(1), residents}
	}
	return Weighted{float64(minutes), residents}
}

// servedMost is the state of most known residents, by their own comuni.
func (r Result) servedMost(f family, v View) State {
	yes, no := 0, 0
	for _, i := range f.cells {
		for _, p := range r.Cells[i].Parts {
			switch v.ServedIn(p.Comune) {
			case StateServed:
				yes += p.Residents
			case StateNotServed:
				no += p.Residents
			}
		}
	}
	switch {
	case yes == 0 && no == 0:
		return StateUnknown
	case yes > no:
		return StateServed
	}
	return StateNotServed
}

// addParts sums the parts by comune, ascending.
func addParts(parts []Part) []Part {
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Comune, b.Comune) })
	out := parts[:0]
	for _, p := range parts {
		if n := len(out); n > 0 && out[n-1].Comune == p.Comune {
			out[n-1].Residents += p.Residents
		} else {
			out = append(out, p)
		}
	}
	return out
}

func mostOf(parts []Part, c geo.ComuneID) int {
	for _, p := range parts {
		if p.Comune == c {
			return p.Residents
		}
	}
	return 0
}

// commonest owner, ties to the lower id.
func commonest(owners []geo.ComuneID) geo.ComuneID {
	var parts []Part
	for _, o := range owners {
		parts = append(parts, Part{o, 1})
	}
	var best Part
	for _, p := range addParts(parts) {
		if p.Residents > best.Residents {
			best = p
		}
	}
	return best.Comune
}
