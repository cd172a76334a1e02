package cover_test

import (
	"math"
	"testing"

	"atlante/geo/cover"
)

// catchment adds up all places over a matrix of minutes: rows are origins.
func catchment(supply []float64, population []int, minutes [][]float64, weight func(float64) float64) (access []float64, total float64) {
	demand := make([]float64, len(population))
	for i, p := range population {
		demand[i] = float64(p)
	}
	c := cover.NewCatchment(demand)
	for j := range supply {
		var reach []cover.CatchmentShare
		for i := range demand {
			if w := weight(minutes[i][j]); w > 0 {
				reach = append(reach, cover.CatchmentShare{Origin: i, Weight: w})
			}
		}
		c.Add(supply[j], reach)
	}
	for i, a := range c.Access() {
		total += demand[i] * a
	}
	return c.Access(), total
}

func within(limit float64) func(float64) float64 {
	return func(t float64) float64 {
		if t <= limit {
			return 1
		}
		return 0
	}
}

// Oracle of METRICS: 2SFCA, three tracts, w = 1/t.
func TestTwoStepCatchmentOracleOfThreeTracts(t *testing.T) {
	access, total := catchment([]float64{15, 20, 100}, []int{100, 50, 10},
		[][]float64{{1, 80, 40}, {80, 1, 40}, {40, 40, 1}},
		func(t float64) float64 { return within(61)(t) / t })
	for i, want := range []float64{0.331444117, 0.579828132, 7.28641817} {
		if math.Abs(access[i]-want) > 1e-8 {
			t.Errorf("tract %d: %.9f, want %.9f", i+1, access[i], want)
		}
	}
	if math.Abs(total-135) > 1e-9 {
		t.Errorf("Σ p·A = %g, want the 135 that are offered", total)
	}
}

var (
	fivePopulation = []int{852, 394, 1969, 2189, 0}
	fiveMinutes    = [][]float64{
		{5.8, 47, 48, 47, 64}, {45, 5.8, 13, 41, 70}, {44, 13, 5.8, 42, 67}, {43, 43, 49, 5.8, 58}, {60, 70, 68, 64, 5.8},
	}
)

// Oracle of METRICS: five cells, the limit is inclusive, and the last place is
// in reach of nobody.
func TestTwoStepCatchmentOracleOfFiveCells(t *testing.T) {
	access, total := catchment([]float64{82, 308, 100, 109, 0}, fivePopulation, fiveMinutes, within(45))
	for i, want := range []float64{0.0152, 0.1491, 0.1491, 0.1068, 0} {
		if math.Abs(access[i]-want) > 5e-5 {
			t.Errorf("cell %d: %.4f, want %.4f", i+1, access[i], want)
		}
	}
	if math.Abs(total-599) > 1e-9 {
		t.Errorf("Σ p·A = %g, want 599", total)
	}
	if c := cover.NewCatchment([]float64{0, 5}); c.Add(10, []cover.CatchmentShare{{Origin: 0, Weight: 1}}) != 0 || c.Access()[0] != 0 {
		t.Error("a place in reach of nobody offers nothing")
	}
}

// Oracle of METRICS: step weights.
func TestStepWeightOracle(t *testing.T) {
	steps := []cover.Step{{Minutes: 20, Weight: 1}, {Minutes: 40, Weight: 0.68}, {Minutes: 60, Weight: 0.22}}
	for minutes, want := range map[float64]float64{20: 1, 30: 0.68, 60: 0.22, 70: 0, 20.01: 0.68} {
		if got := cover.StepWeight(steps, minutes); got != want {
			t.Errorf("%g minutes weigh %g, want %g", minutes, got, want)
		}
	}
	for minutes, want := range map[float64]float64{0: 1, 15: 1, 15.1: 0.68, 30: 0.68, 45: 0.22, 45.1: 0} {
		if got := cover.StepWeight(cover.AccessSteps(), minutes); got != want {
			t.Errorf("the weights of METRICS: %g minutes weigh %g, want %g", minutes, got, want)
		}
	}
}

// Oracle of METRICS: the Gini of access among the residents of the five cells.
func TestGiniOracle(t *testing.T) {
	var sample []cover.Weighted
	for i, a := range []float64{22239, 36567, 42372, 55571, 26774} {
		sample = append(sample, cover.Weighted{Value: a, Weight: fivePopulation[i]})
	}
	if got, ok := cover.Gini(sample); !ok || math.Abs(got-0.1386) > 5e-5 {
		t.Errorf("Gini %.5f, want 0.1386", got)
	}
}

func TestGiniByItsDefinition(t *testing.T) {
	for name, x := range map[string]struct {
		sample []cover.Weighted
		want   float64
		ok     bool
	}{
		"nobody":             {nil, 0, false},
		"nobody has a thing": {weighted(0, 5, 0, 7), 0, false},
		"all alike":          {weighted(3, 5, 3, 7), 0, true},
		"one has it all":     {weighted(0, 3, 9, 1), 0.75, true},
		"people of weight 0": {weighted(9, 0, 1, 2, 1, 2), 0, true},
	} {
		if got, ok := cover.Gini(x.sample); ok != x.ok || math.Abs(got-x.want) > 1e-12 {
			t.Errorf("%s: %g %v, want %g %v", name, got, ok, x.want, x.ok)
		}
	}
	sample := weighted(1, 3, 4, 2, 9, 5, 2, 1, 4, 4)
	sum, people, total := 0.0, 0.0, 0.0
	for _, a := range sample {
		people += float64(a.Weight)
		total += float64(a.Weight) * a.Value
		for _, b := range sample {
			sum += float64(a.Weight) * float64(b.Weight) * math.Abs(a.Value-b.Value)
		}
	}
	if got, _ := cover.Gini(sample); math.Abs(got-sum/(2*people*total)) > 1e-12 {
		t.Errorf("Gini %g, by its definition %g", got, sum/(2*people*total))
	}
}
