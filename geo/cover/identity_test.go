package cover_test

import (
	"slices"
	"strconv"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

func itoa(n int) string { return strconv.Itoa(n) }

// first gap of the mountains in the current scenario.
func first(t *testing.T, r cover.Result) cover.Gap {
	t.Helper()
	for _, g := range r.Gaps {
		if g.Scenario == cover.ScenarioCurrent && g.Territory == geo.TerritoryMountain {
			return g
		}
	}
	t.Fatal("no gap")
	return cover.Gap{}
}

// The gap of the toy is its third cell, whose 400 residents are the weights.
func TestTheIdIsKeptWhileHalfOfTheResidentsAreTheSame(t *testing.T) {
	in, ids := toy(t)
	for name, x := range map[string]struct {
		cells   []hex.Cell
		id      string
		parents []string
	}{
		"the same":                {ids[2:3], "g-desk-7", nil},
		"300 more of 700: 0.57":   {[]hex.Cell{ids[0], ids[1], ids[2]}, "g-desk-7", nil},
		"550 more of 950: 0.42":   {[]hex.Cell{ids[0], ids[1], ids[2], ids[4]}, "g-desk-8", []string{"g-desk-7"}},
		"nothing in common":       {ids[:2], "g-desk-8", nil},
		"cells without residents": {[]hex.Cell{ids[2], 12345}, "g-desk-7", nil},
	} {
		t.Run(name, func(t *testing.T) {
			in.Previous = &cover.Previous{Kinds: in.Kinds, Gaps: []cover.PastGap{
				{ID: "g-desk-7", Scenario: cover.ScenarioCurrent, Territory: geo.TerritoryMountain, Kind: "desk", Cells: x.cells},
			}}
			g := first(t, compute(t, in))
			if g.ID != x.id || !slices.Equal(g.Parents, x.parents) {
				t.Errorf("%s from %v, want %s from %v", g.ID, g.Parents, x.id, x.parents)
			}
		})
	}
}

func TestIdsAreKeptByScenarioAndTerritoryAndNeverReused(t *testing.T) {
	f := approximateTerritory(t)
	in := f.input(f.starting())
	r1 := compute(t, in)
	ids := func(r cover.Result) map[string]bool {
		out := map[string]bool{}
		for _, g := range r.Gaps {
			key := string(g.Scenario) + " " + g.ID
			if out[key] {
				t.Errorf("%s twice", key)
			}
			out[key] = true
		}
		return out
	}
	last := func(r cover.Result) int64 {
		for _, s := range r.Serials {
			if s.Kind == "portineria" {
				return s.Last
			}
		}
		return 0
	}
	same := in
	same.Previous = after(t, in, r1)
	r2 := compute(t, same)
	for i, g := range r2.Gaps {
		if g.ID != r1.Gaps[i].ID || len(g.Parents) > 0 {
			t.Fatalf("%s became %s though nothing changed", r1.Gaps[i].ID, g.ID)
		}
	}
	// A place in Oulx closes the gaps of the Alta Val di Susa; when it goes, they
	// come back under new serials.
	open := in
	open.Places = append(slices.Clone(in.Places), f.place(500, "portineria", "Oulx", geo.StatusActive))
	open.Previous = after(t, same, r2)
	r3 := compute(t, open)
	closed := in
	closed.Previous = after(t, open, r3)
	r4 := compute(t, closed)
	was, during, now := ids(r1), ids(r3), ids(r4)
	fresh := 0
	for id := range now {
		if during[id] {
			continue
		}
		if was[id] {
			t.Errorf("%s is used again", id)
		}
		fresh++
	}
	if fresh == 0 || last(r4) <= last(r3) || last(r3) < last(r1) {
		t.Errorf("%d new ids, serials %d, %d, %d", fresh, last(r1), last(r3), last(r4))
	}
}

func TestLostSerialsDoNotBringIdsBack(t *testing.T) {
	in, ids := toy(t)
	in.Previous = &cover.Previous{Kinds: in.Kinds, Serials: []cover.GapSerial{{Kind: "gone", Last: 4}}, Gaps: []cover.PastGap{
		{ID: "g-desk-30", Scenario: cover.ScenarioPlanned, Territory: geo.TerritoryInner, Kind: "desk", Cells: ids[:1]},
	}}
	r := compute(t, in)
	if g := first(t, r); g.ID != "g-desk-31" {
		t.Errorf("%s", g.ID)
	}
	if !slices.Contains(r.Serials, cover.GapSerial{Kind: "gone", Last: 4}) {
		t.Errorf("the serials of a kind that is gone are lost: %+v", r.Serials)
	}
}
