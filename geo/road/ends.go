package road

import "math"

// Leave is the cost from the snapped point to the ends of its edge, From first.
// A point that is snapped to an end is there at no cost. summer opens what is
// closed in winter.
func (g *Graph) Leave(s Snap, summer bool) [2]End {
	e, f := &g.Edges[s.Edge], s.Fraction
	return [2]End{
		{e.From, part(e, e.Back, f, summer)},
		{e.To, part(e, e.There, 1-f, summer)},
	}
}

// Arrive is the cost from the ends of the snapped point's edge to the point,
// From first.
func (g *Graph) Arrive(s Snap, summer bool) [2]End {
	e, f := &g.Edges[s.Edge], s.Fraction
	return [2]End{
		{e.From, part(e, e.There, f, summer)},
		{e.To, part(e, e.Back, 1-f, summer)},
	}
}

// part of the cost of an edge, to the nearest decisecond.
func part(e *Edge, cost uint32, fraction float64, summer bool) uint32 {
	switch {
	case fraction <= 0:
		return 0
	case cost == Closed || e.Winter && !summer:
		return Closed
	}
	return uint32(math.Round(fraction * float64(cost)))
}

// Along is the cost from one snapped point to another along the edge that both
// lie on; Closed when they lie on two edges or the edge is not travelled that
// way. It may be quicker to leave by one end and come back by the other.
func (g *Graph) Along(from, to Snap) uint32 {
	if from.Edge != to.Edge {
		return Closed
	}
	e := &g.Edges[from.Edge]
	if from.Fraction <= to.Fraction {
		return part(e, e.There, to.Fraction-from.Fraction, true)
	}
	return part(e, e.Back, from.Fraction-to.Fraction, true)
}
