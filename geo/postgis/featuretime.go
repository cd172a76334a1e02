package postgis

import (
	"time"

	"atlante/geo"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// span is a time as SQL: its first and its last moment, both in it.
type span struct{ start, end string }

// temporal writes a temporal function. Between days alone a day is one moment;
// beside an instant it lasts from its first to its last microsecond, UTC.
func (b *featureBuilder) temporal(name string, args []cql2.Node) (string, error) {
	if len(args) != 2 {
		return "", geo.Invalid("filter: %s vuole due argomenti / takes two arguments", name)
	}
	days := true
	for _, a := range args {
		only, err := b.daysOnly(a)
		if err != nil {
			return "", err
		}
		days = days && only
	}
	x, err := b.span(args[0], days)
	if err != nil {
		return "", err
	}
	y, err := b.span(args[1], days)
	if err != nil {
		return "", err
	}
	text, ok := relate(name, x, y)
	if !ok {
		return "", geo.Invalid("filter: la funzione %q non c'è / no such function", name)
	}
	return "(" + text + ")", nil
}

// relate writes the relations of Allen between closed spans, as CQL2 names them
// (OGC 21-065r2, temporal functions).
func relate(name string, x, y span) (string, bool) {
	switch name {
	case "t_after":
		return x.start + " > " + y.end, true
	case "t_before":
		return x.end + " < " + y.start, true
	case "t_contains":
		return x.start + " < " + y.start + " AND " + x.end + " > " + y.end, true
	case "t_disjoint":
		return x.end + " < " + y.start + " OR " + x.start + " > " + y.end, true
	case "t_during":
		return x.start + " > " + y.start + " AND " + x.end + " < " + y.end, true
	case "t_equals":
		return x.start + " = " + y.start + " AND " + x.end + " = " + y.end, true
	case "t_finishedby":
		return x.start + " < " + y.start + " AND " + x.end + " = " + y.end, true
	case "t_finishes":
		return x.start + " > " + y.start + " AND " + x.end + " = " + y.end, true
	case "t_intersects":
		return x.start + " <= " + y.end + " AND " + x.end + " >= " + y.start, true
	case "t_meets":
		return x.end + " = " + y.start, true
	case "t_metby":
		return x.start + " = " + y.end, true
	case "t_overlappedby":
		return x.start + " > " + y.start + " AND " + x.start + " < " + y.end + " AND " + x.end + " > " + y.end, true
	case "t_overlaps":
		return x.start + " < " + y.start + " AND " + x.end + " > " + y.start + " AND " + x.end + " < " + y.end, true
	case "t_startedby":
		return x.start + " = " + y.start + " AND " + x.end + " > " + y.end, true
	case "t_starts":
		return x.start + " = " + y.start + " AND " + x.end + " < " + y.end, true
	}
	return "", false
}

// daysOnly tells whether a time is made of days alone; an open end is either.
func (b *featureBuilder) daysOnly(n cql2.Node) (bool, error) {
	switch n := n.(type) {
	case cql2.Interval:
		start, err := b.daysOnly(n.Start)
		if err != nil {
			return false, err
		}
		end, err := b.daysOnly(n.End)
		return start && end, err
	case cql2.Open, cql2.Date:
		return true, nil
	case cql2.Timestamp:
		return false, nil
	case cql2.Property:
		f, _, ok := b.collection.Field(string(n))
		switch {
		case !ok:
			return false, b.noField("filter", string(n))
		case f.Type != feature.Day && f.Type != feature.Instant:
			return false, geo.Invalid("filter: il campo %s è %s, non un tempo / the field is %s, not a time", f.Name, typeIT(f.Type), typeEN(f.Type))
		}
		return f.Type == feature.Day, nil
	}
	return false, geo.Invalid("filter: le funzioni temporali vogliono un campo con una data, DATE, TIMESTAMP o INTERVAL / temporal functions take a field with a date, DATE, TIMESTAMP or INTERVAL")
}

// span writes a time.
func (b *featureBuilder) span(n cql2.Node, days bool) (span, error) {
	i, is := n.(cql2.Interval)
	if !is {
		if _, open := n.(cql2.Open); open {
			return span{}, geo.Invalid("filter: .. sta solo dentro INTERVAL / stands inside INTERVAL only")
		}
		return b.moments(n, days)
	}
	if from, until, fixed := ends(i); fixed && from.After(until) {
		return span{}, geo.Invalid("filter: un INTERVAL comincia dopo la sua fine; scambia le date / an INTERVAL starts after its end: swap the dates")
	}
	start, err := b.moments(i.Start, days)
	if err != nil {
		return span{}, err
	}
	end, err := b.moments(i.End, days)
	return span{start.start, end.end}, err
}

// ends are those of an interval between literals.
func ends(i cql2.Interval) (from, until time.Time, fixed bool) {
	at := func(n cql2.Node) (time.Time, bool) {
		switch n := n.(type) {
		case cql2.Date:
			return time.Time(n), true
		case cql2.Timestamp:
			return time.Time(n), true
		}
		return time.Time{}, false
	}
	from, one := at(i.Start)
	until, other := at(i.End)
	if d, day := i.End.(cql2.Date); day {
		until = time.Time(d).Add(24*time.Hour - time.Microsecond)
	}
	return from, until, one && other
}

// moments writes the first and the last moment of a day or an instant.
func (b *featureBuilder) moments(n cql2.Node, days bool) (span, error) {
	if _, open := n.(cql2.Open); open {
		if days {
			return span{"'-infinity'::date", "'infinity'::date"}, nil
		}
		return span{"'-infinity'::timestamptz", "'infinity'::timestamptz"}, nil
	}
	t, err := b.term(n)
	if err != nil {
		return span{}, err
	}
	switch {
	case days || t.kind == feature.Instant:
		return span{t.text, t.text}, nil
	case t.kind == feature.Day:
		first := "((" + t.text + ")::timestamp AT TIME ZONE 'UTC')"
		return span{first, "(" + first + " + interval '1 day - 1 microsecond')"}, nil
	}
	return span{}, geo.Invalid("filter: qui serve una data o un istante / a date or an instant is needed here")
}
