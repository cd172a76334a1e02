package travel

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// Target is where a place stands.
type Target struct {
	Position orb.Point
	Comune   geo.ComuneID
}

// None stands for no target.
const None = -1

// Two are the nearest and the second nearest target of a point: indices into
// the targets, None when there is none, and the minutes to them.
type Two struct {
	First, Second               int32
	FirstMinutes, SecondMinutes float64
	// WalkOnly: the nearest road is over 2 km away, so that people must walk
	// there before anything drives. The minutes hold the walk.
	WalkOnly bool
	// SnapMetres from the point to the road that it is joined to, as the crow
	// flies; 0 when no road was looked for.
	SnapMetres float32
	// Estimated: no road reaches here in the graph, and the estimate stood in,
	// corrected by the calibration. Never set by the estimate itself.
	Estimated bool
}

// candidate is a target seen from one comune, with a lower bound of the minutes
// from any of the points in question.
type candidate struct {
	target int32
	at     vector
	pace   pace
	ways   []way
	rest   []float64 // by way: km from the gate in to the target
	bound  float64
}

// NearestTwo gives the two nearest targets of each point, all points lying in
// comune c. Targets in unknown comuni are left out; ties go to the lower index.
// Only targets that can still be nearer are measured, so the work grows with
// the points much more than with the targets.
func (e *Estimate) NearestTwo(c geo.ComuneID, from []orb.Point, targets []Target, mode geo.Mode) []Two {
	out := make([]Two, len(from))
	for k := range out {
		out[k] = Two{First: None, Second: None}
	}
	i, ok := e.index[c]
	if !ok || len(from) == 0 || (mode != geo.ModeCar && mode != geo.ModeFoot) {
		return out
	}
	points := make([]vector, len(from))
	reach := 0.0
	for k, p := range from {
		points[k] = onSphere(p)
		reach = max(reach, e.legKm(points[k], e.towns[i].seat))
	}
	candidates := e.candidates(i, reach, targets, mode)
	legs := make([]float64, len(e.gates))
	for k, p := range points {
		for _, g := range e.towns[i].sees {
			legs[g] = e.legKm(p, e.towns[e.gates[g]].seat)
		}
		out[k] = e.twoOf(p, legs, candidates)
	}
	return out
}

// candidates lists the targets by their lower bound: the minutes from the seat
// of the comune, had its points all their distance to the seat for free.
func (e *Estimate) candidates(i int, reach float64, targets []Target, mode geo.Mode) []candidate {
	list := make([]candidate, 0, len(targets))
	for t, target := range targets {
		j, ok := e.index[target.Comune]
		if !ok {
			continue
		}
		c := candidate{target: int32(t), at: onSphere(target.Position), pace: e.pace(i, j, mode), ways: e.ways[i*len(e.towns)+j]}
		if len(c.ways) == 0 {
			continue
		}
		near := math.Inf(1)
		for _, w := range c.ways {
			rest, first := 0.0, c.at
			if w.in != direct {
				rest = w.km + e.legKm(e.towns[e.gates[w.out]].seat, c.at)
				first = e.towns[e.gates[w.in]].seat
			}
			c.rest = append(c.rest, rest)
			near = min(near, max(0, e.legKm(e.towns[i].seat, first)-reach)+rest)
		}
		// A hair less, so that rounding never hides a tie.
		c.bound = c.pace.minutes(max(e.p.MinKm, near)) * (1 - 1e-9)
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.bound, b.bound) })
	return list
}

func (e *Estimate) twoOf(p vector, legs []float64, candidates []candidate) Two {
	best := Two{First: None, Second: None, FirstMinutes: math.Inf(1), SecondMinutes: math.Inf(1)}
	for k := range candidates {
		c := &candidates[k]
		if c.bound > best.SecondMinutes {
			break
		}
		km := math.Inf(1)
		for w := range c.ways {
			if g := c.ways[w].in; g == direct {
				km = e.legKm(p, c.at)
			} else {
				km = min(km, legs[g]+c.rest[w])
			}
		}
		best.offer(c.target, c.pace.minutes(max(e.p.MinKm, km)))
	}
	if best.First == None {
		best.FirstMinutes = 0
	}
	if best.Second == None {
		best.SecondMinutes = 0
	}
	return best
}

// offer takes the target in if it is nearer than one of the two; at equal
// minutes the lower index is the nearer.
func (b *Two) offer(target int32, minutes float64) {
	before := func(held int32, at float64) bool {
		return held == None || minutes < at || (minutes == at && target < held)
	}
	switch {
	case before(b.First, b.FirstMinutes):
		b.Second, b.SecondMinutes = b.First, b.FirstMinutes
		b.First, b.FirstMinutes = target, minutes
	case before(b.Second, b.SecondMinutes):
		b.Second, b.SecondMinutes = target, minutes
	}
}
