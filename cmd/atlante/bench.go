package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// devBenchCmd measures the service and writes a page about it. It has a private
// cluster of its own in a temporary folder; nothing else is touched.
type devBenchCmd struct {
	Out    string   `required:"" help:"Pagina Markdown da scrivere / page to write."`
	Comuni string   `type:"existingfile" help:"Confini veri: zip ISTAT o GeoJSON; senza, quelli approssimati / real boundaries."`
	Rows   int      `default:"100000" help:"Righe del file di luoghi / rows of the file of places."`
	Tiles  int      `default:"100" help:"Tessere per livello / tiles of each layer."`
	Roads  []string `default:"torino,piemonte" enum:"torino,piemonte,none" help:"Reti sintetiche da misurare / synthetic networks to measure."`
}

// bench is one run; every part writes its section to the page.
type bench struct {
	devBenchCmd
	settings *Settings
	log      *slog.Logger
	out      *console
	page     strings.Builder
}

func (c *devBenchCmd) Run(ctx context.Context, log *slog.Logger, out *console) (err error) {
	dir, err := os.MkdirTemp("", "atlante-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o755); err != nil { // the account that runs PostgreSQL must be able to pass
		return err
	}
	b := &bench{devBenchCmd: *c, log: log, out: out, settings: &Settings{DataDir: filepath.Join(dir, "d"), Offline: true}}
	if err := b.measure(ctx); err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, []byte(b.page.String()+keepChapters(c.Out)), 0o644); err != nil {
		return err
	}
	out.say("Scritto / written: %s", c.Out)
	return nil
}

// measure takes all parts in an order in which none disturbs the next: the
// import of many places comes last.
func (b *bench) measure(ctx context.Context) error {
	began := time.Now()
	if err := b.head(began); err != nil {
		return err
	}
	if err := b.starts(ctx); err != nil {
		return fmt.Errorf("starts: %w", err)
	}
	err := with(ctx, b.settings, b.log, func(d *database) error {
		for _, part := range []func(context.Context, *database) error{b.boundaries, b.recompute, b.tiles, b.roads, b.places} {
			if err := part(ctx, d); err != nil {
				return err
			}
		}
		b.write("PostgreSQL %s. ", d.cluster.Version)
		return nil
	})
	b.write("All of it took %.0f s to measure.\n", time.Since(began).Seconds())
	return err
}

func (b *bench) head(now time.Time) error {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return err
	}
	command, boundaries := "make bench", "approximate boundaries"
	if b.Comuni != "" {
		command = "atlante dev bench --comuni " + filepath.Base(b.Comuni)
		boundaries = "the real boundaries"
	}
	b.write("# Performance\n\nWritten by `%s` on %s; do not edit. Machine: %d cores, %s, %s. Its load average was %s before the first measurement: what else ran is in the figures. The data: the starting set with %s. \"Share\" is the part of the time or memory that a line takes.\n\n",
		command, now.UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), runtime.GOARCH, strings.Fields(string(load))[0], boundaries)
	return nil
}

func (b *bench) write(format string, args ...any) { fmt.Fprintf(&b.page, format, args...) }

// phase is a part of something measured, in seconds, megabytes or what else the
// table says.
type phase struct {
	name   string
	amount float64
}

// table writes the phases with their shares of a total and says what dominates.
// What the phases leave of the total is "the rest".
func (b *bench) table(unit string, total float64, phases []phase) {
	rest := total
	for _, p := range phases {
		rest -= p.amount
	}
	if rest > total/100 {
		phases = append(phases, phase{"the rest", rest})
	}
	b.write("| part | %s | share |\n|---|--:|--:|\n", unit)
	for _, p := range phases {
		b.write("| %s | %s | %.0f %% |\n", p.name, digits(p.amount), 100*p.amount/total)
	}
	most := slices.MaxFunc(phases, func(x, y phase) int { return cmp.Compare(x.amount, y.amount) })
	b.write("| **all** | **%s** | |\n\nWhat dominates: %s, %.0f %%.\n\n", digits(total), most.name, 100*most.amount/total)
}

// digits writes three significant digits or so.
func digits(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}
