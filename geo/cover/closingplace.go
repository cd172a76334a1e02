package cover

import (
	"cmp"
	"math"
	"slices"

	"atlante/geo"
)

// Closing is what becomes of people if one place closes and all others stay: those
// to whom it is the nearest go to their second.
type Closing struct {
	Place     geo.PlaceID
	Kind      geo.KindID
	Scenario  Scenario
	Residents int // to whom it is the nearest
	Within    int // of them, within the threshold of the kind today
	Then      int // and if it closes
	CutOff    int // without any other place to go to
	// Residents-weighted medians of their minutes, unreachable last; nil over
	// nobody, and where half of them have no way.
	Median, MedianThen *float64
	Comuni             []ClosingComune // most residents first, ties by code
	Next               []ClosingNext   // where they go, most residents first, ties by id
}

// ClosingComune is the part of a comune in it.
type ClosingComune struct {
	Comune                          geo.ComuneID
	Name                            string
	Residents, Within, Then, CutOff int
}

// ClosingNext is a place to which residents would go.
type ClosingNext struct {
	Place     geo.PlaceID
	Name      string
	Comune    geo.ComuneID
	Residents int
}

// ClosingPart are the residents of a comune in a cell to whom the place is the
// nearest, at the mode of their comune.
type ClosingPart struct {
	Comune     geo.ComuneID
	ComuneName string
	Residents  int
	Threshold  int // minutes, inclusive
	Minutes    float64
	Next       *Reached // nil when there is no other
}

// Add fills the sums from the parts, in any order.
func (c *Closing) Add(parts []ClosingPart) {
	comuni, next := map[geo.ComuneID]*ClosingComune{}, map[geo.PlaceID]*ClosingNext{}
	var now, then []Weighted
	for _, p := range parts {
		town := comuni[p.Comune]
		if town == nil {
			town = &ClosingComune{Comune: p.Comune, Name: p.ComuneName}
			comuni[p.Comune] = town
		}
		minutes := math.Inf(1)
		if n := p.Next; n != nil {
			minutes = n.Minutes
			if next[n.Place] == nil {
				next[n.Place] = &ClosingNext{Place: n.Place, Name: n.Name, Comune: n.Comune}
			}
			next[n.Place].Residents += p.Residents
		}
		town.add(p, minutes)
		now, then = append(now, Weighted{p.Minutes, p.Residents}), append(then, Weighted{minutes, p.Residents})
	}
	for _, t := range comuni {
		c.Residents, c.Within = c.Residents+t.Residents, c.Within+t.Within
		c.Then, c.CutOff = c.Then+t.Then, c.CutOff+t.CutOff
		c.Comuni = append(c.Comuni, *t)
	}
	for _, n := range next {
		c.Next = append(c.Next, *n)
	}
	slices.SortFunc(c.Comuni, func(a, b ClosingComune) int {
		return cmp.Or(cmp.Compare(b.Residents, a.Residents), cmp.Compare(a.Comune, b.Comune))
	})
	slices.SortFunc(c.Next, func(a, b ClosingNext) int {
		return cmp.Or(cmp.Compare(b.Residents, a.Residents), cmp.Compare(a.Place.String(), b.Place.String()))
	})
	c.Median, c.MedianThen = medianOf(now), medianOf(then)
}

func (t *ClosingComune) add(p ClosingPart, then float64) {
	t.Residents += p.Residents
	if p.Minutes <= float64(p.Threshold) {
		t.Within += p.Residents
	}
	if then <= float64(p.Threshold) {
		t.Then += p.Residents
	}
	if math.IsInf(then, 1) {
		t.CutOff += p.Residents
	}
}

func medianOf(sample []Weighted) *float64 {
	m, ok := Quantile(sample, 500)
	if !ok || math.IsInf(m, 1) {
		return nil
	}
	return &m
}
