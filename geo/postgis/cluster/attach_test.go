package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestAttach(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	if _, err := Attach(t.Context(), dir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("before the first start: %v", err)
	}
	c := start(t, Options{DataDir: dir})
	r, err := Attach(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if r != c.Running {
		t.Errorf("attached to %+v, runs %+v", r, c.Running)
	}
	if r.ServicePid != os.Getpid() {
		t.Errorf("service pid %d", r.ServicePid)
	}
	query1[int](t, r.Admin(), "SELECT 1")
	stop(t, c)
	if _, err := Attach(t.Context(), dir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("after the stop: %v", err)
	}
}

// A command that looks for the service while that starts must not make it fail.
func TestAttachWaitsForTheStart(t *testing.T) {
	needPostgres(t)
	t.Parallel()
	dir := openDir(t)
	attached := make(chan error)
	go func() {
		for {
			if _, err := Attach(t.Context(), dir); !errors.Is(err, ErrNotRunning) {
				attached <- err
				return
			}
		}
	}()
	start(t, Options{DataDir: dir})
	if err := <-attached; err != nil {
		t.Error(err)
	}
}

func TestDSN(t *testing.T) {
	t.Parallel()
	r := Running{SocketDir: `/run/l'Aquila \ x`}
	cfg, err := pgx.ParseConfig(r.DSN("atlante", `a b'c\d`))
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Host != r.SocketDir || cfg.User != "atlante" || cfg.Database != `a b'c\d` || cfg.TLSConfig != nil {
		t.Errorf("host %q user %q database %q", cfg.Host, cfg.User, cfg.Database)
	}
}

func TestDurability(t *testing.T) {
	needPostgres(t)
	t.Parallel()
	dir := openDir(t)
	c := start(t, Options{DataDir: dir})
	conn := connect(t, c.Admin())
	if err := CheckDurability(t.Context(), conn); !errors.Is(err, ErrNotDurable) {
		t.Errorf("all three off: %v", err)
	} else {
		mustContain(t, err.Error(), "fsync", "synchronous_commit", "full_page_writes")
	}
	stop(t, c)

	auto := filepath.Join(c.data(), "postgresql.auto.conf")
	set := func(text string) {
		t.Helper()
		if err := os.WriteFile(auto, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		set("# by hand\n" + name + " = off\n")
		refused, err := Start(t.Context(), Options{DataDir: dir})
		if !errors.Is(err, ErrNotDurable) {
			t.Errorf("%s off: %v", name, err)
			_ = refused.Stop(t.Context())
			continue
		}
		mustContain(t, err.Error(), name+" ("+auto+":2)")
		noProcess(t, c.home)
	}
	set("")
	durable, err := Start(t.Context(), Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	stop(t, durable)
}
