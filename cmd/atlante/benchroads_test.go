package main

import (
	"log/slog"
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
