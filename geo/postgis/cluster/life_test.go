package cluster

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestLife(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	c := start(t, Options{DataDir: dir})
	admin := c.Admin()

	if version, err := postgisVersion(t.Context(), c); err != nil || version == "" {
		t.Errorf("PostGIS %q, %v", version, err)
	}
	for setting, want := range map[string]string{
		"listen_addresses": "", "data_checksums": "on", "server_encoding": "UTF8", "TimeZone": "UTC", "fsync": "off",
	} {
		if got := query1[string](t, admin, "SELECT current_setting('"+setting+"')"); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	if got := query1[string](t, admin, `SELECT string_agg(n, ' ' ORDER BY n COLLATE "it-x-icu") FROM unnest(ARRAY['zona','Èze','erba']) n`); got != "erba Èze zona" {
		t.Errorf("Italian order: %s", got)
	}
	if want := c.install.PostGIS; query1[string](t, admin, "SELECT postgis_lib_version()") != want {
		t.Errorf("the control file says PostGIS %s", want)
	}
	if !strings.HasPrefix(c.Version, "1") || strings.Contains(c.Version, " ") {
		t.Errorf("version %q", c.Version)
	}

	exec1(t, admin, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
	stop(t, c)
	noProcess(t, c.home)
	if _, err := os.Stat(filepath.Join(c.home, "data", "postmaster.pid")); !os.IsNotExist(err) {
		t.Errorf("postmaster.pid: %v", err)
	}

	again := start(t, Options{DataDir: dir})
	if got := query1[int](t, again.Admin(), "SELECT n FROM kept"); got != 7 {
		t.Errorf("kept %d", got)
	}
	stop(t, again)
	stop(t, again) // a second Stop does no harm
}

func TestRoles(t *testing.T) {
	t.Parallel()
	c := start(t, Options{DataDir: openDir(t), Roles: []string{"atlante_test"}})
	admin := c.Admin()
	exec1(t, admin, "CREATE ROLE atlante_test LOGIN")
	if got := query1[string](t, c.DSN("atlante_test", "postgres"), "SELECT current_user::text"); got != "atlante_test" {
		t.Errorf("connected as %s", got)
	}
	exec1(t, admin, "CREATE ROLE other LOGIN")
	if _, err := pgx.Connect(t.Context(), c.DSN("other", "postgres")); err == nil {
		t.Error("a role that is not in Options.Roles may connect")
	}
}

func TestStopAfterItsContextEnded(t *testing.T) {
	t.Parallel()
	// Ctrl-C ends the context of the service before Stop is called with it.
	dir := openDir(t)
	cmd := hold(t, dir)
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("helper after an interrupt: %v", err)
	}
	noProcess(t, filepath.Join(dir, "postgres"))
}

func TestStopIsForcedInTime(t *testing.T) {
	t.Parallel()
	c := start(t, Options{DataDir: openDir(t), StopTimeout: 300 * time.Millisecond})
	// A postmaster that does not react stands for a checkpoint that never ends.
	c.current().signal(syscall.SIGSTOP)
	began := time.Now()
	if err := c.Stop(t.Context()); err == nil {
		t.Error("a forced stop is not told")
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	noProcess(t, c.home)
}

func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(openDir(t), "atlante")
	const nobody = 65534
	cmd := helper(t, "life", nobody, nobody, dir)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "PostGIS ") {
		t.Fatalf("%v: %s", err, out)
	}
	noProcess(t, filepath.Join(dir, "postgres"))

	// Root takes over what the user made, as that user, and gives it back.
	c := start(t, Options{DataDir: dir})
	if c.keeper.uid != nobody {
		t.Errorf("root runs the data of nobody as %s", c.keeper.name)
	}
	stop(t, c)
	out, err = helper(t, "life", nobody, nobody, dir).CombinedOutput()
	if err != nil {
		t.Fatalf("after root had its turn: %v: %s", err, out)
	}
}

func TestUserWithoutName(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	out, err := helper(t, "life", 54321, 54321, dir).CombinedOutput()
	if err == nil {
		t.Fatal("a user without a passwd entry may start")
	}
	mustContain(t, string(out), "54321", "/etc/passwd")
}

func TestDataOfAnotherUser(t *testing.T) {
	needRoot(t)
	t.Parallel()
	dir := openDir(t)
	c := start(t, Options{DataDir: dir}) // by root: belongs to postgres
	began := time.Now()
	out, err := helper(t, "attach", 65534, 65534, dir).CombinedOutput()
	if err != nil || time.Since(began) > attachPatience/2 {
		t.Errorf("attaching took %v: %v", time.Since(began), err)
	}
	mustContain(t, string(out), "permission denied", "pid "+strconv.Itoa(os.Getpid()))
	stop(t, c)

	out, err = helper(t, "life", 65534, 65534, dir).CombinedOutput()
	if err == nil {
		t.Fatal("somebody else's data were opened")
	}
	mustContain(t, string(out), "postgres", "--data-dir")
}
