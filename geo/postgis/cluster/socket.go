package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
)

// port is only part of the socket's name: the cluster never listens on TCP.
const port = 5432

// The kernel takes 107 bytes and a zero for the path of a socket.
const socketPathMax = 107

// plainPath is what both PostgreSQL's list of folders and pgx's list of hosts
// take as one name: a comma would split it, an @ would make it abstract.
var plainPath = regexp.MustCompile(`^/[A-Za-z0-9/._+-]*$`)

func fitsSocket(dir string) bool {
	name := filepath.Join(dir, ".s.PGSQL."+strconv.Itoa(port))
	return len(name) < socketPathMax && plainPath.MatchString(dir)
}

// socketDir gives the keeper's private folder for the socket: inside the home
// when the path is short and plain, else the short one that a crashed run left
// (previous), else a new one.
func socketDir(home, previous string, k keeper) (string, error) {
	inside := filepath.Join(home, "run")
	if fitsSocket(inside) {
		return inside, k.makeDir(inside, 0o700, true)
	}
	if previous != inside && isPrivate(previous, k) && fitsSocket(previous) {
		return previous, nil
	}
	var last error
	for _, base := range shortBases(k) {
		dir, err := os.MkdirTemp(base, "atlante-")
		if err != nil {
			last = err
			continue
		}
		if fitsSocket(dir) {
			return dir, k.makeDir(dir, 0o700, true)
		}
		_ = os.Remove(dir)
	}
	return "", fmt.Errorf("nessuna cartella dal percorso breve per il socket di PostgreSQL: scegli una --data-dir meno profonda / no folder with a short path for the socket of PostgreSQL: choose a --data-dir that lies less deep (%s): %w", inside, last)
}

func shortBases(k keeper) []string {
	if k.switched {
		return []string{"/run", os.TempDir(), "/tmp"}
	}
	return []string{filepath.Join("/run/user", strconv.Itoa(int(k.uid))), os.TempDir(), "/tmp"}
}

// isPrivate guards the reuse of a folder in a place where others can write.
func isPrivate(dir string, k keeper) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir() && info.Mode().Perm() == 0o700 && info.Sys().(*syscall.Stat_t).Uid == k.uid
}

// dropSocketDir removes a short folder after the server has gone. PostgreSQL
// takes its socket along, a killed one does not.
func dropSocketDir(home, dir string) {
	if dir == filepath.Join(home, "run") {
		return
	}
	name := filepath.Join(dir, ".s.PGSQL."+strconv.Itoa(port))
	_ = os.Remove(name)
	_ = os.Remove(name + ".lock")
	_ = os.Remove(dir)
}
