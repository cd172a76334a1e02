package cover

import (
	"slices"
)

// clusters joins units into areas: two belong together when their cells are
// within LinkRings steps of each other and their region is the same.
type clusters struct {
	g     *grid
	p     GapParameters
	near  *neighbourhood
	units []unit
	of    []int32 // by part: its unit, -1
}

func newClusters(g *grid, p GapParameters, near *neighbourhood, units []unit) *clusters {
	c := &clusters{g: g, p: p, near: near, units: units, of: make([]int32, len(g.parts))}
	for k := range c.of {
		c.of[k] = -1
	}
	for u := range units {
		c.of[units[u].part] = int32(u)
	}
	return c
}

// linked calls visit for every unit close to u in its region, itself left out.
func (c *clusters) linked(u int32, visit func(w, steps int32)) error {
	list, err := c.near.of(c.units[u].cell)
	if err != nil {
		return err
	}
	for _, n := range list {
		from, to := c.g.partsOf(n.cell)
		for k := from; k < to; k++ {
			if w := c.of[k]; w >= 0 && w != u && c.units[w].region == c.units[u].region {
				visit(w, n.steps)
			}
		}
	}
	return nil
}

// components splits units into the groups that links join, each ascending, by
// their first unit.
func (c *clusters) components(units []int32) ([][]int32, error) {
	in := make(map[int32]bool, len(units))
	for _, u := range units {
		in[u] = true
	}
	var out [][]int32
	for _, start := range units {
		if !in[start] {
			continue
		}
		in[start] = false
		group := []int32{start}
		for k := 0; k < len(group); k++ {
			err := c.linked(group[k], func(w, _ int32) {
				if in[w] {
					in[w] = false
					group = append(group, w)
				}
			})
			if err != nil {
				return nil, err
			}
		}
		slices.Sort(group)
		out = append(out, group)
	}
	return out, nil
}

// areas finds the areas among the flagged units: the components, split where
// they are too large. Named are those with enough people, the rest is scattered.
func (c *clusters) areas() (named [][]int32, scattered []int32, err error) {
	var flagged []int32
	for u := range c.units {
		if c.units[u].flag.Published {
			flagged = append(flagged, int32(u))
		}
	}
	groups, err := c.components(flagged)
	if err != nil {
		return nil, nil, err
	}
	for _, group := range groups {
		pieces, err := c.split(group)
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
