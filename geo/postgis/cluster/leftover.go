package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clearLeftovers ends the processes that another life of this cluster left
// behind, and takes away a pid file that would keep PostgreSQL from starting.
// We hold the lock, so none of them serves anybody who counts on it.
func (c *Cluster) clearLeftovers(ctx context.Context) error {
	if found := serverProcesses(c.home); len(found) > 0 {
		c.log.Debug("ending processes of an earlier PostgreSQL", "pids", found)
		left := c.endProcesses(ctx, found)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if len(left) > 0 {
			return fmt.Errorf("processi di PostgreSQL di un avvio precedente non si lasciano fermare (pid %v) / processes of an earlier PostgreSQL cannot be stopped", left)
		}
	}
	return c.dropStalePidFile()
}

// endProcesses asks the postmaster to stop, which takes its children along, then
// all to quit, then the kernel. Returns who is left.
func (c *Cluster) endProcesses(ctx context.Context, found []int) []int {
	master, _ := readPidFile(c.data())
	if slices.Contains(found, master) {
		signalServer(c.home, master, syscall.SIGINT)
		await(ctx, c.opt.StopTimeout, func() bool { return !isServer(c.home, master) })
	}
	found = awaitNone(ctx, c.home, time.Second) // children without their postmaster leave by themselves
	for _, s := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGKILL} {
		for _, pid := range found {
			signalServer(c.home, pid, s)
		}
		if len(found) > 0 {
			found = awaitNone(ctx, c.home, quitPatience)
		}
	}
	return found
}

// dropStalePidFile: PostgreSQL removes the file of a dead process itself, but
// not when another program has the same number now, as after a restart of a
// container.
func (c *Cluster) dropStalePidFile() error {
	pid, _ := readPidFile(c.data())
	if pid == 0 || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return nil
	}
	err := os.Remove(filepath.Join(c.data(), "postmaster.pid"))
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

// serverProcesses lists the processes of PostgreSQL that work in this home: each
// has its data folder as working directory.
func serverProcesses(home string) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && isServer(home, pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func isServer(home string, pid int) bool {
	dir := filepath.Join("/proc", strconv.Itoa(pid))
	cwd, err := os.Readlink(filepath.Join(dir, "cwd"))
	if err != nil || cwd != filepath.Join(home, "data") && cwd != filepath.Join(home, "data.new") {
		return false
	}
	name, err := os.ReadFile(filepath.Join(dir, "comm"))
	return err == nil && strings.TrimSpace(string(name)) == "postgres"
}

// signalServer looks again through a handle of the process, so that a number
// that was reused in between is not hit.
func signalServer(home string, pid int, s syscall.Signal) {
	p, err := os.FindProcess(pid)
	if err != nil {
		return
	}
	defer p.Release()
	if isServer(home, pid) {
		_ = p.Signal(s)
	}
}

// awaitNone waits for the processes of this home to end, and returns who is left.
func awaitNone(ctx context.Context, home string, patience time.Duration) []int {
	var found []int
	await(ctx, patience, func() bool {
		found = serverProcesses(home)
		return len(found) == 0
	})
	return found
}

func await(ctx context.Context, patience time.Duration, done func() bool) {
	deadline := time.Now().Add(patience)
	for !done() && ctx.Err() == nil && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
}
