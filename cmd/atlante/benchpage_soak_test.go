//go:build soak

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A small run of the measurements: every section is there with figures in it, no
// share is of nothing, and no process stays behind.
func TestBenchWritesThePage(t *testing.T) {
	t.Parallel()
	page := filepath.Join(newDir(t), "performance.md")
	atlante(t, 0, filepath.Join(newDir(t), "unused"), "dev", "bench", "--rows", "400", "--tiles", "2", "--roads", "none", "--out", page)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"two scenarios", "## Starts", "## Memory at rest", "## A full recompute at resolution 9",
		"## A tile that the database makes", "| cells | 2 |", "## Import of 400 places", "rows per second", "What dominates: ", "| cell_times |", "PostgreSQL 1"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in the page", want)
		}
	}
	for _, never := range []string{"NaN", "Inf", "%!"} {
		if strings.Contains(string(text), never) {
			t.Errorf("%q in the page", never)
		}
	}
	if t.Failed() {
		t.Logf("%s", text)
	}
}
