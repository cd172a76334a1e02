package work_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/ingest"
	"atlante/geo/layer"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// brokenOffAt gives a context that ends at a step of the progress.
func brokenOffAt(t testing.TB, at int) (context.Context, work.Recomputation, *int) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	steps := new(int)
	r := geotest.Recomputation()
	r.Progress = func(int, int) {
		if *steps++; *steps == at {
			cancel()
		}
	}
	return ctx, r, steps
}

// between runs something before the n-th transaction.
type between struct {
	*postgis.Store
	n      int
	before func(ctx context.Context) context.Context
}

func (b *between) Atomically(ctx context.Context, f func(*postgis.Store) error) error {
	if b.n--; b.n == 0 {
		ctx = b.before(ctx)
	}
	return b.Store.Atomically(ctx, f)
}

// Whoever has published meanwhile wins; the other is told and changes nothing.
func TestRecomputeConflict(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	var after map[string]sum
	db := &between{s, 2, func(ctx context.Context) context.Context {
		publishNothing(t, s, 1)
		after = fingerprint(t, s)
		return ctx
	}}
	if _, err := work.Recompute(t.Context(), db, geotest.Recomputation()); !errors.Is(err, geo.ErrConflict) {
		t.Errorf("%v, expected a conflict", err)
	}
	unchanged(t, after, fingerprint(t, s))
	if p, err := s.Publication(t.Context()); err != nil || p.ID != 2 || p.Previous != 1 {
		t.Errorf("%+v, %v: expected publication 2", p, err)
	}
}

// publishNothing publishes a computation without cells after publication id.
func publishNothing(t testing.TB, s *postgis.Store, id int64) {
	t.Helper()
	err := s.Atomically(t.Context(), func(s *postgis.Store) error {
		_, err := s.Publish(t.Context(), cover.Publication{Model: cover.ModelEstimate, CreatedAt: "2026-07-01T00:00:00Z", Previous: id}, nil, cover.Result{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Two that publish at the same moment: the second waits for the first, and then
// sees it.
func TestPublishAtTheSameMoment(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	publish := func(s *postgis.Store) error {
		_, err := s.Publish(t.Context(), cover.Publication{Model: cover.ModelEstimate, CreatedAt: "2026-07-01T00:00:00Z", Previous: 1}, nil, cover.Result{})
		return err
	}
	written, first := make(chan struct{}), make(chan error)
	go func() {
		first <- s.Atomically(t.Context(), func(s *postgis.Store) error {
			if err := publish(s); err != nil {
				return err
			}
			written <- struct{}{}
			time.Sleep(300 * time.Millisecond) // the second is waiting by now
			return nil
		})
	}()
	<-written
	second := s.Atomically(t.Context(), publish)
	if err := <-first; err != nil {
		t.Errorf("the first: %v", err)
	}
	if !errors.Is(second, geo.ErrConflict) {
		t.Errorf("the second: %v, expected a conflict", second)
	}
	if ids := column[int64](t, geotest.Login(t, s), `SELECT id FROM atlante.publication ORDER BY id`); !slices.Equal(ids, []int64{1, 2}) {
		t.Errorf("publications: %v", ids)
	}
}

// An import that publishes its own figures cannot be overtaken: whoever comes
// meanwhile waits, and is told to compute again.
func TestImportWhileSomebodyPublishes(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	r := geotest.Recomputation()
	steps, other := 0, make(chan error, 1)
	r.Progress = func(int, int) {
		if steps++; steps == 20 { // the import has read what was published before
			go func() {
				other <- s.Atomically(t.Context(), func(s *postgis.Store) error {
					_, err := s.Publish(t.Context(), cover.Publication{Model: cover.ModelEstimate, CreatedAt: "2026-07-01T00:00:00Z", Previous: 1}, nil, cover.Result{})
					return err
				})
			}()
			time.Sleep(200 * time.Millisecond)
		}
	}
	moves, _, err := work.ImportZones(t.Context(), s, strings.NewReader("comune,zona\nAla di Stura,8\n"), ingest.Options{File: "zone.csv"}, r)
	if len(moves) != 1 || err != nil {
		t.Errorf("the import: %+v, %v", moves, err)
	}
	if err := <-other; !errors.Is(err, geo.ErrConflict) {
		t.Errorf("the other: %v, expected a conflict", err)
	}
	if p, err := s.Publication(t.Context()); err != nil || p.Stale || p.Previous != 1 || p.CellCount == 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

// A recomputation that is broken off, while it computes or while it writes,
// leaves the old publication in place and no row of its own.
func TestRecomputeBrokenOff(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	before := fingerprint(t, s)

	ctx, r, _ := brokenOffAt(t, 12)
	if _, err := work.Recompute(ctx, s, r); !errors.Is(err, context.Canceled) {
		t.Errorf("while computing: %v", err)
	}
	unchanged(t, before, fingerprint(t, s))

	conn := geotest.Login(t, s)
	writing := map[string]func(context.Context) context.Context{
		"its connection lost": func(ctx context.Context) context.Context {
			go func() {
				time.Sleep(300 * time.Millisecond)
				_, _ = conn.Exec(context.WithoutCancel(ctx), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
					WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`)
			}()
			return ctx
		}}
	if soak() {
		writing["its time over"] = func(ctx context.Context) context.Context {
			ctx, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
			t.Cleanup(cancel)
			return ctx
		}
	}
	for name, before2 := range writing {
		if _, err := work.Recompute(t.Context(), &between{s, 2, before2}, geotest.Recomputation()); err == nil {
			t.Errorf("with %s while writing: no error", name)
		}
		unchanged(t, before, fingerprint(t, s))
	}
	if p, err := s.Publication(t.Context()); err != nil || p.ID != 1 || p.Stale {
		t.Errorf("%+v, %v", p, err)
	}
}

// The same inputs give the same figures, gaps and tiles, in one database after
// the other and in another database; the ids of gaps stay.
func TestSameInputsSameBytes(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t) // a copy of what was published in another database
	conn := geotest.Login(t, s)
	first, firstTiles := published(t, conn), tilesOf(t, s)
	for id := int64(2); id <= 3; id++ {
		if n := geotest.Recompute(t, s); n != id {
			t.Errorf("publication %d, expected %d", n, id)
		}
		unchanged(t, first, published(t, conn))
		for address, tile := range tilesOf(t, s) {
			if !bytes.Equal(tile, firstTiles[address]) {
				t.Errorf("publication %d: tile %s differs", id, address)
			}
		}
	}
	if ids := column[int64](t, conn, `SELECT id FROM atlante.publication ORDER BY id`); !slices.Equal(ids, []int64{2, 3}) {
		t.Errorf("publications kept: %v", ids)
	}
	if n := one[int](t, conn, `SELECT count(DISTINCT publication)::int FROM atlante.cell_time`); n != 2 {
		t.Errorf("cell times of %d publications", n)
	}
}

// published sums up what the latest publication says, without its own number,
// which is the first column of each of its tables.
func published(t testing.TB, conn *pgx.Conn) map[string]sum {
	t.Helper()
	out := map[string]sum{}
	for _, table := range []string{"area_figure", "cell_figure", "cell_times", "figure", "gap", "gap_balance", "publication_place", "whole_area"} {
		var n sum
		err := conn.QueryRow(t.Context(), `SELECT count(*)::int, coalesce(sum(hashtextextended(substr(r::text, strpos(r::text, ',')), 0)::numeric), 0)::text
			FROM `+pgx.Identifier{"atlante", table}.Sanitize()+` AS r WHERE publication = (SELECT max(id) FROM atlante.publication)`).Scan(&n.rows, &n.check)
		if err != nil || n.rows == 0 {
			t.Fatalf("%s: %d rows, %v", table, n.rows, err)
		}
		out[table] = n
	}
	return out
}

// tilesOf renders all layers in some tiles over the mountains and Torino.
func tilesOf(t testing.TB, s *postgis.Store) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	filled := 0
	for _, l := range layer.Catalogue() {
		for _, at := range [][3]uint32{{7, 66, 45}, {9, 266, 183}, {11, 1066, 733}, {12, 2134, 1472}} {
			for _, sc := range scenarios {
				b, err := s.Tile(t.Context(), l.ID, sc, at[0], at[1], at[2])
				if err != nil {
					t.Fatal(err)
				}
				if len(b) > 0 {
					filled++
				}
				out[l.ID+"/"+string(sc)+"/"+itoa(int(at[0]))] = b
			}
		}
	}
	if filled < 30 {
		t.Errorf("only %d tiles hold anything", filled)
	}
	return out
}

// Gaps keep their ids when a place opens far away, and the gap where it opens is
// no more.
func TestGapIdsAcrossAnOpening(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	list := func() map[string]cover.Gap {
		gaps, _, err := s.Gaps(t.Context(), cover.GapFilter{Kinds: []geo.KindID{"portineria"}})
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]cover.Gap{}
		for _, g := range gaps {
			out[g.ID] = g
		}
		return out
	}
	before := list()
	mustImport(t, s, "apre.csv", "kind,name,comune\nportineria,Portineria di Bobbio,Bobbio Pellice\n", geo.PlaceChanges{New: 1})
	geotest.Recompute(t, s)
	after := list()
	kept, gone := 0, 0
	for id, g := range before {
		now, there := after[id]
		switch {
		case !there:
			gone++
			if g.Zone != 5 {
				t.Errorf("%s %s went although nothing opened near it", id, g.Name)
			}
		case now.Zone != 5:
			kept++
			if now.Residents != g.Residents || !slices.Equal(now.Cells, g.Cells) {
				t.Errorf("%s %s: %d residents, now %d", id, g.Name, g.Residents, now.Residents)
			}
		}
	}
	if kept < 10 || gone == 0 {
		t.Errorf("%d gaps outside zone 5 kept, %d gone", kept, gone)
	}
	for id, g := range after {
		if slices.Contains(g.Comuni, "001026") && g.NearestComune != "001026" {
			t.Errorf("%s: Bobbio Pellice is still in a gap whose nearest is %s", id, g.NearestName)
		}
	}
	if f := faults(t, s); len(f) > 0 {
		t.Error(f)
	}
}
