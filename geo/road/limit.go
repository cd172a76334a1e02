package road

import (
	"math"
	"strconv"
	"strings"
)

// limit is the legal limit in one direction in km/h, +Inf where there is none;
// false when the tags tell nothing.
func (p Profile) limit(tags Tags, direction string) (float64, bool) {
	for _, key := range [6]string{
		"maxspeed" + direction, "maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic",
	} {
		if v, ok := p.parseSpeed(tags.Find(key)); ok {
			return v, true
		}
	}
	return 0, false
}

// parseSpeed reads "50", "30 mph", "IT:urban", "IT:zone:30", "walk", "none" and
// lists of them, of which the lowest counts. What is not known ("signals",
// "variable") says nothing.
func (p Profile) parseSpeed(s string) (kmh float64, known bool) {
	for _, v := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ';' || r == '|' || r == ',' }) {
		if one, ok := p.parseOneSpeed(strings.TrimSpace(v)); ok && (!known || one < kmh) {
			kmh, known = one, true
		}
	}
	return kmh, known
}

func (p Profile) parseOneSpeed(v string) (float64, bool) {
	switch v {
	case "":
		return 0, false
	case "none":
		return math.Inf(1), true
	case "walk", "walking_pace":
		return p.WalkLimit, p.WalkLimit > 0
	}
	if limit, ok := p.Limits[v]; ok {
		return limit, true
	}
	if _, zone, ok := strings.Cut(v, ":"); ok {
		if limit, ok := p.Limits[zone]; ok { // of any country
			return limit, true
		}
		return quantity(strings.TrimLeft(strings.TrimPrefix(zone, "zone"), ": "))
	}
	return quantity(v)
}

// quantity is a number and its unit as km/h; km/h without one.
func quantity(s string) (float64, bool) {
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz/ ")
	v, err := strconv.ParseFloat(digits, 64)
	switch strings.TrimSpace(s[len(digits):]) {
	case "", "km/h", "kmh", "kph", "kmph":
	case "mph":
		v *= 1.609344
	case "knots", "knot":
		v *= 1.852
	default:
		return 0, false
	}
	return v, err == nil && v >= 1 && v <= 300
}
