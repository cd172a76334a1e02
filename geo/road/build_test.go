package road

import (
	"bytes"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"atlante/geo"
)

// Ten microseconds: fine enough to compare sums, coarse enough for maxCost.
const fine = 10

func TestTheGraphKeepsTheDistancesOfTheNetwork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := randomNetwork(t)
		g, _ := build(n, geo.ModeCar, fine, nil)
		x := newNaive(n)
		state := map[[2]int32]int{}
		for s, node := range x.node {
			if !x.barred[s] {
				state[[2]int32{n.Nodes[node].Lon, n.Nodes[node].Lat}] = s
			}
		}
		for _, summer := range []bool{true, false} {
			want := x.winter
			if summer {
				want = x.summer
			}
			for u := range g.Lon {
				su, ok := state[[2]int32{g.Lon[u], g.Lat[u]}]
				if !ok {
					continue
				}
				there, back := from(g.Leaving, len(g.Lon), int32(u), summer), from(g.Arriving, len(g.Lon), int32(u), summer)
				for v := range g.Lon {
					if sv, ok := state[[2]int32{g.Lon[v], g.Lat[v]}]; ok {
						near(t, "there", there[v], want[su][sv])
						near(t, "back", back[v], want[sv][su])
					}
				}
			}
		}
	})
}

// near compares ten-microseconds with microseconds: each edge is rounded once.
func near(t *rapid.T, way string, got, want float64) {
	if got == want || math.Abs(got*fine-want) <= 500 {
		return
	}
	t.Fatalf("%s: %g microseconds, the network says %g", way, got*fine, want)
}

// The states of the largest component are those on edges that take snaps, ends
// and inner points, where no tunnel hides them.
func TestTheLargestComponentTakesSnaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := randomNetwork(t)
		for i := range n.Ways {
			n.Ways[i].Car.Through = false
		}
		g, r := Build(n, geo.ModeCar, nil)
		ends := map[int32]bool{}
		inner := 0
		for _, e := range g.Edges {
			if e.Snaps {
				ends[e.From], ends[e.To] = true, true
				inner += int(e.ShapeTo - e.ShapeFrom)
			}
		}
		x := newNaive(n)
		if got, want := len(ends)+inner, x.largest(); got != want && want > 1 {
			t.Fatalf("%d nodes take snaps, the largest component has %d", got, want)
		}
		if r.Nodes != len(g.Lon) || r.Edges != len(g.Edges) || r.Points+r.Nodes+r.Dropped != len(x.node) {
			t.Fatalf("%+v does not add up to the %d nodes of the network", r, len(x.node))
		}
	})
}

// No node is left at which two edges alike meet and nothing else: every chain is
// one edge.
func TestChainsAreContracted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := randomNetwork(t)
		for i := range n.Ways {
			n.Ways[i].Car.Through = false // edges do not tell it
		}
		g, _ := Build(n, geo.ModeCar, nil)
		type end struct {
			edge       int
			away, home bool
		}
		meet := make([][]end, len(g.Lon))
		for i, e := range g.Edges {
			there, back := e.There != Closed, e.Back != Closed
			meet[e.From] = append(meet[e.From], end{i, there, back})
			meet[e.To] = append(meet[e.To], end{i, back, there})
		}
		for v, ends := range meet {
			if len(ends) != 2 || ends[0].edge == ends[1].edge {
				continue
			}
			a, b := g.Edges[ends[0].edge], g.Edges[ends[1].edge]
			alike := a.Winter == b.Winter && a.Snaps == b.Snaps && ends[0].home == ends[1].away && ends[0].away == ends[1].home
			if alike {
				t.Fatalf("node %d lies inside a chain", v)
			}
		}
	})
}

func TestTheOrderOfNodesAndWaysDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := randomNetwork(t)
		g, r := Build(n, geo.ModeCar, nil)
		other, r2 := Build(shuffled(n, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 2))), geo.ModeCar, nil)
		if !bytes.Equal(written(t, g), written(t, other)) || r != r2 {
			t.Fatalf("%+v\n%+v", r, r2)
		}
		if !reflect.DeepEqual(g, other) {
			t.Fatal("equal bytes, but arcs or index differ")
		}
	})
}

func TestNodesLieInHilbertOrderAndEdgesInTheirs(t *testing.T) {
	n := drawNetwork(rand.New(rand.NewPCG(5, 6)), 400)
	g, _ := Build(n, geo.ModeCar, nil)
	for i := 1; i < len(g.Lon); i++ {
		if hilbert(g.Lon[i-1], g.Lat[i-1]) > hilbert(g.Lon[i], g.Lat[i]) {
			t.Fatalf("node %d comes after the next on the curve", i-1)
		}
	}
	for i, e := range g.Edges {
		if e.From > e.To || i > 0 && (g.Edges[i-1].From > e.From || g.Edges[i-1].From == e.From && g.Edges[i-1].To > e.To) {
			t.Fatalf("edge %d is out of order", i)
		}
	}
	if len(g.Edges) < 100 {
		t.Fatalf("only %d edges", len(g.Edges))
	}
}

// The first squares of the curve, as Hilbert drew them: neighbours on the curve
// are neighbours on the ground.
func TestTheCurveGoesFromNeighbourToNeighbour(t *testing.T) {
	at := map[uint64][2]int32{}
	for x := range int32(64) {
		for y := range int32(64) {
			at[hilbert(x-1_800_000_000, y-1_800_000_000)] = [2]int32{x, y}
		}
	}
	for d := range uint64(64*64 - 1) {
		a, ok := at[d]
		b, ok2 := at[d+1]
		if dx, dy := a[0]-b[0], a[1]-b[1]; !ok || !ok2 || dx*dx+dy*dy != 1 {
			t.Fatalf("%d at %v, %d at %v", d, a, d+1, b)
		}
	}
}
