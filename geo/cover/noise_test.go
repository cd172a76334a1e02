package cover_test

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/travel"
)

// noisy are the times of another model, longer or shorter by a factor of each
// cell's own. It measures them once.
type noisy struct {
	cover.Times
	known  map[geo.Mode][]travel.Two
	factor func(cell int) float64
}

func (n *noisy) Nearest(ctx context.Context, origins []travel.Origin, targets []travel.Target, m geo.Mode) ([]travel.Two, error) {
	if n.known[m] == nil {
		two, err := n.Times.Nearest(ctx, origins, targets, m)
		if err != nil {
			return nil, err
		}
		n.known[m] = two
	}
	out := slices.Clone(n.known[m])
	for i := range out {
		f := n.factor(i)
		out[i].FirstMinutes *= f
		out[i].SecondMinutes *= f
	}
	return out, nil
}

// Within leaves access alone: it is not what these tests are about.
func (n *noisy) Within(context.Context, []travel.Origin, []travel.Target, geo.Mode, float64, func(target, origin int32, minutes float64)) error {
	return nil
}

// trembling are the mountains with Portinerie in the plain and in some valleys, so
// that thresholds run across them.
func trembling(t *testing.T) (cover.Input, *noisy) {
	t.Helper()
	f := approximateTerritory(t)
	mountain := map[geo.ComuneID]bool{}
	for _, c := range f.comuni {
		mountain[c.ID] = c.Mountain()
	}
	var places []geo.Place
	for i, c := range []string{"Torino", "Avigliana", "Oulx", "Ceres", "Cuorgnè", "Luserna San Giovanni", "Ivrea"} {
		places = append(places, f.place(i+1, "portineria", c, geo.StatusActive))
	}
	in := f.input(places)
	in.Kinds = slices.DeleteFunc(slices.Clone(in.Kinds), func(k geo.Kind) bool { return k.ID != "portineria" })
	in.Residents = slices.DeleteFunc(slices.Clone(in.Residents), func(r cover.CellResidents) bool { return !mountain[r.Comune] })
	in.Parameters.Gaps.Territories = []geo.Territory{geo.TerritoryMountain}
	n := &noisy{f.estimate, map[geo.Mode][]travel.Two{}, func(int) float64 { return 1 }}
	in.Times = n
	return in, n
}

// flagsOf the mountain cells, by index into the populated cells.
func flagsOf(r cover.Result) map[int]cover.CellTime {
	out := map[int]cover.CellTime{}
	reach, _ := r.Views[0].Reach(geo.ModeCar)
	for i := range r.Cells {
		if at := reach.At(i); at.Flag.Candidate {
			out[i] = at
		}
	}
	return out
}

// Issue 4, "Shows" 5: 24 recomputations with 10 % noise on the times, independent
// for each cell and recomputation, flip fewer than one flag per 1,000 populated
// mountain cells and recomputation. Cells within 5 % of θ are reported apart. All
// 24 with ATLANTE_SOAK=1.
func TestNoiseOnTheTimesDoesNotMakeFlagsFlicker(t *testing.T) {
	in, n := trembling(t)
	r := compute(t, in)
	truth, random := flagsOf(r), rand.New(rand.NewPCG(4, 5))
	flags := truth
	runs := 8
	if os.Getenv("ATLANTE_SOAK") == "1" {
		runs = 24
	}
	flips, close, flicker, raw := 0, 0, 0, 0
	for range runs {
		noise := make([]float64, len(r.Cells))
		for i := range noise {
			noise[i] = math.Exp(0.1 * random.NormFloat64())
		}
		n.factor = func(cell int) float64 { return noise[cell] }
		in.Previous = after(t, in, r)
		r = compute(t, in)
		now := flagsOf(r)
		for i, at := range now {
			if at.Flag.Raw != truth[i].Flag.Raw {
				raw++
			}
			if at.Flag.Published == flags[i].Flag.Published {
				continue
			}
			if math.Abs(float64(truth[i].Nearest.Minutes)/30-1) <= 0.05 {
				flicker++
			} else {
				flips++
			}
		}
		flags = now
	}
	for _, at := range truth {
		if math.Abs(float64(at.Nearest.Minutes)/30-1) <= 0.05 {
			close++
		}
	}
	rate := func(n, cells int) float64 { return float64(n) * 1000 / float64(cells*runs) }
	t.Logf("%d mountain cells: %d flips, %.3f per 1,000 and recomputation; %d cells within 5 %% of θ: %d flips, %.1f; without hysteresis %.1f of all would differ",
		len(truth), flips, rate(flips, len(truth)), close, flicker, rate(flicker, close), rate(raw, len(truth)))
	if rate(flips, len(truth)) >= 1 {
		t.Errorf("%.2f flips per 1,000 cells and recomputation", rate(flips, len(truth)))
	}
	if len(truth) < 4000 || close < 50 || raw < 100*runs {
		t.Errorf("the test shows little: %d cells, %d close to θ, %d raw flags that differ", len(truth), close, raw)
	}
}

// A true change of 25 % is wider than the band of hysteresis (1.1 / 0.9 = 1.22):
// the second recomputation publishes it in every cell that it takes out of the
// band on the other side. Cells that it leaves within the band keep their flag.
func TestATrueChangeIsPublishedByTheSecondRecomputation(t *testing.T) {
	in, n := trembling(t)
	r := compute(t, in)
	step := func(factor float64) map[int]cover.CellTime {
		n.factor = func(int) float64 { return factor }
		in.Previous = after(t, in, r)
		r = compute(t, in)
		return flagsOf(r)
	}
	for _, x := range []struct {
		name   string
		factor float64
		out    func(minutes float64) bool
		want   bool
	}{
		{"25 % longer", 1.25, func(m float64) bool { return m > 1.1*30 }, true},
		{"as short again", 1, func(m float64) bool { return m <= 0.9*30 }, false},
	} {
		before := flagsOf(r)
		once := step(x.factor)
		twice := step(x.factor)
		changed, kept := 0, 0
		for i, at := range twice {
			if at.Flag.Raw != before[i].Flag.Raw && !x.out(float64(at.Nearest.Minutes)) {
				kept++
			}
			if !x.out(float64(at.Nearest.Minutes)) || before[i].Flag.Published == x.want {
				continue
			}
			changed++
			if at.Flag.Published != x.want || once[i].Flag.Published == x.want {
				t.Fatalf("%s: %.1f minutes, flags %v, %v, %v", x.name, at.Nearest.Minutes, before[i].Flag, once[i].Flag, at.Flag)
			}
		}
		if changed < 100 {
			t.Errorf("%s: %d cells", x.name, changed)
		}
		t.Logf("%s: %d of %d mountain cells leave the band, all published by the second recomputation and none by the first; %d cross θ and stay in the band",
			x.name, changed, len(twice), kept)
	}
}

// Opening a place acts at once, even in the middle of noise.
func TestOpeningAPlaceActsAtOnce(t *testing.T) {
	in, n := trembling(t)
	r := compute(t, in)
	random := rand.New(rand.NewPCG(6, 7))
	f := approximateTerritory(t)
	in.Previous = after(t, in, r)
	in.Places = append(slices.Clone(in.Places), f.place(90, "portineria", "Pont-Canavese", geo.StatusActive))
	opened := in.Places[len(in.Places)-1].ID
	noise := make([]float64, len(r.Cells))
	for i := range noise {
		noise[i] = math.Exp(0.1 * random.NormFloat64())
	}
	n.factor, n.known = func(cell int) float64 { return noise[cell] }, map[geo.Mode][]travel.Two{}
	before, after := flagsOf(r), flagsOf(compute(t, in))
	served, lowered := 0, 0
	for i, at := range after {
		if at.Nearest.Place != opened {
			continue
		}
		served++
		if at.Flag.Published != at.Flag.Raw || at.Flag.Raw != (at.Nearest.Minutes > 30) {
			t.Errorf("%.1f minutes from the new place, and %+v", at.Nearest.Minutes, at.Flag)
		}
		if before[i].Flag.Published && !at.Flag.Published {
			lowered++
		}
	}
	if served < 200 || lowered < 100 {
		t.Errorf("the new place is nearest to %d cells and lowers %d flags", served, lowered)
	}
}
