package cover_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/travel"
)

func TestConstantsReckonedByHand(t *testing.T) {
	pair := func(m geo.Mode, z geo.AltimetricZone, logs ...float64) []cover.Pair {
		var out []cover.Pair
		for _, l := range logs {
			out = append(out, cover.Pair{Mode: m, Zone: z, Roads: 20 * math.Exp(l), Estimate: 20})
		}
		return out
	}
	pairs := slices.Concat(
		pair(geo.ModeFoot, geo.AltimetricPlain, 0.3),
		pair(geo.ModeCar, geo.AltimetricHill, 0.1, 0.2, 0.4, 0.9), // median 0.3; off by 0.2, 0.1, 0.1, 0.6: 0.15
		pair(geo.ModeCar, geo.AltimetricMountain, -0.5, 5, 0.1),   // median 0.1; off by 0.6, 4.9, 0: 0.6
		[]cover.Pair{{Mode: geo.ModeCar, Zone: geo.AltimetricHill}, // nothing to compare
			{Mode: geo.ModeCar, Zone: geo.AltimetricHill, Roads: math.Inf(1), Estimate: 20}},
	)
	want := []cover.Constants{
		{Mode: geo.ModeCar, Zone: geo.AltimetricMountain, Alpha: 0.1, Sigma: 1.4826 * 0.6, Pairs: 3},
		{Mode: geo.ModeCar, Zone: geo.AltimetricHill, Alpha: 0.3, Sigma: 1.4826 * 0.15, Pairs: 4},
		{Mode: geo.ModeFoot, Zone: geo.AltimetricPlain, Alpha: 0.3, Sigma: 0, Pairs: 1},
	}
	got := cover.Calibrate(pairs)
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		g := got[i]
		if g.Mode != w.Mode || g.Zone != w.Zone || g.Pairs != w.Pairs || math.Abs(g.Alpha-w.Alpha) > 1e-9 || math.Abs(g.Sigma-w.Sigma) > 1e-9 {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
	if got := cover.Calibrate(nil); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}

// Roads that are the estimate, e^0.2 longer and off by 15 %, give these two back,
// in every altimetric zone and mode.
func TestTheConstantsOfAKnownDifferenceComeBack(t *testing.T) {
	f := approximateTerritory(t)
	in := f.input([]geo.Place{f.place(1, "portineria", "Torino", geo.StatusActive), f.place(2, "portineria", "Ceres", geo.StatusActive)})
	in.Kinds = in.Kinds[:1]
	random := rand.New(rand.NewPCG(8, 9))
	noise := make([]float64, len(in.Residents))
	for i := range noise {
		noise[i] = math.Exp(0.2 + 0.15*random.NormFloat64())
	}
	in.Times = &noisy{f.estimate, map[geo.Mode][]travel.Two{}, func(cell int) float64 { return noise[cell] }}
	in.Model, in.Estimate = cover.ModelRoads, f.estimate
	r := compute(t, in)
	if r.Calibration == nil || len(r.Calibration.Constants) != 4 {
		t.Fatalf("%+v", r.Calibration)
	}
	for _, c := range r.Calibration.Constants {
		if c.Pairs > 1000 && (math.Abs(c.Alpha-0.2) > 0.02 || math.Abs(c.Sigma-0.15) > 0.015) {
			t.Errorf("%+v", c)
		}
	}
	again, err := cover.Compare(t.Context(), in)
	if err != nil || !slices.Equal(again.Constants, r.Calibration.Constants) || !slices.Equal(again.Agreement, r.Calibration.Agreement) {
		t.Errorf("Compare says %+v, %v", again, err)
	}
	in.Model = cover.ModelEstimate
	if r := compute(t, in); r.Calibration != nil || r.Stood != nil {
		t.Error("the estimate is compared with itself")
	}
}

// The agreement of the flags, reckoned by hand: θ = 30.
func TestAgreementOfTheFlags(t *testing.T) {
	in, cells, r := valley(t, 2)
	estimate := fixed{map[geo.Mode]map[orb.Point][]float64{geo.ModeCar: {}, geo.ModeFoot: {}}}
	in.Estimate = estimate
	for i, x := range []struct {
		residents       int
		roads, estimate float64
	}{
		{1000, 40, 50},         // both
		{200, 40, 30},          // the roads only
		{30, 20, 31},           // the estimate only
		{4, 20, 30},            // neither
		{5, math.Inf(1), 90},   // no way by road
		{600_000, 90, 20},      // the estimate stood in: left out
		{7_000_000, 90, 20},    // not in the mountains
		{20, 10, math.Inf(1)},  // no way by the estimate
		{80, 50, math.Inf(1)},  // nor then
		{300, 29.9999999, 30},  // the limit is inclusive
		{10_000, 31, 30.00001}, // and exact
	} {
		comune := geo.ComuneID("00100" + itoa(1+i%2))
		if i == 6 {
			comune = "001009"
		}
		settle(&in, r, comune, cells[i], x.residents, x.roads)
		estimate.minutes[geo.ModeCar][cells[i].Centre] = []float64{x.estimate}
		estimate.minutes[geo.ModeFoot][cells[i].Centre] = []float64{x.estimate}
	}
	r.bare[cells[5].Centre] = true
	for i := range in.Comuni {
		switch in.Comuni[i].ID {
		case "001002":
			in.Comuni[i].Zone = 2
		case "001009":
			in.Comuni[i].MountainClass = "NM"
		}
	}
	got := compute(t, in).Calibration.Agreement
	want := []cover.Agreement{
		{Kind: "desk", Zone: 0, Both: 1000 + 5 + 80 + 10_000, RoadsOnly: 200, EstimateOnly: 30 + 20, Neither: 4 + 300},
		{Kind: "desk", Zone: 1, Both: 1000 + 5 + 80 + 10_000, EstimateOnly: 30},
		{Kind: "desk", Zone: 2, RoadsOnly: 200, EstimateOnly: 20, Neither: 4 + 300},
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%+v", got)
	}
	near := func(name string, got *float64, want float64) {
		t.Helper()
		if got == nil || math.Abs(*got-want) > 1e-12 {
			t.Errorf("%s %v, want %g", name, got, want)
		}
	}
	near("alike", got[0].Alike(), 11389.0/11639)
	near("precision", got[0].Precision(), 11085.0/11135)
	near("recall", got[0].Recall(), 11085.0/11285)
	near("recall where nobody is flagged by both", got[2].Recall(), 0)
	if none := (cover.Agreement{}); none.Alike() != nil || none.Precision() != nil || none.Recall() != nil {
		t.Error("shares of nobody")
	}
}
