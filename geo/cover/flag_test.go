package cover_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/travel"
)

// one is a single mountain comune of 600 people, all in one cell, one desk.
func one(t *testing.T, minutes float64) cover.Input {
	t.Helper()
	in, _ := toy(t)
	in.Comuni, in.Cells = in.Comuni[:1], in.Cells[:1]
	in.Residents = []cover.CellResidents{{Cell: in.Cells[0].ID, Comune: "001001", Residents: 600}}
	in.Places = in.Places[:1]
	at := []float64{minutes}
	in.Times = fixed{map[geo.Mode]map[orb.Point][]float64{geo.ModeCar: {in.Cells[0].Centre: at}, geo.ModeFoot: {}}}
	return in
}

// after turns a result into what the next computation needs of it.
func after(t *testing.T, in cover.Input, r cover.Result) *cover.Previous {
	t.Helper()
	p := &cover.Previous{Kinds: in.Kinds, Counted: slices.Clone(r.Counted), Serials: r.Serials}
	for _, v := range r.Views {
		for _, reach := range v.Reaches {
			for i, c := range r.Cells {
				at := reach.At(i)
				past := cover.PastTime{Scenario: v.Scenario, Kind: v.Kind.ID, Mode: reach.Mode, Cell: c.ID, State: at.State, Flagged: at.Flag.Published}
				if at.Nearest != nil {
					past.Minutes, past.Nearest = at.Nearest.Minutes, &at.Nearest.Place
				}
				p.Times = append(p.Times, past)
			}
		}
	}
	for _, g := range r.Gaps {
		p.Gaps = append(p.Gaps, cover.PastGap{ID: g.ID, Scenario: g.Scenario, Territory: g.Territory, Kind: g.Kind, Cells: slices.Clone(g.Cells)})
	}
	return p
}

func flagOf(t *testing.T, r cover.Result) cover.Flag {
	t.Helper()
	reach, ok := r.Views[0].Reach(geo.ModeCar)
	if !ok {
		t.Fatal("no times by car")
	}
	return reach.At(0).Flag
}

// METRICS, "Underserved mountain areas", 3, with θ = 30: up above 33, down at 27
// or less, each twice running, in between as it was.
func TestHysteresisOverNewData(t *testing.T) {
	inf := math.Inf(1)
	for name, x := range map[string]struct {
		minutes []float64
		flags   []bool
	}{
		"first publication: T > θ":           {[]float64{30.1}, []bool{true}},
		"the limit is inclusive":             {[]float64{30}, []bool{false}},
		"raised after two":                   {[]float64{29, 34, 34}, []bool{false, false, true}},
		"one alone does not raise":           {[]float64{29, 34, 29, 34}, []bool{false, false, false, false}},
		"just above is not enough":           {[]float64{29, 32, 32, 32}, []bool{false, false, false, false}},
		"1.1 θ itself is not above":          {[]float64{29, 33, 33}, []bool{false, false, false}},
		"lowered after two":                  {[]float64{31, 26, 26}, []bool{true, true, false}},
		"0.9 θ itself lowers":                {[]float64{31, 27, 27}, []bool{true, true, false}},
		"just below is not enough":           {[]float64{31, 28, 28, 28}, []bool{true, true, true, true}},
		"unreachable is above every limit":   {[]float64{29, inf, inf}, []bool{false, false, true}},
		"unreachable and far running":        {[]float64{29, inf, 34}, []bool{false, false, true}},
		"near, then unreachable, stays down": {[]float64{26, inf}, []bool{false, false}},
	} {
		t.Run(name, func(t *testing.T) {
			var previous *cover.Previous
			for i, minutes := range x.minutes {
				in := one(t, minutes)
				in.Previous = previous
				r := compute(t, in)
				flag := flagOf(t, r)
				if flag.Published != x.flags[i] || flag.Raw != (minutes > 30) || !flag.Candidate {
					t.Fatalf("publication %d with %g minutes: %+v, want published %v", i+1, minutes, flag, x.flags[i])
				}
				noViolations(t, in, r)
				previous = after(t, in, r)
			}
		})
	}
}

func TestWhatSetsFlagsAfresh(t *testing.T) {
	first := one(t, 29)
	before := compute(t, first)
	for name, x := range map[string]struct {
		change func(*cover.Input)
		want   bool
	}{
		"nothing changed but the data": {func(in *cover.Input) {}, false},
		"another model or territory":   {func(in *cover.Input) { in.Previous.NewModelOrTerritory = true }, true},
		"another threshold": {func(in *cover.Input) {
			in.Kinds = slices.Clone(in.Kinds)
			in.Kinds[0].ThresholdCar = 31
		}, true},
		"another mode": {func(in *cover.Input) {
			in.Kinds = slices.Clone(in.Kinds)
			in.Kinds[0].ModeElse = geo.ModeCar
		}, true},
		"the kind is new":             {func(in *cover.Input) { in.Previous.Kinds = nil }, true},
		"the cell is newly populated": {func(in *cover.Input) { in.Previous.Times = nil }, true},
		"its place moved":             {func(in *cover.Input) { in.Previous.Counted[0].Position[0] += 0.01 }, true},
		"its place is new":            {func(in *cover.Input) { in.Previous.Counted = in.Previous.Counted[1:] }, true},
		"another place opened far off": {func(in *cover.Input) {
			in.Places = append(slices.Clone(in.Places), hamlet(9, "001001", orb.Point{7.9, 45}, geo.StatusActive))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			in := one(t, 32) // above θ, below 1.1·θ: only a fresh start flags it
			in.Previous = after(t, first, before)
			x.change(&in)
			if flag := flagOf(t, compute(t, in)); flag.Published != x.want || !flag.Raw {
				t.Errorf("%+v, want published %v", flag, x.want)
			}
		})
	}
}

// A place that closes acts at once, even on a cell far from the band; a place
// that opens lowers the flag at once.
func TestAPlaceActsAtOnce(t *testing.T) {
	in, _ := toy(t)
	in.Kinds[0].ModeElse = geo.ModeCar
	r := compute(t, in)
	flags := func(r cover.Result) []bool {
		var out []bool
		reach, _ := r.Views[0].Reach(geo.ModeCar)
		for i := range r.Cells[:3] {
			out = append(out, reach.At(i).Flag.Published)
		}
		return out
	}
	if got := flags(r); !slices.Equal(got, []bool{false, false, true}) {
		t.Fatalf("at first %v", got)
	}
	closed := in
	closed.Places = in.Places[1:] // the nearest of the second cell, 30 minutes; left is the other
	closed.Times = shifted{in.Times}
	closed.Previous = after(t, in, r)
	r2 := compute(t, closed)
	if got := flags(r2); !slices.Equal(got, []bool{false, true, true}) {
		t.Errorf("after it closed %v", got)
	}
	again := in
	again.Previous = after(t, closed, r2)
	if got := flags(compute(t, again)); !slices.Equal(got, []bool{false, false, true}) {
		t.Errorf("after it opened again %v", got)
	}
}

// shifted are the times when the first target is gone.
type shifted struct{ cover.Times }

func (s shifted) Nearest(ctx context.Context, origins []travel.Origin, targets []travel.Target, m geo.Mode) ([]travel.Two, error) {
	all := s.Times.(fixed)
	rest := fixed{map[geo.Mode]map[orb.Point][]float64{m: {}}}
	for p, minutes := range all.minutes[m] {
		rest.minutes[m][p] = minutes[1:]
	}
	return rest.Nearest(ctx, origins, targets, m)
}

// Residents within θ whose flag stays up, and beyond θ whose flag stays down,
// are accounted for apart.
func TestBalanceAccountsForHysteresis(t *testing.T) {
	first := one(t, 31)
	raised := one(t, 29)
	raised.Previous = after(t, first, compute(t, first))
	b := compute(t, raised).Balances[0]
	if b.Raised != 600 || b.Named != 600 || b.Within != 600 || b.HeldBack != 0 || b.Lost() != 0 {
		t.Errorf("raised: %+v", b)
	}
	first = one(t, 29)
	held := one(t, 31)
	held.Previous = after(t, first, compute(t, first))
	b = compute(t, held).Balances[0]
	if b.HeldBack != 600 || b.Named != 0 || b.Beyond != 600 || b.Raised != 0 || b.Lost() != 0 {
		t.Errorf("held back: %+v", b)
	}
}

func TestUnknownKeepsTheFlagOff(t *testing.T) {
	first := one(t, 40)
	in := one(t, 40)
	in.Previous = after(t, first, compute(t, first))
	in.Places[0].Position = nil
	r := compute(t, in)
	if flag := flagOf(t, r); flag.Published || flag.Raw || r.Balances[0].Unknown != 600 || len(r.Gaps) != 0 {
		t.Errorf("%+v, %+v", flag, r.Balances[0])
	}
}

func noViolations(t *testing.T, in cover.Input, r cover.Result) {
	t.Helper()
	for _, v := range cover.Check(r.Ledger(in.Comuni, in.Kinds)) {
		t.Error(v)
	}
}

// A trial on roads that a program made up leaves no flag behind: real roads, as
// another model, decide by themselves at once, and the reverse.
func TestFlagsOfMadeUpRoadsDoNotStay(t *testing.T) {
	for _, made := range []bool{true, false} {
		far := one(t, 50)
		far.Model, far.Synthetic = cover.ModelRoads, made
		near := one(t, 10)
		near.Model, near.Synthetic = cover.ModelRoads, !made
		near.Previous = after(t, far, compute(t, far))
		near.Previous.Synthetic = made
		if f := flagOf(t, compute(t, near)); f.Published {
			t.Errorf("made up %v: 50 minutes on the one roads flag a cell that is 10 away on the others", made)
		}
		same := near
		same.Synthetic = made // a new file of the same sort: twice running, as ever
		if f := flagOf(t, compute(t, same)); !f.Published {
			t.Errorf("made up %v: a single publication lowers a flag", made)
		}
	}
}
