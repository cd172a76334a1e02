package cover

import (
	"cmp"
	"context"
	"slices"

	"atlante/geo"
)

// clusters joins units into areas: two belong together when joints lead from one
// to the other and their region is the same.
type clusters struct {
	g     *grid
	p     GapParameters
	near  *neighbourhood
	roads *roadLinks // nil without roads
	whole bool       // a comune is never cut: the kind serves by area
	units []unit
	of    []int32 // by part: its unit, -1
	asked []bool  // by unit: scratch, false between questions
	root  []int32 // by unit: scratch, itself between questions
}

func newClusters(c *computation, k geo.Kind, units []unit) *clusters {
	out := &clusters{
		g: c.g, p: c.in.Parameters.Gaps, near: c.near, roads: c.roads, whole: k.ByArea,
		units: units, of: make([]int32, len(c.g.parts)),
	}
	out.asked, out.root = make([]bool, len(units)), make([]int32, len(units))
	for k := range out.of {
		out.of[k] = -1
	}
	for u := range units {
		out.of[units[u].part], out.root[u] = int32(u), int32(u)
	}
	return out
}

// byRegion sorts units apart, each list ascending, by their first unit.
func (c *clusters) byRegion(units []int32) [][]int32 {
	at := map[region]int{}
	var out [][]int32
	for _, u := range units {
		k, ok := at[c.units[u].region]
		if !ok {
			k = len(out)
			at[c.units[u].region] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], u)
	}
	return out
}

// components splits units into the groups that joints join, each ascending, by
// their first unit. The units must be ascending.
func (c *clusters) components(ctx context.Context, units []int32) ([][]int32, error) {
	var out [][]int32
	for _, list := range c.byRegion(units) {
		joints, err := c.joints(ctx, list)
		if err != nil {
			return nil, err
		}
		for _, j := range joints {
			if a, b := rootOf(c.root, j.a), rootOf(c.root, j.b); a != b {
				c.root[max(a, b)] = min(a, b)
			}
		}
		groups := map[int32]int{}
		for _, u := range list {
			r := rootOf(c.root, u)
			k, ok := groups[r]
			if !ok {
				k = len(out)
				groups[r] = k
				out = append(out, nil)
			}
			out[k] = append(out[k], u)
		}
		for _, u := range list {
			c.root[u] = u
		}
	}
	slices.SortFunc(out, func(a, b []int32) int { return cmp.Compare(a[0], b[0]) })
	return out, nil
}

// rootOf finds the root of i, halving the way for the next who asks.
func rootOf(root []int32, i int32) int32 {
	for root[i] != i {
		root[i] = root[root[i]]
		i = root[i]
	}
	return i
}

// areas finds the areas among the flagged units: the components, split where
// they are too large. Named are those with enough people, the rest is scattered.
func (c *clusters) areas(ctx context.Context) (named [][]int32, scattered []int32, err error) {
	var flagged []int32
	for u := range c.units {
		if c.units[u].flag.Published {
			flagged = append(flagged, int32(u))
		}
	}
	groups, err := c.components(ctx, flagged)
	if err != nil {
		return nil, nil, err
	}
	for _, group := range groups {
		pieces, err := c.split(ctx, group)
		if err != nil {
			return nil, nil, err
		}
		for _, piece := range pieces {
			if c.enough(piece) {
				named = append(named, piece)
			} else {
				scattered = append(scattered, piece...)
			}
		}
	}
	return named, scattered, nil
}

// enough people: at least MinResidents, or MinComuneShare of a comune.
func (c *clusters) enough(units []int32) bool {
	total, most := c.people(units)
	return total >= c.p.MinResidents || most >= c.p.MinComuneShare
}

// people of the units: all, and the largest share of a comune that they are.
func (c *clusters) people(units []int32) (total int, share float64) {
	by := c.byComune(units)
	for _, p := range by {
		total += p.residents
		share = max(share, float64(p.residents)/float64(max(1, c.g.comuni[p.comune].Residents)))
	}
	return total, share
}

// townPeople are the residents of a comune inside an area.
type townPeople struct {
	comune    int32
	residents int
}

// byComune adds the residents up by comune, ascending.
func (c *clusters) byComune(units []int32) []townPeople {
	sum := map[int32]int{}
	var order []int32
	for _, u := range units {
		at := c.units[u].comune
		if _, ok := sum[at]; !ok {
			order = append(order, at)
		}
		sum[at] += c.units[u].residents
	}
	slices.Sort(order)
	out := make([]townPeople, len(order))
	for i, at := range order {
		out[i] = townPeople{at, sum[at]}
	}
	return out
}
