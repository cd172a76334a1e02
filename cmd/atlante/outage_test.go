package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo/postgis/cluster"
)

// theirs is a PostgreSQL that a test starts and stops, with the starting set in it.
type theirs struct {
	t    *testing.T
	data string
	c    *cluster.Cluster
}

func (p *theirs) start() {
	p.t.Helper()
	var err error
	if p.c, err = cluster.Start(p.t.Context(), cluster.Options{DataDir: p.data, Roles: []string{"atlante"}}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *theirs) stop() {
	p.t.Helper()
	if p.c == nil {
		return
	}
	if err := p.c.Stop(context.WithoutCancel(p.t.Context())); err != nil {
		p.t.Error(err)
	}
	p.c = nil
}

// kill ends PostgreSQL as a crash does: its children find out by themselves.
func (p *theirs) kill() {
	p.t.Helper()
	if err := syscall.Kill(postmaster(p.t, p.data), syscall.SIGKILL); err != nil {
		p.t.Fatal(err)
	}
}

// env has a command use it.
func (p *theirs) env(c *exec.Cmd) {
	c.Env = append(c.Env, "DATABASE_URL="+p.c.DSN(cluster.Superuser, "atlante"))
}

func (p *theirs) exec(statement string, args ...any) {
	p.t.Helper()
	conn, err := pgx.Connect(p.t.Context(), p.c.DSN(cluster.Superuser, "atlante"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(p.t.Context()))
	if _, err := conn.Exec(p.t.Context(), statement, args...); err != nil {
		p.t.Fatal(err)
	}
}

// TestTilesWithoutPostgreSQL: PostgreSQL is stopped, killed and restarted while 16 clients read. Every request for a tile,
// a TileJSON, the index or a style is answered as if nothing were; the service says how old its tiles are; within 5 s of
// the return of PostgreSQL a change that was made after it shows; and what was withdrawn before is in no answer, in no
// encoding, all along.
func TestTilesWithoutPostgreSQL(t *testing.T) {
	t.Parallel()
	p := &theirs{t: t, data: begunDir(t)}
	p.start()
	t.Cleanup(p.stop)
	s := serving(t, filepath.Join(filepath.Dir(p.data), "ours"), p.env, withPyramid)
	s.warm(t)
	stays, goes := findPlace(t, p, "ASC"), findPlace(t, p, "DESC")
	p.exec("UPDATE atlante.place SET name = 'Ritirata' WHERE id = $1", goes.id)
	s.untilShown(t, goes, "Ritirata", true, 5*time.Second)
	p.exec("UPDATE atlante.place SET status = 'closed' WHERE id = $1", goes.id)
	s.untilShown(t, goes, "Ritirata", false, 5*time.Second) // while PostgreSQL is there to say so
	load := s.load(t, 16, "Ritirata", stays, goes)
	for i, o := range []struct {
		name        string
		away, comes func()
		long        time.Duration
	}{
		{"stopped", p.stop, p.start, time.Duration(rounds(3, 60)) * time.Second},
		{"killed", p.kill, func() { p.stop(); p.start() }, time.Duration(rounds(2, 20)) * time.Second},
		{"restarted", p.stop, p.start, 0},
	} {
		for round := range rounds(1, 5) {
			o.away()
			time.Sleep(o.long)
			if o.long > 0 {
				s.saysItsAge(t, o.name, o.long)
				load.noneWithdrawn(t, s, rounds(200, 1000), goes)
			}
			o.comes()
			back := time.Now()
			name := fmt.Sprintf("Tornata %d.%d", i, round)
			p.exec("UPDATE atlante.place SET name = $2 WHERE id = $1", stays.id, name)
			s.untilShown(t, stays, name, true, 20*time.Second)
			if took := time.Since(back); took > 5*time.Second {
				t.Errorf("%s: fresh %s after the return of PostgreSQL", o.name, took)
			} else {
				t.Logf("%s: a change made after the return of PostgreSQL shows %s after it", o.name, took)
			}
		}
	}
	load.end(t)
	s.interrupt(t)
}

// TestTilesWhilePostgreSQLIsKilled: the service's own PostgreSQL dies under load and is brought back by the service.
func TestTilesWhilePostgreSQLIsKilled(t *testing.T) {
	t.Parallel()
	s := serving(t, begunDir(t), withPyramid)
	s.warm(t)
	load := s.load(t, 16, "Ritirata", place{lon: 7.47, lat: 45.27})
	for i := range rounds(1, 4) { // each death waits longer for the next PostgreSQL
		load.running(t, s)
		killed := postmaster(t, s.data)
		if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		s.until(t, 2*time.Minute, "PostgreSQL is not back", func() bool {
			code, _ := s.get("/readyz")
			now, err := postmasterNow(s.data)
			return code == 200 && err == nil && now != killed // the service may not have noticed yet
		})
		back := time.Now()
		s.until(t, 20*time.Second, "tiles do not follow it", func() bool { st, ok := s.tilesStatus(); return ok && !st.Trouble && *st.AgeSeconds < 3 })
		if took := time.Since(back); took > 5*time.Second {
			t.Errorf("round %d: %s until tiles follow again", i, took)
		}
	}
	load.end(t)
	s.interrupt(t)
}

// place is one that a test changes.
type place struct {
	id       string
	lon, lat float64
}

// findPlace gives the first of the places that people see, or the last.
func findPlace(t *testing.T, p *theirs, order string) (out place) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), p.c.DSN(cluster.Superuser, "atlante"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if err := conn.QueryRow(t.Context(), `SELECT id::text, ext.st_x(position), ext.st_y(position) FROM atlante.place
		WHERE position IS NOT NULL AND status = 'active' ORDER BY id `+order+` LIMIT 1`).Scan(&out.id, &out.lon, &out.lat); err != nil {
		t.Fatal(err)
	}
	return out
}

// saysItsAge: the status says that the database does not answer and how old the tiles are, and so does every tile.
func (s *service) saysItsAge(t *testing.T, what string, least time.Duration) {
	t.Helper()
	code, _, body := s.ask("/status")
	if code != 503 || !strings.Contains(body, "secondi fa") {
		t.Errorf("%s: status %d %s", what, code, body)
	}
	_, header, _ := s.ask("/tiles/zones/8/133/91.mvt")
	age, err := strconv.Atoi(header.Get("Age"))
	if err != nil || time.Duration(age+2)*time.Second < least {
		t.Errorf("%s: the tile is of %q seconds ago, PostgreSQL away for %s", what, header.Get("Age"), least)
	}
	if code, _ := s.get("/readyz"); code != 503 {
		t.Errorf("%s: ready %d", what, code)
	}
}
