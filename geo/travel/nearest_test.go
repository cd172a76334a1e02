package travel_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/travel"
)

// bruteForce measures every target, with no bound and no table of candidates.
func bruteForce(t *testing.T, e *travel.Estimate, c geo.ComuneID, p orb.Point, targets []travel.Target, mode geo.Mode) travel.Two {
	two := travel.Two{First: travel.None, Second: travel.None}
	for i, target := range targets {
		m, ok := e.Minutes(p, c, target.Position, target.Comune, mode)
		if !ok {
			t.Fatalf("no minutes to target %d", i)
		}
		switch {
		case two.First == travel.None || m < two.FirstMinutes:
			two.Second, two.SecondMinutes = two.First, two.FirstMinutes
			two.First, two.FirstMinutes = int32(i), m
		case two.Second == travel.None || m < two.SecondMinutes:
			two.Second, two.SecondMinutes = int32(i), m
		}
	}
	return two
}

func (f territory) targets(random *rand.Rand, n int) []travel.Target {
	var out []travel.Target
	for range n {
		c := f.comuni[random.IntN(len(f.comuni))]
		out = append(out, travel.Target{Position: near(random, c), Comune: c.ID})
	}
	return out
}

func TestNearestTwoEqualsMeasuringAll(t *testing.T) {
	f := readFacts(t)
	e := f.estimate(t, travel.DefaultParameters())
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{0, 1, 2, 7, 60} {
		targets := f.targets(random, n)
		for range 40 {
			c := f.comuni[random.IntN(len(f.comuni))]
			points := []orb.Point{near(random, c), near(random, c), c.Seat}
			for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
				for k, got := range e.NearestTwo(c.ID, points, targets, mode) {
					want := bruteForce(t, e, c.ID, points[k], targets, mode)
					if got.First != want.First || got.Second != want.Second ||
						math.Abs(got.FirstMinutes-want.FirstMinutes) > 1e-9 || math.Abs(got.SecondMinutes-want.SecondMinutes) > 1e-9 {
						t.Fatalf("%s by %s among %d: %+v, want %+v", c.Name, mode, n, got, want)
					}
				}
			}
		}
	}
}

func TestTiesGoToTheLowerIndexAndUnknownComuniAreLeftOut(t *testing.T) {
	f := readFacts(t)
	e := f.estimate(t, travel.DefaultParameters())
	susa, oulx := f.byName["Susa"], f.byName["Oulx"]
	same := travel.Target{Position: susa.Seat, Comune: susa.ID}
	targets := []travel.Target{{Position: oulx.Seat, Comune: "000000"}, same, same, same}
	got := e.NearestTwo(oulx.ID, []orb.Point{oulx.Seat}, targets, geo.ModeCar)[0]
	if got.First != 1 || got.Second != 2 || got.FirstMinutes != got.SecondMinutes {
		t.Errorf("%+v", got)
	}
	for _, two := range [][]travel.Two{
		e.NearestTwo("000000", []orb.Point{oulx.Seat}, targets, geo.ModeCar),
		e.NearestTwo(oulx.ID, []orb.Point{oulx.Seat}, targets, geo.ModeArea),
	} {
		if two[0].First != travel.None || two[0].Second != travel.None {
			t.Errorf("%+v", two[0])
		}
	}
}

func TestTNeverRisesWhenAPlaceIsAdded(t *testing.T) {
	f := readFacts(t)
	e := f.estimate(t, travel.DefaultParameters())
	random := rand.New(rand.NewPCG(7, 8))
	targets := f.targets(random, 40)
	for _, c := range f.comuni {
		points := []orb.Point{near(random, c), near(random, c)}
		for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
			before := e.NearestTwo(c.ID, points, targets[:1], mode)
			for n := 2; n <= len(targets); n += 13 {
				after := e.NearestTwo(c.ID, points, targets[:n], mode)
				for k := range points {
					if after[k].FirstMinutes > before[k].FirstMinutes || after[k].SecondMinutes < after[k].FirstMinutes {
						t.Fatalf("%s by %s with %d places: %+v after %+v", c.Name, mode, n, after[k], before[k])
					}
				}
				before = after
			}
		}
	}
}

func TestNearestAnswersEveryOriginInOrder(t *testing.T) {
	f := readFacts(t)
	e := f.estimate(t, travel.DefaultParameters())
	random := rand.New(rand.NewPCG(11, 12))
	targets := f.targets(random, 12)
	origins := []travel.Origin{{Comune: "999999", Point: f.comuni[0].Seat}}
	for range 500 { // comuni mixed, so that grouping them must not change the order
		c := f.comuni[random.IntN(40)]
		origins = append(origins, travel.Origin{Comune: c.ID, Point: near(random, c)})
	}
	got, err := e.Nearest(t.Context(), origins, targets, geo.ModeCar)
	if err != nil || len(got) != len(origins) {
		t.Fatalf("%d answers to %d origins, %v", len(got), len(origins), err)
	}
	for i, o := range origins {
		if want := e.NearestTwo(o.Comune, []orb.Point{o.Point}, targets, geo.ModeCar)[0]; got[i] != want {
			t.Fatalf("origin %d: %+v, want %+v", i, got[i], want)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Nearest(ended, origins, targets, geo.ModeCar); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gives %v", err)
	}
}

func BenchmarkNewEstimate(b *testing.B) {
	f := readFacts(b)
	for b.Loop() {
		f.estimate(b, travel.DefaultParameters())
	}
}

func BenchmarkNearestTwo(b *testing.B) {
	f := readFacts(b)
	e := f.estimate(b, travel.DefaultParameters())
	random := rand.New(rand.NewPCG(9, 10))
	points := map[geo.ComuneID][]orb.Point{}
	for _, c := range f.comuni {
		for range 80 { // 312 · 80 is about 25,000 cells
			points[c.ID] = append(points[c.ID], near(random, c))
		}
	}
	for _, n := range []int{40, 600} {
		targets := f.targets(random, n)
		b.Run(map[int]string{40: "40 places", 600: "600 places"}[n], func(b *testing.B) {
			for b.Loop() {
				for _, c := range f.comuni {
					for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
						e.NearestTwo(c.ID, points[c.ID], targets, mode)
					}
				}
			}
		})
	}
}
