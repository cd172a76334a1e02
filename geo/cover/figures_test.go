package cover_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
	"atlante/geo/travel"
)

// fixed are times given cell by cell: the model of tests whose answers are
// reckoned by hand. Minutes are by mode, cell centre and target.
type fixed struct {
	minutes map[geo.Mode]map[orb.Point][]float64
}

func (f fixed) Sigma(geo.AltimetricZone) float64 { return 0.2 }

func (f fixed) Nearest(_ context.Context, origins []travel.Origin, targets []travel.Target, m geo.Mode) ([]travel.Two, error) {
	out := make([]travel.Two, len(origins))
	for i, o := range origins {
		two := travel.Two{First: travel.None, Second: travel.None}
		for j := range targets {
			at := f.minutes[m][o.Point]
			if j >= len(at) || math.IsInf(at[j], 1) {
				continue
			}
			switch {
			case two.First == travel.None || at[j] < two.FirstMinutes:
				two.Second, two.SecondMinutes = two.First, two.FirstMinutes
				two.First, two.FirstMinutes = int32(j), at[j]
			case two.Second == travel.None || at[j] < two.SecondMinutes:
				two.Second, two.SecondMinutes = int32(j), at[j]
			}
		}
		out[i] = two
	}
	return out, nil
}

// hamlet is a place at a point in a comune; serial tells ids apart.
func hamlet(serial byte, c geo.ComuneID, at orb.Point, status geo.OperatingStatus) geo.Place {
	return geo.Place{ID: uuid.UUID{15: serial}, Kind: "desk", Name: "Sportello", Comune: c, Position: &at, Status: status}
}

// desk is a kind on foot outside the mountains and by car inside, θ 15 and 30.
var desk = geo.Kind{ID: "desk", NameIT: "Sportello", NearestIT: "dallo Sportello più vicino", NearestEN: "from the nearest desk",
	ModeMountain: geo.ModeCar, ModeElse: geo.ModeFoot, ThresholdCar: 30, ThresholdFoot: 15}

// toy are five cells in a row of mountain comune 001001 and plain comune 001002;
// the third straddles both.
func toy(t *testing.T) (cover.Input, []hex.Cell) {
	t.Helper()
	mountain, cells := small(t, "001001", 600, orb.Point{7.5, 45.2}, 1)
	plain := geo.Comune{ID: "001002", Name: "Piana", Residents: 400, Zone: 2, AltimetricZone: geo.AltimetricPlain, MountainClass: "NM", SNAI: "B", Seat: orb.Point{7.6, 45.2}}
	cells = cells[:5]
	cells[3].Owner, cells[4].Owner = plain.ID, plain.ID
	times := fixed{map[geo.Mode]map[orb.Point][]float64{geo.ModeCar: {}, geo.ModeFoot: {}}}
	inf := math.Inf(1)
	for i, m := range [][]float64{{10, 20}, {30, 45}, {40, 41}, {inf, inf}, {15, inf}} {
		times.minutes[geo.ModeCar][cells[i].Centre] = m
	}
	for i, m := range [][]float64{{50, 60}, {70, 90}, {15, 80}, {inf, inf}, {16, inf}} {
		times.minutes[geo.ModeFoot][cells[i].Centre] = m
	}
	ids := []hex.Cell{cells[0].ID, cells[1].ID, cells[2].ID, cells[3].ID, cells[4].ID}
	return cover.Input{
		Comuni: []geo.Comune{mountain, plain}, Cells: cells, Kinds: []geo.Kind{desk}, Times: times, Model: cover.ModelEstimate,
		Residents: []cover.CellResidents{
			{Cell: ids[0], Comune: "001001", Residents: 100}, {Cell: ids[1], Comune: "001001", Residents: 200},
			{Cell: ids[2], Comune: "001001", Residents: 300}, {Cell: ids[2], Comune: "001002", Residents: 100},
			{Cell: ids[3], Comune: "001002", Residents: 50}, {Cell: ids[4], Comune: "001002", Residents: 250},
		},
		Places: []geo.Place{
			hamlet(1, "001001", orb.Point{7.5, 45.2}, geo.StatusActive), hamlet(2, "001002", orb.Point{7.6, 45.2}, geo.StatusActive),
		},
		Parameters: cover.DefaultParameters(),
	}, ids
}

func figure(t *testing.T, r cover.Result, s cover.Scenario, k geo.KindID, a cover.Area) cover.Figure {
	t.Helper()
	for _, f := range r.Figures {
		if f.Scenario == s && f.Kind == k && f.Area == a {
			return f
		}
	}
	t.Fatalf("no figure of %s %s for %+v", k, s, a)
	return cover.Figure{}
}

// The straddling cell's residents count in each comune at that comune's mode: 40
// minutes by car for the 300 of the mountain comune, 15 on foot for the 100.
func TestFiguresReckonedByHand(t *testing.T) {
	in, _ := toy(t)
	r := compute(t, in)
	type want struct {
		mode        string
		residents   int
		places      int
		counts      [4]cover.Count
		median, p90 float64 // −1: none
		choice      float64
	}
	for area, w := range map[cover.Area]want{
		{Kind: cover.AreaComune, ID: "001001", Territory: geo.TerritoryAll}: {"car", 600, 1, [4]cover.Count{
			{Minutes: 15, Within: 100, Beyond: 500}, {Minutes: 30, Within: 300, Beyond: 300},
			{Minutes: 45, Within: 600}, {Within: 300, Beyond: 300}}, 30, 40, 1},
		{Kind: cover.AreaComune, ID: "001002", Territory: geo.TerritoryAll}: {"foot", 400, 1, [4]cover.Count{
			{Minutes: 15, Within: 100, Beyond: 250, Unreachable: 50}, {Minutes: 30, Within: 350, Unreachable: 50},
			{Minutes: 45, Within: 350, Unreachable: 50}, {Within: 100, Beyond: 250, Unreachable: 50}}, 16, -1, 65},
		{Kind: cover.AreaTerritory, Territory: geo.TerritoryAll}: {"mixed", 1000, 2, [4]cover.Count{
			{Minutes: 15, Within: 200, Beyond: 750, Unreachable: 50}, {Minutes: 30, Within: 650, Beyond: 300, Unreachable: 50},
			{Minutes: 45, Within: 950, Unreachable: 50}, {Within: 400, Beyond: 550, Unreachable: 50}}, 30, 40, 10},
		{Kind: cover.AreaTerritory, Territory: geo.TerritoryMountain}: {"car", 600, 1, [4]cover.Count{
			{Minutes: 15, Within: 100, Beyond: 500}, {Minutes: 30, Within: 300, Beyond: 300},
			{Minutes: 45, Within: 600}, {Within: 300, Beyond: 300}}, 30, 40, 1},
	} {
		f := figure(t, r, cover.ScenarioCurrent, "desk", area)
		if f.Mode != w.mode || f.Residents != w.residents || f.Places != w.places {
			t.Errorf("%+v: %s, %d residents, %d places; want %+v", area, f.Mode, f.Residents, f.Places, w)
		}
		for i := range w.counts {
			if f.Counts[i] != w.counts[i] {
				t.Errorf("%+v: %+v, want %+v", area, f.Counts[i], w.counts[i])
			}
		}
		for name, pair := range map[string][2]float64{"median": {value(f.Median), w.median}, "p90": {value(f.P90), w.p90}, "choice": {value(f.Choice), w.choice}} {
			if pair[0] != pair[1] {
				t.Errorf("%+v: %s %g, want %g", area, name, pair[0], pair[1])
			}
		}
		if d := float64(w.places) * 10000 / float64(w.residents); value(f.PerTenThousand) != d {
			t.Errorf("%+v: %g places per 10,000, want %g", area, value(f.PerTenThousand), d)
		}
	}
	// Zone 2 has nobody in the mountains, so no figure about them.
	for _, f := range r.Figures {
		if f.Area.Kind == cover.AreaZone && f.Area.ID == "2" && f.Area.Territory != geo.TerritoryAll {
			t.Errorf("a figure about nobody: %+v", f.Area)
		}
	}
}

func value(p *float64) float64 {
	if p == nil {
		return -1
	}
	return *p
}

// Three different things: nobody knows where the only place stands, no place
// counts at all, and no place can be reached.
func TestUnknownIsNotUnreachable(t *testing.T) {
	area := cover.Area{Kind: cover.AreaTerritory, Territory: geo.TerritoryAll}
	in, _ := toy(t)
	lost := hamlet(1, "", orb.Point{}, geo.StatusActive)
	lost.Position = nil
	in.Places = []geo.Place{lost}
	if n := figure(t, compute(t, in), cover.ScenarioCurrent, "desk", area).Counts[1]; n.Unknown != 1000 || n.Residents() != 1000 {
		t.Errorf("a place that nobody can locate: %+v", n)
	}
	if n, want := figure(t, compute(t, in), cover.ScenarioCurrent, "desk", area), (*float64)(nil); n.Median != want || n.Counts[1].Share() != nil {
		t.Error("a figure over no known residents must be empty")
	}
	in.Places = nil
	if n := figure(t, compute(t, in), cover.ScenarioCurrent, "desk", area).Counts[1]; n.Unknown != 1000 || n.Residents() != 1000 {
		t.Errorf("none registered in a list that nobody calls complete: %+v", n)
	}
	in.Kinds = slices.Clone(in.Kinds)
	in.Kinds[0].Completeness = "complete"
	if n := figure(t, compute(t, in), cover.ScenarioCurrent, "desk", area).Counts[1]; n.Unreachable != 1000 || n.Residents() != 1000 {
		t.Errorf("a complete list without a place: %+v", n)
	}
}

func TestServedByArea(t *testing.T) {
	f := approximateTerritory(t)
	r := compute(t, f.input(f.starting()))
	state := func(s cover.Scenario, name string) cover.State {
		for _, v := range r.Views {
			if v.Scenario == s && v.Kind.ID == "cer" {
				return v.ServedIn(f.byName[name].ID)
			}
		}
		t.Fatal("no view of cer")
		return ""
	}
	for _, x := range []struct {
		name             string
		current, planned cover.State
	}{
		{"Chieri", cover.StateServed, cover.StateServed}, // served, though another may reach it
		{"Andezeno", cover.StateServed, cover.StateServed},
		{"Cuorgnè", cover.StateUnknown, cover.StateUnknown},    // Fervores does not list its comuni
		{"Pinerolo", cover.StateNotServed, cover.StateUnknown}, // one is planned
		{"Torino", cover.StateNotServed, cover.StateNotServed},
	} {
		if c, p := state(cover.ScenarioCurrent, x.name), state(cover.ScenarioPlanned, x.name); c != x.current || p != x.planned {
			t.Errorf("%s: %s today, %s planned; want %s, %s", x.name, c, p, x.current, x.planned)
		}
	}
	chieri := f.byName["Chieri"]
	fig := figure(t, r, cover.ScenarioCurrent, "cer", cover.Area{Kind: cover.AreaComune, ID: string(chieri.ID), Territory: geo.TerritoryAll})
	if len(fig.Counts) != 1 || fig.Counts[0] != (cover.Count{Within: chieri.Residents}) || fig.Mode != "area" || fig.Median != nil {
		t.Errorf("%+v", fig)
	}
}

func TestCoarseCellsAddUpAndTakeTheMedian(t *testing.T) {
	in, ids := toy(t)
	r := compute(t, in)
	parent, err := ids[0].Parent(6)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Coarse {
		if c.ID != parent {
			continue
		}
		// The third cell is the mountain comune's, 40 minutes by car; the fifth 16
		// on foot; the fourth unreachable: 100·10, 250·16, 200·30, 400·40, 50·∞.
		k := c.Kinds[0]
		if c.Comune != "001001" || c.Residents != 1000 || k.State != cover.StateOK || k.Minutes != 30 {
			t.Errorf("%+v", c)
		}
		// Flagged: the 300 of the mountain comune beyond 30 minutes.
		if k.Flagged != 0.3 {
			t.Errorf("flagged share %g", k.Flagged)
		}
		return
	}
	t.Fatal("the parent at resolution 6 is missing")
}
