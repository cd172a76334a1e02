package road

import (
	"cmp"
	"slices"
)

// orderEdges turns every chain so that it leads from the earlier to the later
// node, numbers the nodes and sorts the chains as the graph's edges.
func (b *builder) orderEdges() {
	b.number = make([]int32, len(b.vertices))
	list := b.chains.list
	for i := range list {
		c := &list[i]
		if c.from > c.to || c.from == c.to && b.compareInner(c, c, true) > 0 {
			c.from, c.to, c.there, c.back, c.reversed = c.to, c.from, c.back, c.there, true
		}
		b.number[c.from], b.number[c.to] = 1, 1
	}
	next := int32(0)
	for v, used := range b.number {
		b.number[v] = -1
		if used == 1 {
			b.number[v] = next
			next++
		}
	}
	slices.SortFunc(list, func(x, y chain) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to), b.compareParallel(&x, &y))
	})
}

// compareParallel orders edges between the same nodes by all that is known of
// them, so that only equal ones are equal.
func (b *builder) compareParallel(x, y *chain) int {
	if c := cmp.Or(cmp.Compare(x.there, y.there), cmp.Compare(x.back, y.back), cmp.Compare(x.mm, y.mm)); c != 0 {
		return c
	}
	v, w := b.wayOf(x), b.wayOf(y)
	return cmp.Or(compareBool(v.Winter, w.Winter), compareBool(b.passage(v).Through, b.passage(w).Through),
		b.compareInner(x, y, false))
}

// wayOf any piece of a chain; its pieces are alike in what an edge says.
func (b *builder) wayOf(c *chain) *Way {
	return &b.all[b.pieces[b.chains.links[c.first]/2].way]
}

// compareInner compares the inner points of two chains, the second one backwards
// when asked; on a ring that is the same both ways, the times.
func (b *builder) compareInner(x, y *chain, backwards bool) int {
	p, q := b.points(nil, x), b.points(nil, y)
	if backwards {
		slices.Reverse(q)
		for i := 0; i+1 < len(q); i += 2 {
			q[i], q[i+1] = q[i+1], q[i]
		}
		return cmp.Or(slices.Compare(p, q), cmp.Compare(x.there, x.back))
	}
	return slices.Compare(p, q)
}

func compareBool(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// points adds the inner points of a chain from its From to its To.
func (b *builder) points(to []int32, c *chain) []int32 {
	links := b.chains.links[c.first:c.last]
	for i := range links {
		end := links[i]
		if c.reversed {
			end = links[len(links)-1-i] ^ 1
		}
		if i > 0 {
			node := b.vertices[*b.pieces[end/2].at(end)].node
			to = append(to, b.nodes[node].Lon, b.nodes[node].Lat)
		}
		to = b.innerPoints(to, end)
	}
	return to
}

// innerPoints adds those of a piece that is entered at an end.
func (b *builder) innerPoints(to []int32, end int32) []int32 {
	p := &b.pieces[end/2]
	nodes, start := b.all[p.way].Nodes, len(to)
	for k := p.first + 1; k < p.last; k++ {
		if nodes[k] != nodes[k-1] {
			to = append(to, b.nodes[nodes[k]].Lon, b.nodes[nodes[k]].Lat)
		}
	}
	if end&1 == 1 {
		for i, j := start, len(to)-2; i < j; i, j = i+2, j-2 {
			to[i], to[i+1], to[j], to[j+1] = to[j], to[j+1], to[i], to[i+1]
		}
	}
	return to
}

// writeEdges fills the nodes, edges and shape of the graph.
func (b *builder) writeEdges() {
	g := b.graph
	for v, number := range b.number {
		if number >= 0 {
			n := &b.nodes[b.vertices[v].node]
			g.Lon, g.Lat = append(g.Lon, n.Lon), append(g.Lat, n.Lat)
		}
	}
	points := 0
	for i := range b.chains.list {
		points += int(b.chains.list[i].inner)
	}
	g.Shape = make([]int32, 0, 2*points)
	g.Edges = make([]Edge, len(b.chains.list))
	for i := range g.Edges {
		c := &b.chains.list[i]
		w := b.wayOf(c)
		from := len(g.Shape) / 2
		g.Shape = b.points(g.Shape, c)
		g.Edges[i] = Edge{
			From: b.number[c.from], To: b.number[c.to],
			There: b.cost(c.there), Back: b.cost(c.back), Metres: float32(float64(c.mm) / 1000),
			ShapeFrom: int32(from), ShapeTo: int32(len(g.Shape) / 2), Winter: w.Winter,
			Snaps: b.main[c.from] && b.main[c.to] && !w.Winter && !b.passage(w).Through,
		}
	}
}

// cost rounds microseconds, once for each edge.
func (b *builder) cost(time int64) uint32 {
	if time < 0 {
		return Closed
	}
	return uint32(min(max((time+b.unit/2)/b.unit, 1), maxCost))
}
