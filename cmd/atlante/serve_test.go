package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"atlante/geo/postgis"
	"atlante/geo/postgis/cluster"
)

// The first start ends with a map, the next is ready within seconds, and Ctrl-C
// leaves nobody behind.
func TestServeFirstAndNextStart(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	t.Logf("first start: %s", built.begun.took.Round(time.Millisecond))
	if built.begun.took > 5*time.Minute {
		t.Errorf("the first start took %s", built.begun.took)
	}
	began := time.Now()
	s := serving(t, data, withPyramid)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the next start took %s", took)
	} else {
		t.Logf("next start: %s", took.Round(time.Millisecond))
	}
	checkPages(t, s)
	notRoot(t, s)
	s.interrupt(t)
	if !strings.Contains(s.out.String(), "http://localhost:") {
		t.Errorf("no address to open in %q", s.out)
	}
}

// The same as an ordinary user: a cluster of its own is made, interrupted and
// taken up again; then with data that are there.
func TestServeAsOrdinaryUser(t *testing.T) {
	t.Parallel()
	who := ordinaryUser(t)
	data := begunDir(t)
	dir := filepath.Dir(data)
	if out, err := exec.Command("chown", "-R", fmt.Sprintf("%d:%d", who.Uid, who.Gid), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	as := func(cmd *exec.Cmd) {
		cmd.Dir = dir
		cmd.Env = append(cmd.Env, "HOME="+dir)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	}
	fresh := filepath.Join(dir, "fresh")
	s := starting(t, fresh, as)
	if soak() {
		s.ready(t, 3*time.Minute)
	} else {
		s.until(t, time.Minute, "the service does not answer", func() bool { code, _ := s.get("/healthz"); return code == http.StatusOK })
	}
	info, err := os.Stat(filepath.Join(fresh, "postgres", "data"))
	if err != nil {
		t.Fatal(err)
	}
	if uid := info.Sys().(*syscall.Stat_t).Uid; uid != who.Uid {
		t.Errorf("the data belong to user %d", uid)
	}
	s.interrupt(t)

	began := time.Now()
	s = serving(t, data, as)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the next start took %s", took)
	}
	checkPages(t, s)
	s.interrupt(t)
}

// ordinaryUser is one with an entry in passwd; only root can become another.
func ordinaryUser(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can start the service as another user")
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Skip("this machine has no user nobody:", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// checkPages looks at one page, one list, one tile and one health answer.
func checkPages(t *testing.T, s *service) {
	t.Helper()
	for path, says := range map[string]string{
		"/": "Portineri", "/zone/7": "Lanzo", "/comuni/001003": "Ala di Stura", "/api/v1/comuni?limit=400": `"001317"`,
		"/api/v1/gaps?kind=portineria&territory=mountain": "g-portineria-", "/healthz": "alive", "/status": "publication",
	} {
		if code, body := s.get(path); code != http.StatusOK || !strings.Contains(body, says) {
			t.Errorf("%s: %d, expected %q in %.300s", path, code, says, body)
		}
	}
	if code, body := s.get("/tiles/zones,comuni,cells/9/266/183.mvt"); code != http.StatusOK || len(body) < 1000 {
		t.Errorf("tile: %d, %d bytes", code, len(body))
	}
}

// notRoot: PostgreSQL never runs as root.
func notRoot(t *testing.T, s *service) {
	t.Helper()
	info, err := os.Stat("/proc/" + strconv.Itoa(postmaster(t, s.data)))
	if err != nil {
		t.Fatal(err)
	}
	if uid := info.Sys().(*syscall.Stat_t).Uid; uid == 0 {
		t.Error("PostgreSQL runs as root")
	}
}

// Ctrl-C in the middle of the first start leaves nobody behind, and the next
// start begins anew.
func TestInterruptedFirstStart(t *testing.T) {
	t.Parallel()
	data := filepath.Join(newDir(t), "data")
	s := starting(t, data)
	s.until(t, time.Minute, "the service does not answer", func() bool { code, _ := s.get("/healthz"); return code == http.StatusOK })
	if code, body := s.get("/readyz"); code != http.StatusServiceUnavailable {
		s.interrupt(t) // the first start was faster than this test: then it must be whole
		if n := sql(t, data, "SELECT count(*) FROM atlante.publication"); n != "1" {
			t.Errorf("ready with %s publications: %d %s", n, code, body)
		}
		return
	}
	if code, body := s.get("/"); code != http.StatusServiceUnavailable && code != http.StatusOK {
		t.Errorf("the page before the first figures: %d %.200s", code, body)
	}
	s.interrupt(t)
	if n := sql(t, data, "SELECT (SELECT count(*) FROM atlante.comune) + (SELECT count(*) FROM atlante.place) + (SELECT count(*) FROM atlante.publication)"); n != "0" {
		t.Errorf("%s rows of a first start that was broken off", n)
	}
}

// A second service on the same folder is refused and told who holds it: it would
// lose its database when the first ends. The first goes on.
func TestSecondServiceIsRefused(t *testing.T) {
	t.Parallel()
	s := serving(t, begunDir(t))
	r := atlante(t, 1, s.data, "serve", "--addr", freeAddr(t))
	if !strings.Contains(r.err, strconv.Itoa(s.pid())) || !strings.Contains(r.err, "--data-dir") {
		t.Errorf("%s", r.err)
	}
	checkPages(t, s)
	s.interrupt(t)
}

// When PostgreSQL is killed under the service, pages come back by themselves.
func TestPostgresKilledUnderTheService(t *testing.T) {
	t.Parallel()
	s := serving(t, begunDir(t))
	for range rounds(2, 5) { // each death waits longer for the next PostgreSQL
		pid := postmaster(t, s.data)
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		s.until(t, 20*time.Second, "there is no new PostgreSQL", func() bool {
			text, err := os.ReadFile(filepath.Join(s.data, "postgres", "data", "postmaster.pid"))
			return err == nil && !strings.HasPrefix(string(text), strconv.Itoa(pid)+"\n")
		})
		s.ready(t, 20*time.Second)
		for _, path := range []string{"/", "/api/v1/zones", "/tiles/zones/9/266/183.mvt"} {
			s.until(t, 10*time.Second, path+" does not come back", func() bool { code, _ := s.get(path); return code == http.StatusOK })
		}
		t.Logf("back after %s", time.Since(began).Round(time.Millisecond))
		checkPages(t, s)
	}
	if soak() { // the publisher listens again within half a minute
		id, _, _ := s.publication(t)
		atlante(t, 0, s.data, "import", "places", placesFile(t, "uno.csv", onePlace))
		s.until(t, time.Minute, "nothing new is published", func() bool { now, stale, _ := s.publication(t); return now > id && !stale })
	}
	s.interrupt(t)
}

// With DATABASE_URL the service uses that server, and starts none; an empty
// database is brought to the schema.
func TestDatabaseURL(t *testing.T) {
	t.Parallel()
	theirs := begunDir(t)
	c, err := cluster.Start(t.Context(), cluster.Options{DataDir: theirs, Roles: []string{"atlante"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	ours := filepath.Join(filepath.Dir(theirs), "ours")
	at := func(database string) func(*exec.Cmd) {
		return func(cmd *exec.Cmd) {
			cmd.Env = append(cmd.Env, "DATABASE_URL="+c.DSN(cluster.Superuser, database))
		}
	}
	s := serving(t, ours, at("atlante"))
	checkPages(t, s)
	if all := family(s.pid()); len(all) != 1 {
		t.Errorf("the service has children: %v", all[1:])
	}
	if _, err := os.Stat(filepath.Join(ours, "postgres")); err == nil {
		t.Error("a private cluster was made")
	}
	for _, args := range [][]string{{"check"}, {"doctor"}, {"gaps"}} {
		cmd := command(ours, args...)
		at("atlante")(cmd)
		if r := launch(t, cmd).wait(t, time.Minute); r.code != 0 || len(r.out) < 20 {
			t.Errorf("%v: exit %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
	s.signal(syscall.SIGTERM)
	if r := s.wait(t, 20*time.Second); r.code != 0 {
		t.Errorf("exit %d\n%s", r.code, r.err)
	}

	if err := postgis.CreateDatabase(t.Context(), c.Admin(), "civica"); err != nil {
		t.Fatal(err)
	}
	cmd := command(ours, "db", "migrate")
	at("civica")(cmd)
	if r := launch(t, cmd).wait(t, time.Minute); r.code != 0 {
		t.Errorf("db migrate: exit %d\n%s%s", r.code, r.out, r.err)
	}
	cmd = command(ours, "db", "psql", "--", "-qAtc", "SELECT count(*) FROM atlante.publication")
	at("civica")(cmd)
	if r := launch(t, cmd).wait(t, time.Minute); r.code != 0 || strings.TrimSpace(r.out) != "0" {
		t.Errorf("db psql: exit %d\n%s%s", r.code, r.out, r.err)
	}
}
