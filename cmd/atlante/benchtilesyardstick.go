package main

import (
	"context"
	"io"
	"syscall"
	"time"

	"github.com/klauspost/compress/flate"
)

// A machine in the cloud is a third faster in one minute than in the next, and the
// limits of a cold tile are milliseconds: 0.9 of CPU, and 60 for the 99th percentile
// when 64 ask. They were set on two cores where klauspost/compress, at its level 2,
// packed such tiles at yardstickSpeed. So it packs the same tiles here, right before
// and right after, and says what the milliseconds would be there (docs/decisions.md, 72).
const (
	yardstickSpeed = 204 // MB a second of CPU
	mostCPU        = 0.9 // ms
	mostP99        = 60  // ms
)

// yardstick packs all tiles in one go, three times over, and gives megabytes for each
// second of CPU: of the best, which is what the machine can do now. It keeps nothing: the
// collector has as much to do afterwards as before.
func (b *tileBench) yardstick(ctx context.Context, raw rawTile) (best float64, err error) {
	var tiles [][]byte
	for _, t := range b.data.walk {
		tile, err := raw(ctx, int(t.Z), int(t.X), int(t.Y))
		if err != nil {
			return 0, err
		}
		tiles = append(tiles, tile)
	}
	z, err := flate.NewWriter(io.Discard, 2)
	if err != nil {
		return 0, err
	}
	for range 3 {
		before, bytes := ownCPU(), 0
		for _, tile := range tiles {
			z.Reset(io.Discard)
			if _, err := z.Write(tile); err != nil {
				return 0, err
			}
			if err := z.Close(); err != nil {
				return 0, err
			}
			bytes += len(tile)
		}
		best = max(best, float64(bytes)/1e6/(ownCPU()-before).Seconds())
	}
	return best, nil
}

// ownCPU is the CPU that this process has used so far.
func ownCPU() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // of oneself it cannot fail
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// besideYardstick says what a cold tile would take where the limits were set.
func (b *tileBench) besideYardstick(engine *contestant, speed float64) {
	few, many := middleRun(engine.runs[8]), middleRun(engine.runs[64])
	f := speed / yardstickSpeed
	b.write("The yardstick: `klauspost/compress`, level 2, packs these tiles at %.0f MB for each second of CPU, right before and right after on average; where the limits of a cold tile were set it was %d. CPU at 8 clients: %.2f ms here, in proportion **%.2f** there, of %.1f allowed: %s. 99th percentile at 64 clients: %.1f ms here, in proportion **%.1f** there, of %d allowed: %s.\n\n",
		speed, yardstickSpeed, few.cpu, few.cpu*f, mostCPU, kept(few.cpu*f, mostCPU), many.p99, many.p99*f, mostP99, kept(many.p99*f, mostP99))
}

func kept(found, most float64) string {
	if found <= most {
		return "kept"
	}
	return "**missed**"
}
