package work_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
)

// writers and edits of a storm on one entry.
func storm() (writers, edits int) {
	if soak() {
		return 16, 125
	}
	return 16, 8
}

// Sixteen writers count together in the hours of one entry. Whoever is told of a
// conflict reads again and tries again: at the end nobody's count is lost, every
// write has its line of history, and every key was used for one write.
func TestNoUpdateIsLost(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner, moderator := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	c := house()
	c.Hours = "0"
	e := d.published(owner, moderator, c)
	writers, edits := storm()
	var conflicts atomic.Int64
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range edits {
				for !count(d, owner, e.ID) {
					conflicts.Add(1)
					time.Sleep(rand.N(100 * time.Millisecond)) // reads what stands there
				}
			}
		})
	}
	all.Wait()
	end, err := d.Dossier(t.Context(), owner, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := writers * edits
	if end.Public.Content.Hours != strconv.Itoa(want) || end.Version != e.Version+want || len(end.Transitions) != end.Version {
		t.Errorf("%d edits: the hours say %q, version %d after %d, %d transitions",
			want, end.Public.Content.Hours, end.Version, e.Version, len(end.Transitions))
	}
	if conflicts.Load() == 0 {
		t.Error("no two writers met: the storm shows nothing")
	}
	t.Logf("%d edits, %d conflicts", want, conflicts.Load())
	for _, f := range faults(t, d.store) {
		t.Error(f)
	}
}

// count adds one to the hours; false says that somebody else has written meanwhile.
func count(d *desk, p access.Principal, id uuid.UUID) bool {
	d.t.Helper()
	now, err := d.store.Entry(d.t.Context(), id) // not the dossier: its history grows long
	if err != nil {
		d.t.Error(err)
		return true
	}
	said, err := d.store.Revision(d.t.Context(), id, now.Public)
	if err != nil {
		d.t.Error(err)
		return true
	}
	c := said.Content
	n, err := strconv.Atoi(c.Hours)
	if err != nil {
		d.t.Error(err)
		return true
	}
	c.Hours = strconv.Itoa(n + 1)
	_, err = d.Do(d.t.Context(), p, newKey(d.t), registry.Order{Action: registry.Edit, Entry: id, Version: now.Version, Content: c})
	var conflict *registry.Conflict
	if errors.As(err, &conflict) {
		if conflict.Entry.Version <= now.Version || conflict.Theirs.Content.Hours == "" {
			d.t.Errorf("the conflict does not show what stands there: %+v", conflict.Entry)
		}
		return false
	}
	if err != nil {
		d.t.Error(err)
	}
	return true
}

// The same storm on the bare statement: as it is, with its count of rows looked
// at, nothing is lost; without the version in its condition updates are lost, and
// so they are when nobody looks at the count. That is what both are there for.
func TestTheGuardMatters(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../postgis/sql/entry_change.sql")
	if err != nil {
		t.Fatal(err)
	}
	guarded := string(text)
	const guard = " AND version = $2"
	if strings.Count(guarded, guard) != 1 {
		t.Fatalf("the statement has lost its guard: %s", guarded)
	}
	unguarded := strings.Replace(guarded, guard, " AND $2 >= 0", 1)
	for name, x := range map[string]struct {
		statement string
		look      bool
		loses     bool
	}{
		"guarded":             {guarded, true, false},
		"without the guard":   {unguarded, true, true},
		"count not looked at": {guarded, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := geotest.Store(t)
			if lost := bareStorm(t, s, x.statement, x.look); (lost > 0) != x.loses {
				t.Errorf("%d updates lost", lost)
			} else {
				t.Logf("%d updates lost", lost)
			}
		})
	}
}

// bareStorm has 16 writers raise the version of an entry by one, each 8 times,
// and gives how many of those who believe to have written have not.
func bareStorm(t *testing.T, s *postgis.Store, statement string, look bool) int {
	t.Helper()
	conn := geotest.Login(t, s)
	id := one[uuid.UUID](t, conn, `SELECT id FROM atlante.entry ORDER BY id LIMIT 1`)
	cfg, err := pgxpool.ParseConfig("")
	if err != nil {
		t.Fatal(err)
	}
	cfg.ConnConfig, cfg.MaxConns = conn.Config(), 16
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 8 {
				for !raise(t, pool, statement, id, look) {
				}
			}
		})
	}
	all.Wait()
	return 16*8 - (one[int](t, conn, `SELECT version FROM atlante.entry WHERE id = $1`, id) - 1)
}

// raise reads, thinks, and writes one more; false says that nothing was written.
func raise(t *testing.T, pool *pgxpool.Pool, statement string, id uuid.UUID, look bool) bool {
	var e struct {
		version, public, last int
		kind                  string
	}
	err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		if err := tx.QueryRow(t.Context(), `SELECT version, public, last, kind FROM atlante.entry WHERE id = $1`, id).
			Scan(&e.version, &e.public, &e.last, &e.kind); err != nil {
			return err
		}
		time.Sleep(time.Millisecond)
		tag, err := tx.Exec(t.Context(), statement, id, e.version, e.version+1, "published", e.public, 0, e.public, e.last, nil,
			"unverified", e.kind, "", "", nil, time.Now(), nil)
		if err == nil && look && tag.RowsAffected() != 1 {
			return errNothing
		}
		return err
	})
	if err != nil && !errors.Is(err, errNothing) {
		t.Error(err)
	}
	return err == nil
}

var errNothing = errors.New("no row was changed")
