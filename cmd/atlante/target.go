package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"atlante/geo/postgis"
	"atlante/geo/postgis/cluster"
)

// restoring is the name of a database of the private cluster until it is whole.
const restoring = "atlante_restoring"

// target is the empty database that a restore fills. In the private cluster it
// has another name until it is whole, so that a crash leaves no half of one.
type target struct {
	reached
	vacant *postgis.Vacant // set once it is being filled
	made   []string        // folders that were not there before, outermost first
	home   string          // of a new cluster, where it really is
}

func newTarget(ctx context.Context, s *Settings, log *slog.Logger) (*target, error) {
	if s.DatabaseURL != "" {
		return &target{reached: reached{owner: s.DatabaseURL, login: s.DatabaseURL}}, checkServer(ctx, s.DatabaseURL)
	}
	t := &target{made: missing(filepath.Join(s.DataDir, "postgres"))}
	c, err := startCluster(ctx, s, log)
	if errors.Is(err, cluster.ErrHeld) {
		return nil, fmt.Errorf("su %s lavora già un servizio: ripristina in una cartella nuova con --data-dir / a service runs there: restore into a new folder: %w", s.DataDir, err)
	}
	if err == nil {
		t.cluster, t.owner, t.login = c, c.DSN(cluster.Superuser, restoring), c.DSN("atlante", restoring)
		t.home, err = filepath.EvalSymlinks(filepath.Join(s.DataDir, "postgres"))
	}
	if err == nil {
		err = t.makeRoom(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, t.remove(ctx))
	}
	return t, nil
}

// makeRoom looks that nothing is there, clears away what an interrupted restore
// has left, and makes the database.
func (t *target) makeRoom(ctx context.Context) error {
	there, err := postgis.DatabaseExists(ctx, t.cluster.Admin(), "atlante")
	if err != nil {
		return err
	}
	if there {
		bare, err := postgis.IsBare(ctx, t.cluster.DSN(cluster.Superuser, "atlante"))
		if err != nil {
			return err
		}
		if !bare {
			return postgis.ErrOccupied
		}
	}
	if err := postgis.DropDatabase(ctx, t.cluster.Admin(), restoring); err != nil {
		return err
	}
	return postgis.CreateDatabase(ctx, t.cluster.Admin(), restoring)
}

// keep gives the database of the private cluster its name.
func (t *target) keep(ctx context.Context) error {
	if t.cluster == nil {
		return nil
	}
	if err := postgis.DropDatabase(ctx, t.cluster.Admin(), "atlante"); err != nil { // a bare one
		return err
	}
	return postgis.RenameDatabase(ctx, t.cluster.Admin(), restoring, "atlante")
}

// remove takes away whatever was made, also after the end of ctx.
func (t *target) remove(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	if t.cluster == nil && t.vacant != nil {
		return t.vacant.Undo(ctx)
	}
	var err error
	if t.cluster != nil && len(t.made) == 0 {
		err = postgis.DropDatabase(ctx, t.cluster.Admin(), restoring)
	}
	err = errors.Join(err, t.close())
	if len(t.made) == 0 {
		return err
	}
	if t.home != "" {
		err = errors.Join(err, os.RemoveAll(t.home))
	}
	last := len(t.made) - 1 // the cluster, or the link to it
	err = errors.Join(err, os.RemoveAll(t.made[last]))
	for i := last - 1; i >= 0; i-- {
		_ = os.Remove(t.made[i]) // unless somebody has put something else there
	}
	return err
}

// missing lists the folders of a path that do not exist, outermost first.
func missing(path string) []string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil
	}
	var out []string
	for {
		if _, err := os.Lstat(abs); !errors.Is(err, fs.ErrNotExist) || abs == filepath.Dir(abs) {
			return out
		}
		out = append([]string{abs}, out...)
		abs = filepath.Dir(abs)
	}
}

// told is a reader that says how much was read.
type told struct {
	r   io.Reader
	n   int64
	say func(int64)
}

func (t *told) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.n += int64(n)
	t.say(t.n)
	return n, err
}
