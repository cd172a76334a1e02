package travel_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/travel"
)

// twoComuni: one in the village, one 40 km off, where the graph has no roads.
func twoComuni(inside orb.Point) []geo.Comune {
	return []geo.Comune{
		{ID: "001001", Name: "Qui", Seat: inside, AltimetricZone: geo.AltimetricMountain},
		{ID: "001002", Name: "Fuori", Seat: orb.Point{inside[0] + 0.5, inside[1]}, AltimetricZone: geo.AltimetricHill},
	}
}

// Minutes of all pairs by the formula of METRICS, from the textbook search.
func byFormula(g *road.Graph, e *travel.Estimate, p travel.Parameters, o travel.Origin, to travel.Target, alpha map[geo.ComuneID]float64) float64 {
	if o.Comune == "001002" || to.Comune == "001002" {
		m, ok := e.Minutes(o.Point, o.Comune, to.Position, to.Comune, geo.ModeCar)
		if !ok {
			return math.Inf(1)
		}
		return m * math.Exp(alpha[o.Comune])
	}
	from, _ := g.Snap(o.Point)
	at, _ := g.Snap(to.Position)
	walk := func(s road.Snap) float64 { return math.Round(s.Metres / 1.3 * 10) }
	costs := costsTo(g, travel.Stop{Snap: at, Walk: uint32(walk(at))}, p.SummerPasses)
	way := math.Inf(1)
	if along := g.Along(from, at); along != road.Closed {
		way = float64(along) + walk(at)
	}
	for _, end := range g.Leave(from, p.SummerPasses) {
		if end.Cost != road.Closed && costs[end.Node] != road.Closed {
			way = min(way, float64(end.Cost)+float64(costs[end.Node]))
		}
	}
	return (walk(from)+way)/600 + 2
}

func TestRoadsFollowTheFormula(t *testing.T) {
	random := rand.New(rand.NewPCG(81, 82))
	for round := range 12 {
		s := scatter{random, 9}
		g := village(t, random, s.side)
		p := travel.DefaultParameters()
		p.SummerPasses = round%2 == 0
		comuni := twoComuni(s.point())
		e, err := travel.NewEstimate(comuni, nil, nil, p)
		must(t, err)
		alpha := map[geo.ComuneID]float64{"001001": 0.3, "001002": -0.2}
		r, err := travel.NewRoads(g, nil, e, p, []travel.Correction{{Mode: geo.ModeCar, Zone: 1, Alpha: 0.3}, {Mode: geo.ModeCar, Zone: 3, Alpha: -0.2}, {Mode: geo.ModeFoot, Zone: 1, Alpha: 9}})
		must(t, err)
		if bare := r.Bare(geo.ModeCar); !slices.Equal(bare, []geo.ComuneID{"001002"}) {
			t.Fatalf("without roads: %v", bare)
		}
		origins := []travel.Origin{{Comune: "001001", Point: orb.Point{s.point()[0], 44.97}}} // 3 km south of all roads
		var targets []travel.Target
		for range 60 {
			c := comuni[min(1, random.IntN(6)/5)]
			at := s.point()
			at[0] += c.Seat[0] - comuni[0].Seat[0]
			origins = append(origins, travel.Origin{Comune: c.ID, Point: at})
		}
		for range 1 + random.IntN(8) {
			o := origins[1+random.IntN(60)]
			targets = append(targets, travel.Target{Position: o.Point, Comune: o.Comune})
		}
		got, err := r.Nearest(t.Context(), origins, targets, geo.ModeCar)
		must(t, err)
		for i, o := range origins {
			want := travel.Two{First: travel.None, Second: travel.None}
			for k, to := range targets {
				m := byFormula(g, e, p, o, to, alpha)
				switch {
				case math.IsInf(m, 1):
				case want.First == travel.None || m < want.FirstMinutes:
					want.Second, want.SecondMinutes, want.First, want.FirstMinutes = want.First, want.FirstMinutes, int32(k), m
				case want.Second == travel.None || m < want.SecondMinutes:
					want.Second, want.SecondMinutes = int32(k), m
				}
			}
			if o.Comune == "001001" {
				at, _ := g.Snap(o.Point)
				want.SnapMetres, want.WalkOnly = float32(at.Metres), i == 0
			}
			want.Estimated = want.First != travel.None && (o.Comune == "001002" || targets[want.First].Comune == "001002")
			x, y := got[i], want
			if math.Abs(x.FirstMinutes-y.FirstMinutes) > 1e-9 || math.Abs(x.SecondMinutes-y.SecondMinutes) > 1e-9 {
				t.Fatalf("round %d, origin %d: %+v, want %+v", round, i, x, y)
			}
			x.FirstMinutes, x.SecondMinutes, y.FirstMinutes, y.SecondMinutes = 0, 0, 0, 0
			if x != y {
				t.Fatalf("round %d, origin %d: %+v, want %+v", round, i, got[i], want)
			}
		}
	}
}

// What was asked before never changes an answer, though fields are repaired from
// one question to the next.
func TestRoadsAnswerAsIfAskedForTheFirstTime(t *testing.T) {
	random := rand.New(rand.NewPCG(83, 84))
	s := scatter{random, 14}
	g := village(t, random, s.side)
	p := travel.DefaultParameters()
	seat := s.point()
	r := modelOf(t, g, p, seat)
	var origins []travel.Origin
	for range 300 {
		origins = append(origins, travel.Origin{Comune: "001001", Point: s.point()})
	}
	var targets []travel.Target
	for range 40 {
		targets = append(targets, travel.Target{Position: s.point(), Comune: "001001"})
	}
	other := slices.Clone(targets[:25])
	for round := range 150 {
		list := &targets
		if round%3 == 0 {
			list = &other
		}
		switch i := random.IntN(len(*list)); random.IntN(5) {
		case 0:
			*list = slices.Delete(slices.Clone(*list), i, i+1)
		case 1:
			(*list)[i].Position = s.point()
		case 2:
			*list = slices.Insert(slices.Clone(*list), i, (*list)[random.IntN(len(*list))]) // the same point twice
		case 3:
			(*list)[i], (*list)[0] = (*list)[0], (*list)[i] // another order: other ties
		default:
			*list = slices.Insert(slices.Clone(*list), i, travel.Target{Position: s.point(), Comune: "001001"})
		}
		got, err := r.Nearest(t.Context(), origins, *list, geo.ModeCar)
		must(t, err)
		want, err := modelOf(t, g, p, seat).Nearest(t.Context(), origins, *list, geo.ModeCar)
		must(t, err)
		if !slices.Equal(got, want) {
			t.Fatalf("round %d: other answers than at first", round)
		}
	}
}

func TestRoadsWithoutGraphsAreTheEstimate(t *testing.T) {
	f := readFacts(t)
	p := travel.DefaultParameters()
	e := f.estimate(t, p)
	random := rand.New(rand.NewPCG(85, 86))
	targets := f.targets(random, 9)
	origins := []travel.Origin{{Comune: "999999", Point: f.comuni[0].Seat}}
	for _, c := range f.comuni {
		origins = append(origins, travel.Origin{Comune: c.ID, Point: near(random, c)})
	}
	r, err := travel.NewRoads(nil, nil, e, p, nil)
	must(t, err)
	corrected := r.Corrected([]travel.Correction{{Mode: geo.ModeCar, Zone: 1, Alpha: math.Log(2)}})
	for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot, geo.ModeArea} {
		want, _ := e.Nearest(t.Context(), origins, targets, mode)
		got, err := r.Nearest(t.Context(), origins, targets, mode)
		must(t, err)
		doubled, err := corrected.Nearest(t.Context(), origins, targets, mode)
		must(t, err)
		for i := range want {
			if mode == geo.ModeCar && i > 0 && f.comuni[i-1].AltimetricZone == 1 {
				if math.Abs(doubled[i].FirstMinutes-2*want[i].FirstMinutes) > 1e-9 {
					t.Fatalf("origin %d: %g corrected, %g before", i, doubled[i].FirstMinutes, want[i].FirstMinutes)
				}
			}
			want[i].Estimated = want[i].First != travel.None
			if got[i] != want[i] {
				t.Fatalf("%s, origin %d: %+v, want %+v", mode, i, got[i], want[i])
			}
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Nearest(ended, origins, targets, geo.ModeCar); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := travel.NewRoads(&road.Graph{Mode: geo.ModeFoot}, nil, e, p, nil); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("a graph for people on foot taken for cars: %v", err)
	}
}
