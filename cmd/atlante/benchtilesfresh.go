package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"atlante/tiles"
	"atlante/tiles/pack"
	"atlante/tiles/snapshot"
)

// commits is how many rows are changed, one after the other.
const commits = 1000

// fresh starts the engine as the service does, waits until the whole pyramid is
// made, and then changes place after place: how long until the tile says so.
func (b *tileBench) fresh(ctx context.Context, _ rawTile, _ loaded) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	holder := snapshot.NewHolder(b.d.Store, snapshot.Options{Log: b.log, Budget: tileBudget, Now: time.Now})
	r := chi.NewRouter()
	service := tiles.Mount(r, b.d, tiles.Options{Log: b.log, Version: version(), Holder: holder, Slots: cores, Busy: b.threads.tell})
	address, stop, err := serveTiles(r)
	if err != nil {
		return err
	}
	defer stop()
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	began := time.Now()
	running.Go(func() { holder.Run(ctx) })
	running.Go(func() { service.Run(ctx) })
	var read time.Duration
	for state := service.State(); state.Warm.Done.IsZero(); state = service.State() {
		if state.Memory && read == 0 {
			read = time.Since(began)
		}
		if time.Since(began) > 2*time.Minute {
			return fmt.Errorf("the pyramid is not made after 2 minutes: %+v", state.Warm)
		}
		time.Sleep(10 * time.Millisecond)
	}
	took, state := time.Since(began), service.State()
	if _, err := readTile(ctx, address, "/styles/map.json"); err != nil { // the last of what is made in advance
		return err
	}
	waits, err := b.commits(ctx, address)
	if err != nil {
		return err
	}
	b.out.say("  pyramid %.2f s, commits p50 %.2f ms, p99 %.2f ms", took.Seconds(), waits.at(50), waits.at(99))
	b.write("### From the start, and from a commit\n\nThe engine as the service runs it, beside a PostgreSQL with its pages in memory. From the start until all layers are read: %s s; until the whole pyramid to zoom 14 is in the cache (%d tiles of one layer, %.0f MB packed): %s s.\n\nThen %d places get another name, one commit after the other, and from the return of each commit on the tile of zoom 14 around it (all layers in one) is asked for until it says the name: p50 %s ms, p99 %s ms, the longest %s ms.\n\n",
		digits(read.Seconds()), state.Warm.Total, float64(state.Warm.Bytes)/1e6, digits(took.Seconds()), commits, digits(waits.at(50)), digits(waits.at(99)), digits(waits.at(100)))
	return nil
}

// commits changes places and gives the milliseconds from each commit to its tile.
func (b *tileBench) commits(ctx context.Context, address string) (sample, error) {
	conn, err := pgx.Connect(ctx, b.d.owner)
	if err != nil {
		return nil, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	type at struct {
		id    uuid.UUID
		where orb.Point
	}
	// One by one and exact: those on a spiral may lie in the tile beside.
	rows, err := conn.Query(ctx, "SELECT id, ext.ST_X(position), ext.ST_Y(position) FROM atlante.place WHERE precision = 'exact' AND source = 'made' ORDER BY id LIMIT 20000")
	if err != nil {
		return nil, err
	}
	places, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (at, error) {
		var p at
		return p, r.Scan(&p.id, &p.where[0], &p.where[1])
	})
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(tileSeed, 3))
	var out sample
	for n := range commits {
		p, name := places[rng.IntN(len(places))], fmt.Sprintf("Nome nuovo %d %d", n, time.Now().UnixNano())
		if _, err := conn.Exec(ctx, "UPDATE atlante.place SET name = $2 WHERE id = $1", p.id, name); err != nil {
			return nil, err
		}
		committed := time.Now()
		for {
			packed, err := readTile(ctx, address, tilePath(maptile.At(p.where, 14)))
			if err != nil {
				return nil, err
			}
			took := time.Since(committed) // the answer was complete then; unpacking it is our own
			raw, err := pack.Unpack(packed)
			if err != nil {
				return nil, err
			}
			if bytes.Contains(raw, []byte(name)) {
				out = append(out, 1e3*took.Seconds())
				break
			}
			if took > 10*time.Second {
				return nil, fmt.Errorf("place %s: its new name is not in its tile after 10 s", p.id)
			}
		}
	}
	return out, nil
}
