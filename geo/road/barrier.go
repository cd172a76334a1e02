package road

// Barrier says whom a node with these tags stops. Access tags of the node decide;
// without them gates and bars count as open, bollards and the like stop cars, and
// walls stop everybody.
func (p Profile) Barrier(tags Tags) (noCar, noFoot bool) {
	kind := first(tags, "barrier")
	if kind == "" {
		return false, false
	}
	noCar, noFoot = stops(kind)
	if first(tags, "locked") == "yes" {
		noCar = true
	}
	if g, special := granted(tags, keysOfCars, ""); g == closed || special && g != untold {
		noCar = g == closed // access=yes on a bollard is said of people
	}
	if g, _ := granted(tags, keysOfFeet, ""); g != untold {
		noFoot = g == closed
	}
	return noCar, noFoot
}

func stops(kind string) (cars, feet bool) {
	switch kind {
	case "wall", "fence", "city_wall", "retaining_wall":
		return true, true
	case "bollard", "block", "jersey_barrier", "chain", "rope", "log", "debris", "planter", "spikes", "yes",
		"cycle_barrier", "motorcycle_barrier", "stile", "horse_stile", "turnstile", "full-height_turnstile",
		"kissing_gate", "wicket_gate", "bus_trap", "sump_buster", "hedge", "ditch", "guard_rail", "step":
		return true, false
	}
	return false, false
}
