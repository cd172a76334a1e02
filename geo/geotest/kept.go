package geotest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"time"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5"

	"atlante/geo/postgis/cluster"
)

// keptFolder names, in the environment of a run of all packages, the folder in which
// the first of them leaves a cluster with all templates, for the others to begin from:
// making them takes longer than many a package takes to be tested.
const keptFolder = "GEOTEST_KEPT"

// copyKept copies the kept cluster, and makes it first if nobody has.
func copyKept(kept, dir string) error {
	lock := flock.New(kept + ".lock")
	if err := lock.Lock(); err != nil { // for as long as another makes it
		return fmt.Errorf("%s: %w", lock.Path(), err)
	}
	defer lock.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	if _, err := os.Stat(kept); errors.Is(err, fs.ErrNotExist) {
		if err := makeKept(ctx, kept); err != nil {
			return err
		}
	}
	if told, err := exec.CommandContext(ctx, "cp", "-a", kept, dir).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, told)
	}
	return nil
}

// makeKept makes the templates of all tests in a cluster, and stops it.
func makeKept(ctx context.Context, kept string) error {
	unfinished := kept + ".new"
	if err := os.RemoveAll(unfinished); err != nil { // what is half made would be taken for whole
		return err
	}
	c, err := cluster.Start(ctx, cluster.Options{DataDir: unfinished, Roles: []string{"atlante"}, ForTests: true,
		Settings: map[string]string{"min_wal_size": "32MB", "max_wal_size": "64MB"}}) // the log would be half of what is copied
	if err != nil {
		return err
	}
	err = errors.Join(makeTemplates(ctx, c), c.Stop(ctx))
	if err != nil {
		return err
	}
	return os.Rename(unfinished, kept)
}

func makeTemplates(ctx context.Context, c *cluster.Cluster) error {
	if err := makeTemplate(ctx, c); err != nil {
		return err
	}
	if err := makeBegun(ctx, c); err != nil {
		return err
	}
	file := sharedFile(boundariesFile)
	if file == "" {
		return nil
	}
	b, err := readBoundaries(ctx, file)
	if err != nil {
		return err
	}
	return makeReal(ctx, c, b)
}

func exists(ctx context.Context, c *cluster.Cluster, database string) (there bool, err error) {
	conn, err := pgx.Connect(ctx, c.Admin())
	if err != nil {
		return false, err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", database).Scan(&there)
	return there, err
}
