package cluster

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clearLeftovers ends the processes that another life of this cluster left
// behind, and takes away a pid file that would keep PostgreSQL from starting.
// We hold the lock, so none of them serves anybody who counts on it.
func (c *Cluster) clearLeftovers(ctx context.Context) error {
	found := serverProcesses(c.home)
	if len(found) > 0 {
		master, _ := readPidFile(c.data())
		c.log.Debug("ending processes of an earlier PostgreSQL", "pids", found)
		steps := []struct {
			signal syscall.Signal
			all    bool // or the postmaster alone, which takes its children along
			wait   time.Duration
		}{
			{syscall.SIGINT, false, c.opt.StopTimeout},
			{syscall.SIGQUIT, true, 5 * time.Second},
			{syscall.SIGKILL, true, 5 * time.Second},
		}
		for _, s := range steps {
			orphans := !contains(found, master)
			if !s.all && orphans {
				s.wait = time.Second // children of a dead postmaster leave by themselves
			}
			for _, pid := range found {
				if s.all || pid == master {
					signalServer(c.home, pid, s.signal)
				}
			}
			if found = awaitNone(ctx, c.home, s.wait); len(found) == 0 {
				break
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if len(found) > 0 {
			return errorf("processi di PostgreSQL di un avvio precedente non si lasciano fermare (pid %v) / processes of an earlier PostgreSQL cannot be stopped", found)
		}
	}
	return c.dropStalePidFile()
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

func awaitNone(ctx context.Context, home string, patience time.Duration) []int {
	deadline := time.Now().Add(patience)
	for {
		found := serverProcesses(home)
		if len(found) == 0 || ctx.Err() != nil || time.Now().After(deadline) {
			return found
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func contains(pids []int, pid int) bool {
	for _, p := range pids {
		if p == pid {
			return true
		}
	}
	return false
}
