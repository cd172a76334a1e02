package road

import "strconv"

// winter tells whether a way is closed in winter, and whether it is open in
// winter only (a road over ice, a run), which nobody can count on at all. Said by:
// the profile for this way; winter_service=no on a road for cars (nobody clears
// paths, and they are walked); seasonal; conditional access; a pass higher than
// any that is kept open.
func (p Profile) winter(tags Tags, way int64, cars bool) (shut, never bool) {
	if told, ok := p.WinterClosed[way]; ok {
		return told, false
	}
	service := first(tags, "winter_service")
	if cars && service == "no" {
		return true, false
	}
	if shut, never = seasonal(values(tags.Find("seasonal"))); shut || never {
		return shut, never
	}
	of := keysOfFeet
	if cars {
		of = keysOfCars
	}
	if g, _ := granted(tags, of, ""); g == closed && summerGrant(tags, of) != untold {
		return true, false // open in summer as an exception
	}
	if closedInWinter(tags, of) {
		return true, false
	}
	if first(tags, "mountain_pass") == "yes" && service == "" && p.PassMetres > 0 {
		ele, err := strconv.ParseFloat(first(tags, "ele"), 64)
		return err == nil && ele > p.PassMetres, false
	}
	return false, false
}

// seasonal reads the seasons in which a way is there.
func seasonal(seasons []string) (shut, never bool) {
	winter, others := false, false
	for _, s := range seasons {
		switch s {
		case "yes":
			return true, false
		case "winter":
			winter = true
		case "spring", "summer", "autumn", "fall":
			others = true
		}
	}
	return others && !winter, winter && !others
}
