package cover_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
)

// border is a comune of 300 people 20 minutes by car from a desk beyond the
// border, an hour from the one inside.
func border(t *testing.T) cover.Input {
	t.Helper()
	in, cells, r := valley(t, 2)
	settle(&in, r, "001001", cells[0], 300, 60)
	settle(&in, r, "001002", cells[1], 500, 10)
	r.external[cells[0].Centre] = 20
	in.Places[0].Comune = "001002"
	beyond := hamlet(2, "", orb.Point{6.9, 45.1}, geo.StatusActive)
	beyond.External = true
	in.Places = append(in.Places, beyond)
	return in
}

// Issue 4, "Shows" 4. The scenario is what count_external switches on.
func TestAnExternalPlaceBeyondTheBorderChangesTheFigureOfTheBorderComuneOnlyWhenCountExternalIsOn(t *testing.T) {
	in := border(t)
	r := compute(t, in)
	noViolations(t, in, r)
	area := cover.Area{Kind: cover.AreaComune, ID: "001001", Territory: geo.TerritoryAll}
	for scenario, want := range map[cover.Scenario]int{cover.ScenarioCurrent: 0, cover.ScenarioPlanned: 0, cover.ScenarioExternal: 300} {
		f := figure(t, r, scenario, "desk", area)
		if n, _ := f.At(0); n.Within != want || n.Within+n.Beyond != 300 || f.Places != 0 {
			t.Errorf("%s: %+v, %d places", scenario, n, f.Places)
		}
	}
	inland := cover.Area{Kind: cover.AreaComune, ID: "001002", Territory: geo.TerritoryAll}
	if a, b := figure(t, r, cover.ScenarioCurrent, "desk", inland), figure(t, r, cover.ScenarioExternal, "desk", inland); a.Counts[3] != b.Counts[3] || *a.Median != *b.Median {
		t.Errorf("inland: %+v and %+v", a, b)
	}
	if len(r.Views) != 2 || len(r.Coarse[0].Kinds) != 2 || slices.ContainsFunc(r.Gaps, func(g cover.Gap) bool { return g.Scenario == cover.ScenarioExternal }) ||
		slices.ContainsFunc(r.Counted, func(c cover.Counted) bool { return c.Place == in.Places[1].ID }) {
		t.Error("the scenario has figures only")
	}
	if g := mountainGaps(r); len(g) != 1 || g[0].Residents != 300 {
		t.Errorf("the gap of the border comune: %+v", g)
	}
}

func TestTheScenarioIsThereOnlyWhenSuchAPlaceCounts(t *testing.T) {
	for name, change := range map[string]func(*cover.Input){
		"it is planned":                    func(in *cover.Input) { in.Places[1].Status = geo.StatusPlanned },
		"it is closed":                     func(in *cover.Input) { in.Places[1].Status = geo.StatusClosed },
		"nobody knows where it is":         func(in *cover.Input) { in.Places[1].Position = nil },
		"the estimate knows no way to it":  func(in *cover.Input) { in.Model = cover.ModelEstimate },
		"there is none":                    func(in *cover.Input) { in.Places = in.Places[:1] },
		"it is of a kind that is not here": func(in *cover.Input) { in.Places[1].Kind = "gone" },
	} {
		in := border(t)
		change(&in)
		r := compute(t, in)
		noViolations(t, in, r)
		if slices.ContainsFunc(r.Figures, func(f cover.Figure) bool { return f.Scenario == cover.ScenarioExternal }) {
			t.Errorf("%s: there are figures", name)
		}
	}
}

func TestALostFigureOfTheExternalScenarioIsFound(t *testing.T) {
	in := border(t)
	l := compute(t, in).Ledger(in.Comuni, in.Kinds)
	l.Figures = slices.DeleteFunc(slices.Clone(l.Figures), func(f cover.Figure) bool {
		return f.Scenario == cover.ScenarioExternal && f.Area.ID == "001002"
	})
	if found := cover.Check(l); len(found) == 0 {
		t.Error("nothing found")
	}
}
