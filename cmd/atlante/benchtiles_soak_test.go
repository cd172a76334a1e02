//go:build soak

package main

import (
	"os/exec"
	"testing"
)

// The program still builds without each trick.
func TestTricksBuild(t *testing.T) {
	root, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, trick := range allTricks() {
		overlay, err := trick.overlay(root, t.TempDir())
		if err != nil {
			t.Errorf("%s: %v", trick.name, err)
			continue
		}
		build := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay, "-o", t.TempDir(), "./cmd/atlante")
		build.Dir = root
		if told, err := build.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", trick.name, err, told)
		}
	}
}
