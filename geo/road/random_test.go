package road

import (
	"math/rand/v2"
	"slices"

	"pgregory.net/rapid"
)

// randomNetwork draws a small network with everything that Build must mind:
// one-way roads, winter roads, tunnels, barriers, repeated nodes, rings, islands.
// No two nodes share their coordinates.
func randomNetwork(t *rapid.T) Network {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	return drawNetwork(r, rapid.IntRange(1, 25).Draw(t, "ways"))
}

func drawNetwork(r *rand.Rand, ways int) Network {
	var n Network
	taken := map[[2]int32]bool{}
	fresh := func() int32 {
		for {
			at := [2]int32{76_000_000 + r.Int32N(10_000), 450_000_000 + r.Int32N(10_000)}
			if !taken[at] {
				taken[at] = true
				n.Nodes = append(n.Nodes, Node{ID: int64(len(n.Nodes)) * 3, Lon: at[0], Lat: at[1], NoCar: r.IntN(25) == 0})
				return int32(len(n.Nodes) - 1)
			}
		}
	}
	old := func() int32 {
		if len(n.Nodes) == 0 || r.IntN(3) == 0 {
			return fresh()
		}
		return r.Int32N(int32(len(n.Nodes)))
	}
	for i := range ways {
		w := Way{ID: int64(100 + i), Nodes: []int32{old()}, Winter: r.IntN(6) == 0}
		for range 1 + r.IntN(5) {
			switch r.IntN(10) {
			case 0:
				w.Nodes = append(w.Nodes, w.Nodes[len(w.Nodes)-1]) // repeated
			case 1, 2, 3:
				w.Nodes = append(w.Nodes, old())
			case 4:
				w.Nodes = append(w.Nodes, w.Nodes[0]) // a ring
			default:
				w.Nodes = append(w.Nodes, fresh())
			}
		}
		w.Nodes = append(w.Nodes, old())
		speeds := []float32{30, 50, 90}
		w.Car = Passage{Forward: speeds[r.IntN(3)], Backward: speeds[r.IntN(3)], Through: r.IntN(12) == 0}
		switch r.IntN(6) {
		case 0:
			w.Car.Forward = 0
		case 1:
			w.Car.Backward = 0
		}
		if r.IntN(20) == 0 {
			w.Car = Passage{}
		}
		n.Ways = append(n.Ways, w)
	}
	return n
}

// shuffled is the same network with its nodes and ways in another order.
func shuffled(n Network, r *rand.Rand) Network {
	order := r.Perm(len(n.Nodes))
	place := make([]int32, len(order))
	var out Network
	for to, from := range order {
		place[from] = int32(to)
		out.Nodes = append(out.Nodes, n.Nodes[from])
	}
	for _, i := range r.Perm(len(n.Ways)) {
		w := n.Ways[i]
		w.Nodes = slices.Clone(w.Nodes)
		for k, at := range w.Nodes {
			w.Nodes[k] = place[at]
		}
		out.Ways = append(out.Ways, w)
	}
	return out
}
