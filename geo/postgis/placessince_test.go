package postgis_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// copies inserts places like those that are there, n times each, up to a limit.
const copies = `INSERT INTO atlante.place SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'batch', NULL,
	'name', p.name || ' ' || i))).* FROM atlante.place p, generate_series(1, %d) AS i WHERE p.position IS NOT NULL LIMIT %d`

// After every kind of change, what changed makes the same as reading everything;
// and everything is read again only where it must be.
func TestPlacesSinceEveryKindOfChange(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	m := geotest.NewMirror(t, s)
	one := `id = (SELECT id FROM atlante.place WHERE position IS NOT NULL AND status <> 'closed' ORDER BY id LIMIT 1)`
	for _, x := range []struct {
		what, sql string
		told      int // places; -1: all
	}{
		{"nothing", "SELECT 1", 0},
		{"nothing, by a statement", "UPDATE atlante.place SET name = name WHERE false", 0},
		{"name", "UPDATE atlante.place SET name = 'Un altro nome' WHERE " + one, 1},
		{"closed", "UPDATE atlante.place SET status = 'closed' WHERE " + one, 1},
		{"open again", "UPDATE atlante.place SET status = 'active' WHERE status = 'closed'", 1},
		{"moved", "UPDATE atlante.place SET position = ST_Translate(position, 0.001, 0), cell = cell WHERE " + one, 1},
		{"beyond the border", "UPDATE atlante.place SET external = true, comune = NULL WHERE " + one, 1},
		{"position lost", "UPDATE atlante.place SET position = NULL, cell = NULL, precision = 'none', external = false WHERE " + one, 1},
		{"inserted", fmt.Sprintf(copies, 1, 1), 1},
		{"deleted", "DELETE FROM atlante.place WHERE " + one, 1},
		{"inserted twice and one deleted", fmt.Sprintf(copies, 1, 2) + "; DELETE FROM atlante.place WHERE " + one, 3},
		{"inserted or changed", `INSERT INTO atlante.place SELECT p.* FROM atlante.place p WHERE ` + one + ` ON CONFLICT (id) DO UPDATE SET name = 'daccapo'`, 1},
		{"a batch", "INSERT INTO atlante.batch VALUES ('00000000-0000-7000-8000-000000000001', 'places', 'f', 'c', now(), 3, 0, '{}')", 0},
		{"imported", fmt.Sprintf(copies, 20, 500) + "; UPDATE atlante.place SET batch = '00000000-0000-7000-8000-000000000001' WHERE name LIKE '% 7'", 500},
		{"undone", "DELETE FROM atlante.place WHERE batch = '00000000-0000-7000-8000-000000000001'", 0},
		{"1,000 at once", fmt.Sprintf(copies, 100, 1000), -1},
		{"one more", "UPDATE atlante.place SET name = 'dopo' WHERE " + one, 1},
		{"all changed", "UPDATE atlante.place SET note = note || '.'", -1},
		{"all deleted but some", "DELETE FROM atlante.place WHERE id NOT IN (SELECT id FROM atlante.place ORDER BY id LIMIT 20)", -1},
		{"kinds", "UPDATE atlante.kind SET name_it = name_it || '.' WHERE position = 1", -1},
		{"another key", "UPDATE atlante.place SET id = gen_random_uuid() WHERE " + one + " AND NOT EXISTS (SELECT FROM atlante.relation WHERE place = atlante.place.id)", -1},
	} {
		whole := m.Whole
		batch := batchOf(x.sql)
		if _, err := db.Exec(t.Context(), batch); err != nil {
			t.Fatalf("%s: %v", x.what, err)
		}
		told := m.CatchUp()
		if all := m.Whole > whole; all != (x.told < 0) || x.told > 0 && told != x.told {
			t.Errorf("%s: told of %d places, all of them: %v", x.what, told, all)
		}
		m.Same(x.what)
	}
}

// batchOf makes one transaction of statements.
func batchOf(sql string) string { return "BEGIN; " + sql + "; COMMIT" }

// What is rolled back was never there, and its version is used again.
func TestPlacesSinceRollback(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	m := geotest.NewMirror(t, s)
	at := m.At
	run(t, db, "BEGIN; UPDATE atlante.place SET name = 'mai'; "+fmt.Sprintf(copies, 1, 5)+"; ROLLBACK")
	m.Same("rolled back")
	run(t, db, "BEGIN; SAVEPOINT a; UPDATE atlante.place SET name = 'mai'; ROLLBACK TO a; "+fmt.Sprintf(copies, 1, 2)+"; COMMIT")
	if n := m.CatchUp(); n != 2 || m.Whole != 1 || m.At != at+1 {
		t.Errorf("%d places, read whole %d times, version %d after %d", n, m.Whole, m.At, at)
	}
	m.Same("partly rolled back")
}

// The log is of bounded length, and says where it begins.
func TestPlaceLogIsPruned(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	m := geotest.NewMirror(t, s)
	first := m.At
	for i := range 45 { // 500 rows each
		run(t, db, fmt.Sprintf("UPDATE atlante.place SET name = name || '%d' WHERE position IS NOT NULL; ", i%10)+fmt.Sprintf(copies, 100, 500))
		run(t, db, `DELETE FROM atlante.place p WHERE p.id IN (SELECT id FROM atlante.place WHERE batch IS NULL ORDER BY id LIMIT 500)`)
		if i == 15 {
			m.Same("midway")
			if m.Whole != 1 {
				t.Errorf("read whole %d times", m.Whole)
			}
		}
	}
	var rows, floor, last int64
	if err := db.QueryRow(t.Context(), `SELECT count(*), min(version) FILTER (WHERE n = 0), max(version) FROM atlante.place_change`).Scan(&rows, &floor, &last); err != nil {
		t.Fatal(err)
	}
	if rows < 19_000 || rows > 21_502 {
		t.Errorf("%d rows are kept", rows)
	}
	for _, x := range []struct {
		version int64
		logged  bool
	}{{first, false}, {floor - 1, false}, {floor, true}, {last, true}, {last + 1, false}, {-1, false}} {
		_, err := s.PlacesSince(t.Context(), x.version)
		if x.logged != (err == nil) || err != nil && !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("since %d of %d to %d: %v", x.version, floor, last, err)
		}
	}
	m.Same("pruned")
}

// Writers change places in transactions of several statements, some slow, some
// rolled back; readers catch up meanwhile. Whoever stands at a version sees the
// same places, whichever way it came there.
func TestPlacesSinceUnderConcurrentWriters(t *testing.T) {
	s := geotest.Store(t)
	run(t, geotest.Login(t, s), fmt.Sprintf(copies, 10, 200))
	ctx, stop := context.WithTimeout(t.Context(), 4*time.Second)
	defer stop()
	var writers, readers sync.WaitGroup
	for n := range 4 {
		db := geotest.Login(t, s)
		run(t, db, "SET deadlock_timeout = '5ms'")
		writers.Go(func() { writeAtRandom(t, ctx, db, rand.New(rand.NewPCG(7, uint64(n)))) })
	}
	var lock sync.Mutex
	sets, met := map[int64]uint64{}, 0
	seed := maphash.MakeSeed()
	at := func(m *geotest.Mirror) {
		sum := uint64(0)
		for id, row := range m.Rows {
			sum += maphash.String(seed, id+row)
		}
		lock.Lock()
		defer lock.Unlock()
		if other, known := sets[m.At]; known {
			met++
			if other != sum {
				t.Errorf("two readers at version %d see other places", m.At)
			}
		}
		sets[m.At] = sum
	}
	var mirrors [3]*geotest.Mirror
	for n := range mirrors {
		mirrors[n] = geotest.NewMirror(t, s)
		readers.Go(func() {
			for ctx.Err() == nil && !t.Failed() {
				mirrors[n].CatchUp()
				at(mirrors[n])
				time.Sleep(time.Duration(n) * 3 * time.Millisecond)
			}
		})
	}
	readers.Go(func() {
		for ctx.Err() == nil && !t.Failed() {
			at(geotest.NewMirror(t, s))
		}
	})
	writers.Wait()
	readers.Wait()
	for _, m := range mirrors {
		m.Same("at the end")
	}
	t.Logf("%d versions seen, %d more than once", len(sets), met)
	if len(sets) < 20 || met < 5 {
		t.Errorf("only %d versions were seen, %d of them more than once", len(sets), met)
	}
}

func writeAtRandom(t *testing.T, ctx context.Context, db *pgx.Conn, rng *rand.Rand) {
	some := func() string {
		return fmt.Sprintf("id IN (SELECT id FROM atlante.place WHERE batch IS NULL ORDER BY id OFFSET %d LIMIT %d)", rng.IntN(150), 1+rng.IntN(3))
	}
	for ctx.Err() == nil {
		if _, err := db.Exec(t.Context(), "BEGIN"); err != nil {
			t.Error(err)
			return
		}
		failed := false
		for range 1 + rng.IntN(4) {
			sql := [...]string{
				"UPDATE atlante.place SET name = md5(random()::text) WHERE " + some(),
				"UPDATE atlante.place SET status = 'closed' WHERE " + some(),
				"UPDATE atlante.place SET status = 'active' WHERE " + some(),
				"UPDATE atlante.place SET position = NULL, cell = NULL, precision = 'none' WHERE " + some(),
				"DELETE FROM atlante.place WHERE " + some(),
				fmt.Sprintf(copies, 3, 1+rng.IntN(4)),
				"SELECT pg_sleep(0.004)",
			}[rng.IntN(7)]
			if rng.IntN(100) == 0 {
				sql = fmt.Sprintf(copies, 100, 600)
			}
			if _, err := db.Exec(t.Context(), sql); err != nil { // two writers waited for each other
				failed = true
				break
			}
		}
		end := "COMMIT"
		if failed || rng.IntN(5) == 0 {
			end = "ROLLBACK"
		}
		if _, err := db.Exec(t.Context(), end); err != nil {
			t.Error(err)
			return
		}
	}
}

// BenchmarkPlacesSince catches up with some changed places of 20,000.
func BenchmarkPlacesSince(b *testing.B) {
	s := geotest.Store(b)
	db := geotest.Login(b, s)
	run(b, db, fmt.Sprintf(copies, 2000, 20_000))
	for _, n := range []int{1, 100} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				run(b, db, fmt.Sprintf("UPDATE atlante.place SET name = name WHERE id IN (SELECT id FROM atlante.place ORDER BY id LIMIT %d)", n))
				at := version(b, s)
				b.StartTimer()
				if _, err := s.PlacesSince(b.Context(), at-1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func version(t testing.TB, s *postgis.Store) int64 {
	t.Helper()
	state, err := s.TileState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return state.Places
}

// BenchmarkPlaceTriggers: what the log costs a statement that inserts one place,
// as many as are logged, and an import. (Most of the time goes to the indexes.)
func BenchmarkPlaceTriggers(b *testing.B) {
	s := geotest.Store(b)
	db := geotest.Login(b, s)
	for _, n := range []int{1, 500, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var all, trigger float64
			for b.Loop() {
				var text string
				run(b, db, "BEGIN")
				if err := db.QueryRow(b.Context(), "EXPLAIN (ANALYZE, FORMAT json) "+fmt.Sprintf(copies, n, n)).Scan(&text); err != nil {
					b.Fatal(err)
				}
				run(b, db, "ROLLBACK")
				var plans []struct {
					Time     float64 `json:"Execution Time"`
					Triggers []struct {
						Name string  `json:"Trigger Name"`
						Time float64 `json:"Time"`
					}
				}
				if err := json.Unmarshal([]byte(text), &plans); err != nil {
					b.Fatal(err)
				}
				all += plans[0].Time
				for _, t := range plans[0].Triggers {
					if t.Name == "place_inserted" {
						trigger += t.Time
					}
				}
			}
			b.ReportMetric(all/float64(b.N), "ms/statement")
			b.ReportMetric(trigger/float64(b.N), "ms/trigger")
		})
	}
}
