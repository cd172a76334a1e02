package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/ingest/facts"
	"atlante/geo/road"
	"atlante/geo/road/synthetic"
)

// Both searches of a small network are compared and timed; nothing stays in the
// database, and repairs are counted for every place.
func TestBenchSideBySide(t *testing.T) {
	t.Parallel()
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	comuni = slices.DeleteFunc(comuni, func(c geo.Comune) bool { return c.Zone != 8 })
	g, _ := road.Build(synthetic.Network(synthetic.Torino, 1, comuni, nil, nil, road.DefaultProfile()), geo.ModeCar, nil)
	stops, err := benchStops(g)
	if err != nil {
		t.Fatal(err)
	}
	s := &Settings{DataDir: newDir(t), Offline: true}
	err = with(t.Context(), s, slog.New(slog.DiscardHandler), func(d *database) error {
		r := roadRun{size: synthetic.Torino, nodes: len(g.Lon)}
		if err := r.search.edits(t.Context(), g, stops); err != nil {
			return err
		}
		if err := r.sideBySide(t.Context(), d.owner, g, stops); err != nil {
			return err
		}
		if len(r.search.add) != benchPlaces || len(r.search.cpuMS) != 3*searchRounds || middle(r.search.cpuMS) <= 0 {
			t.Errorf("%d places put in, %d searches, %v ms", len(r.search.add), len(r.search.cpuMS), middle(r.search.cpuMS))
		}
		if r.pgRouting == nil { // not t.Skip, which would leave the cluster running
			t.Log("pgRouting is not installed: run `make test`, which installs it")
			return nil
		}
		if r.pgRouting.compared != len(g.Lon) || len(r.pgRouting.sent) != searchRounds {
			t.Errorf("%d of %d nodes compared, %d rounds", r.pgRouting.compared, len(g.Lon), len(r.pgRouting.sent))
		}
		r.within = r.search
		r.imported.stages = []phase{{"read", 1}}
		r.imported.total = 1
		var b bench
		b.writeRoads([]roadRun{r})
		for _, want := range []string{"SYNTHETIC", "| torino | ", "pgRouting 3", "### Growth"} {
			if !strings.Contains(b.page.String(), want) {
				t.Errorf("no %q in\n%s", want, b.page.String())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The whole section, with what the issue asks: 40 times less CPU than pgRouting
// on the larger network, a place put in or taken out in less than 5 ms.
func TestBenchRoads(t *testing.T) {
	if os.Getenv("ATLANTE_SOAK") == "" {
		t.Log("imports two large networks: only with ATLANTE_SOAK=1; TestBenchSideBySide compares on a small one")
		return
	}
	b := &bench{out: &console{out: os.Stderr, err: os.Stderr}, settings: &Settings{DataDir: filepath.Join(newDir(t), "d"), Offline: true}}
	log := slog.New(slog.DiscardHandler)
	err := with(t.Context(), b.settings, log, func(d *database) error {
		if err := begin(t.Context(), b.settings, d, log, b.out); err != nil {
			return err
		}
		comuni, _, err := d.Comuni(t.Context(), geo.ComuneFilter{})
		if err != nil {
			return err
		}
		r, err := b.roadsOf(t.Context(), d, synthetic.Piemonte, comuni)
		if err != nil {
			return err
		}
		b.writeRoads([]roadRun{r})
		t.Log(b.page.String())
		if r.pgRouting == nil {
			t.Error("pgRouting is not installed: run `make soak`, which installs it")
			return nil
		}
		if ratio := 1e3 * middle(r.pgRouting.searches) / middle(r.search.cpuMS); ratio < 40 {
			t.Errorf("pgRouting takes only %.0f times our CPU", ratio)
		}
		if r.search.add.at(100) > 5 || r.search.remove.at(100) > 5 {
			t.Errorf("put in within %.2f ms of CPU, taken out within %.2f", r.search.add.at(100), r.search.remove.at(100))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
