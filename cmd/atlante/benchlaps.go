package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"atlante/geo/postgis"
)

// lap is a statement as it ran.
type lap struct {
	name     string
	from, to time.Time
}

// laps hears of every statement that runs under its context.
type laps struct {
	mu   sync.Mutex
	list []lap
}

func (l *laps) context(ctx context.Context) context.Context {
	return postgis.Timed(ctx, func(name string, took time.Duration) {
		now := time.Now()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.list = append(l.list, lap{name, now.Add(-took), now})
	})
}

// seconds that the named statements took; all of them without names.
func (l *laps) seconds(names ...string) float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	sum := time.Duration(0)
	for _, x := range l.list {
		if len(names) == 0 || slices.Contains(names, x.name) {
			sum += x.to.Sub(x.from)
		}
	}
	return sum.Seconds()
}

// between is the time from the end of the first statement of one name to the
// start of the first of another, in seconds: what Go does there. 0 when one of
// them has not run.
func (l *laps) between(before, after string) float64 {
	from, ok := l.first(before)
	to, found := l.first(after)
	if !ok || !found {
		return 0
	}
	return to.from.Sub(from.to).Seconds()
}

// first statement of the name.
func (l *laps) first(name string) (lap, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.list, func(x lap) bool { return x.name == name })
	if i < 0 {
		return lap{}, false
	}
	return l.list[i], true
}

// lastBefore is when the last statement that was over by t ended, t when there
// is none.
func (l *laps) lastBefore(t time.Time) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, x := range slices.Backward(l.list) {
		if !x.to.After(t) {
			return x.to
		}
	}
	return t
}
