package main

import (
	"context"
	"runtime"
	"time"
)

// growth loads the territory once, ten and fifty times over and asks for the same
// tiles each time.
func (b *tileBench) growth(ctx context.Context, _ rawTile, read loaded) error {
	c, err := b.readCopies(ctx)
	if err != nil {
		return err
	}
	b.write("### Growth\n\nThe territory once and several times over, side by side: as many times the data at the same density, all that is more outside of the tiles that are asked for. The rows come from memory (10 million places would take PostgreSQL half an hour to index), so that \"load\" is the snapshot's own part; reading the first line's data from PostGIS took %s s in all. Bytes a feature: what lives on the heap after it, through all features; figures of the cells are kept for two scenarios. Cold tiles as above, 1 client, medians of %d passes.\n\n| data | places | features | load s | MB | bytes a feature | the same by its own count | cold p50 ms | p99 ms | CPU ms |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n", digits(read.took.Seconds()), growthPasses)
	for _, times := range b.Growth {
		if err := b.grown(ctx, c, times); err != nil {
			return err
		}
	}
	b.write("\n")
	return nil
}

const growthPasses = 5

func (b *tileBench) grown(ctx context.Context, c *copies, times int) error {
	if err := c.grow(times); err != nil {
		return err
	}
	before := heap()
	l, err := b.load(ctx, c)
	if err != nil {
		return err
	}
	held := heap() - before
	address, stop, err := serveTiles(b.engine(l.holder, false))
	if err != nil {
		return err
	}
	defer stop()
	one := newContestant("", address, tilePath, 1)
	var runs []tileRun
	for range growthPasses {
		r, err := b.measure(ctx, one, 1, 0)
		if err != nil {
			return err
		}
		runs = append(runs, r)
	}
	m, n := middleRun(runs), float64(c.features())
	b.write("| %d× | %d | %.0f | %s | %.0f | %.0f | %.0f | %s | %s | %s |\n", times, times*len(c.rows["places"]), n, digits(l.took.Seconds()),
		held/1e6, held/n, float64(l.bytes)/n, digits(m.p50), digits(m.p99), digits(m.cpu))
	b.out.say("  %d×: %.1f s, %.0f MB, p50 %.2f ms, p99 %.2f ms", times, l.took.Seconds(), held/1e6, m.p50, m.p99)
	runtime.KeepAlive(l)
	return nil
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
