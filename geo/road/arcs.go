package road

import "slices"

// arc is one direction of an edge, while arcs are put in order.
type arc struct {
	at, other int32
	cost      uint32
	winter    bool
}

// addArcs makes both sets of arcs of the edges. Loops lead nowhere and are left
// out; of parallel arcs the quickest is kept, and when that one is closed in
// winter the quickest that is open all year too.
func (g *Graph) addArcs() {
	g.Leaving = rows(len(g.Lon), g.Edges, false)
	g.Arriving = rows(len(g.Lon), g.Edges, true)
}

// each direction of the edge that may be travelled, as the arc of the node that
// it starts from, or leads to when arriving.
func (e *Edge) arcs(arriving bool, use func(arc)) {
	if e.From == e.To {
		return
	}
	if e.There != Closed {
		a := arc{e.From, e.To, e.There, e.Winter}
		if arriving {
			a.at, a.other = a.other, a.at
		}
		use(a)
	}
	if e.Back != Closed {
		a := arc{e.To, e.From, e.Back, e.Winter}
		if arriving {
			a.at, a.other = a.other, a.at
		}
		use(a)
	}
}

// rows sorts the arcs by node, other end and cost (counting by node, then each
// node's few), and leaves parallel ones out.
func rows(nodes int, edges []Edge, arriving bool) Arcs {
	first := make([]int32, nodes+1)
	for i := range edges {
		edges[i].arcs(arriving, func(a arc) { first[a.at+1]++ })
	}
	for n := range nodes {
		first[n+1] += first[n]
	}
	all := make([]arc, first[nodes])
	free := slices.Clone(first)
	for i := range edges {
		edges[i].arcs(arriving, func(a arc) {
			all[free[a.at]] = a
			free[a.at]++
		})
	}
	kept := 0
	for n := range nodes {
		row := all[first[n]:first[n+1]]
		slices.SortFunc(row, compareArcs)
		first[n] = int32(kept)
		for i, a := range row {
			if i == 0 || a.other != row[i-1].other || all[kept-1].winter && !a.winter {
				all[kept] = a
				kept++
			}
		}
	}
	first[nodes] = int32(kept)
	return split(first, all[:kept])
}

// compareArcs puts the quicker of two parallel arcs first, and of two as quick
// the one that is open all year.
func compareArcs(a, b arc) int {
	switch {
	case a.other != b.other:
		return int(a.other) - int(b.other)
	case a.cost != b.cost:
		if a.cost < b.cost {
			return -1
		}
		return 1
	case a.winter == b.winter:
		return 0
	case b.winter:
		return -1
	}
	return 1
}

func split(first []int32, all []arc) Arcs {
	out := Arcs{First: first, Node: make([]int32, len(all)), Cost: make([]uint32, len(all)), Winter: make([]bool, len(all))}
	for i, a := range all {
		out.Node[i], out.Cost[i], out.Winter[i] = a.other, a.cost, a.winter
	}
	return out
}
