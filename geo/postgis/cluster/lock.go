package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// lockPatience covers a service that is just ending and an Attach that looks.
const lockPatience = 600 * time.Millisecond

// takeLock makes this process the one that runs the cluster. Without it a second
// service would quietly use the first one's server, and lose it when that stops.
func takeLock(ctx context.Context, home string) (*flock.Flock, error) {
	path := filepath.Join(home, "lock")
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW), flock.SetPermissions(0o644))
	wait, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	ok, err := lock.TryLockContext(wait, 50*time.Millisecond)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !ok && (err == nil || errors.Is(err, context.DeadlineExceeded)):
		return nil, heldBy(home)
	case err != nil:
		return nil, fmt.Errorf("non posso bloccare la cartella dei dati / cannot lock the data folder: %w", err)
	}
	if err := signLock(path, home); err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	return lock, nil
}

// signLock writes our pid, for the word to whoever comes second. Root leaves the
// file to the owner of the home, who must be able to lock it the next time.
func signLock(path, home string) error {
	if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o644); err != nil {
		return err
	}
	return giveToOwner(path, home)
}

func giveToOwner(path, home string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(home)
	if err != nil {
		return err
	}
	st := info.Sys().(*syscall.Stat_t)
	return os.Lchown(path, int(st.Uid), int(st.Gid))
}

func heldBy(home string) error {
	who := "pid ?"
	if pid := lockPid(home); pid != 0 {
		who = fmt.Sprintf("pid %d", pid)
		if line := commandLine(pid); line != "" {
			who += ", " + line
		}
	}
	return fmt.Errorf("%w: %s (%s); usa quello, fermalo, o scegli un'altra cartella con --data-dir / use that one, stop it, or choose another --data-dir",
		ErrHeld, home, who)
}

// isHeld tells whether some process runs the cluster of this home.
func isHeld(home string) (bool, error) {
	probe := flock.New(filepath.Join(home, "lock"), flock.SetFlag(os.O_RDONLY))
	free, err := probe.TryRLock()
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if free {
		_ = probe.Unlock()
	}
	return !free, nil
}

func lockPid(home string) int {
	text, err := os.ReadFile(filepath.Join(home, "lock"))
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return pid
}

func commandLine(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return ""
	}
	line := strings.TrimSpace(strings.ReplaceAll(string(text), "\x00", " "))
	if r := []rune(line); len(r) > 80 {
		line = string(r[:80]) + "…"
	}
	return line
}
