package cover_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"atlante/geo/cover"
)

func weighted(pairs ...float64) []cover.Weighted {
	var out []cover.Weighted
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, cover.Weighted{Value: pairs[i], Weight: int(pairs[i+1])})
	}
	return out
}

func TestQuantileIsTheSmallestThatReachesItsShare(t *testing.T) {
	inf := math.Inf(1)
	for _, x := range []struct {
		sample   []cover.Weighted
		permille int
		want     float64
		ok       bool
	}{
		{weighted(), 500, 0, false},
		{weighted(12, 0, inf, 0), 500, 0, false},
		{weighted(30, 1, 10, 1, 20, 1), 500, 20, true},
		{weighted(10, 1, 20, 1), 500, 10, true}, // one of two is half
		{weighted(10, 1, 20, 1), 501, 20, true},
		{weighted(10, 9, inf, 1), 900, 10, true},
		{weighted(10, 8, inf, 2), 900, inf, true}, // unreachable last
		{weighted(5, 0, 10, 7, 20, 3), 700, 10, true},
		{weighted(5, 0, 10, 7, 20, 3), 1000, 20, true},
	} {
		got, ok := cover.Quantile(x.sample, x.permille)
		if got != x.want || ok != x.ok {
			t.Errorf("%v at %d: %g %v, want %g %v", x.sample, x.permille, got, ok, x.want, x.ok)
		}
	}
}

func TestQuantileByItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sample := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) cover.Weighted {
			return cover.Weighted{Value: float64(rapid.IntRange(0, 20).Draw(t, "minutes")), Weight: rapid.IntRange(0, 5).Draw(t, "residents")}
		}), 1, 20).Draw(t, "sample")
		permille := rapid.IntRange(1, 1000).Draw(t, "permille")
		upTo := func(v float64) (sum, total int) {
			for _, s := range sample {
				total += s.Weight
				if s.Value <= v {
					sum += s.Weight
				}
			}
			return sum, total
		}
		q, ok := cover.Quantile(sample, permille)
		if _, total := upTo(0); ok != (total > 0) {
			t.Fatalf("%d residents, found %v", total, ok)
		}
		if !ok {
			return
		}
		at, total := upTo(q)
		below, _ := upTo(q - 0.5)
		if at*1000 < permille*total || below*1000 >= permille*total {
			t.Fatalf("quantile %g: %d residents up to it, %d below it, of %d", q, at, below, total)
		}
	})
}

// Oracle of METRICS: FGT of the shortfall ratio (z−x)/z with line z = 100000.
func TestFGTOracle(t *testing.T) {
	population := []int{852, 394, 1969, 2189, 0}
	access := []float64{22239, 36567, 42372, 55571, 26774}
	var gaps []cover.Weighted
	for i := range access {
		gaps = append(gaps, cover.Weighted{Value: (100000 - access[i]) / 100000, Weight: population[i]})
	}
	for a, want := range map[int]float64{0: 1, 1: 0.5588, 2: 0.3256} {
		got, ok := cover.FGT(gaps, a)
		if !ok || math.Abs(got-want) > 0.00005 {
			t.Errorf("F_%d is %.5f, want %.4f", a, got, want)
		}
	}
	if _, ok := cover.FGT(weighted(0.5, 0), 1); ok {
		t.Error("FGT over nobody")
	}
	if got, _ := cover.FGT(weighted(0.5, 1, 0, 3), 0); got != 0.25 {
		t.Errorf("F_0 counts the poor only: %g", got)
	}
}

func TestGapRatioAndProbability(t *testing.T) {
	for _, x := range []struct{ minutes, want float64 }{{30, 0}, {29, 0}, {60, 1}, {120, 3}} {
		if got := cover.GapRatio(x.minutes, 30); got != x.want {
			t.Errorf("gap ratio at %g minutes: %g, want %g", x.minutes, got, x.want)
		}
	}
	// Φ(0), Φ(1), Φ(−1), Φ(1.959964) of any table.
	for _, x := range []struct{ z, want float64 }{{0, 0.5}, {1, 0.8413447}, {-1, 0.1586553}, {1.959964, 0.975}} {
		if got := cover.Under(30*math.Exp(x.z*0.22), 30, 0.22); math.Abs(got-x.want) > 1e-6 {
			t.Errorf("P(under) %g σ above the threshold: %.7f, want %.7f", x.z, got, x.want)
		}
	}
	if got := cover.Under(math.Inf(1), 30, 0.22); got != 1 {
		t.Errorf("P(under) when unreachable: %g", got)
	}
}

func TestMinutesAreShownRoundedUp(t *testing.T) {
	for _, x := range []struct {
		minutes float64
		want    int
	}{{30, 30}, {30.01, 31}, {29.2, 30}, {0.4, 1}} {
		if got := cover.Shown(x.minutes); got != x.want {
			t.Errorf("%g minutes are shown as %d, want %d", x.minutes, got, x.want)
		}
	}
}
