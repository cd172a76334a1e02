package travel

import (
	"cmp"
	"math"
	"slices"
)

// way leads from a point of one comune to a point of another: a leg to the gate
// in, km between the gates, a leg from the gate out. Only the two legs depend on
// the points. in and out are indices of gates; direct ways have none.
type way struct {
	in, out int32
	km      float64
}

const direct = -1

// seesTown tells whether one goes straight from comune i to comune j: no mouth
// lies between, or an open pass joins them.
func (e *Estimate) seesTown(i, j int) bool {
	return i == j || meet(e.towns[i].stands, e.towns[j].stands) || e.passes[pair(i, j)]
}

func pair(i, j int) [2]int {
	if i > j {
		i, j = j, i
	}
	return [2]int{i, j}
}

// joinGates measures the shortest ways between all gates, going from gate to
// gate wherever one sees the other (Floyd and Warshall).
func (e *Estimate) joinGates() {
	n := len(e.gates)
	e.between = make([][]float64, n)
	e.straight = make([][]float64, n)
	for a := range n {
		e.between[a] = make([]float64, n)
		e.straight[a] = make([]float64, n)
		for b := range n {
			e.straight[a][b] = e.legKm(e.towns[e.gates[a]].seat, e.towns[e.gates[b]].seat)
			e.between[a][b] = math.Inf(1)
			if e.seesTown(e.gates[a], e.gates[b]) {
				e.between[a][b] = e.straight[a][b]
			}
		}
	}
	for via := range n {
		for a := range n {
			for b := range n {
				e.between[a][b] = min(e.between[a][b], e.between[a][via]+e.between[via][b])
			}
		}
	}
}

// findWays fills the table of ways between all pairs of comuni.
func (e *Estimate) findWays() {
	n := len(e.towns)
	e.ways = make([][]way, n*n)
	for i := range n {
		for j := i; j < n; j++ {
			ways := e.waysBetween(i, j)
			e.ways[i*n+j] = ways
			if i == j {
				continue
			}
			back := make([]way, len(ways))
			for k, w := range ways {
				back[k] = way{in: w.out, out: w.in, km: w.km}
			}
			e.ways[j*n+i] = back
		}
	}
}

var straightOn = []way{{in: direct, out: direct}}

// waysBetween gives the ways that can be the shortest for some pair of points,
// shortest from seat to seat first. A way is left out when another is never
// longer, whatever the points: the triangle inequality on the first and last leg.
func (e *Estimate) waysBetween(i, j int) []way {
	if e.seesTown(i, j) {
		return straightOn
	}
	var all []way
	var fromSeat []float64
	for _, a := range e.towns[i].sees {
		for _, b := range e.towns[j].sees {
			if km := e.between[a][b]; !math.IsInf(km, 1) {
				all = append(all, way{in: int32(a), out: int32(b), km: km})
			}
		}
	}
	for _, w := range all {
		fromSeat = append(fromSeat, e.legKm(e.towns[i].seat, e.towns[e.gates[w.in]].seat)+
			w.km+e.legKm(e.towns[e.gates[w.out]].seat, e.towns[j].seat))
	}
	order := make([]int, len(all))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(fromSeat[x], fromSeat[y]) })
	var kept []way
	for _, k := range order {
		if !slices.ContainsFunc(kept, func(w way) bool { return e.neverLonger(w, all[k]) }) {
			kept = append(kept, all[k])
		}
	}
	return kept
}

// neverLonger tells whether w is at most as long as v for all pairs of points.
func (e *Estimate) neverLonger(w, v way) bool {
	return e.straight[v.in][w.in]+w.km+e.straight[w.out][v.out] <= v.km+1e-12
}

// length of the shortest way in km from a point of comune i to one of comune j,
// not yet held above MinKm; +Inf when there is no way.
func (e *Estimate) length(from vector, i int, to vector, j int) float64 {
	best := math.Inf(1)
	for _, w := range e.ways[i*len(e.towns)+j] {
		if w.in == direct {
			return e.legKm(from, to)
		}
		km := e.legKm(from, e.towns[e.gates[w.in]].seat) + w.km + e.legKm(e.towns[e.gates[w.out]].seat, to)
		best = min(best, km)
	}
	return best
}

func (e *Estimate) legKm(a, b vector) float64 { return e.p.EarthRadiusKm * a.angle(b) }
