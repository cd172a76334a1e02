package road

import (
	"regexp"
	"strconv"
	"strings"
)

// A clause of a conditional tag: a grant and the days of a leap year on which it
// holds the whole day.
type clause struct {
	grant grant
	days  *[366]bool
}

// Days of a leap year, from 0, on which each month begins, and the year ends.
func monthStarts() [13]int {
	return [13]int{0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366}
}

// someDays is how many days of winter must be closed, or of summer open, for the
// season to count as such: a month.
const someDays = 30

// closedInWinter tells whether conditional tags close the way for a month or more
// from December to February.
func closedInWinter(tags Tags, of int) bool {
	for _, c := range conditions(tags, of) {
		starts := monthStarts()
		if c.grant == closed && count(c.days, starts[11], 366)+count(c.days, 0, starts[2]) >= someDays {
			return true
		}
	}
	return false
}

// summerGrant is what conditional tags allow for a month or more from June to
// September; untold when they allow nothing. The most special key that is there
// decides.
func summerGrant(tags Tags, of int) grant {
	for _, c := range conditions(tags, of) {
		starts := monthStarts()
		if (c.grant == open || c.grant == destination) && count(c.days, starts[5], starts[9]) >= someDays {
			return c.grant
		}
	}
	return untold
}

func count(days *[366]bool, from, to int) int {
	n := 0
	for _, on := range days[from:to] {
		if on {
			n++
		}
	}
	return n
}

// conditions of the most special key that has any: "no @ (Nov-May); yes @ …".
func conditions(tags Tags, of int) []clause {
	for _, key := range keys(of) {
		if s := tags.Find(key + ":conditional"); s != "" {
			return parseConditions(strings.ToLower(s))
		}
	}
	return nil
}

// parseConditions leaves out clauses that hold for some hours, weekdays, weights
// or one year only: they say nothing of a season.
func parseConditions(s string) []clause {
	var list []clause
	for _, one := range splitOutside(s) {
		value, when, ok := strings.Cut(one, "@")
		if !ok {
			continue
		}
		g := grantOf(strings.TrimSpace(value))
		days, ok := parseDays(strings.Trim(strings.TrimSpace(when), "()"))
		if ok && g != untold {
			list = append(list, clause{g, days})
		}
	}
	return list
}

// splitOutside splits at the semicolons that stand in no parentheses.
func splitOutside(s string) []string {
	var parts []string
	depth, start := 0, 0
	for i, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ';' && depth <= 0:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec"

// monthRange: "nov", "nov-may", "nov 15-may 31", "dec 1-15".
var monthRange = func() *regexp.Regexp {
	month := "(" + strings.ReplaceAll(monthNames, " ", "|") + ")"
	return regexp.MustCompile(`^` + month + ` *(\d{1,2})?(?: *[-–] *` + month + `? *(\d{1,2})?)?$`)
}()

// parseDays reads months, days, "winter", "summer" and "snow", in lower case.
func parseDays(s string) (*[366]bool, bool) {
	var days [366]bool
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "00:00-24:00"))
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' }) {
		from, to, ok := parseRange(strings.TrimSpace(part))
		if !ok {
			return nil, false
		}
		for d := from; d != to; d = (d + 1) % 366 {
			days[d] = true
		}
		days[to] = true
	}
	return &days, s != ""
}

// parseRange gives the first and the last day.
func parseRange(s string) (from, to int, ok bool) {
	starts := monthStarts()
	switch s {
	case "winter", "snow":
		return starts[11], starts[3] - 1, true
	case "summer":
		return starts[5], starts[9] - 1, true
	}
	m := monthRange.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	first := strings.Index(monthNames, m[1]) / 4
	last := first
	if m[3] != "" {
		last = strings.Index(monthNames, m[3]) / 4
	}
	from, to = starts[first], starts[last+1]-1
	if m[2] != "" {
		day, _ := strconv.Atoi(m[2])
		from = min(max(starts[first]+day-1, starts[first]), starts[first+1]-1)
		if m[3] == "" && m[4] == "" {
			return from, from, true
		}
	}
	if m[4] != "" {
		day, _ := strconv.Atoi(m[4])
		to = min(max(starts[last]+day-1, starts[last]), starts[last+1]-1)
	}
	return from, to, true
}
