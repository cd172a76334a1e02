package main

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/ingest"
	"atlante/geo/work"
)

// boundaries replaces the approximate boundaries by the real ones, when given.
func (b *bench) boundaries(ctx context.Context, d *database) error {
	if b.Comuni == "" {
		return nil
	}
	comuni, _, err := d.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return err
	}
	began := time.Now()
	read, err := work.ReadBoundaries(ctx, b.Comuni, comuni, ingest.CLILimits())
	if err != nil {
		return err
	}
	parsed := time.Now()
	var l laps
	r := recomputation(b.out)
	if _, err := work.ReplaceBoundaries(l.context(ctx), d.Store, *read, r); err != nil {
		return err
	}
	total := time.Since(began).Seconds()
	b.write("## Real boundaries\n\n`atlante import comuni %s`: boundaries, grid, residents and figures, all in one transaction.\n\n", filepath.Base(b.Comuni))
	b.table("seconds", total, []phase{
		{"read the file", parsed.Sub(began).Seconds()},
		{"check and store the boundaries, draw the zones", l.seconds("boundary_faults", "boundaries_clear", "boundaries_insert",
			"boundary_totals", "zone_boundaries_clear", "zone_boundaries_rebuild")},
		{"find the cells, their owners and shares", l.between("zone_boundaries_rebuild", "grid_clear")},
		{"remove the old grid", l.seconds("grid_clear", "residents_clear")},
		{"write cells, shares, residents", l.seconds("copy cell", "copy cell_share", "copy cell_comune")},
		{"write the outlines of cells", l.seconds("copy cell_shape")},
		{"spread the residents", l.between("copy cell_shape", "residents_clear")},
		{"read inputs, compute", l.between("copy cell_comune", "publication_insert")},
		{"write the figures", l.seconds(publishing...)},
	})
	return nil
}

// The statements of a publication.
var (
	writingTimes   = []string{"copy cell_times"}
	writingCells   = []string{"copy cell_figure"}
	writingFigures = []string{"copy figure", "copy area_figure"}
	writingGaps    = []string{"gap_outlines", "gap_insert"}
	publishing     = slices.Concat(writingTimes, writingCells, writingFigures, writingGaps,
		[]string{"publication_insert", "publication_place_insert", "publications_prune", "publication_notify"})
)

// recompute publishes some times and tells of the run in the middle.
func (b *bench) recompute(ctx context.Context, d *database) error {
	var runs []recomputed
	for range 5 {
		r, err := b.recomputeOnce(ctx, d)
		if err != nil {
			return err
		}
		runs = append(runs, r)
	}
	slices.SortFunc(runs, func(x, y recomputed) int { return int(x.total - y.total) })
	run := runs[len(runs)/2]
	p, err := d.Publication(ctx)
	if err != nil {
		return err
	}
	b.write("## A full recompute at resolution 9\n\n%d cells, %d of them populated, two scenarios. The run in the middle of %d (from %.2f to %.2f s).\n\n",
		p.CellCount, p.PopulatedCells, len(runs), runs[0].total.Seconds(), runs[len(runs)-1].total.Seconds())
	l := run.laps
	b.table("seconds", run.total.Seconds(), []phase{
		{"read inputs", run.read.Seconds()},
		{"estimate travel times", run.estimate.Seconds()},
		{"compute figures, gaps, coarser cells", run.compute.Seconds()},
		{"write times", l.seconds(writingTimes...)},
		{"write cells for the tiles", l.seconds(writingCells...)},
		{"write figures", l.seconds(writingFigures...)},
		{"write gaps", l.seconds(writingGaps...)},
		{"prune the publication before last", l.seconds("publications_prune")},
		{"commit", l.seconds("commit")},
	})
	return b.compareCopies(ctx, d, map[string]float64{
		"cell_times": l.seconds(writingTimes...), "cell_figure": l.seconds(writingCells...)})
}

// recomputed is one run by its parts.
type recomputed struct {
	total, read, estimate, compute time.Duration
	laps                           *laps
}

func (b *bench) recomputeOnce(ctx context.Context, d *database) (recomputed, error) {
	kinds, err := d.Kinds(ctx)
	if err != nil {
		return recomputed{}, err
	}
	r := recomputed{laps: &laps{}}
	var first, estimated, last time.Time
	began := time.Now()
	_, err = work.Recompute(r.laps.context(ctx), d.Store, work.Recomputation{
		Parameters: cover.DefaultParameters(), Now: time.Now,
		Progress: func(done, total int) {
			last = time.Now()
			if first.IsZero() {
				first = last
			}
			if done < total-2*len(kinds) { // what follows are the figures and gaps of each kind and scenario
				estimated = last
			}
		}})
	r.total = time.Since(began)
	read := r.laps.lastBefore(first)
	r.read, r.estimate, r.compute = read.Sub(began), estimated.Sub(read), last.Sub(estimated)
	return r, err
}

// compareCopies sets what the rows of the large tables took to write beside a
// bare COPY of the same rows into a table without keys.
func (b *bench) compareCopies(ctx context.Context, d *database, ours map[string]float64) error {
	p, err := d.Publication(ctx)
	if err != nil {
		return err
	}
	b.write("Beside it, the same rows by a bare COPY into a table without a key:\n\n| table | rows | ours, s | bare COPY, s | ratio |\n|---|--:|--:|--:|--:|\n")
	for _, table := range []string{"cell_times", "cell_figure"} {
		rows, bare, err := bareCopy(ctx, d, table, "publication", p.ID)
		if err != nil {
			return err
		}
		b.write("| %s | %d | %s | %s | %.1f |\n", table, rows, digits(ours[table]), digits(bare), ours[table]/bare)
	}
	b.write("\n")
	return nil
}
