package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/paulmach/orb/maptile"
)

// contestant is a server that answers now, and for how many passes over the tiles
// one client asks it each time: as many as take a second or two.
type contestant struct {
	name, address string
	path          func(maptile.Tile) string
	passes        int
	pid           int // of a server that is a process of its own; 0: this one and PostgreSQL
	foreign       bool
	tiles         []maptile.Tile    // that it is asked for; nil: the walk
	runs          map[int][]tileRun // by clients
}

// tileRun is one measurement.
type tileRun struct {
	perSecond, p50, p99 float64 // answers a second; milliseconds
	cpu, database       float64 // milliseconds of CPU for each answer: the server, and PostgreSQL
	bytes               float64 // of each answer, as sent
	load                float64 // milliseconds of CPU for each answer that asking took
}

// clientCounts are how many ask at once.
var clientCounts = []int{1, 8, 64}

// severalAskMore is how many times the passes of one client several make together: they
// are answered about as many times as fast.
const severalAskMore = 4

// contest lets all answer the same tiles in the same order, one after the other,
// so many rounds; every other round begins with the last.
func (b *tileBench) contest(ctx context.Context, field []*contestant) error {
	return b.compete(ctx, field, clientCounts, b.Rounds)
}

func (b *tileBench) compete(ctx context.Context, field []*contestant, counts []int, rounds int) error {
	for _, c := range field { // once over the tiles, not counted: connections, prepared statements, files
		once := *c
		once.passes = 1
		if _, err := b.measure(ctx, &once, 8, 0); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	for round := range rounds {
		order := slices.Clone(field)
		if round%2 == 1 {
			slices.Reverse(order)
		}
		for _, clients := range counts {
			for _, c := range order {
				r, err := b.measure(ctx, c, clients, uint64(round))
				if err != nil {
					return fmt.Errorf("%s, %d clients: %w", c.name, clients, err)
				}
				c.runs[clients] = append(c.runs[clients], r)
				b.out.say("  %-28s %2d client: %7.0f/s  p50 %.2f ms  p99 %.2f ms  CPU %.2f + %.2f ms  %.0f byte", c.name, clients, r.perSecond, r.p50, r.p99, r.cpu, r.database, r.bytes)
			}
		}
	}
	return nil
}

func newContestant(name, address string, path func(maptile.Tile) string, passes int) *contestant {
	return &contestant{name: name, address: address, path: path, passes: passes, runs: map[int][]tileRun{}}
}

// measure is one contestant once.
func (b *tileBench) measure(ctx context.Context, c *contestant, clients int, round uint64) (tileRun, error) {
	load := tileLoad{Address: c.address, Clients: clients}
	tiles := c.tiles
	if tiles == nil {
		tiles = b.data.walk
	}
	passes := c.passes
	if clients > 1 {
		passes *= severalAskMore
	}
	for pass := range passes {
		for _, t := range shuffled(tiles, 100*round+uint64(pass)) {
			load.Paths = append(load.Paths, c.path(t))
		}
	}
	before := b.cpuTimes(c)
	a, err := load.start(ctx)
	if err != nil {
		return tileRun{}, err
	}
	after, n := b.cpuTimes(c), float64(len(load.Paths))
	return tileRun{perSecond: n / a.Seconds, p50: a.P50, p99: a.P99, bytes: float64(a.Bytes) / n, load: 1e3 * a.CPU / n,
		cpu: 1e3 * (after.server - before.server) / n, database: 1e3 * max(0, after.database-before.database) / n}, nil
}

// cpuTimes are seconds of CPU so far.
type cpuTimes struct{ server, database float64 }

// cpuTimes of a contestant: only one is at work at a time, so all that PostgreSQL
// does meanwhile is for it.
func (b *tileBench) cpuTimes(c *contestant) cpuTimes {
	var t cpuTimes
	sum := func(pids []int) (s float64) {
		for _, pid := range pids {
			x, _ := cpuOf(pid) // 0 for one that has ended
			s += x
		}
		return s
	}
	switch {
	case c.foreign:
	case c.pid != 0:
		t.server = sum(append(descendants(c.pid), c.pid))
	default:
		t.server = ownCPU().Seconds()
		others := b.others()
		t.database = sum(slices.DeleteFunc(descendants(os.Getpid()), func(pid int) bool { return slices.Contains(others, pid) }))
	}
	return t
}

// middleRun is the median of each figure over the rounds.
func middleRun(runs []tileRun) tileRun {
	of := func(f func(tileRun) float64) float64 {
		var s sample
		for _, r := range runs {
			s = append(s, f(r))
		}
		return s.at(50)
	}
	return tileRun{of(func(r tileRun) float64 { return r.perSecond }), of(func(r tileRun) float64 { return r.p50 }), of(func(r tileRun) float64 { return r.p99 }),
		of(func(r tileRun) float64 { return r.cpu }), of(func(r tileRun) float64 { return r.database }), of(func(r tileRun) float64 { return r.bytes }),
		of(func(r tileRun) float64 { return r.load })}
}

// middleRatio is the median of a figure of runs over that of others in the same round:
// the machine changes less within a round than from one to the next.
func middleRatio(runs, others []tileRun, of func(tileRun) float64) float64 {
	var s sample
	for i := range runs {
		s = append(s, of(runs[i])/of(others[i]))
	}
	return s.at(50)
}
