package main

import (
	"context"
	"os"

	"atlante/geo/postgis"
	"atlante/geo/work"
)

// eraseAgain does the erasures of a journal once more.
func eraseAgain(ctx context.Context, store *postgis.Store, list []work.Erasure, s *Settings, out *console) error {
	done, err := newRegistrar(store, s).Replay(ctx, list)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		out.say("%d cancellazioni del registro, %d rifatte: le altre erano già nella copia, o di schede nate dopo / erasures in the journal, done again", len(list), done)
	}
	return nil
}

// openJournal makes sure that erasures can be noted. The data folder is made when
// there is none, as with DATABASE_URL; a folder that somebody has named is not.
func openJournal(s *Settings) (*work.ErasureFile, error) {
	if s.Erasures == "" {
		if err := os.MkdirAll(s.DataDir, 0o755); err != nil {
			return nil, err
		}
	}
	journal := work.NewErasureFile(s.journal())
	return journal, journal.Ready()
}

// carryOver adds to the journal that goes with a restored database what it lacks:
// an older backup may be restored into its place one day.
func carryOver(ctx context.Context, list []work.Erasure, s *Settings) error {
	ours, err := openJournal(s)
	if err != nil {
		return err
	}
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
	return ours.Append(ctx, lacking...)
}

// utc makes two readings of one line equal.
func utc(e work.Erasure) work.Erasure {
	e.At = e.At.UTC().Round(0)
	return e
}
