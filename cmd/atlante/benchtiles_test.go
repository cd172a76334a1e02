package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb/maptile"

	"atlante/geo"
	"atlante/geo/hex"
)

// What takes a trick out must fit the sources as they are.
func TestTricksFitTheSources(t *testing.T) {
	root, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, trick := range allTricks() {
		if _, err := trick.overlay(root, t.TempDir()); err != nil {
			t.Errorf("%s: %v", trick.name, err)
		}
	}
	if _, err := (trick{name: "none such", edits: []edit{{file: "go.mod", old: "no such text"}}}).overlay(root, t.TempDir()); err == nil {
		t.Error("a change that fits nowhere is not refused")
	}
}

// The same seed gives the same places, all of them inside their cells and comuni.
func TestMadePlacesAreTheSameEachTime(t *testing.T) {
	comuni := []geo.Comune{{ID: "001272", Name: "Torino", Seat: [2]float64{7.68, 45.07}}, {ID: "001008", Name: "Angrogna", Seat: [2]float64{7.22, 44.84}}}
	var cells []inhabited
	for i, c := range comuni {
		cell, err := hex.Of(c.Seat, 9)
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, inhabited{cell, c.ID, float64(1000 - 990*i)})
	}
	kinds := []geo.Kind{{ID: "partner"}, {ID: "portineria"}}
	a, b := newPlaceMaker(cells, comuni, kinds), newPlaceMaker(cells, comuni, kinds)
	in, shared := map[string]int{}, 0
	for range 2000 {
		p, err := a.next()
		if err != nil {
			t.Fatal(err)
		}
		if q, _ := b.next(); p != q {
			t.Fatalf("%+v, then %+v", p, q)
		}
		if at, err := hex.Of(p.at, 9); err != nil || at != p.cell || p.name == "" || p.id.Version() != 7 || p.id.Variant() != uuid.RFC4122 {
			t.Fatalf("%+v", p)
		}
		in[p.comune]++
		if p.precision == "comune" {
			shared++
		}
	}
	if in["001272"] < 3*in["001008"] || in["001008"] < 100 || shared < 10 {
		t.Errorf("%v, %d at a seat", in, shared)
	}
}

func TestWalkOverTheTiles(t *testing.T) {
	comuni := []geo.Comune{{Seat: [2]float64{7.68, 45.07}}, {Seat: [2]float64{7.22, 44.84}, MountainClass: "T"}, {Seat: [2]float64{7.05, 45.13}, MountainClass: "T"}}
	anywhere := func(maptile.Tile) bool { return true }
	a := walk(comuni, 100, anywhere)
	if !slices.Equal(a, walk(comuni, 100, anywhere)) {
		t.Error("two walks differ")
	}
	seen := map[maptile.Tile]bool{}
	for _, at := range a {
		if seen[at] || at.Z < 7 || at.Z > 14 {
			t.Errorf("%v", at)
		}
		seen[at] = true
	}
	if b := shuffled(a, 1); slices.Equal(a, b) || !slices.Equal(b, shuffled(a, 1)) || len(b) != len(a) {
		t.Error("the order of a pass")
	}
}

// What is asked for is read to its end, whole or in chunks, and refusals are errors.
func TestTileLoadReadsAnswers(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/empty":
			w.WriteHeader(http.StatusNoContent)
		case "/chunks":
			for range 3 {
				fmt.Fprint(w, strings.Repeat("x", 5000))
				w.(http.Flusher).Flush()
			}
		case "/whole":
			w.Header().Set("Content-Length", "70000")
			fmt.Fprint(w, strings.Repeat("x", 70000))
		default:
			http.Error(w, "no", http.StatusServiceUnavailable)
		}
	}))
	defer s.Close()
	load := tileLoad{Address: s.Listener.Addr().String(), Clients: 3, Paths: []string{"/whole", "/chunks", "/empty", "/whole"}}
	a, err := load.ask()
	if err != nil || a.Bytes != 155000 || a.Empty != 1 || a.P99 <= 0 || a.Seconds <= 0 {
		t.Errorf("%+v, %v", a, err)
	}
	load.Paths = append(load.Paths, "/refused")
	if _, err := load.ask(); err == nil || !strings.Contains(err.Error(), "/refused") {
		t.Errorf("%v", err)
	}
}

// The profiler's own format is read: what burns is found under its name.
func TestProfileShares(t *testing.T) {
	var packed bytes.Buffer
	if err := pprof.StartCPUProfile(&packed); err != nil {
		t.Skip("another profile is running:", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	for ctx.Err() == nil {
		z := gzip.NewWriter(new(bytes.Buffer))
		for i := range 1000 {
			fmt.Fprint(z, i)
		}
		_ = z.Close()
	}
	pprof.StopCPUProfile()
	p, err := readProfile(&packed)
	if err != nil {
		t.Fatal(err)
	}
	shares := p.shares(func(function, file string) string {
		if strings.HasPrefix(function, "compress/") && strings.HasSuffix(file, ".go") {
			return "packing"
		}
		return ""
	})
	of := map[string]float64{}
	for _, s := range shares {
		of[s.name] = s.amount
	}
	if of["packing"] < 0.3 || of["packing"]+of["the rest"] < 0.999 {
		t.Errorf("%v", maps.Collect(maps.All(of)))
	}
}

// Each command leaves the others' parts of the page alone.
func TestAuthorsOfOnePage(t *testing.T) {
	name := filepath.Join(t.TempDir(), "performance.md")
	if err := os.WriteFile(name, []byte("# Performance\n\nstarts\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct{ line, chapter string }{{tileChapter, "## Tiles, first\n"}, {trickChapter, "## Tricks\n"}, {tileChapter, "## Tiles\n"}, {trickChapter, "## Tricks, again\n"}} {
		if err := writeChapter(name, w.line, w.chapter); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(name, []byte("# Performance\n\nanew\n"+keepChapters(name)), 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if want := "# Performance\n\nanew\n\n" + tileChapter + "\n## Tiles\n\n" + trickChapter + "\n## Tricks, again\n"; err != nil || string(text) != want {
		t.Errorf("%q, %v", text, err)
	}
	if keepChapters(filepath.Join(t.TempDir(), "none")) != "" {
		t.Error("chapters of no page")
	}
}

// The engine in small, so that it cannot become slow unnoticed: at least 3 times
// less CPU a cold tile than PostGIS with tables made for it. (About 5 on a quiet
// machine; both suffer alike from what runs beside.)
func TestColdTilesTakeLessThanPostGIS(t *testing.T) {
	t.Parallel()
	page := filepath.Join(newDir(t), "performance.md")
	atlante(t, 0, filepath.Join(newDir(t), "unused"), "dev", "bench-tiles", "--places", "10000", "--tiles", "40", "--rounds", "1", "--only", "cold", "--least", "3", "--out", page)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"### Cold", "| engine, cold | 64 |", "| ST_AsMVT through pgx | 1 |", "10000 places", "Index Scan"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in the page", want)
		}
	}
	if strings.Contains(string(text), "NaN") || strings.Contains(string(text), "%!") {
		t.Errorf("%s", text)
	}
}
