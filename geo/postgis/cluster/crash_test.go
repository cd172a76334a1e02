package cluster

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestSuperviseBringsItBack(t *testing.T) {
	t.Parallel()
	c := startDurable(t, Options{DataDir: openDir(t)})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- c.Supervise(ctx) }()
	exec1(t, c.Admin(), "CREATE TABLE kept (n int)")
	for range 2 {
		killed := c.current().pid
		if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		within(t, 20*time.Second, "PostgreSQL answers again", func() bool {
			conn, err := pgx.Connect(t.Context(), c.Admin())
			if err != nil {
				return false
			}
			defer conn.Close(t.Context())
			_, err = conn.Exec(t.Context(), "SELECT n FROM kept")
			return err == nil && c.current().pid != killed
		})
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestStopEndsSupervise(t *testing.T) {
	t.Parallel()
	c := start(t, Options{DataDir: openDir(t)})
	done := make(chan error)
	go func() { done <- c.Supervise(t.Context()) }()
	stop(t, c)
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Supervise goes on after Stop")
	}
	noProcess(t, c.home)
}

func TestOwnerKilled(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	cmd := hold(t, dir)
	home := filepath.Join(dir, "postgres")
	r, err := Attach(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	exec1(t, r.Admin(), "CREATE TABLE kept (n int)")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()

	c := start(t, Options{DataDir: dir}) // at once, while the old one may still be ending
	exec1(t, c.Admin(), "SELECT n FROM kept")
	if s, err := readState(home); err != nil || s.ServicePid != os.Getpid() {
		t.Errorf("state %+v, %v", s, err)
	}
}

func TestOwnerKilledLeavesNoProcess(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	cmd := hold(t, dir)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	within(t, 10*time.Second, "PostgreSQL ends by the death signal", func() bool {
		return len(serverProcesses(filepath.Join(dir, "postgres"))) == 0
	})
	if _, err := Attach(t.Context(), dir); err == nil {
		t.Error("attached to a dead service")
	}
}

// orphan runs a server on the data folder that nobody waits for or signals.
func orphan(t *testing.T, c *Cluster) *exec.Cmd {
	t.Helper()
	cmd := c.keeper.command(context.WithoutCancel(t.Context()), 0, filepath.Join(c.install.Bin, "postgres"), c.arguments()...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
	within(t, 10*time.Second, "the orphan is ready", func() bool {
		pid, status := readPidFile(c.data())
		return pid == cmd.Process.Pid && status == "ready"
	})
	return cmd
}

func TestLivingOrphanIsStopped(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	first := start(t, Options{DataDir: dir})
	stop(t, first)
	old := orphan(t, first)

	c := start(t, Options{DataDir: dir})
	if c.current().pid == old.Process.Pid {
		t.Error("the orphan was taken for ours")
	}
	if slices.Contains(serverProcesses(c.home), old.Process.Pid) {
		t.Error("the orphan lives on")
	}
	query1[int](t, c.Admin(), "SELECT 1")
}

// A postmaster that died alone leaves children that may still write.
func TestOrphanedChildrenAreStopped(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	first := start(t, Options{DataDir: dir})
	stop(t, first)
	old := orphan(t, first)
	conn := connect(t, first.Admin())
	var backend int
	if err := conn.QueryRow(t.Context(), "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		t.Fatal(err)
	}
	_ = syscall.Kill(backend, syscall.SIGSTOP) // one that does not notice
	_ = old.Process.Kill()

	c := start(t, Options{DataDir: dir})
	if slices.Contains(serverProcesses(c.home), backend) {
		t.Error("the child of the dead postmaster lives on")
	}
	query1[int](t, c.Admin(), "SELECT 1")
}

// After a restart of a container another program has the old number.
func TestStalePidFileOfReusedNumber(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	first := start(t, Options{DataDir: dir})
	stop(t, first)
	other := exec.Command("sleep", "60")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Process.Kill(); _ = other.Wait() }()
	text := strconv.Itoa(other.Process.Pid) + "\n" + first.data() + "\n1\n5432\n\n\n"
	if err := os.WriteFile(filepath.Join(first.data(), "postmaster.pid"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c := start(t, Options{DataDir: dir})
	query1[int](t, c.Admin(), "SELECT 1")
	if syscall.Kill(other.Process.Pid, 0) != nil {
		t.Error("a stranger was killed")
	}
}

func TestInterruptedCreation(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "postgres", "data.new", "base"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "postgres", "data.new", "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := start(t, Options{DataDir: dir})
	query1[int](t, c.Admin(), "SELECT 1")
	if _, err := os.Stat(filepath.Join(dir, "postgres", "data.new")); !os.IsNotExist(err) {
		t.Error("the half-made folder is still there")
	}
}

// cancelOn ends a context when the first line is logged: that of initdb.
type cancelOn struct {
	slog.Handler
	cancel context.CancelFunc
}

func (h cancelOn) Enabled(context.Context, slog.Level) bool { return true }

func (h cancelOn) Handle(context.Context, slog.Record) error {
	time.AfterFunc(100*time.Millisecond, h.cancel)
	return nil
}

func TestCancelledStartLeavesNothing(t *testing.T) {
	needPostgres(t)
	t.Parallel()
	dir := openDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	log := slog.New(cancelOn{slog.DiscardHandler, cancel})
	if _, err := Start(ctx, Options{DataDir: dir, ForTests: true, Log: log}); !errors.Is(err, context.Canceled) {
		t.Fatalf("a cancelled start: %v", err)
	}
	noProcess(t, filepath.Join(dir, "postgres"))
	start(t, Options{DataDir: dir})
}
