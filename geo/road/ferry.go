package road

import (
	"strconv"
	"strings"
	"time"
)

// ferry says who sails, or rides a train that carries cars. A ship takes cars
// where a tag says so, a car train unless one says no; people on foot the other
// way round.
func (p Profile) ferry(tags Tags, route string) (car, foot Passage) {
	train := route == "shuttle_train"
	speed := p.FerryKmH
	if v, ok := p.parseSpeed(tags.Find("maxspeed")); ok {
		speed = min(v, 200)
	}
	forward, backward := oneWay(tags, "", "oneway")
	all := Passage{Through: true}
	if forward {
		all.Forward = float32(speed)
	}
	if backward {
		all.Backward = float32(speed)
	}
	g, special := granted(tags, keysOfCars, "")
	if g != closed && (train || special) {
		car = directed(tags, keysOfCars, all)
	}
	g, special = granted(tags, keysOfFeet, "")
	if g != closed && (!train || special) {
		foot = directed(tags, keysOfFeet, all)
	}
	return car, foot
}

// FerryMinutes is how long a ferry or car train takes by its tags; 0 when the way
// is none, or does not say.
func (p Profile) FerryMinutes(tags Tags) float64 {
	if route := first(tags, "route"); tags.Find("highway") != "" || route != "ferry" && route != "shuttle_train" {
		return 0
	}
	d, ok := parseDuration(first(tags, "duration"))
	if !ok || d > 48*time.Hour {
		return 0
	}
	return d.Minutes()
}

// parseDuration reads "20", "0:20", "1:30:00" and ISO 8601 "PT1H30M", in lower case.
func parseDuration(s string) (time.Duration, bool) {
	if iso, ok := strings.CutPrefix(s, "pt"); ok {
		d, err := time.ParseDuration(iso)
		return d, err == nil && d > 0
	}
	parts := strings.Split(s, ":")
	units := []time.Duration{time.Hour, time.Minute, time.Second}
	if len(parts) == 1 {
		units = units[1:]
	}
	if len(parts) > len(units) {
		return 0, false
	}
	sum := time.Duration(0)
	for i, part := range parts {
		n, err := strconv.ParseUint(strings.TrimSpace(part), 10, 16)
		if err != nil {
			return 0, false
		}
		sum += time.Duration(n) * units[i]
	}
	return sum, sum > 0
}
