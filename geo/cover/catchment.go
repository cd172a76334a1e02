package cover

import (
	"cmp"
	"math"
	"slices"
)

// Catchment adds up the enhanced two-step floating catchment area (Luo & Qi
// 2009; METRICS, "Coverage"), place by place: what a place offers is shared
// among all who reach it, by weight, and everybody has what he shares in.
//
//	R_j = S_j / Σ_i p_i w(t_ij), 0 when nobody is in reach
//	A_i = Σ_j R_j w(t_ij)
type Catchment struct {
	demand []float64 // p by origin
	access []float64 // A by origin, so far
}

// CatchmentShare is an origin in reach of a place, with its weight w(t).
type CatchmentShare struct {
	Origin int
	Weight float64
}

// NewCatchment takes the demand p of each origin.
func NewCatchment(demand []float64) *Catchment {
	return &Catchment{demand, make([]float64, len(demand))}
}

// Add adds a place that offers so much to those in its reach, and gives its R.
func (c *Catchment) Add(supply float64, reach []CatchmentShare) float64 {
	sum := 0.0
	for _, r := range reach {
		sum += c.demand[r.Origin] * r.Weight
	}
	if sum == 0 {
		return 0
	}
	ratio := supply / sum
	for _, r := range reach {
		c.access[r.Origin] += ratio * r.Weight
	}
	return ratio
}

// Access is A by origin.
func (c *Catchment) Access() []float64 { return c.access }

// Step is the weight of minutes up to and including Minutes.
type Step struct{ Minutes, Weight float64 }

// AccessSteps are the weights of METRICS, ascending: 1, 0.68 and 0.22 up to 15, 30
// and 45 minutes.
func AccessSteps() []Step { return []Step{{15, 1}, {30, 0.68}, {45, 0.22}} }

// StepWeight is the weight of the first step that the minutes are within, 0
// beyond the last. The steps must be ascending.
func StepWeight(steps []Step, minutes float64) float64 {
	for _, s := range steps {
		if minutes <= s.Minutes {
			return s.Weight
		}
	}
	return 0
}

// Gini is the inequality of values among residents, 0 when all have the same:
// Σ_i Σ_j p_i p_j |x_i − x_j| / (2 Σp Σpx). It is false over nobody and where
// nobody has anything. It sorts the sample in place.
func Gini(sample []Weighted) (float64, bool) {
	slices.SortFunc(sample, func(a, b Weighted) int { return cmp.Compare(a.Value, b.Value) })
	var g giniSum
	for _, s := range sample {
		g.add(s.Value, s.Weight)
	}
	return g.value()
}

// giniSum is the Gini of values that come in ascending order.
type giniSum struct {
	people, sum, ranked float64
}

func (g *giniSum) add(value float64, residents int) {
	p := float64(residents)
	g.ranked += p * value * (2*g.people + p)
	g.people += p
	g.sum += p * value
}

// level is the mean for 10,000 residents; nil over nobody.
func (g *giniSum) level() *float64 {
	if g.people == 0 {
		return nil
	}
	l := g.sum * 10_000 / g.people
	return &l
}

// gini is nil where there is none.
func (g *giniSum) gini() *float64 {
	v, ok := g.value()
	if !ok {
		return nil
	}
	return &v
}

func (g *giniSum) value() (float64, bool) {
	if g.people == 0 || g.sum == 0 || math.IsInf(g.sum, 0) {
		return 0, false
	}
	return max(0, g.ranked/(g.people*g.sum)-1), true
}
