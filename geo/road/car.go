package road

import (
	"math"
	"strings"
)

// car says how cars travel a way of a highway class.
func (p Profile) car(tags Tags, class string) Passage {
	pace, ok := p.carPace(tags, class)
	access, _ := granted(tags, keysOfCars, "")
	if access == closed {
		if access = summerGrant(tags, keysOfCars); access == untold {
			return Passage{}
		}
	}
	if !ok || first(tags, "area") == "yes" {
		return Passage{}
	}
	forward, backward := oneWay(tags, class, "oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway")
	most := p.worst(tags, forward && backward)
	if access == destination {
		most = min(most, p.DestinationKmH)
	}
	out := Passage{Through: through(tags, class)}
	if forward {
		out.Forward = float32(min(most, p.drive(tags, pace, ":forward")))
	}
	if backward {
		out.Backward = float32(min(most, p.drive(tags, pace, ":backward")))
	}
	return directed(tags, keysOfCars, out)
}

// carPace of a class; false when it is no road for cars. Squares and paths are
// one where a tag of their own says so, tracks also where they are made well.
// (Forest tracks of Piedmont are closed to cars by regional law 45 of 1989 unless
// signs say otherwise.)
func (p Profile) carPace(tags Tags, class string) (Pace, bool) {
	pace, known := p.Car[class]
	g, special := granted(tags, keysOfCars, "")
	invited := special && (g == open || g == destination) || summerGrant(tags, keysOfCars) != untold
	switch class {
	case "track":
		grade := first(tags, "tracktype")
		return pace, known && (invited || grade == "grade1" || grade == "grade2" || paved(tags))
	case "pedestrian", "footway", "path", "cycleway", "bridleway":
		return Pace{p.CarAllowedKmH, p.CarAllowedKmH}, invited && p.CarAllowedKmH > 0
	}
	return pace, known
}

func paved(tags Tags) bool {
	switch surface := first(tags, "surface"); surface {
	case "asphalt", "paved", "concrete", "paving_stones", "sett", "chipseal":
		return true
	default:
		return strings.HasPrefix(surface, "concrete:")
	}
}

// drive is the speed that limit and class allow in one direction.
func (p Profile) drive(tags Tags, pace Pace, direction string) float64 {
	v := pace.Free
	if limit, ok := p.limit(tags, direction); ok {
		v = min(pace.Ceiling, limit*p.LimitShare)
	}
	for _, key := range [2]string{"maxspeed:practical", "maxspeed:advisory"} {
		if advised, ok := p.parseSpeed(tags.Find(key)); ok {
			v = min(v, advised)
		}
	}
	return v
}

// worst is the slowest of what the state of the road allows; 0 where no ordinary
// car gets through.
func (p Profile) worst(tags Tags, twoWay bool) float64 {
	most := math.Inf(1)
	for _, x := range [4]struct {
		key  string
		caps map[string]float64
	}{{"surface", p.Surface}, {"smoothness", p.Smoothness}, {"tracktype", p.Tracktype}, {"service", p.Service}} {
		for _, v := range values(tags.Find(x.key)) {
			if limit, ok := x.caps[v]; ok {
				most = min(most, limit)
			}
		}
	}
	if twoWay && first(tags, "lanes") == "1" {
		most = min(most, p.OneLaneKmH)
	}
	return most
}
