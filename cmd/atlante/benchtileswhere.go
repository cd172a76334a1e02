package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime/pprof"
)

// where says what a cold tile's time goes to, and a warm one's: by the profiler of
// the runtime, while the engine is asked for all tiles many times over.
func (b *tileBench) where(ctx context.Context, _ rawTile, l loaded) error {
	b.write("### What a tile's time goes to\n\nCPU of the process by the profiler of the runtime, 100 stacks a second, 8 clients; what the runtime does for a part (copying, allocating) is that part's.\n\n| part | cold: share | µs a tile | warm: share | µs a tile |\n|---|--:|--:|--:|--:|\n")
	cold, coldCPU, err := b.profiled(ctx, l, false, 4)
	if err != nil {
		return err
	}
	warm, warmCPU, err := b.profiled(ctx, l, true, 40)
	if err != nil {
		return err
	}
	for _, p := range cold {
		share := 0.0
		for _, w := range warm {
			if w.name == p.name {
				share = w.amount
			}
		}
		b.write("| %s | %.0f %% | %s | %.0f %% | %s |\n", p.name, 100*p.amount, digits(1e3*coldCPU*p.amount), 100*share, digits(1e3*warmCPU*share))
	}
	b.write("| **all** | | **%.0f** | | **%.0f** |\n\n", 1e3*coldCPU, 1e3*warmCPU)
	return nil
}

// profiled gives the parts of the engine's work and its milliseconds of CPU a tile.
func (b *tileBench) profiled(ctx context.Context, l loaded, cached bool, passes int) ([]phase, float64, error) {
	address, stop, err := serveTiles(b.engine(l.holder, cached))
	if err != nil {
		return nil, 0, err
	}
	defer stop()
	c := newContestant("", address, tilePath, 1)
	if _, err := b.measure(ctx, c, 8, 0); err != nil { // fills what is kept, plans nothing
		return nil, 0, err
	}
	c.passes = passes
	var packed bytes.Buffer
	if err := pprof.StartCPUProfile(&packed); err != nil {
		return nil, 0, err
	}
	run, err := b.measure(ctx, c, 8, 0)
	pprof.StopCPUProfile()
	if err != nil {
		return nil, 0, err
	}
	if b.Profiles != "" {
		name := "cold.pprof"
		if cached {
			name = "warm.pprof"
		}
		if err := os.WriteFile(filepath.Join(b.Profiles, name), packed.Bytes(), 0o644); err != nil {
			return nil, 0, err
		}
	}
	shares, err := profileShares(packed.Bytes())
	return shares, run.cpu, err
}
