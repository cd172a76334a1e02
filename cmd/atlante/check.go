package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/postgis"
)

type checkCmd struct{}

// Run checks all invariants on the live data: the sums of the publication, and
// what only SQL can tell of places, cells and boundaries.
func (c *checkCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, log, func(d *database) error { return checkAll(ctx, d.Store, out) })
}

// checkAll says of each rule whether it holds, and fails when one does not.
func checkAll(ctx context.Context, store *postgis.Store, out *console) error {
	ledger, err := store.Ledger(ctx)
	if err != nil {
		return err
	}
	if p, err := store.Publication(ctx); err == nil {
		out.say("Pubblicazione %d, %s", p.ID, timesOf(p))
	} else if !errors.Is(err, geo.ErrNotFound) {
		return err
	}
	faults := 0
	for _, v := range cover.Check(ledger) {
		faults++
		out.say("✗ %s", v)
	}
	rules, err := store.Invariants(ctx)
	if err != nil {
		return err
	}
	for _, r := range rules {
		mark := "✓"
		if r.Violations > 0 {
			mark = "✗"
			faults++
		}
		out.say("%s %s: %d controllati, %d violazioni / checked, violations", mark, r.Name, r.Checked, r.Violations)
	}
	out.say("%d figure, %d aree, %d bilanci controllati / figures, gaps, balances checked", len(ledger.Figures), len(ledger.Gaps), len(ledger.Balances))
	if faults > 0 {
		return fmt.Errorf("%d regole violate / rules violated", faults)
	}
	out.say("Tutto torna / all sums close.")
	return nil
}
