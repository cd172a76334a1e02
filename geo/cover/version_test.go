package cover_test

import (
	"slices"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
)

// remember adds what a store keeps of the history to what comes next.
func remember(t *testing.T, in cover.Input, r cover.Result) *cover.Previous {
	t.Helper()
	p := after(t, in, r)
	p.Synthetic = in.Synthetic
	for _, g := range r.Gaps {
		p.Versions = append(p.Versions, g.Version())
	}
	return p
}

func versionsOf(r cover.Result, s cover.Scenario) []cover.GapVersion {
	return slices.DeleteFunc(slices.Clone(r.Versions), func(v cover.GapVersion) bool {
		return v.Scenario != s || v.Territory != geo.TerritoryMountain
	})
}

func TestHistoryOfAnAreaGrowsOnlyWhenSomethingChanges(t *testing.T) {
	in, _ := toy(t)
	first := compute(t, in)
	got := versionsOf(first, cover.ScenarioCurrent)
	if len(got) != 1 || len(first.Versions) != len(first.Gaps) {
		t.Fatalf("%d rows for %d gaps", len(first.Versions), len(first.Gaps))
	}
	g := mountainGaps(first)[0]
	if v := got[0]; v.ID != g.ID || v.Residents != 300 || *v.MedianMinutes != 40 || v.Model != cover.ModelEstimate || v.Name != g.Name || v.Ended || v.Kind != "desk" {
		t.Errorf("%+v", v)
	}
	same := in
	same.Previous = remember(t, in, first)
	second := compute(t, same)
	if len(second.Versions) != 0 {
		t.Errorf("nothing changed, and yet %+v", second.Versions)
	}
	slower, _ := toy(t)
	slower.Times.(fixed).minutes[geo.ModeCar][slower.Cells[2].Centre] = []float64{44, 45}
	slower.Previous = remember(t, same, second)
	third := compute(t, slower)
	if v := versionsOf(third, cover.ScenarioCurrent); len(v) != 1 || v[0].ID != g.ID || *v[0].MedianMinutes != 44 {
		t.Errorf("four minutes more: %+v", v)
	}
	roads := slower
	roads.Model, roads.Previous = cover.ModelRoads, remember(t, slower, third)
	roads.Previous.NewModelOrTerritory = true
	if v := versionsOf(compute(t, roads), cover.ScenarioCurrent); len(v) != 1 || v[0].Model != cover.ModelRoads || v[0].Confidence != cover.Confirmed {
		t.Errorf("another model: %+v", v)
	}
}

// An area that ends says so once, with what it had; the one that comes of it
// names it.
func TestHistoryOfAnAreaEnds(t *testing.T) {
	in, _ := toy(t)
	in.Previous = remember(t, in, compute(t, in))
	in.Places = append(slices.Clone(in.Places), hamlet(3, "001001", in.Comuni[0].Seat, geo.StatusActive))
	near := in.Times.(fixed).minutes[geo.ModeCar]
	near[in.Cells[2].Centre] = []float64{40, 41, 5}
	r := compute(t, in)
	v := versionsOf(r, cover.ScenarioCurrent)
	if len(v) != 1 || !v[0].Ended || v[0].Residents != 300 || *v[0].MedianMinutes != 40 || v[0].Name == "" {
		t.Fatalf("%+v", v)
	}
	again := in
	again.Previous = remember(t, in, r)
	if r := compute(t, again); len(r.Versions) != 0 {
		t.Errorf("it ends twice: %+v", r.Versions)
	}
	// A much larger one takes its place.
	grown, _ := toy(t)
	grown.Previous = remember(t, grown, compute(t, grown))
	grown.Residents[0].Residents = 2000
	grown.Comuni[0].Residents = 2500
	near = grown.Times.(fixed).minutes[geo.ModeCar]
	near[grown.Cells[0].Centre] = []float64{80, 90}
	near[grown.Cells[1].Centre] = []float64{80, 90}
	grown.Previous.NewModelOrTerritory = true
	v = versionsOf(compute(t, grown), cover.ScenarioCurrent)
	if len(v) != 2 || !v[0].Ended || v[1].Ended || !slices.Equal(v[1].Parents, []string{v[0].ID}) || v[1].Residents != 2500 {
		t.Errorf("%+v", v)
	}
}

// An area that goes keeps what its last figures stand on: of roads that a program
// made up it is no real area that ended.
func TestAnAreaThatEndsKeepsItsRoads(t *testing.T) {
	in, _ := toy(t)
	in.Model, in.Synthetic = cover.ModelRoads, true
	p := remember(t, in, compute(t, in))
	for i := range p.Versions {
		p.Versions[i].Graph = 7 // as the store keeps it
	}
	in.Synthetic, in.Previous = false, p
	if v := versionsOf(compute(t, in), cover.ScenarioCurrent); len(v) != 1 || v[0].Ended || v[0].Synthetic {
		t.Errorf("the same minutes on real roads are told: %+v", v)
	}
	for _, minutes := range in.Times.(fixed).minutes[geo.ModeCar] {
		for i := range minutes {
			minutes[i] = 5
		}
	}
	v := versionsOf(compute(t, in), cover.ScenarioCurrent)
	if len(v) != 1 || !v[0].Ended || !v[0].Synthetic || v[0].Graph != 7 || *v[0].MedianMinutes != 40 {
		t.Errorf("%+v", v)
	}
}
