package travel_test

import (
	"container/heap"
	"math/rand/v2"
	"os"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/travel"
)

// soak runs the tests of the full counts, which take minutes.
func soak() bool { return os.Getenv("ATLANTE_SOAK") == "1" }

// graphOf makes a graph by hand: nodes without a position, arcs straight from the
// edges, none left out.
func graphOf(nodes int, edges []road.Edge) *road.Graph {
	g := &road.Graph{Mode: geo.ModeCar, Lon: make([]int32, nodes), Lat: make([]int32, nodes), Edges: edges}
	leaving := make([][][3]uint32, nodes) // other end, cost, winter
	arriving := make([][][3]uint32, nodes)
	for _, e := range edges {
		winter := uint32(0)
		if e.Winter {
			winter = 1
		}
		if e.There != road.Closed {
			leaving[e.From] = append(leaving[e.From], [3]uint32{uint32(e.To), e.There, winter})
			arriving[e.To] = append(arriving[e.To], [3]uint32{uint32(e.From), e.There, winter})
		}
		if e.Back != road.Closed {
			leaving[e.To] = append(leaving[e.To], [3]uint32{uint32(e.From), e.Back, winter})
			arriving[e.From] = append(arriving[e.From], [3]uint32{uint32(e.To), e.Back, winter})
		}
	}
	g.Leaving, g.Arriving = arcsOf(leaving), arcsOf(arriving)
	return g
}

func arcsOf(lists [][][3]uint32) road.Arcs {
	a := road.Arcs{First: []int32{0}}
	for _, list := range lists {
		for _, x := range list {
			a.Node, a.Cost, a.Winter = append(a.Node, int32(x[0])), append(a.Cost, x[1]), append(a.Winter, x[2] == 1)
		}
		a.First = append(a.First, int32(len(a.Node)))
	}
	return a
}

// grid of side² nodes whose steps all cost the same.
func grid(side int, cost uint32) *road.Graph {
	return graphOf(side*side, gridEdges(side, func() (there, back uint32, winter, keep bool) { return cost, cost, false, true }))
}

func gridEdges(side int, draw func() (there, back uint32, winter, keep bool)) []road.Edge {
	var edges []road.Edge
	join := func(a, b int) {
		if there, back, winter, keep := draw(); keep {
			edges = append(edges, road.Edge{From: int32(a), To: int32(b), There: there, Back: back, Winter: winter, Snaps: true})
		}
	}
	for y := range side {
		for x := range side {
			if x+1 < side {
				join(y*side+x, y*side+x+1)
			}
			if y+1 < side {
				join(y*side+x, (y+1)*side+x)
			}
		}
	}
	return edges
}

// wild is a grid with holes, one-way roads, roads closed in winter, ties without
// number and a few arcs that are longer than a window of the queue, or a lap. Half
// of them are numbered at random, so that ways go from tile to tile and back.
func wild(random *rand.Rand, side int) *road.Graph {
	cost := func() uint32 {
		switch random.IntN(300) {
		case 0:
			return 16_384*uint32(1+random.IntN(3)) + uint32(random.IntN(3))
		case 1:
			return 1 + uint32(random.IntN(40_000))
		case 2:
			return 256*4096*uint32(1+random.IntN(3)) + uint32(random.IntN(3)) - 1
		}
		return 1 + uint32(random.IntN(12))
	}
	edges := gridEdges(side, func() (there, back uint32, winter, keep bool) {
		there = cost()
		back = there
		switch random.IntN(10) {
		case 0:
			there = road.Closed
		case 1:
			back = road.Closed
		case 2:
			back = cost()
		}
		return there, back, random.IntN(25) == 0, random.IntN(8) > 0
	})
	if number := random.Perm(side * side); random.IntN(2) == 0 {
		for i, e := range edges {
			edges[i].From, edges[i].To = int32(number[e.From]), int32(number[e.To])
		}
	}
	return graphOf(side*side, edges)
}

// anywhere on an edge of the graph that is open all year, its ends included.
func anywhere(random *rand.Rand, g *road.Graph) road.Snap {
	for {
		s := road.Snap{Edge: int32(random.IntN(len(g.Edges))), Fraction: float64(random.IntN(9)) / 8}
		if !g.Edges[s.Edge].Winter {
			return s
		}
	}
}

func someStops(random *rand.Rand, g *road.Graph, n int) []travel.Stop {
	var out []travel.Stop
	for range n {
		out = append(out, travel.Stop{Snap: anywhere(random, g), Walk: uint32(random.IntN(20))})
	}
	return out
}

// costsTo is the cost from every node to a stop by the textbook: one label a
// node, a binary heap. It shares nothing with the field.
func costsTo(g *road.Graph, s travel.Stop, summer bool) []uint64 {
	out := make([]uint64, len(g.Lon))
	for i := range out {
		out[i] = road.Closed
	}
	var q textbook
	for _, e := range g.Arrive(s.Snap, summer) {
		if e.Cost != road.Closed {
			heap.Push(&q, [2]uint64{uint64(e.Cost) + uint64(s.Walk), uint64(e.Node)})
		}
	}
	for q.Len() > 0 {
		at := heap.Pop(&q).([2]uint64)
		n := at[1]
		if out[n] <= at[0] {
			continue
		}
		out[n] = at[0]
		for k := g.Arriving.First[n]; k < g.Arriving.First[n+1]; k++ {
			if summer || !g.Arriving.Winter[k] {
				heap.Push(&q, [2]uint64{at[0] + uint64(g.Arriving.Cost[k]), uint64(g.Arriving.Node[k])})
			}
		}
	}
	return out
}

type textbook [][2]uint64

func (q textbook) Len() int           { return len(q) }
func (q textbook) Less(a, b int) bool { return q[a][0] < q[b][0] }
func (q textbook) Swap(a, b int)      { q[a], q[b] = q[b], q[a] }
func (q *textbook) Push(x any)        { *q = append(*q, x.([2]uint64)) }
func (q *textbook) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// twoOf picks the nearest two of the costs to all stops, in their order.
func twoOf(costs []uint64, bound uint64) travel.Near {
	n := travel.Near{First: travel.None, Second: travel.None, FirstCost: road.Closed, SecondCost: road.Closed}
	for i, c := range costs {
		switch {
		case c > bound:
		case c < uint64(n.FirstCost):
			n.Second, n.SecondCost = n.First, n.FirstCost
			n.First, n.FirstCost = int32(i), uint32(c)
		case c < uint64(n.SecondCost):
			n.Second, n.SecondCost = int32(i), uint32(c)
		}
	}
	return n
}
