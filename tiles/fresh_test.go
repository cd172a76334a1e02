package tiles_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo/geotest"
	"atlante/geo/hex"
	"atlante/tiles/world"
)

// counted gives the count that the issue names in the soak, else a small one.
func counted(few, many int) int {
	if os.Getenv("ATLANTE_SOAK") != "" {
		return many
	}
	return few
}

// where the places of these tests come and go: a few kilometres around Lanzo.
func somewhere(rng *rand.Rand) orb.Point {
	return orb.Point{7.45 + rng.Float64()/20, 45.25 + rng.Float64()/20}
}

// writer inserts, moves, renames and withdraws places of its own, each under a name that no other has ever had.
type writer struct {
	t   testing.TB
	db  *pgx.Conn
	rng *rand.Rand
	n   int

	mu     sync.Mutex
	shown  []entry
	gone   map[string]time.Time // names that must not be seen any more, since their commit
	byTurn int
}

type entry struct {
	id, name string
	at       orb.Point
}

func newWriter(t testing.TB, db *pgx.Conn) *writer {
	return &writer{t: t, db: db, rng: rand.New(rand.NewPCG(7, 6)), gone: map[string]time.Time{}}
}

// write makes one change and commits it. The name of the place that it is about is one of shown afterwards, or of gone.
func (w *writer) write() (name string, at orb.Point, withdrawn bool) {
	w.n++
	if len(w.shown) < 5 {
		w.byTurn = 0
	}
	w.byTurn++
	switch i := w.rng.IntN(max(1, len(w.shown))); w.byTurn % 5 {
	case 1, 2:
		return w.insert()
	case 3:
		p := somewhere(w.rng)
		w.exec("UPDATE atlante.place SET position = ST_SetSRID(ST_MakePoint($2, $3), 4326), cell = $4 WHERE id = $1", w.shown[i].id, p[0], p[1], cellAt(w.t, p))
		w.shown[i].at = p
		return w.shown[i].name, p, false
	case 4:
		old := w.shown[i]
		w.shown[i].name = fmt.Sprintf("Prova %06d.", w.n)
		w.exec("UPDATE atlante.place SET name = $2 WHERE id = $1", old.id, w.shown[i].name)
		w.leave(old.name)
		return w.shown[i].name, old.at, false
	}
	return w.withdraw(w.rng.IntN(len(w.shown)))
}

func (w *writer) insert() (string, orb.Point, bool) {
	p := somewhere(w.rng)
	e := entry{name: fmt.Sprintf("Prova %06d.", w.n), at: p}
	const insert = `INSERT INTO atlante.place SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'name', $1::text,
		'cell', $4::bigint, 'precision', 'exact', 'status', 'active', 'position', ST_SetSRID(ST_MakePoint($2, $3), 4326)::text))).*
		FROM atlante.place p WHERE position IS NOT NULL ORDER BY id LIMIT 1 RETURNING id::text`
	if err := w.db.QueryRow(w.t.Context(), insert, e.name, p[0], p[1], cellAt(w.t, p)).Scan(&e.id); err != nil {
		w.t.Fatal(err)
	}
	w.shown = append(w.shown, e)
	return e.name, p, false
}

// withdraw closes a place, or deletes it.
func (w *writer) withdraw(i int) (string, orb.Point, bool) {
	e := w.shown[i]
	w.shown = slices.Delete(w.shown, i, i+1)
	if w.n%2 == 0 {
		w.exec("UPDATE atlante.place SET status = 'closed' WHERE id = $1", e.id)
	} else {
		w.exec("DELETE FROM atlante.place WHERE id = $1", e.id)
	}
	w.leave(e.name)
	return e.name, e.at, true
}

func (w *writer) leave(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gone[name] = time.Now()
}

// late tells which names in a body should not have been there when it was asked for.
func (w *writer) late(body string, asked time.Time, most time.Duration) (late []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for rest := body; ; {
		_, after, found := strings.Cut(rest, "Prova ")
		if !found {
			return late
		}
		name := "Prova " + after[:min(7, len(after))]
		if since, is := w.gone[name]; is && asked.Sub(since) > most {
			late = append(late, name)
		}
		rest = after
	}
}

func (w *writer) exec(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(w.t.Context(), sql, args...); err != nil {
		w.t.Fatal(err)
	}
}

func cellAt(t testing.TB, p orb.Point) int64 {
	t.Helper()
	c, err := hex.Of(p, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	return int64(c)
}

func tileAt(layers string, p orb.Point, z uint32) string {
	t := world.Of(world.FromLonLat(p[0], p[1]), z)
	return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layers, t.Z, t.X, t.Y)
}

// TestFreshUnderReaders: 1,000 writes while 64 clients read over HTTP. Every client sees versions only grow, no request
// fails, a tag always stands for the same bytes, the last write shows within a second, and after it nobody sees what was
// withdrawn before it, over every encoding and when asking whether a held tile is still good.
func TestFreshUnderReaders(t *testing.T) {
	s := geotest.Store(t)
	o := serveTiles(t, s)
	w := newWriter(t, geotest.Login(t, s))
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for n := range 64 {
		readers.Go(func() { o.reader(n).readOn(ctx, t, w) })
	}
	var name string
	var at orb.Point
	var withdrawn bool
	for range counted(150, 1000) {
		name, at, withdrawn = w.write()
	}
	committed, last := time.Now(), o.reader(64)
	for {
		a := last.ask(t, tileAt("places", at, 14))
		if strings.Contains(a.body, name) != withdrawn {
			break
		}
		if time.Since(committed) > 5*time.Second {
			t.Fatal("the last write does not show")
		}
	}
	if took := time.Since(committed); took > time.Second {
		t.Errorf("the last write shows after %s", took)
	} else {
		t.Logf("the last write shows after %s, while 64 clients read", took)
	}
	stop()
	readers.Wait()
	t.Logf("%d answers, %d of them 304, with %d tags", o.answers.Load(), o.notModified.Load(), o.tags())
	if o.answers.Load() < 64 || o.notModified.Load() == 0 {
		t.Errorf("%d answers, %d of them 304", o.answers.Load(), o.notModified.Load())
	}
	o.noneWithdrawn(t, w, counted(200, 1000))
}

// TestCommitToTile measures the way from a commit of one row to the tile that shows it, over HTTP, with nobody else there.
// The aim is a p99 below 10 ms on a quiet machine; here others share it, so the bound only tells hearing of a change from
// finding it at the next look, which is every two seconds: then the median is a second.
func TestCommitToTile(t *testing.T) {
	s := geotest.Store(t)
	o := serveTiles(t, s)
	w := newWriter(t, geotest.Login(t, s))
	_, at, _ := w.insert()
	e, r := w.shown[0], o.reader(0)
	var took, commits []time.Duration
	for i := range counted(100, 1000) {
		name := fmt.Sprintf("Riga %d.", i)
		began := time.Now()
		w.exec("UPDATE atlante.place SET name = $2 WHERE id = $1", e.id, name)
		committed := time.Now()
		for !strings.Contains(r.ask(t, tileAt("places", at, 14)).body, name) {
			if time.Since(committed) > 10*time.Second {
				t.Fatal("it never shows")
			}
		}
		took, commits = append(took, time.Since(committed)), append(commits, committed.Sub(began))
	}
	slices.Sort(took)
	slices.Sort(commits)
	p := func(list []time.Duration, n int) time.Duration { return list[len(list)*n/100] }
	t.Logf("from the commit to the tile: p50 %s, p99 %s; the commit itself: p50 %s, p99 %s", p(took, 50), p(took, 99), p(commits, 50), p(commits, 99))
	if p(took, 50) > 300*time.Millisecond || p(took, 99) > 2*time.Second {
		t.Errorf("p50 %s, p99 %s", p(took, 50), p(took, 99))
	}
}
