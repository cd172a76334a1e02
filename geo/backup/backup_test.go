package backup_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"atlante/geo"
	"atlante/geo/backup"
)

func manifest() backup.Manifest {
	sum := func(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }
	return backup.Manifest{Format: backup.Format, Program: "prova", Schema: 5, Postgres: 15,
		Made:   time.Date(2026, 8, 1, 3, 0, 0, 0, time.UTC),
		Tables: []backup.Table{{Name: "batch", Rows: 1, SHA256: sum("a")}, {Name: "place", Rows: 31, SHA256: sum("b")}}}
}

// written makes a backup of a dump and gives its bytes.
func written(t testing.TB, m backup.Manifest, dump []byte) []byte {
	t.Helper()
	dir, err := os.MkdirTemp("", "backup-test-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	f, err := os.Create(filepath.Join(dir, "b.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := backup.Write(f, m, func(w io.Writer) error { _, err := w.Write(dump); return err }); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func open(text []byte) (*backup.Backup, error) {
	return backup.Open(bytes.NewReader(text), int64(len(text)), nil)
}

func TestReadAsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		dump := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(rt, "dump")
		b, err := open(written(t, manifest(), dump))
		if err != nil {
			rt.Fatal(err)
		}
		got, err := io.ReadAll(b.Dump())
		if err != nil || !bytes.Equal(got, dump) || b.DumpSize() != int64(len(dump)) || !reflect.DeepEqual(b.Manifest, manifest()) {
			rt.Errorf("%d bytes of %d, %v, %+v", len(got), len(dump), err, b.Manifest)
		}
	})
}

// Anybody's tar reads it.
func TestIsATar(t *testing.T) {
	t.Parallel()
	r := tar.NewReader(bytes.NewReader(written(t, manifest(), []byte("PGDMP"))))
	var names, texts []string
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil || h.Mode != 0o600 {
			t.Errorf("%s: mode %o, %v", h.Name, h.Mode, err)
		}
		names, texts = append(names, h.Name), append(texts, string(text))
	}
	if got := strings.Join(names, " "); got != "manifest.json atlante.dump SHA256SUMS" {
		t.Fatalf("%s", got)
	}
	want := fmt.Sprintf("%x  manifest.json\n%x  atlante.dump\n", sha256.Sum256([]byte(texts[0])), sha256.Sum256([]byte(texts[1])))
	if texts[2] != want {
		t.Errorf("%s", texts[2])
	}
}

// Every bit counts.
func TestEveryFlippedBitIsFound(t *testing.T) {
	t.Parallel()
	text := written(t, manifest(), []byte("some bytes of a dump"))
	for i := range text {
		for bit := range 8 {
			text[i] ^= 1 << bit
			if _, err := open(text); !errors.Is(err, geo.ErrInvalid) {
				t.Errorf("byte %d, bit %d: %v", i, bit, err)
			}
			text[i] ^= 1 << bit
		}
	}
	if _, err := open(text); err != nil {
		t.Fatal(err)
	}
}

func TestEveryCutIsFound(t *testing.T) {
	t.Parallel()
	text := written(t, manifest(), bytes.Repeat([]byte("dump "), 200))
	for n := range len(text) {
		if _, err := open(text[:n]); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%d of %d bytes: %v", n, len(text), err)
		}
	}
	for _, more := range []string{"\x00", "x", strings.Repeat("\x00", 512)} {
		if _, err := open([]byte(string(text) + more)); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%d bytes more: %v", len(more), err)
		}
	}
}

// Files that were never a backup, or whose parts are exchanged.
func TestSomethingElse(t *testing.T) {
	t.Parallel()
	var swapped bytes.Buffer
	w := tar.NewWriter(&swapped)
	for _, name := range []string{"atlante.dump", "manifest.json", "SHA256SUMS"} {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Format: tar.FormatGNU}); err != nil {
			t.Fatal(err)
		}
	}
	_ = w.Close()
	for name, text := range map[string][]byte{"nothing": nil, "zeros": make([]byte, 4096), "words": bytes.Repeat([]byte("PGDMP words "), 500), "parts exchanged": swapped.Bytes()} {
		if _, err := open(text); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What no program would write into a manifest is neither written nor read.
func TestManifestsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*backup.Manifest){
		"no tables":       func(m *backup.Manifest) { m.Tables = nil },
		"no schema":       func(m *backup.Manifest) { m.Schema = 0 },
		"no time":         func(m *backup.Manifest) { m.Made = time.Time{} },
		"another zone":    func(m *backup.Manifest) { m.Made = m.Made.In(time.FixedZone("x", 3600)) },
		"no order":        func(m *backup.Manifest) { m.Tables[0], m.Tables[1] = m.Tables[1], m.Tables[0] },
		"a table twice":   func(m *backup.Manifest) { m.Tables[1] = m.Tables[0] },
		"rows below zero": func(m *backup.Manifest) { m.Tables[0].Rows = -1 },
		"no hash":         func(m *backup.Manifest) { m.Tables[0].SHA256 = "" },
		"a name of SQL":   func(m *backup.Manifest) { m.Tables[0].Name = `a"; DROP` },
	} {
		m := manifest()
		spoil(&m)
		var none file
		if err := backup.Write(&none, m, func(io.Writer) error { return nil }); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type file struct{ bytes.Buffer }

func (*file) WriteAt(p []byte, _ int64) (int, error) { return len(p), nil }

// A file that changes between the check and the reading is noticed.
func TestChangedAfterTheCheck(t *testing.T) {
	t.Parallel()
	text := written(t, manifest(), []byte("some bytes of a dump"))
	b, err := open(text)
	if err != nil {
		t.Fatal(err)
	}
	text[bytes.Index(text, []byte("some"))] ^= 1
	if _, err := io.ReadAll(b.Dump()); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("%v", err)
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	want := manifest().Tables
	if d := backup.Differences(want, manifest().Tables); len(d) != 0 {
		t.Errorf("%v", d)
	}
	have := []backup.Table{{Name: "place", Rows: 30, SHA256: want[1].SHA256}, {Name: "zone", Rows: 11, SHA256: want[0].SHA256}}
	d := strings.Join(backup.Differences(want, have), "; ")
	for _, w := range []string{"batch: manca", "place: 30 righe invece di 31", "zone: non è nella copia"} {
		if !strings.Contains(d, w) {
			t.Errorf("%s lacks %q", d, w)
		}
	}
	have = manifest().Tables
	have[1].SHA256 = want[0].SHA256
	if d := backup.Differences(want, have); len(d) != 1 || !strings.Contains(d[0], "place: il contenuto") {
		t.Errorf("%v", d)
	}
}
