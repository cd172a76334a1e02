package main

import (
	"context"
	"os"
	"path/filepath"

	"atlante/geo/postgis"
	"atlante/geo/work"
)

// eraseAgain does the erasures of a journal once more, and carries its lines over
// into the journal that goes with the restored database: an older backup may be
// restored into its place one day.
func eraseAgain(ctx context.Context, store *postgis.Store, list []work.Erasure, s *Settings, out *console) error {
	done, err := newRegistrar(store, s).Replay(ctx, list)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		out.say("%d cancellazioni del registro, %d rifatte: le altre erano già nella copia, o di schede nate dopo / erasures in the journal, done again", len(list), done)
	}
	return carryOver(ctx, list, s)
}

// carryOver adds to our journal what it lacks.
func carryOver(ctx context.Context, list []work.Erasure, s *Settings) error {
	ours := work.NewErasureFile(s.journal())
	have, err := ours.Read()
	if err != nil {
		return err
	}
	known := map[work.Erasure]bool{}
	for _, e := range have {
		known[utc(e)] = true
	}
	var lacking []work.Erasure
	for _, e := range list {
		if e = utc(e); !known[e] {
			known[e] = true
			lacking = append(lacking, e)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(ours.Path()), 0o755); err != nil {
		return err
	}
	return ours.Append(ctx, lacking...)
}

// utc makes two readings of one line equal.
func utc(e work.Erasure) work.Erasure {
	e.At = e.At.UTC().Round(0)
	return e
}
