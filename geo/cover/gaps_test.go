package cover_test

import (
	"slices"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// What METRICS demands of every area, on the whole territory with places like
// those of the starting set.
func TestEveryGapIsAsMetricsDemands(t *testing.T) {
	f := approximateTerritory(t)
	in := f.input(f.starting())
	in.Parameters.Gaps.Territories = geo.Territories
	checkGaps(t, f, in, compute(t, in))
}

func TestEveryGapIsAsMetricsDemandsWithRealBoundaries(t *testing.T) {
	f := realTerritory(t)
	in := f.input(f.starting())
	r := compute(t, in)
	checkGaps(t, f, in, r)
	if len(r.Cells) == 0 || len(f.cells) < 65_908 || len(f.cells) > 65_928 {
		t.Errorf("%d cells, %d populated", len(f.cells), len(r.Cells))
	}
}

func checkGaps(t *testing.T, f territory, in cover.Input, r cover.Result) {
	t.Helper()
	noViolations(t, in, r)
	comune := map[geo.ComuneID]geo.Comune{}
	for _, c := range f.comuni {
		comune[c.ID] = c
	}
	inside := map[hex.Cell][]cover.Part{}
	for _, c := range r.Cells {
		inside[c.ID] = c.Parts
	}
	ranked := 0
	names := map[string]bool{}
	for _, g := range r.Gaps {
		if g.Kind == "portineria" && g.Territory == geo.TerritoryMountain && g.Scenario == cover.ScenarioCurrent {
			ranked++
		}
		if key := string(g.Scenario) + string(g.Territory) + string(g.Kind) + g.Name; names[key] {
			t.Errorf("%s: the name %q is there twice", g.ID, g.Name)
		} else {
			names[key] = true
		}
		sizes(t, g, comune, inside)
		oneRegion(t, g, comune)
		if g.Kind == "cer" {
			byArea(t, g)
			continue
		}
		connected(t, g)
		if g.Confidence != cover.Provisional || g.Nearest == nil || g.MedianMinutes == nil ||
			*g.MinutesLow >= *g.MedianMinutes || *g.MedianMinutes >= *g.MinutesHigh || g.Severity > float64(g.Residents) {
			t.Errorf("%s: %+v", g.ID, g)
		}
	}
	if ranked < 15 {
		t.Errorf("%d ranked areas for Portineria, want at least 15", ranked)
	}
	ranks(t, r.Gaps)
}

// sizes: at most 10 comuni and 10,000 residents (a single cell is never cut), at
// least 200 residents or half of a comune's.
func sizes(t *testing.T, g cover.Gap, comune map[geo.ComuneID]geo.Comune, inside map[hex.Cell][]cover.Part) {
	t.Helper()
	if len(g.Cells) > 1 && (g.Kind != "cer" || len(g.Comuni) > 1) && (len(g.Comuni) > 10 || g.Residents > 10_000) {
		t.Errorf("%s %s: %d comuni, %d residents, %d cells", g.ID, g.Name, len(g.Comuni), g.Residents, len(g.Cells))
	}
	sum := map[geo.ComuneID]int{}
	total := 0
	for _, c := range g.Cells {
		for _, p := range inside[c] {
			if slices.Contains(g.Comuni, p.Comune) && g.Territory.In(comune[p.Comune]) {
				sum[p.Comune] += p.Residents
				total += p.Residents
			}
		}
	}
	if total != g.Residents {
		t.Errorf("%s %s: %d residents, its cells hold %d", g.ID, g.Name, g.Residents, total)
	}
	half, last := false, 0
	for i, id := range g.Comuni {
		half = half || 2*sum[id] >= comune[id].Residents
		if i > 0 && sum[id] > last {
			t.Errorf("%s %s: comuni are not by residents", g.ID, g.Name)
		}
		last = sum[id]
	}
	if g.Residents < 200 && !half {
		t.Errorf("%s %s: only %d residents", g.ID, g.Name, g.Residents)
	}
}

// byArea: no minutes, no place, whole comuni, and no more sure than the list is.
func byArea(t *testing.T, g cover.Gap) {
	t.Helper()
	if g.Confidence != cover.Provisional || g.Why != cover.WhyNotServed || g.Mode != geo.ModeArea || g.Nearest != nil ||
		g.MedianMinutes != nil || g.Depth != 0 || g.Severity != float64(g.Residents) || g.Residents != g.ComuniResidents {
		t.Errorf("%s %s: %s, %s, %v, %g of %d", g.ID, g.Name, g.Confidence, g.Why, g.MedianMinutes, g.Severity, g.Residents)
	}
}

// oneRegion: inside one valley where there is one, else one zone.
func oneRegion(t *testing.T, g cover.Gap, comune map[geo.ComuneID]geo.Comune) {
	t.Helper()
	first := comune[g.Comuni[0]]
	for _, id := range g.Comuni {
		c := comune[id]
		if c.Valley != g.Valley || (g.Valley == "" && c.Zone != g.Zone) || !g.Territory.In(c) {
			t.Errorf("%s %s: %s lies in valley %q, zone %d", g.ID, g.Name, c.Name, c.Valley, c.Zone)
		}
	}
	if g.Zone != first.Zone || !strings.Contains(g.Name, ": "+first.Name) {
		t.Errorf("%s %s: zone %d, first comune %s", g.ID, g.Name, g.Zone, first.Name)
	}
}

// connected: each cell is within three steps of another, all joined.
func connected(t *testing.T, g cover.Gap) {
	t.Helper()
	todo := map[hex.Cell]bool{}
	for _, c := range g.Cells {
		todo[c] = true
	}
	queue := []hex.Cell{g.Cells[0]}
	delete(todo, g.Cells[0])
	for len(queue) > 0 {
		disk, err := queue[0].Disk(3)
		if err != nil {
			t.Fatal(err)
		}
		queue = queue[1:]
		for _, c := range disk {
			if todo[c] {
				delete(todo, c)
				queue = append(queue, c)
			}
		}
	}
	if len(todo) > 0 {
		t.Errorf("%s %s: %d of %d cells are apart", g.ID, g.Name, len(todo), len(g.Cells))
	}
}

// ranks run from 1 by severity in each kind, scenario and territory.
func ranks(t *testing.T, gaps []cover.Gap) {
	t.Helper()
	for i, g := range gaps {
		if i == 0 || gaps[i-1].Kind != g.Kind || gaps[i-1].Scenario != g.Scenario || gaps[i-1].Territory != g.Territory {
			if g.Rank != 1 {
				t.Errorf("%s: rank %d comes first", g.ID, g.Rank)
			}
			continue
		}
		if g.Rank != gaps[i-1].Rank+1 || g.Severity > gaps[i-1].Severity {
			t.Errorf("%s: rank %d, severity %g after %g", g.ID, g.Rank, g.Severity, gaps[i-1].Severity)
		}
	}
}

// The figures of a gap, reckoned by hand: two cells of the toy by car, θ = 30,
// σ = 0.2, the third cell's 300 at 40 minutes and the second's 200 at 35.
func TestGapReckonedByHand(t *testing.T) {
	in, ids := toy(t)
	in.Times.(fixed).minutes[geo.ModeCar][in.Cells[1].Centre] = []float64{35, 45}
	in.Kinds[0].ModeElse = geo.ModeCar
	in.Zones = []geo.Zone{{ID: 1, Name: "Alta Toia"}}
	r := compute(t, in)
	var g cover.Gap
	for _, gap := range r.Gaps {
		if gap.Scenario == cover.ScenarioCurrent && gap.Territory == geo.TerritoryMountain {
			g = gap
		}
	}
	if g.Residents != 500 || g.ComuniResidents != 600 || !slices.Equal(g.Cells, ids[1:3]) || g.Name != "Alta Toia: Comune 001001" {
		t.Fatalf("%+v", g)
	}
	// e^−0.2 · 35 = 28.7 is within, e^−0.2 · 40 = 32.7 is not; e^0.2 · 10 = 12.2
	// keeps the first cell out of the upper end.
	if g.ResidentsLow != 300 || g.ResidentsHigh != 500 {
		t.Errorf("%d to %d residents", g.ResidentsLow, g.ResidentsHigh)
	}
	near := func(name string, got, want float64) {
		t.Helper()
		if diff := got - want; diff > 5e-5 || diff < -5e-5 {
			t.Errorf("%s %.5f, want %.5f", name, got, want)
		}
	}
	near("median", *g.MedianMinutes, 40)
	near("low", *g.MinutesLow, 40*0.818730753)
	near("high", *g.MinutesHigh, 40*1.221402758)
	near("depth", g.Depth, (300*(10.0/30)+200*(5.0/30))/500)
	// Φ(ln(40/30)/0.2) = Φ(1.43841), Φ(ln(35/30)/0.2) = Φ(0.77075).
	near("severity", g.Severity/1000, (300*0.924840+200*0.779571)/1000)
	if g.Why != cover.WhyFar || *g.Nearest != in.Places[0].ID || g.Label != in.Cells[2].Centre || g.SNAI != "F" || g.Threshold != 30 {
		t.Errorf("%+v", g)
	}
}

func TestResidentsHighGainsTheRimOnce(t *testing.T) {
	in, _ := toy(t)
	in.Times.(fixed).minutes[geo.ModeCar][in.Cells[1].Centre] = []float64{29, 45} // within, but 29·e^0.2 = 35.4
	r := compute(t, in)
	if g := r.Gaps[0]; g.Residents != 300 || g.ResidentsHigh != 500 || g.ResidentsLow != 300 {
		t.Errorf("%d–%d–%d", g.ResidentsLow, g.Residents, g.ResidentsHigh)
	}
}

func TestTooFewPeopleAreScattered(t *testing.T) {
	in, _ := toy(t)
	in.Comuni[0].Residents = 10_000 // the 300 are no longer half of it
	in.Parameters.Gaps.MinResidents = 301
	in.Residents[0].Residents = 9_500
	r := compute(t, in)
	if b := r.Balances[0]; len(r.Gaps) != 0 || b.Scattered != 300 || b.Named != 0 || b.Lost() != 0 {
		t.Errorf("%d gaps, %+v", len(r.Gaps), b)
	}
	in.Parameters.Gaps.MinResidents = 300
	if r := compute(t, in); len(r.Gaps) == 0 || r.Balances[0].Named != 300 {
		t.Errorf("%d gaps, %+v", len(r.Gaps), r.Balances[0])
	}
}

// A whole zone beyond θ is said once, its valleys are not repeated; a valley
// whose parent is whole is not said either.
func TestWholeAreasAreSaidOnce(t *testing.T) {
	f := approximateTerritory(t)
	r := compute(t, f.input(f.starting()))
	parent := map[geo.ValleyID]geo.ValleyID{}
	for _, v := range f.valleys {
		parent[v.ID] = v.Parent
	}
	type key struct {
		s cover.Scenario
		t geo.Territory
		k geo.KindID
		z geo.ZoneID
		v geo.ValleyID
	}
	said := map[key]bool{}
	for _, w := range r.WholeAreas {
		k := key{w.Scenario, w.Territory, w.Kind, w.Zone, w.Valley}
		if said[k] {
			t.Errorf("said twice: %+v", w)
		}
		said[k] = true
		if w.Residents <= 0 {
			t.Errorf("a whole area of nobody: %+v", w)
		}
		if w.Valley == "" {
			n, _ := figure(t, r, w.Scenario, w.Kind, cover.Area{Kind: cover.AreaZone, ID: itoa(int(w.Zone)), Territory: w.Territory}).At(0)
			if n.Within != 0 || n.Beyond+n.Unreachable != w.Residents {
				t.Errorf("%+v, but the zone's figure is %+v", w, n)
			}
			continue
		}
		for v := parent[w.Valley]; v != ""; v = parent[v] {
			if said[key{w.Scenario, w.Territory, w.Kind, w.Zone, v}] {
				t.Errorf("%s is said, and so is %s", w.Valley, v)
			}
		}
		if said[key{w.Scenario, w.Territory, w.Kind, w.Zone, ""}] {
			t.Errorf("%s is said, and so is its zone %d", w.Valley, w.Zone)
		}
	}
	if !said[key{cover.ScenarioCurrent, geo.TerritoryMountain, "portineria", 8, ""}] {
		t.Error("with places in Torino only, all of zone 8's mountains are beyond 30 minutes")
	}
	if said[key{cover.ScenarioCurrent, geo.TerritoryMountain, "partner", 7, "ala"}] {
		t.Error("the partner in Ceres reaches the Val d'Ala")
	}
}

func TestWhy(t *testing.T) {
	f := approximateTerritory(t)
	why := func(in cover.Input, valley geo.ValleyID) []cover.Why {
		var out []cover.Why
		for _, g := range compute(t, in).Gaps {
			if g.Kind == "portineria" && g.Scenario == cover.ScenarioCurrent && g.Territory == geo.TerritoryMountain && g.Valley == valley {
				out = append(out, g.Why)
			}
		}
		return slices.Compact(out)
	}
	torino := f.place(1, "portineria", "Torino", geo.StatusActive)
	if got := why(f.input([]geo.Place{torino}), "val-grande"); !slices.Equal(got, []cover.Why{cover.WhyNothing}) {
		t.Errorf("nothing in the valley: %v", got)
	}
	if got := why(f.input([]geo.Place{torino, f.place(2, "portineria", "Balme", geo.StatusActive)}), "lanzo"); !slices.Equal(got, []cover.Why{cover.WhyFar}) {
		t.Errorf("one in a side valley, far up: %v", got)
	}
	lost := f.place(3, "portineria", "Cantoira", geo.StatusActive)
	lost.Position = nil
	if got := why(f.input([]geo.Place{torino, lost}), "val-grande"); !slices.Contains(got, cover.WhyUnknown) {
		t.Errorf("one in Cantoira that nobody can locate: %v", got)
	}
	if got := why(f.input(nil), "val-grande"); len(got) > 0 {
		t.Errorf("none registered is not none: %v", got)
	}
	none := f.input(nil)
	none.Kinds = slices.Clone(none.Kinds)
	for i := range none.Kinds {
		none.Kinds[i].Completeness = "complete"
	}
	if got := why(none, "val-grande"); !slices.Equal(got, []cover.Why{cover.WhyNoRoad}) {
		t.Errorf("a complete list without a place: %v", got)
	}
}
