package main

import (
	"context"
	"fmt"
	"runtime"
	"time"
)

// growthRounds is how often each of them answers.
const growthRounds = 7

// grownData is the territory's data so many times, and the engine that answers from it.
type grownData struct {
	times, places, features int
	loaded
	held float64 // bytes on the heap
	*contestant
	stop func()
}

// growth loads the territory once, ten and fifty times over, and asks for the same tiles in turn: what is measured is
// the number of features outside of the tile, not the quarter of an hour.
func (b *tileBench) growth(ctx context.Context, _ rawTile, read loaded) error {
	c, err := b.readCopies(ctx)
	if err != nil {
		return err
	}
	var all []grownData
	var field []*contestant
	for _, times := range b.Growth {
		g, err := b.grow(ctx, c, times)
		if err != nil {
			return err
		}
		defer g.stop()
		all, field = append(all, g), append(field, g.contestant)
	}
	if err := b.compete(ctx, field, []int{1}, growthRounds); err != nil {
		return err
	}
	b.writeGrowth(all, read)
	runtime.KeepAlive(all)
	return nil
}

// grow loads the data so many times over.
func (b *tileBench) grow(ctx context.Context, c *copies, times int) (grownData, error) {
	if err := c.grow(times); err != nil {
		return grownData{}, err
	}
	before := heap()
	l, err := b.load(ctx, c)
	if err != nil {
		return grownData{}, err
	}
	g := grownData{times: times, places: times * len(c.rows["places"]), features: c.features(), loaded: l, held: heap() - before}
	address, stop, err := serveTiles(b.engine(l.holder, false))
	if err != nil {
		return grownData{}, err
	}
	g.contestant, g.stop = newContestant(fmt.Sprintf("%d×", times), address, tilePath, 1), stop
	b.out.say("  %d×: %.1f s, %.0f MB", times, l.took.Seconds(), g.held/1e6)
	return g, nil
}

func (b *tileBench) writeGrowth(all []grownData, read loaded) {
	b.write("### Growth\n\nThe territory once and several times over, side by side: as many times the data at the same density, all that is more outside of the tiles that are asked for. The rows come from memory (10 million places would take PostgreSQL half an hour to index), so that \"load\" is the snapshot's own part; reading the first line's data from PostGIS took %s s in all. Bytes a feature: what lives on the heap after it, through all features; figures of the cells are kept for two scenarios. Cold tiles as above, 1 client, all in turn in one process, which shares what writers and compressors keep from tile to tile; medians of %d rounds; in brackets how many times as much as the first line, the median of the rounds.\n\n| data | places | features | load s | MB | bytes a feature | the same by its own count | cold p50 ms | p99 ms | CPU ms |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n", digits(read.took.Seconds()), growthRounds)
	first := all[0].runs[1]
	for _, g := range all {
		runs, n := g.runs[1], float64(g.features)
		figure := func(of func(tileRun) float64) string {
			return fmt.Sprintf("%s (%.2f)", digits(of(middleRun(runs))), middleRatio(runs, first, of))
		}
		b.write("| %d× | %d | %d | %s | %.0f | %.0f | %.0f | %s | %s | %s |\n", g.times, g.places, g.features, digits(g.took.Seconds()), g.held/1e6, g.held/n, float64(g.bytes)/n,
			figure(func(r tileRun) float64 { return r.p50 }), figure(func(r tileRun) float64 { return r.p99 }), figure(cpuOfTile))
	}
	b.write("\n")
}

// heap is what lives on it, in bytes.
func heap() float64 {
	runtime.GC()
	time.Sleep(50 * time.Millisecond)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
