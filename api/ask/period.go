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
// lasts until its last instant. What GDAL and QGIS write beside the standard is
// read as they mean it: "2026-07-01T" is a day, an instant without a zone is in
// UTC, a period from the year 0 has no beginning.
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
	s = strings.ToUpper(s)
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil { // QGIS 3.22 leaves the zone out
		t, err = time.Parse("2006-01-02T15:04:05", s)
	}
	if err != nil { // GDAL 3.6 writes days with a T behind them
		if t, err = time.Parse(time.DateOnly, strings.TrimSuffix(s, "T")); err == nil && last {
			t = t.AddDate(0, 0, 1).Add(-time.Microsecond) // the database counts in these
		}
	}
	if err == nil && open && !last && t.Year() == 0 { // QGIS 3.22 says so for "from ever"
		return nil, nil
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
