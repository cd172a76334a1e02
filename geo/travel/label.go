package travel

import "atlante/geo/road"

// endless is the cost of what cannot be reached.
const endless = uint32(road.Closed)

// key is a cost in deciseconds above the tag of a stop, so that keys are in the
// order of nearness: by cost, and at equal costs by tag, which ascends with the
// index of the stop.
type key uint64

func keyOf(cost, tag uint32) key { return key(cost)<<32 | key(tag) }

func (k key) cost() uint32 { return uint32(k >> 32) }
func (k key) tag() uint32  { return uint32(k) }

// more is the key at a higher cost.
func (k key) more(cost uint32) key { return k + key(cost)<<32 }

// label holds the keys of the two nearest stops of a node, always two different
// ones, the nearer first. Where there is none it is beyond the bound of the field,
// at tag 0, which is no stop's.
type label struct{ first, second key }

// offer takes a stop in if it is nearer than one of the two, and tells whether it
// did.
func (l *label) offer(k key) bool {
	if k >= l.second {
		return false
	}
	if k.tag() == l.first.tag() {
		if k >= l.first {
			return false
		}
		l.first = k
		return true
	}
	// When it was the second, it takes its own place or the first.
	l.first, l.second = min(k, l.first), max(k, l.first)
	return true
}

// drop takes a stop out and tells whether it was one of the two.
func (l *label) drop(tag uint32, none key) bool {
	switch tag {
	case l.first.tag():
		l.first = l.second
	case l.second.tag():
	default:
		return false
	}
	l.second = none
	return true
}
