package cluster

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// create makes the data folder under another name and renames it when it is
// whole, so that an interrupted start leaves nothing that looks like data.
func (c *Cluster) create(ctx context.Context) error {
	fresh := filepath.Join(c.home, "data.new")
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := c.keeper.makeDir(fresh, 0o700, true); err != nil {
		return err
	}
	c.log.Info("making a new PostgreSQL cluster", "folder", c.data(), "PostgreSQL", c.install.Major, "PostGIS", c.install.PostGIS)
	args := []string{"--pgdata=" + fresh, "--username=" + Superuser, "--auth-local=peer", "--auth-host=reject",
		"--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"}
	if c.opt.ForTests {
		args = append(args, "--no-sync")
	}
	cmd := c.keeper.command(ctx, syscall.SIGKILL, filepath.Join(c.install.Bin, "initdb"), args...)
	runtime.LockOSThread() // the death signal is tied to the thread that starts the child
	out, err := cmd.CombinedOutput()
	runtime.UnlockOSThread()
	if err != nil {
		_ = os.RemoveAll(fresh)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("PostgreSQL non riesce a creare i suoi dati in %s / PostgreSQL cannot make its data there: %w\n%s", c.home, err, lastLines(string(out), 8))
	}
	if err := os.Rename(fresh, c.data()); err != nil {
		return err
	}
	return syncDir(c.home)
}

// syncDir makes a rename survive a power cut.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
