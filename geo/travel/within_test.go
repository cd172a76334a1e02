package travel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/travel"
)

// Within finds exactly the pairs that Nearest, asked for one target at a time,
// finds within the limit, also where the estimate stands in for the roads.
func TestWithinIsAllThatNearestFinds(t *testing.T) {
	random := rand.New(rand.NewPCG(91, 92))
	s := scatter{random, 14}
	g := village(t, random, s.side)
	p := travel.DefaultParameters()
	comuni := twoComuni(s.point())
	e, err := travel.NewEstimate(comuni, nil, nil, p)
	must(t, err)
	r, err := travel.NewRoads(g, nil, e, p, []travel.Correction{{Mode: geo.ModeCar, Zone: 3, Alpha: -0.4}})
	must(t, err)
	var origins []travel.Origin
	for i := range 120 {
		c := comuni[i%5/4]
		at := s.point()
		origins = append(origins, travel.Origin{Comune: c.ID, Point: orb.Point{at[0] + c.Seat[0] - comuni[0].Seat[0], at[1]}})
	}
	var targets []travel.Target
	for i := range 12 {
		targets = append(targets, travel.Target{Comune: origins[i*9].Comune, Position: origins[i*9].Point})
	}
	type pair struct{ target, origin int32 }
	for _, limit := range []float64{0.5, 3, 4.5, 15, 60} {
		found := map[pair]float64{}
		must(t, r.Within(t.Context(), origins, targets, geo.ModeCar, limit, func(target, origin int32, minutes float64) {
			if _, twice := found[pair{target, origin}]; twice {
				t.Fatalf("%d to %d twice", origin, target)
			}
			found[pair{target, origin}] = minutes
		}))
		near := 0
		for k := range targets {
			two, err := r.Nearest(t.Context(), origins, targets[k:k+1], geo.ModeCar)
			must(t, err)
			for i, x := range two {
				got, in := found[pair{int32(k), int32(i)}]
				want := x.First != travel.None && x.FirstMinutes <= limit
				if in != want || in && math.Abs(got-x.FirstMinutes) > 1e-9 {
					t.Fatalf("within %g: origin %d, target %d: %g %t, nearest %+v", limit, i, k, got, in, x)
				}
				if want {
					near++
				}
			}
		}
		if limit > 2 && (near == 0 || near == len(origins)*len(targets) && limit < 60) {
			t.Errorf("within %g minutes: %d pairs show nothing", limit, near)
		}
	}
}
