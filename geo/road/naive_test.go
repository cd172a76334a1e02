package road

import "math"

// naive is a network of cars searched the plainest way: every node a state (a
// barrier one for each end of a segment that meets it), every segment an arc, no
// contraction, all pairs by Floyd and Warshall.
type naive struct {
	node   []int32 // by state
	barred []bool
	summer [][]float64 // microseconds
	winter [][]float64
}

func newNaive(n Network) naive {
	var x naive
	state := map[int32]int{}
	at := func(node int32) int {
		s, ok := state[node]
		if !ok || n.Nodes[node].NoCar {
			s = len(x.node)
			state[node] = s
			x.node, x.barred = append(x.node, node), append(x.barred, n.Nodes[node].NoCar)
		}
		return s
	}
	type segment struct {
		a, b int
		way  *Way
		mm   float64
	}
	var list []segment
	for i := range n.Ways {
		w := &n.Ways[i]
		for k := 1; k < len(w.Nodes) && w.Car.Open(); k++ {
			a, b := n.Nodes[w.Nodes[k-1]], n.Nodes[w.Nodes[k]]
			if w.Nodes[k] != w.Nodes[k-1] {
				list = append(list, segment{at(w.Nodes[k-1]), at(w.Nodes[k]), w, math.Round(1000 * Metres(a.Lon, a.Lat, b.Lon, b.Lat))})
			}
		}
	}
	x.summer, x.winter = matrix(len(x.node)), matrix(len(x.node))
	for _, s := range list {
		for _, m := range [][][]float64{x.summer, x.winter} {
			if s.way.Winter && &m[0] == &x.winter[0] {
				continue
			}
			if v := float64(s.way.Car.Forward); v > 0 {
				m[s.a][s.b] = min(m[s.a][s.b], s.mm*3600/v)
			}
			if v := float64(s.way.Car.Backward); v > 0 {
				m[s.b][s.a] = min(m[s.b][s.a], s.mm*3600/v)
			}
		}
	}
	warshall(x.summer)
	warshall(x.winter)
	return x
}

func matrix(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			if i != j {
				m[i][j] = math.Inf(1)
			}
		}
	}
	return m
}

func warshall(m [][]float64) {
	for k := range m {
		for i := range m {
			if math.IsInf(m[i][k], 1) {
				continue
			}
			for j := range m {
				m[i][j] = min(m[i][j], m[i][k]+m[k][j])
			}
		}
	}
}

// largest is the number of states of the largest strongly connected component of
// what is open all year.
func (x naive) largest() int {
	best := 0
	for i := range x.node {
		size := 0
		for j := range x.node {
			if !math.IsInf(x.winter[i][j], 1) && !math.IsInf(x.winter[j][i], 1) {
				size++
			}
		}
		best = max(best, size)
	}
	return best
}

// from are the distances in a graph from a node, by Bellman and Ford over rows.
func from(rows Arcs, nodes int, start int32, summer bool) []float64 {
	d := make([]float64, nodes)
	for i := range d {
		d[i] = math.Inf(1)
	}
	d[start] = 0
	for changed := true; changed; {
		changed = false
		for v := range d {
			for k := rows.First[v]; k < rows.First[v+1]; k++ {
				if rows.Winter[k] && !summer {
					continue
				}
				if sum := d[v] + float64(rows.Cost[k]); sum < d[rows.Node[k]] {
					d[rows.Node[k]], changed = sum, true
				}
			}
		}
	}
	return d
}
