package cover

import (
	"cmp"
	"context"
	"slices"
)

// split cuts an area that is over MaxComuni comuni or MaxResidents residents at
// its weakest links, until every piece is within both (a single cell is never
// cut, nor a comune where comuni are whole). While it holds several comuni it is
// cut between comuni, then inside one.
//
// Two cells are linked by the smaller of their residents over (1+steps)²: many
// people close together hold together. Ten minutes of road count as three steps. Two comuni are linked by the sum over
// their cells. Only the strongest links that still join all are looked at (the
// maximum spanning tree); the weakest of them is the one with the least strength
// for each resident on the smaller side, so that a cut parts settlements and
// does not peel single cells off the rim. Ties go to the lower cells.
func (c *clusters) split(ctx context.Context, units []int32) ([][]int32, error) {
	pending := [][]int32{units}
	var out [][]int32
	for len(pending) > 0 {
		piece := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if c.small(piece) {
			out = append(out, piece)
			continue
		}
		one, two, err := c.cut(ctx, piece)
		if err != nil {
			return nil, err
		}
		for _, side := range [][]int32{two, one} {
			groups, err := c.components(ctx, side)
			if err != nil {
				return nil, err
			}
			slices.Reverse(groups)
			pending = append(pending, groups...)
		}
	}
	return out, nil
}

func (c *clusters) small(units []int32) bool {
	towns := c.byComune(units)
	total := 0
	for _, t := range towns {
		total += t.residents
	}
	return len(units) == 1 || (c.whole && len(towns) == 1) || (len(towns) <= c.p.MaxComuni && total <= c.p.MaxResidents)
}

// link joins two nodes of the area that is to be cut.
type link struct {
	a, b     int32 // a < b
	strength float64
}

// cut parts the units, which are connected, in two.
func (c *clusters) cut(ctx context.Context, units []int32) (one, two []int32, err error) {
	node, weights := c.nodes(units)
	links, err := c.links(ctx, units, node)
	if err != nil {
		return nil, nil, err
	}
	tree := spanningTree(len(weights), links)
	side := weakestCut(weights, tree)
	for _, u := range units {
		if side[node[u]] {
			one = append(one, u)
		} else {
			two = append(two, u)
		}
	}
	return one, two, nil
}

// nodes numbers what is to be parted: comuni, or units when there is only one.
func (c *clusters) nodes(units []int32) (node map[int32]int32, weights []int) {
	node = make(map[int32]int32, len(units))
	towns := c.byComune(units)
	if len(towns) == 1 {
		for i, u := range units {
			node[u] = int32(i)
			weights = append(weights, c.units[u].residents)
		}
		return node, weights
	}
	for i, t := range towns {
		weights = append(weights, t.residents)
		for _, u := range units {
			if c.units[u].comune == t.comune {
				node[u] = int32(i)
			}
		}
	}
	return node, weights
}

// links adds up the joints between nodes, by their ends.
func (c *clusters) links(ctx context.Context, units []int32, node map[int32]int32) ([]link, error) {
	joints, err := c.joints(ctx, units)
	if err != nil {
		return nil, err
	}
	out := make([]link, 0, len(joints))
	for _, j := range joints {
		if a, b := node[j.a], node[j.b]; a != b {
			hold := float64(min(c.units[j.a].residents, c.units[j.b].residents)) * j.hold
			out = append(out, link{min(a, b), max(a, b), hold})
		}
	}
	slices.SortStableFunc(out, func(x, y link) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	sum := out[:0]
	for _, l := range out {
		if n := len(sum); n > 0 && sum[n-1].a == l.a && sum[n-1].b == l.b {
			sum[n-1].strength += l.strength
		} else {
			sum = append(sum, l)
		}
	}
	return sum, nil
}

// spanningTree keeps the strongest links that join all nodes (Kruskal).
func spanningTree(nodes int, links []link) []link {
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.strength, x.strength), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	root := make([]int32, nodes)
	for i := range root {
		root[i] = int32(i)
	}
	var tree []link
	for _, l := range links {
		if a, b := rootOf(root, l.a), rootOf(root, l.b); a != b {
			root[a] = b
			tree = append(tree, l)
		}
	}
	return tree
}

// weakestCut removes the weakest link of a tree and gives, by node, the side.
func weakestCut(weights []int, tree []link) []bool {
	next := make([][]int32, len(weights))
	for i, l := range tree {
		next[l.a] = append(next[l.a], int32(i))
		next[l.b] = append(next[l.b], int32(i))
	}
	// Walk the tree from node 0; below holds, by link, the weight on its far side.
	order, up := []int32{0}, make([]int32, len(weights))
	up[0] = -1
	for k := 0; k < len(order); k++ {
		for _, l := range next[order[k]] {
			if l != up[order[k]] {
				far := tree[l].a ^ tree[l].b ^ order[k]
				up[far] = l
				order = append(order, far)
			}
		}
	}
	sub := slices.Clone(weights)
	for k := len(order) - 1; k > 0; k-- {
		l := tree[up[order[k]]]
		sub[l.a^l.b^order[k]] += sub[order[k]]
	}
	total := sub[0]
	best, least := int32(-1), 0.0
	for _, n := range order[1:] {
		l := tree[up[n]]
		if ratio := l.strength / float64(max(1, min(sub[n], total-sub[n]))); best < 0 || ratio < least {
			best, least = n, ratio
		}
	}
	side := make([]bool, len(weights))
	side[best] = true
	for _, n := range order[1:] {
		if n != best {
			l := tree[up[n]]
			side[n] = side[l.a^l.b^n]
		}
	}
	return side
}
