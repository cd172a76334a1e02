package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A synthetic network is written whole, twice the same, and says what it is;
// where it cannot be written nothing is left behind.
func TestDevNetwork(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	name := filepath.Join(dir, "t.opl")
	said := atlante(t, 0, dir, "dev", "network", "--out", name)
	if !strings.Contains(said.out, "SINTETICI") {
		t.Errorf("said %q", said.out)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(text, []byte("n1 v1 t2026-01-01T00:00:00Z Tatlante:synthetic=yes x")) || !bytes.HasSuffix(text, []byte("\n")) {
		t.Errorf("the file begins %.80q", text)
	}
	for _, wrong := range [][]string{
		{"--out", filepath.Join(dir, "t.xml")},
		{"--out", filepath.Join(dir, "nowhere", "t.opl")},
	} {
		atlante(t, 1, dir, append([]string{"dev", "network"}, wrong...)...)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

// Without osmium the sentence says how to get it.
func TestDevNetworkWithoutOsmium(t *testing.T) {
	dir := newDir(t)
	t.Setenv("PATH", dir)
	_, err := networkFormat(filepath.Join(dir, "t.osm.pbf"))
	if err == nil || !strings.Contains(err.Error(), "apt-get install osmium-tool") {
		t.Errorf("%v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "osmium"), []byte("#!/bin/sh\necho disk full >&2\nexit 3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("osmium"); err != nil {
		t.Fatal(err)
	}
	c := devNetworkCmd{Size: "torino", Out: filepath.Join(dir, "t.osm.pbf"), Seed: 1}
	var said bytes.Buffer
	err = c.Run(t.Context(), &console{out: &said, err: &said})
	if err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "t.*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}
