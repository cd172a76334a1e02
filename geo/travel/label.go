package travel

import "atlante/geo/road"

// endless is the cost of what cannot be reached.
const endless = uint32(road.Closed)

// label holds the two nearest stops of a node and the deciseconds to them, the
// nearer first. Stops are slots of a Field; None, at an endless cost, where there
// is none. Both are always different stops.
type label struct {
	first, second         uint32
	firstStop, secondStop int32
}

var nobody = label{first: endless, second: endless, firstStop: None, secondStop: None}

// offer takes a stop in if it is nearer than one of the two, and tells whether it
// did. At equal costs the stop of lower rank is the nearer.
func (l *label) offer(cost uint32, stop int32, rank []int32) bool {
	before := func(than uint32, held int32) bool {
		return cost < than || cost == than && (held == None || rank[stop] < rank[held])
	}
	switch {
	case stop == l.firstStop:
		if cost >= l.first {
			return false
		}
		l.first = cost
	case before(l.first, l.firstStop): // also when it was the second
		l.second, l.secondStop = l.first, l.firstStop
		l.first, l.firstStop = cost, stop
	case stop == l.secondStop:
		if cost >= l.second {
			return false
		}
		l.second = cost
	case before(l.second, l.secondStop):
		l.second, l.secondStop = cost, stop
	default:
		return false
	}
	return true
}

// drop takes a stop out and tells whether it was one of the two.
func (l *label) drop(stop int32) bool {
	switch stop {
	case l.firstStop:
		l.first, l.firstStop = l.second, l.secondStop
	case l.secondStop:
	default:
		return false
	}
	l.second, l.secondStop = endless, None
	return true
}

// cost of a stop; endless when it is none of the two.
func (l *label) cost(stop int32) uint32 {
	switch stop {
	case l.firstStop:
		return l.first
	case l.secondStop:
		return l.second
	}
	return endless
}
