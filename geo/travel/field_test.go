package travel_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/travel"
)

func newField(t testing.TB, g *road.Graph, stops []travel.Stop, o travel.FieldOptions) *travel.Field {
	t.Helper()
	f, err := travel.NewField(t.Context(), g, stops, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// METRICS, oracles: nodes within r of a Manhattan grid of one minute a step are
// 2r²+2r+1: 481, 1,861 and 4,141 at 15, 30 and 45 minutes.
func TestManhattanGrid(t *testing.T) {
	const side = 101
	g := grid(side, 600)
	centre := int32(side/2*side + side/2)
	stop := travel.Stop{}
	for i, e := range g.Edges {
		if e.From == centre {
			stop.Snap = road.Snap{Edge: int32(i), Fraction: 0}
		}
	}
	for _, o := range []travel.FieldOptions{{}, {Bound: 45 * 600}} {
		f := newField(t, g, []travel.Stop{stop}, o)
		within := map[uint32]int{}
		for n := range g.Lon {
			near := f.Node(int32(n))
			x, y := n%side-side/2, n/side-side/2
			if steps := uint32(max(x, -x) + max(y, -y)); near.First == 0 && near.FirstCost != steps*600 {
				t.Fatalf("node %d,%d: %d, want %d", x, y, near.FirstCost, steps*600)
			}
			for _, minutes := range []uint32{15, 30, 45} {
				if near.First == 0 && near.FirstCost <= minutes*600 {
					within[minutes]++
				}
			}
		}
		if within[15] != 481 || within[30] != 1861 || within[45] != 4141 {
			t.Errorf("bound %d: within 15, 30, 45 minutes %v", o.Bound, within)
		}
	}
}

// Every node and points on the edges, against the textbook search of each stop.
func TestFieldEqualsTheTextbook(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	for round := range 40 {
		side := 4 + random.IntN(22)
		if round < 4 {
			side = 110 // three tiles
		}
		g := wild(random, side)
		stops := someStops(random, g, random.IntN(12))
		o := travel.FieldOptions{Summer: round%2 == 0}
		bound := uint64(road.Closed - 1)
		if round%3 == 0 {
			o.Bound = 1 + uint32(random.IntN(80))
			bound = uint64(o.Bound)
		}
		f := newField(t, g, stops, o)
		var all [][]uint64 // by stop, by node
		for _, s := range stops {
			all = append(all, costsTo(g, s, o.Summer))
		}
		costs := make([]uint64, len(stops))
		for n := range g.Lon {
			for i := range stops {
				costs[i] = all[i][n]
			}
			if got, want := f.Node(int32(n)), twoOf(costs, bound); got != want {
				t.Fatalf("round %d, node %d: %+v, want %+v", round, n, got, want)
			}
		}
		for range 300 {
			at := anywhere(random, g)
			for i, s := range stops {
				costs[i] = road.Closed
				if along := g.Along(at, s.Snap); along != road.Closed {
					costs[i] = uint64(along) + uint64(s.Walk)
				}
				for _, e := range g.Leave(at, o.Summer) {
					if e.Cost != road.Closed {
						costs[i] = min(costs[i], uint64(e.Cost)+all[i][e.Node])
					}
				}
			}
			if got, want := f.At(at), twoOf(costs, bound); got != want {
				t.Fatalf("round %d, %+v: %+v, want %+v", round, at, got, want)
			}
		}
	}
}

// Two places on the same edge as the origin, both nearer along it than round by
// its ends, and the farther one the lower by index.
func TestPlaceAndOriginOnOneEdge(t *testing.T) {
	g := graphOf(2, []road.Edge{{From: 0, To: 1, There: 800, Back: road.Closed, Snaps: true}, {From: 0, To: 1, There: road.Closed, Back: 10_000, Snaps: true}})
	at := func(f float64) road.Snap { return road.Snap{Edge: 0, Fraction: f} }
	f := newField(t, g, []travel.Stop{{Snap: at(0.75)}, {Snap: at(0.5), Walk: 7}, {Snap: at(0.125)}}, travel.FieldOptions{})
	if got, want := f.At(at(0.25)), (travel.Near{First: 1, FirstCost: 207, Second: 0, SecondCost: 400}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	// Past the first two the road is one-way: round by the other edge.
	if got, want := f.At(at(0.875)), (travel.Near{First: 2, FirstCost: 100 + 10_000 + 100, Second: 1, SecondCost: 100 + 10_000 + 407}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestWinterRoadsCountInSummerOnly(t *testing.T) {
	g := graphOf(3, []road.Edge{
		{From: 0, To: 1, There: 100, Back: 100, Snaps: true}, {From: 1, To: 2, There: 50, Back: 50, Winter: true}, {From: 0, To: 2, There: 900, Back: 900, Snaps: true},
	})
	stop := travel.Stop{Snap: road.Snap{Edge: 0, Fraction: 1}}
	for summer, want := range map[bool]uint32{true: 50, false: 1000} {
		if got := newField(t, g, []travel.Stop{stop}, travel.FieldOptions{Summer: summer}).Node(2).FirstCost; got != want {
			t.Errorf("summer %t: %d, want %d", summer, got, want)
		}
	}
}

func TestFieldOfAStrangeRoadOrCancelled(t *testing.T) {
	g := grid(5, 10)
	for _, edge := range []int32{-1, int32(len(g.Edges))} {
		if _, err := travel.NewField(t.Context(), g, []travel.Stop{{Snap: road.Snap{Edge: edge}}}, travel.FieldOptions{}); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("edge %d: %v", edge, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := travel.NewField(ended, g, []travel.Stop{{}}, travel.FieldOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if got := newField(t, g, nil, travel.FieldOptions{}).At(road.Snap{}); got.First != travel.None || got.Second != travel.None {
		t.Errorf("without places: %+v", got)
	}
}
