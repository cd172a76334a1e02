package road

import (
	"cmp"
	"math"
	"slices"

	"atlante/geo"
)

// build an edge a segment, for the time being.
func build(n Network, mode geo.Mode, progress func(done, total int)) (*Graph, Report) {
	g := &Graph{Mode: mode}
	var r Report
	order := make([]int32, len(n.Nodes))
	place := make([]int32, len(n.Nodes))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := n.Nodes[a], n.Nodes[b]
		return cmp.Or(cmp.Compare(hilbert(x.Lon, x.Lat), hilbert(y.Lon, y.Lat)), cmp.Compare(x.ID, y.ID))
	})
	for i, o := range order {
		place[o] = int32(i)
		g.Lon, g.Lat = append(g.Lon, n.Nodes[o].Lon), append(g.Lat, n.Nodes[o].Lat)
	}
	for i, w := range n.Ways {
		p := w.Car
		if mode == geo.ModeFoot {
			p = w.Foot
		}
		if !p.Open() {
			continue
		}
		r.Ways++
		for k := 1; k < len(w.Nodes); k++ {
			a, b := w.Nodes[k-1], w.Nodes[k]
			m := Metres(n.Nodes[a].Lon, n.Nodes[a].Lat, n.Nodes[b].Lon, n.Nodes[b].Lat)
			e := Edge{From: place[a], To: place[b], Metres: float32(m), Winter: w.Winter, Snaps: !w.Winter && !p.Through,
				There: ds(m, p.Forward), Back: ds(m, p.Backward)}
			if e.From > e.To {
				e.From, e.To, e.There, e.Back = e.To, e.From, e.Back, e.There
			}
			g.Edges = append(g.Edges, e)
		}
		if progress != nil {
			progress(i+1, len(n.Ways))
		}
	}
	slices.SortFunc(g.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.There, b.There), cmp.Compare(a.Back, b.Back))
	})
	g.addArcs()
	r.Nodes, r.Edges, r.Arcs = len(g.Lon), len(g.Edges), len(g.Leaving.Node)
	return g, r
}

func ds(m float64, kmh float32) uint32 {
	if kmh <= 0 {
		return Closed
	}
	return max(1, uint32(math.Round(m/float64(kmh)*36)))
}
