package ask

import (
	"strings"
	"time"

	"atlante/geo"
)

// Period is what the parameter datetime says: from Since until Until, both
// inclusive; nil is open.
type Period struct{ Since, Until *time.Time }

// ParsePeriod reads an instant or a day, or two of them with a slash between, of
// which one may be open: "..", or nothing (17-069r4, fc-time-definition). A day
// lasts until its last instant.
func ParsePeriod(s string) (Period, error) {
	from, to, two := strings.Cut(s, "/")
	if !two {
		to = from
	}
	since, err := parseEnd(from, two, false)
	if err != nil {
		return Period{}, err
	}
	until, err := parseEnd(to, two, true)
	if err != nil {
		return Period{}, err
	}
	if since == nil && until == nil || since != nil && until != nil && since.After(*until) {
		return Period{}, badPeriod()
	}
	return Period{since, until}, nil
}

// parseEnd reads one end of a period.
func parseEnd(s string, open, last bool) (*time.Time, error) {
	if open && (s == "" || s == "..") {
		return nil, nil
	}
	t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(s))
	if err != nil {
		if t, err = time.Parse(time.DateOnly, s); err == nil && last {
			t = t.AddDate(0, 0, 1).Add(-time.Microsecond) // the database counts in these
		}
	}
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return nil, badPeriod()
	}
	t = t.UTC()
	return &t, nil
}

func badPeriod() error {
	return geo.Invalid("datetime: serve un giorno o un istante, o due con una barra in mezzo: 2026-07-01, 2026-07-01T10:00:00Z, 2026-01-01/2026-06-30, 2026-01-01/.. / a day or an instant is needed, or two with a slash between: 2026-07-01, 2026-07-01T10:00:00Z, 2026-01-01/2026-06-30, 2026-01-01/..")
}
