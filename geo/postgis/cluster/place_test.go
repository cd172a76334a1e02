package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestSecondStartIsRefused(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	cmd := hold(t, dir)
	_, err := Start(t.Context(), Options{DataDir: dir, ForTests: true})
	if !errors.Is(err, ErrHeld) {
		t.Fatalf("second start: %v", err)
	}
	mustContain(t, err.Error(), "pid "+strconv.Itoa(cmd.Process.Pid), filepath.Base(os.Args[0]))

	// The refused one has not touched the first one.
	r, err := Attach(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	query1[int](t, r.Admin(), "SELECT 1")
}

func TestDeepAndOddPaths(t *testing.T) {
	t.Parallel()
	for name, below := range map[string]string{
		"deep": strings.Repeat("una-cartella-dal-nome-lungo/", 5),
		"odd":  "Città, d'Aosta \\ @ 100%",
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(openDir(t), below)
			c := start(t, Options{DataDir: dir})
			query1[int](t, c.Admin(), "SELECT 1")
			short := c.SocketDir
			if !fitsSocket(short) || strings.HasPrefix(short, dir) {
				t.Errorf("socket in %s", short)
			}
			if info, err := os.Stat(short); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("%s: %v %v", short, info.Mode(), err)
			}
			r, err := Attach(t.Context(), dir)
			if err != nil || r.SocketDir != short {
				t.Errorf("attach: %+v, %v", r, err)
			}
			stop(t, c)
			if _, err := os.Stat(short); !os.IsNotExist(err) {
				t.Errorf("%s is left behind", short)
			}
		})
	}
}

func TestShortFolderOfACrashIsUsedAgain(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(openDir(t), strings.Repeat("una-cartella-dal-nome-lungo/", 5))
	cmd := hold(t, dir)
	r, err := Attach(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	c := start(t, Options{DataDir: dir})
	if c.SocketDir != r.SocketDir {
		t.Errorf("%s was left lying, now %s", r.SocketDir, c.SocketDir)
	}
}

func TestSocketOfStrangersIsNotUsed(t *testing.T) {
	t.Parallel()
	home := filepath.Join(openDir(t), strings.Repeat("x", 100))
	open := openDir(t) // mode 0755: others could look or listen there
	k := keeper{uid: uint32(os.Geteuid())}
	dir, err := socketDir(home, open, k)
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(dir)
	if dir == open {
		t.Error("a folder open to others was used")
	}
}

// Root in its own home: the account of PostgreSQL cannot enter, and it works.
func TestRootBelowAClosedHome(t *testing.T) {
	needRoot(t)
	t.Parallel()
	home := filepath.Join(openDir(t), "root")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	dir, reachable := filepath.Join(home, "atlante", ".atlante"), filepath.Join(openDir(t), "lib")
	o := Options{DataDir: dir, Reachable: reachable}
	c := start(t, o)
	exec1(t, c.Admin(), "CREATE TABLE kept (n int)")
	if !strings.HasPrefix(c.home, reachable+"/") {
		t.Errorf("home %s", c.home)
	}
	if _, err := Attach(t.Context(), dir); err != nil {
		t.Error(err)
	}
	stop(t, c)

	again := start(t, o)
	exec1(t, again.Admin(), "SELECT n FROM kept")
	stop(t, again)

	// Who removes the data folder starts afresh, and loses nothing unasked.
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	fresh := start(t, o)
	if fresh.home == c.home {
		t.Error("the removed data folder came back")
	}
	if old := forgotten(o); len(old) != 2 {
		t.Errorf("homes made for this folder: %v", old)
	}
	stop(t, fresh)

	// The link points to nothing: a clear word instead of an empty start.
	if err := os.RemoveAll(fresh.home); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), o)
	if err == nil {
		t.Fatal("lost data went unnoticed")
	}
	mustContain(t, err.Error(), fresh.home, "rm "+filepath.Join(dir, "postgres"))
}

func TestForeignFilesAreNotOverwritten(t *testing.T) {
	needPostgres(t)
	t.Parallel()
	dir := openDir(t)
	data := filepath.Join(dir, "postgres", "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(data, 65534, 65534); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(data, "tesi.txt"), []byte("anni di lavoro"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{DataDir: dir, ForTests: true})
	if err == nil {
		t.Fatal("a folder that is not PostgreSQL's was used")
	}
	mustContain(t, err.Error(), data)
	if _, err := os.Stat(filepath.Join(data, "tesi.txt")); err != nil {
		t.Error(err)
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{}, {DataDir: openDir(t), Roles: []string{`x" postgres`}}} {
		if _, err := Start(t.Context(), o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}
