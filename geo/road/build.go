package road

import "atlante/geo"

// microseconds in a decisecond, the unit of costs.
const decisecond = 100_000

// maxCost bounds the cost of an edge, in deciseconds: 310 days, far from where
// sums of a few would reach Closed.
const maxCost = 1 << 28

// Build makes the graph of one mode, geo.ModeCar or geo.ModeFoot; of any other
// mode nothing may be travelled and the graph is empty. It does not change the
// network, and the same roads give the same bytes whatever the order of the nodes
// and ways. progress, which may be nil, is told the steps done.
//
// Roads are cut where more or fewer than two stretches meet, at barriers and at
// their ends. Stretches are kept that lie in the strongly connected component of
// all roads, passes open, around the largest component of the roads that are
// open all year: nobody comes back over any other, so they are on no way from
// door to door. Those within the component that is open all year take snaps.
// What is kept is joined to chains again wherever two alike meet.
//
// Lengths are summed in whole millimetres and times in whole microseconds, so
// that no order of adding matters; each edge is rounded once.
func Build(n Network, mode geo.Mode, progress func(done, total int)) (*Graph, Report) {
	return build(n, mode, decisecond, progress)
}

// build with costs in units of so many microseconds.
func build(n Network, mode geo.Mode, unit int64, progress func(done, total int)) (*Graph, Report) {
	b := &builder{nodes: n.Nodes, all: n.Ways, mode: mode, unit: unit, graph: &Graph{Mode: mode}}
	steps := []func(){
		b.readWays, b.cutWays, b.numberVertices, b.findComponents, b.dropUseless,
		b.findJoints, b.joinChains, b.orderEdges, b.writeEdges, b.graph.addArcs, b.graph.addIndex,
	}
	for i, step := range steps {
		if progress != nil {
			progress(i, len(steps))
		}
		step()
	}
	if progress != nil {
		progress(len(steps), len(steps))
	}
	return b.graph, b.summary()
}

// builder holds what the steps of Build hand on to each other.
type builder struct {
	nodes []Node
	all   []Way
	mode  geo.Mode
	unit  int64

	ways     []int32  // that the mode may use
	meeting  []uint8  // by node: ends of segments that meet there, up to 3
	pieces   []piece  // cut ways
	vertices []vertex // ends of pieces, in Hilbert order
	main     []bool   // by vertex: in the largest component open all year
	around   []bool   // by vertex: in the component of all roads around it
	total    int      // nodes of all pieces
	joints   []bool   // by vertex: inside a chain
	meets    [][2]int32
	chains   chains
	number   []int32 // by vertex: its node of the graph, -1 when it has none

	report Report
	graph  *Graph
}

func (b *builder) summary() Report {
	r, g := b.report, b.graph
	r.Nodes, r.Edges, r.Arcs, r.Points = len(g.Lon), len(g.Edges), len(g.Leaving.Node), len(g.Shape)/2
	r.Dropped = b.total - r.Nodes - r.Points
	for i := range g.Edges {
		r.Km += float64(g.Edges[i].Metres) / 1000
		if g.Edges[i].Winter {
			r.Winter++
		}
	}
	return r
}
