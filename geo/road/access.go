package road

// grant is what access tags say to one who travels so.
type grant int

const (
	untold grant = iota
	open
	destination // only who lives or stops there
	closed
)

// Keys of access, the most special first (OpenStreetMap wiki, Key:access).
const (
	keysOfCars = iota
	keysOfFeet
)

func keys(of int) []string {
	if of == keysOfFeet {
		return []string{"foot", "access"}
	}
	return []string{"motorcar", "motor_vehicle", "vehicle", "access"}
}

// granted by the most special key that says something; special tells that it was
// another than "access". suffix is "", ":forward" or ":backward".
func granted(tags Tags, of int, suffix string) (g grant, special bool) {
	for _, key := range keys(of) {
		if v := tags.Find(key + suffix); v != "" {
			if g = grantOf(v); g != untold {
				return g, key != "access"
			}
		}
	}
	return untold, false
}

// grantOf a value; of a list what lets most people in.
func grantOf(value string) grant {
	best := untold
	for _, v := range values(value) {
		g := untold
		switch v {
		case "yes", "permissive", "designated", "official", "public", "toll":
			return open
		case "destination", "customers", "delivery", "residents", "permit", "visitors":
			g = destination
		case "no", "private", "agricultural", "forestry", "agricultural_forestry", "emergency",
			"military", "restricted", "bus", "psv", "taxi", "service", "employees":
			g = closed
		}
		if best == untold || g != untold && g < best {
			best = g
		}
	}
	return best
}

// directed narrows a passage by what is said of each direction alone.
func directed(tags Tags, of int, p Passage) Passage {
	if g, _ := granted(tags, of, ":forward"); g == closed {
		p.Forward = 0
	}
	if g, _ := granted(tags, of, ":backward"); g == closed {
		p.Backward = 0
	}
	return p
}

// oneWay tells in which directions a way of this class may be travelled; the
// first of the keys that is there decides.
func oneWay(tags Tags, class string, keys ...string) (forward, backward bool) {
	switch first(tags, keys...) {
	case "yes", "true", "1":
		return true, false
	case "-1", "reverse":
		return false, true
	case "no", "false", "0", "alternating":
		return true, true
	case "reversible": // by the hour: nobody can count on it
		return false, false
	}
	junction := first(tags, "junction")
	around := class == "motorway" || junction == "roundabout" || junction == "circular"
	return true, !around
}

// through tells that nobody gets on or off along the way.
func through(tags Tags, class string) bool {
	return class == "motorway" || class == "motorway_link" || first(tags, "motorroad") == "yes" || first(tags, "tunnel") == "yes"
}
