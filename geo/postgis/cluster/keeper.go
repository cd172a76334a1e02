package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// keeper is the account of the operating system that runs PostgreSQL and owns
// its files. PostgreSQL refuses root, so root hands the server to the account
// "postgres" that Debian's package makes, or to whoever owns the data already.
type keeper struct {
	uid, gid uint32
	name     string
	switched bool // this process is root and the child runs as somebody else
}

// findKeeper chooses the account for a home, which may not exist yet.
func findKeeper(home string) (keeper, error) {
	me := uint32(os.Geteuid())
	data := filepath.Join(home, "data")
	owner, made, err := ownerOf(data)
	if err == nil && !made {
		data = home // a start that was cut short has left an empty home
		owner, made, err = ownerOf(home)
		made = made && !(me == 0 && owner == 0)
	}
	if err != nil {
		return keeper{}, fmt.Errorf("cartella dei dati illeggibile / unreadable data folder: %w", err)
	}
	switch {
	case me != 0 && made && owner != me:
		return keeper{}, fmt.Errorf("i dati in %s sono di %s: avvia Atlante con quell'utente (o come root), oppure scegli un'altra cartella con --data-dir / the data there belong to %s: start Atlante as that user (or as root), or choose another --data-dir",
			data, accountName(owner), accountName(owner))
	case me != 0:
		return lookup(me)
	case made && owner == 0:
		return keeper{}, fmt.Errorf("i dati in %s sono di root, che PostgreSQL rifiuta / are owned by root, which PostgreSQL refuses:\n  chown -R postgres: %s", data, data)
	case made:
		k, err := lookup(owner)
		k.switched = true
		return k, err
	}
	u, err := user.Lookup(Superuser)
	if err != nil {
		return keeper{}, fmt.Errorf("come root serve l'utente di sistema «postgres», che il pacchetto postgresql crea / root needs the system user \"postgres\", which the package postgresql makes:\n  sudo apt-get install postgresql-common")
	}
	return fromUser(u, true)
}

// lookup refuses accounts without a passwd entry: initdb and peer
// authentication both need the name, and say so less clearly.
func lookup(uid uint32) (keeper, error) {
	u, err := user.LookupId(strconv.Itoa(int(uid)))
	if err != nil {
		return keeper{}, fmt.Errorf("l'utente %d non ha un nome (manca in /etc/passwd), e PostgreSQL lo rifiuta: usa un altro utente o aggiungilo / user %d has no name (no entry in /etc/passwd), and PostgreSQL refuses it: use another user or add it:\n  echo 'atlante:x:%d:%d::/nonexistent:/usr/sbin/nologin' >> /etc/passwd",
			uid, uid, uid, os.Getegid())
	}
	return fromUser(u, false)
}

func fromUser(u *user.User, switched bool) (keeper, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return keeper{}, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return keeper{uint32(uid), uint32(gid), u.Username, switched}, err
}

func accountName(uid uint32) string {
	if u, err := user.LookupId(strconv.Itoa(int(uid))); err == nil {
		return u.Username
	}
	return fmt.Sprintf("uid %d", uid)
}

func ownerOf(path string) (uid uint32, exists bool, err error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return info.Sys().(*syscall.Stat_t).Uid, true, nil
}

// command prepares a program of PostgreSQL: as the keeper, with an environment
// of its own (no PG* variable of ours may leak in), away from our folder, in its
// own process group so that Ctrl-C reaches only us, and with the signal that the
// kernel sends it when the thread that started it dies.
func (k keeper) command(ctx context.Context, death syscall.Signal, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: death}
	if k.switched {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: k.uid, Gid: k.gid, Groups: []uint32{k.gid}}
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}

// reaches asks by trying, because modes alone do not tell (lists of access
// rights, file systems without owners).
func (k keeper) reaches(ctx context.Context, dir string) bool {
	if !k.switched {
		return true
	}
	return k.command(ctx, 0, "/bin/sh", "-c", `cd -- "$1"`, "sh", dir).Run() == nil
}

// makeDir makes one folder with exactly this mode, whatever the umask, and
// gives it to the keeper when own says so.
func (k keeper) makeDir(path string, mode fs.FileMode, own bool) error {
	if err := os.Mkdir(path, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Chmod(path, mode); err != nil {
		return err
	}
	if own && k.switched {
		return os.Chown(path, int(k.uid), int(k.gid))
	}
	return nil
}
