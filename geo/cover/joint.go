package cover

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"atlante/geo"
	"atlante/geo/travel"
)

// joint joins two units that lie close to each other.
type joint struct {
	a, b int32 // units, a < b
	// hold is 1 in one cell and less the farther apart they are.
	hold float64
}

// joints gives, for units of one region, ascending, joints enough to connect all
// that lie close to each other: within LinkMinutes of road where the times know
// roads, else within LinkRings steps of the grid. Minutes are those of the mode
// in which the region travels, by car where a service comes to the people.
//
// Where comuni are whole (kinds by area) all units of one are joined: there the
// comune is the unit.
func (c *clusters) joints(ctx context.Context, units []int32) ([]joint, error) {
	out, err := c.close(ctx, units)
	if err != nil || !c.whole {
		return out, err
	}
	last := map[int32]int32{}
	for _, u := range units {
		if before, ok := last[c.units[u].comune]; ok {
			out = append(out, joint{before, u, 1})
		}
		last[c.units[u].comune] = u
	}
	return out, nil
}

func (c *clusters) close(ctx context.Context, units []int32) ([]joint, error) {
	if c.roads == nil {
		return c.byRings(units, func(u, w *unit) bool { return true })
	}
	out, err := c.byRoad(ctx, units)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(units, func(u int32) bool { return c.units[u].estimated }) {
		return out, nil
	}
	bare, err := c.byRings(units, func(u, w *unit) bool { return u.estimated || w.estimated })
	return append(out, bare...), err
}

// byRings joins the units in cells within LinkRings steps, of those that want it.
func (c *clusters) byRings(units []int32, want func(u, w *unit) bool) ([]joint, error) {
	for _, u := range units {
		c.asked[u] = true
	}
	defer func() {
		for _, u := range units {
			c.asked[u] = false
		}
	}()
	out := make([]joint, 0, 8*len(units))
	for _, u := range units {
		list, err := c.near.of(c.units[u].cell)
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			from, to := c.g.partsOf(n.cell)
			for k := from; k < to; k++ {
				if w := c.of[k]; w > u && c.asked[w] && want(&c.units[u], &c.units[w]) {
					out = append(out, joint{u, w, 1 / float64((1+n.steps)*(1+n.steps))})
				}
			}
		}
	}
	return out, nil
}

// byRoad joins the units along roads; LinkMinutes hold as LinkRings steps do.
func (c *clusters) byRoad(ctx context.Context, units []int32) ([]joint, error) {
	var cells []int32
	at := map[int32][]int32{} // by cell
	var out []joint
	for _, u := range units {
		cell := c.units[u].cell
		if len(at[cell]) == 0 {
			cells = append(cells, cell)
		}
		for _, other := range at[cell] {
			out = append(out, joint{other, u, 1})
		}
		at[cell] = append(at[cell], u)
	}
	slices.Sort(cells)
	mode := c.units[units[0]].region.mode
	if mode == geo.ModeArea {
		mode = geo.ModeCar
	}
	links, err := c.roads.links(ctx, c.g, cells, mode)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		steps := l.Minutes / c.p.LinkMinutes * float64(c.p.LinkRings)
		for _, u := range at[cells[l.A]] {
			for _, w := range at[cells[l.B]] {
				out = append(out, joint{min(u, w), max(u, w), 1 / ((1 + steps) * (1 + steps))})
			}
		}
	}
	return out, nil
}

// roadLinks asks for links between cells once for each set of them: most sets
// are there again in the other scenario, in the other territory, or as a piece.
type roadLinks struct {
	linker  travel.Linker
	minutes float64
	known   map[linkKey][]travel.Link
}

type linkKey struct {
	mode geo.Mode
	set  [32]byte
}

func setOf(cells []int32) [32]byte {
	b := make([]byte, 0, 4*len(cells))
	for _, c := range cells {
		b = binary.LittleEndian.AppendUint32(b, uint32(c))
	}
	return sha256.Sum256(b)
}

// newRoadLinks is nil when the times know no roads.
func newRoadLinks(t Times, p GapParameters) *roadLinks {
	l, ok := t.(travel.Linker)
	if !ok {
		return nil
	}
	return &roadLinks{l, p.LinkMinutes, map[linkKey][]travel.Link{}}
}

// links between cells, ascending, as indices into them; by their ends.
func (r *roadLinks) links(ctx context.Context, g *grid, cells []int32, mode geo.Mode) ([]travel.Link, error) {
	key := linkKey{mode, setOf(cells)}
	if list, ok := r.known[key]; ok {
		return list, nil
	}
	origins := make([]travel.Origin, len(cells))
	for i, cell := range cells {
		origins[i] = g.origins[cell]
	}
	list, err := r.linker.Links(ctx, origins, mode, r.minutes)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(x, y travel.Link) int {
		return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), cmp.Compare(x.Minutes, y.Minutes))
	})
	r.known[key] = list
	return list, nil
}
