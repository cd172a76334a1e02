package cover_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
)

func TestTheSameInputInAnyOrderGivesTheSameResult(t *testing.T) {
	f := approximateTerritory(t)
	in := f.input(f.starting())
	sameInAnyOrder(t, in)
	in.Times, in.Estimate, in.Model = patchy{f.estimate}, f.estimate, cover.ModelRoads
	sameInAnyOrder(t, in)
}

func sameInAnyOrder(t *testing.T, in cover.Input) {
	t.Helper()
	want := compute(t, in)
	random := rand.New(rand.NewPCG(1, 1))
	shuffled := in
	shuffled.Comuni = mixed(random, in.Comuni)
	shuffled.Zones = mixed(random, in.Zones)
	shuffled.Valleys = mixed(random, in.Valleys)
	shuffled.Cells = mixed(random, in.Cells)
	shuffled.Residents = mixed(random, in.Residents)
	shuffled.Kinds = mixed(random, in.Kinds)
	shuffled.Places = mixed(random, in.Places)
	got := compute(t, shuffled)
	for i := range reflect.TypeOf(want).NumField() {
		name := reflect.TypeOf(want).Field(i).Name
		if !reflect.DeepEqual(reflect.ValueOf(want).Field(i).Interface(), reflect.ValueOf(got).Field(i).Interface()) {
			t.Errorf("%s differ when the input is shuffled", name)
		}
	}
}

func mixed[T any](random *rand.Rand, list []T) []T {
	out := slices.Clone(list)
	random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func TestProgressGrowsToItsTotal(t *testing.T) {
	f := approximateTerritory(t)
	last, total := 0, 0
	_, err := cover.Compute(t.Context(), f.input(f.starting()), func(done, of int) {
		if done <= last || done > of || (total != 0 && of != total) {
			t.Fatalf("%d of %d after %d of %d", done, of, last, total)
		}
		last, total = done, of
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != total || total == 0 {
		t.Errorf("ended at %d of %d", last, total)
	}
}

func TestACancelledComputationStops(t *testing.T) {
	f := approximateTerritory(t)
	ctx, cancel := context.WithCancel(t.Context())
	steps := 0
	_, err := cover.Compute(ctx, f.input(f.starting()), func(done, _ int) {
		if steps++; done == 5 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || steps != 5 {
		t.Errorf("error %v after %d steps", err, steps)
	}
}

func TestContradictionsAreRefused(t *testing.T) {
	f := approximateTerritory(t)
	for name, change := range map[string]func(*cover.Input){
		"residents outside the territory": func(in *cover.Input) {
			in.Residents = append(slices.Clone(in.Residents), cover.CellResidents{Cell: 1, Comune: "001272", Residents: 3})
		},
		"residents of an unknown comune": func(in *cover.Input) {
			in.Residents = append(slices.Clone(in.Residents), cover.CellResidents{Cell: in.Cells[0].ID, Comune: "009999", Residents: 3})
		},
		"residents twice": func(in *cover.Input) {
			in.Residents = append(slices.Clone(in.Residents), in.Residents[7])
		},
		"negative residents": func(in *cover.Input) {
			in.Residents = slices.Clone(in.Residents)
			in.Residents[7].Residents = -1
		},
		"a cell of an unknown comune": func(in *cover.Input) {
			in.Cells = append(slices.Clone(in.Cells), cover.Cell{ID: 1, Owner: "009999"})
		},
		"a comune twice": func(in *cover.Input) {
			in.Comuni = append(slices.Clone(in.Comuni), in.Comuni[0])
		},
	} {
		in := f.input(nil)
		change(&in)
		if _, err := cover.Compute(t.Context(), in, nil); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: error %v, want ErrInvalid", name, err)
		}
	}
}

// Property of METRICS: T never rises when a place is added, so nobody who was
// within a threshold falls out of it.
func TestAddingAPlaceNeverTakesCoverageAway(t *testing.T) {
	f := approximateTerritory(t)
	places := f.starting()
	before := compute(t, f.input(places))
	for i, name := range []string{"Ceres", "Torino", "Pinerolo"} {
		places = append(places, f.place(200+i, "portineria", name, geo.StatusActive), f.place(300+i, "partner", name, geo.StatusSeasonal))
	}
	after := compute(t, f.input(places))
	grew := 0
	for i, was := range before.Figures {
		for k, n := range was.Counts {
			now := after.Figures[i].Counts[k]
			if now.Within < n.Within {
				t.Errorf("%+v: %d within %d minutes, before %d", was.Area, now.Within, n.Minutes, n.Within)
			}
			if now.Within > n.Within {
				grew++
			}
		}
	}
	for v, view := range before.Views {
		for m, r := range view.Reaches {
			for i := range before.Cells {
				was, now := r.At(i), after.Views[v].Reaches[m].At(i)
				if was.Nearest != nil && (now.Nearest == nil || now.Nearest.Minutes > was.Nearest.Minutes) {
					t.Fatalf("cell %s: %+v after %+v", before.Cells[i].ID, now, was)
				}
			}
		}
	}
	if grew == 0 {
		t.Error("six more places reach nobody")
	}
}

func TestPlannedPlacesCountOnlyInTheirScenario(t *testing.T) {
	f := approximateTerritory(t)
	oulx := f.byName["Oulx"]
	places := []geo.Place{
		f.place(1, "portineria", "Torino", geo.StatusActive),
		f.place(2, "portineria", "Oulx", geo.StatusPlanned),
		f.place(3, "portineria", "Susa", geo.StatusClosed),
		f.place(4, "portineria", "Susa", geo.StatusTemporarilyClosed),
		f.place(5, "portineria", "Ceres", geo.StatusSeasonal),
	}
	r := compute(t, f.input(places))
	within := map[cover.Scenario]cover.Figure{}
	for _, fig := range r.Figures {
		if fig.Kind == "portineria" && fig.Area == (cover.Area{Kind: cover.AreaComune, ID: string(oulx.ID), Territory: geo.TerritoryAll}) {
			within[fig.Scenario] = fig
		}
		if fig.Kind == "portineria" && fig.Area == (cover.Area{Kind: cover.AreaTerritory, Territory: geo.TerritoryAll}) {
			if want := map[cover.Scenario]int{cover.ScenarioCurrent: 2, cover.ScenarioPlanned: 3}[fig.Scenario]; fig.Places != want {
				t.Errorf("%s: %d places count, want %d", fig.Scenario, fig.Places, want)
			}
		}
	}
	now, then := within[cover.ScenarioCurrent].Counts[0], within[cover.ScenarioPlanned].Counts[0]
	if now.Within != 0 || then.Within < oulx.Residents*9/10 {
		t.Errorf("Oulx within 15 minutes: %d today, %d with the planned opening", now.Within, then.Within)
	}
	var counted []cover.Counted
	for _, c := range r.Counted {
		if c.Kind == "portineria" {
			counted = append(counted, c)
		}
	}
	if len(counted) != 5 { // Torino and Ceres twice, Oulx once
		t.Errorf("counted %+v", counted)
	}
}
