package geotest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"atlante/geo"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// SharedData gives the path of a file of real data that is for tests only and is
// not part of the project: in the folder that ATLANTE_SHARED_DATA names, or
// shared/data beside the checkout. Without it the test is skipped.
func SharedData(t testing.TB, name string) string {
	t.Helper()
	for _, folder := range []string{os.Getenv("ATLANTE_SHARED_DATA"), filepath.Join(root(t), "..", "shared", "data")} {
		path := filepath.Join(folder, name)
		if folder == "" {
			continue
		}
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skipf("real data %s is not on this machine: set ATLANTE_SHARED_DATA to its folder", name)
	return ""
}

// root is the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != "/" {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	t.Fatal("no go.mod above the test")
	return ""
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
		admin(t, c, "CREATE DATABASE "+realTemplate+" TEMPLATE "+begunTemplate)
		s, err := postgis.Open(t.Context(), c.DSN("atlante", realTemplate), Log())
		if err != nil {
			real.err = err
			return
		}
		defer s.Close()
		_, real.err = work.ReplaceBoundaries(t.Context(), s, b, Recomputation())
	})
	if real.err != nil {
		t.Fatal(real.err)
	}
	return open(t, copyOf(t, c, realTemplate))
}

// RealBoundaries reads those of ISTAT from the shared data.
func RealBoundaries(t testing.TB) geo.Boundaries {
	t.Helper()
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	b, err := work.ReadBoundaries(t.Context(), SharedData(t, "istat_comuni_p001.geojson"), comuni, ingest.CLILimits())
	if err != nil {
		t.Fatal(err)
	}
	return *b
}
