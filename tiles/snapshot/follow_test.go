package snapshot_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/geo/postgis"
	"atlante/tiles/mvt"
	"atlante/tiles/snapshot"
	"atlante/tiles/world"
)

// running gives a holder that follows the store until the test ends.
func running(t testing.TB, s *postgis.Store) *snapshot.Holder {
	t.Helper()
	h := holder(s)
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return h
}

// change does something random to places, as the forms, imports and moderators of the service do.
func change(t testing.TB, db *pgx.Conn, rng *rand.Rand) {
	t.Helper()
	one := "(SELECT id FROM atlante.place WHERE position IS NOT NULL ORDER BY md5(id::text || $1::text) LIMIT 1)"
	p := orb.Point{7 + rng.Float64()/2, 45 + rng.Float64()/2}
	if rng.IntN(2) == 0 {
		p = orb.Point{7.35, 45.27}
	}
	salt := fmt.Sprint(rng.Uint64())
	switch rng.IntN(6) {
	case 0:
		exec(t, db, "DELETE FROM atlante.place WHERE id = "+one, salt)
	case 1:
		exec(t, db, "UPDATE atlante.place SET status = CASE WHEN status = 'closed' THEN 'active' ELSE 'closed' END WHERE id = "+one, salt)
	case 2:
		exec(t, db, "UPDATE atlante.place SET position = ST_SetSRID(ST_MakePoint($2, $3), 4326), cell = $4 WHERE id = "+one, salt, p[0], p[1], int64(cellOf(t, p)))
	case 3:
		exec(t, db, "UPDATE atlante.place SET name = $1, kind = (SELECT id FROM atlante.kind ORDER BY md5(id || $1) LIMIT 1) WHERE id = "+one, salt)
	case 4:
		exec(t, db, "UPDATE atlante.place SET position = NULL, cell = NULL, precision = 'none' WHERE NOT external AND id = "+one, salt)
	default:
		exec(t, db, `INSERT INTO atlante.place SELECT (jsonb_populate_record(p, jsonb_build_object('id', $5::uuid, 'name', $1::text, 'cell', $4::bigint,
			'position', ST_SetSRID(ST_MakePoint($2, $3), 4326)::text))).* FROM atlante.place p WHERE id = `+one, salt, p[0], p[1], int64(cellOf(t, p)), newID(rng))
	}
}

func versionOf(t testing.TB, db *pgx.Conn) (v int64) {
	t.Helper()
	if err := db.QueryRow(t.Context(), "SELECT version FROM atlante.input_version WHERE name = 'places'").Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestFollow: after every change the snapshot is what a new one is, and what SQL says; only touched tiles are another.
func TestFollow(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	populate(t, db, 300)
	h := running(t, s)
	l, _ := layer.ByID("places")
	tiles := randomTiles(t, db, l, 60)
	rng := rand.New(rand.NewPCG(1, 1))
	for round := range 4 {
		for range 1 + rng.IntN(20) {
			change(t, db, rng)
		}
		snap, err := h.Await(t.Context(), "places", versionOf(t, db))
		if err != nil {
			t.Fatal(err)
		}
		fresh := holder(s)
		if err := fresh.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		w := mvt.NewWriter()
		for i, m := range tiles {
			tile := world.Tile{Z: uint32(m.Z), X: m.X, Y: m.Y}
			got, want := bytes.Clone(snap.Layer(w, "places", "", tile)), fresh.Now().Layer(w, "places", "", tile)
			if !bytes.Equal(got, want) {
				t.Fatalf("round %d, %v: %d bytes, read whole %d", round, tile, len(got), len(want))
			}
			if i%4 == round {
				compareWithPlaces(t, s, l, m, got)
			}
		}
	}
	if at, err := h.Fresh(); err != nil || time.Since(at) > 10*time.Second {
		t.Errorf("confirmed %v, %v", at, err)
	}
}

func compareWithPlaces(t *testing.T, s *postgis.Store, l layer.Layer, m maptile.Tile, got []byte) {
	t.Helper()
	want, err := s.Tile(t.Context(), l.ID, "current", uint32(m.Z), m.X, m.Y)
	if err != nil {
		t.Fatal(err)
	}
	compareWithSQL(t, l, m, got, want, nil)
}

// TestReadersWhileWriting: readers see versions only grow, and tiles of a version and address are always the same bytes;
// the last change is there at once.
func TestReadersWhileWriting(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	populate(t, db, 300)
	h := running(t, s)
	var swaps atomic.Int64
	var last *snapshot.Snapshot
	h.OnChange(func(c snapshot.Change) {
		swaps.Add(1)
		if last != nil && c.Old != last || c.New.Version("places") < c.Old.Version("places") {
			t.Error("changes are told in another order than they come")
		}
		last = c.New
	})
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for n := range 4 {
		readers.Go(func() { readOn(ctx, t, h, n) })
	}
	rng := rand.New(rand.NewPCG(2, 2))
	var waits []time.Duration
	const writes = 100
	for range writes {
		change(t, db, rng)
		began, v := time.Now(), versionOf(t, db)
		if _, err := h.Await(t.Context(), "places", v); err != nil {
			t.Fatal(err)
		}
		waits = append(waits, time.Since(began))
	}
	stop()
	readers.Wait()
	slices.Sort(waits)
	t.Logf("%d swaps; from the commit to the snapshot: p50 %v, p99 %v", swaps.Load(), waits[writes/2], waits[writes*99/100])
}

func readOn(ctx context.Context, t *testing.T, h *snapshot.Holder, n int) {
	w, seen, version := mvt.NewWriter(), map[string][]byte{}, int64(0)
	for z := uint32(5); ctx.Err() == nil; z = 5 + (z-4)%10 {
		snap := h.Now()
		if v := snap.Version("places"); v < version {
			t.Errorf("version %d after %d", v, version)
		} else {
			version = v
		}
		tile := world.Of(world.FromLonLat(7.35+float64(n)/10, 45.27), z)
		b := bytes.Clone(snap.Layer(w, "places", "", tile))
		k := fmt.Sprint(tile, snap.TileVersion("places", tile))
		if old, ok := seen[k]; ok && !bytes.Equal(old, b) {
			t.Errorf("%s: other bytes than before", k)
		}
		seen[k] = b
		time.Sleep(time.Millisecond) // or the test takes all cores of the machine
		snap.Layer(w, "cells", "current", tile)
	}
}
