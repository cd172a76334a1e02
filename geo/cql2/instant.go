package cql2

import (
	"strings"
	"time"
)

const (
	dayLayout     = "2006-01-02"
	instantLayout = "2006-01-02T15:04:05"
	printedLayout = "2006-01-02T15:04:05.999999999Z"
)

// day reads a Date: a full-date of RFC 3339, years 0001 to 9999.
func day(at int, s string) (Date, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil || len(s) != len(dayLayout) || t.Year() < 1 {
		return Date{}, fail(at, "«%s» non è una data: scrivila come 2026-05-31, anno, mese e giorno",
			"%q is no date: write it like 2026-05-31, year, month and day", excerpt(s))
	}
	return Date(t), nil
}

// moment reads a Timestamp: a date-time of RFC 3339 in UTC, with capital T and Z;
// what is finer than a nanosecond is cut off.
func moment(at int, s string) (Timestamp, error) {
	bad := func() (Timestamp, error) {
		return Timestamp{}, fail(at, "«%s» non è un istante: scrivilo in UTC come 2026-05-31T13:30:00Z",
			"%q is no timestamp: write it in UTC like 2026-05-31T13:30:00Z", excerpt(s))
	}
	body, isUTC := strings.CutSuffix(s, "Z")
	seconds, fraction, fine := strings.Cut(body, ".")
	if !isUTC || len(seconds) != len(instantLayout) || fine && (fraction == "" || strings.Trim(fraction, "0123456789") != "") {
		return bad()
	}
	t, err := time.Parse(instantLayout, seconds)
	if err != nil || t.Year() < 1 {
		return bad()
	}
	var nanos time.Duration
	for i := range 9 {
		nanos *= 10
		if i < len(fraction) {
			nanos += time.Duration(fraction[i] - '0')
		}
	}
	return Timestamp(t.Add(nanos)), nil
}

// edge reads one end of an interval written as a text: a day, an instant or "..".
func edge(at int, s string) (Node, error) {
	switch {
	case s == "..":
		return Open{}, nil
	case strings.Contains(s, "T"):
		return moment(at, s)
	case len(s) == len(dayLayout):
		return day(at, s)
	}
	return nil, fail(at, "«%s» non può essere l'estremo di un intervallo: scrivi una data (2026-05-31), un istante (2026-05-31T13:30:00Z) o '..' per lasciarlo aperto",
		"%q cannot be the end of an interval: write a date (2026-05-31), a timestamp (2026-05-31T13:30:00Z) or '..' to leave it open", excerpt(s))
}

// span makes an interval that does not end before it starts; a day as its end
// lasts until midnight.
func span(at int, start, end Node) (Interval, error) {
	from, to := instantOf(start), instantOf(end)
	if _, isDay := end.(Date); isDay {
		to = to.AddDate(0, 0, 1).Add(-1)
	}
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		return Interval{}, fail(at, "l'intervallo finisce prima di cominciare: scambia i due estremi",
			"the interval ends before it starts: swap its ends")
	}
	return Interval{start, end}, nil
}

// instantOf a Date or a Timestamp; zero for what is neither.
func instantOf(n Node) time.Time {
	switch n := n.(type) {
	case Date:
		return time.Time(n)
	case Timestamp:
		return time.Time(n)
	}
	return time.Time{}
}
