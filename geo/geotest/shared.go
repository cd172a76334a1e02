package geotest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"atlante/geo"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
	"atlante/geo/postgis"
	"atlante/geo/postgis/cluster"
	"atlante/geo/work"
)

// SharedData gives the path of a file of real data that is for tests only and is
// not part of the project: in the folder that ATLANTE_SHARED_DATA names, or
// shared/data beside the checkout. Without it the test is skipped.
func SharedData(t testing.TB, name string) string {
	t.Helper()
	path := sharedFile(name)
	if path == "" {
		t.Skipf("real data %s is not on this machine: set ATLANTE_SHARED_DATA to its folder", name)
	}
	return path
}

// sharedFile is SharedData; "" without it.
func sharedFile(name string) string {
	for _, folder := range []string{os.Getenv("ATLANTE_SHARED_DATA"), filepath.Join(root(), "..", "shared", "data")} {
		path := filepath.Join(folder, name)
		if folder == "" {
			continue
		}
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

// root is the folder of go.mod; "/" when there is none above the test.
func root() string {
	dir, err := os.Getwd()
	if err != nil {
		return "/"
	}
	for dir != "/" {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	return dir
}

// real is a database with the real boundaries, made once a process and copied.
var real struct {
	once sync.Once
	err  error
}

const realTemplate = "atlante_test_real"

// Real gives a store like Store, with the real boundaries of ISTAT.
func Real(t testing.TB) *postgis.Store {
	t.Helper()
	b := RealBoundaries(t)
	c := needCluster(t)
	real.once.Do(func() {
		Store(t) // the template it is made from
		real.err = makeReal(t.Context(), c, b)
	})
	if real.err != nil {
		t.Fatal(real.err)
	}
	return open(t, copyOf(t, c, realTemplate))
}

func makeReal(ctx context.Context, c *cluster.Cluster, b geo.Boundaries) error {
	s, there, err := from(ctx, c, begunTemplate, realTemplate)
	if err != nil || there {
		return err
	}
	defer s.Close()
	_, err = work.ReplaceBoundaries(ctx, s, b, Recomputation())
	return err
}

// RealBoundaries reads those of ISTAT from the shared data.
func RealBoundaries(t testing.TB) geo.Boundaries {
	t.Helper()
	b, err := readBoundaries(t.Context(), SharedData(t, boundariesFile))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const boundariesFile = "istat_comuni_p001.geojson"

func readBoundaries(ctx context.Context, file string) (geo.Boundaries, error) {
	comuni, err := facts.Comuni()
	if err != nil {
		return geo.Boundaries{}, err
	}
	b, err := work.ReadBoundaries(ctx, file, comuni, ingest.CLILimits())
	if err != nil {
		return geo.Boundaries{}, err
	}
	return *b, nil
}
