package cover

import (
	"context"
	"math"
	"slices"
	"sort"

	"atlante/geo"
	"atlante/geo/travel"
)

// within is a model of travel time that can tell all the ways within a limit at
// once: it calls visit once, in any order, for every origin and target that are at
// most so many minutes apart. Any other model is asked for two targets at a time,
// unless it knows roads: there that would take too long.
type within interface {
	Within(ctx context.Context, origins []travel.Origin, targets []travel.Target, mode geo.Mode, limit float64,
		visit func(target, origin int32, minutes float64)) error
}

// column are the parts in reach of one place, ascending, each at the mode of its
// comune, and their minutes. Minutes are float32, as those to the nearest are.
type column struct {
	parts   []int32
	minutes []float32
}

// A column is sorted by part.
func (c *column) Len() int           { return len(c.parts) }
func (c *column) Less(i, j int) bool { return c.parts[i] < c.parts[j] }
func (c *column) Swap(i, j int) {
	c.parts[i], c.parts[j] = c.parts[j], c.parts[i]
	c.minutes[i], c.minutes[j] = c.minutes[j], c.minutes[i]
}

// columns of the places of one kind, found when a view asks for them: the next
// scenario has most of them in common.
type columns struct {
	kind  geo.KindID
	limit float64
	of    map[geo.PlaceID]*column
}

// columnsOf gives the column of each located place of the view; nil when the
// times cannot tell.
func (c *computation) columnsOf(v *view) ([]*column, error) {
	if _, can := c.in.Times.(within); !can && c.roads != nil {
		return nil, nil
	}
	if c.columns.kind != v.Kind.ID || c.columns.of == nil {
		c.columns = columns{kind: v.Kind.ID, limit: reachLimit(v.Kind), of: map[geo.PlaceID]*column{}}
	}
	var fresh []int32
	for i, p := range v.located {
		if c.columns.of[p.ID] == nil {
			c.columns.of[p.ID] = &column{}
			fresh = append(fresh, int32(i))
		}
	}
	for _, m := range travelModes {
		if err := c.fillColumns(v, m, fresh); err != nil {
			return nil, err
		}
	}
	for _, i := range fresh {
		sort.Sort(c.columns.of[v.located[i].ID])
	}
	out := make([]*column, len(v.located))
	for i, p := range v.located {
		out[i] = c.columns.of[p.ID]
	}
	return out, nil
}

// reachLimit is how far anything of a kind is looked at, in minutes.
func reachLimit(k geo.Kind) float64 {
	steps := AccessSteps()
	return max(steps[len(steps)-1].Minutes, float64(k.ThresholdCar), float64(k.ThresholdFoot))
}

// fillColumns adds the parts that travel by one mode to the columns of places.
func (c *computation) fillColumns(v *view, m geo.Mode, places []int32) error {
	var cells []int32
	var origins []travel.Origin
	for i := range c.g.cells {
		from, to := c.g.partsOf(int32(i))
		for k := from; k < to; k++ {
			if v.Kind.Mode(c.g.comuni[c.g.parts[k].comune]) == m {
				cells, origins = append(cells, int32(i)), append(origins, c.g.origins[i])
				break
			}
		}
	}
	if len(cells) == 0 || len(places) == 0 {
		return nil
	}
	targets := make([]travel.Target, len(places))
	for i, p := range places {
		targets[i] = v.targets[p]
	}
	visit := func(target, origin int32, minutes float64) {
		col := c.columns.of[v.located[places[target]].ID]
		from, to := c.g.partsOf(cells[origin])
		for k := from; k < to; k++ {
			if v.Kind.Mode(c.g.comuni[c.g.parts[k].comune]) == m {
				col.parts, col.minutes = append(col.parts, k), append(col.minutes, float32(minutes))
			}
		}
	}
	if w, can := c.in.Times.(within); can {
		return w.Within(c.ctx, origins, targets, m, c.columns.limit, visit)
	}
	return byTwos(c.ctx, c.in.Times, origins, targets, m, c.columns.limit, visit)
}

// byTwos asks any model for the ways to two targets at a time: its nearest two
// are then both. Where the second nearest of all is beyond the limit nothing more
// need be asked.
func byTwos(ctx context.Context, times Times, origins []travel.Origin, targets []travel.Target, m geo.Mode, limit float64,
	visit func(target, origin int32, minutes float64)) error {
	all, err := times.Nearest(ctx, origins, targets, m)
	if err != nil {
		return err
	}
	var left []travel.Origin // with two or more in reach
	var at []int32
	for i, t := range all {
		switch {
		case t.First == travel.None || t.FirstMinutes > limit:
		case t.Second == travel.None || t.SecondMinutes > limit:
			visit(t.First, int32(i), t.FirstMinutes)
		default:
			left, at = append(left, origins[i]), append(at, int32(i))
		}
	}
	for k := 0; k < len(targets) && len(left) > 0; k += 2 {
		two, err := times.Nearest(ctx, left, targets[k:min(k+2, len(targets))], m)
		if err != nil {
			return err
		}
		for i, t := range two {
			if t.First != travel.None && t.FirstMinutes <= limit {
				visit(int32(k)+t.First, at[i], t.FirstMinutes)
			}
			if t.Second != travel.None && t.SecondMinutes <= limit {
				visit(int32(k)+t.Second, at[i], t.SecondMinutes)
			}
		}
	}
	return nil
}

// measureAccess finds, for every part, how many places are within θ and what it has
// of them (E2SFCA): A places for each resident. Nothing in the registry says how
// many hours a week all places of a kind are open, so each offers 1.
func (v *view) measureAccess(g *grid, cols []*column) {
	if cols == nil || v.Kind.ByArea {
		return
	}
	demand := make([]float64, len(g.parts))
	theta := make([]float32, len(g.parts))
	for k, p := range g.parts {
		demand[k] = float64(p.residents)
		theta[k] = float32(v.Kind.Threshold(v.Kind.Mode(g.comuni[p.comune])))
	}
	v.reachable = make([]int, len(g.parts))
	catchment, steps := NewCatchment(demand), AccessSteps()
	var reach []CatchmentShare
	for _, col := range cols {
		reach = reach[:0]
		for i, k := range col.parts {
			if col.minutes[i] <= theta[k] {
				v.reachable[k]++
			}
			if w := StepWeight(steps, float64(col.minutes[i])); w > 0 {
				reach = append(reach, CatchmentShare{int(k), w})
			}
		}
		catchment.Add(1, reach)
	}
	v.access = catchment.Access()
}

// accessFigures adds up what measureAccess found, over the residents whose state
// is known.
func (v *view) accessFigures(g *grid, a areas, out []Figure) {
	if v.access == nil {
		return
	}
	var known []int32
	people := make([]int, len(out))
	for k, p := range g.parts {
		if v.state[k] == StateUnknown {
			continue
		}
		known = append(known, int32(k))
		for _, at := range a.of[p.comune] {
			people[at] += p.residents
		}
	}
	count := make([]float64, len(g.parts))
	for k, n := range v.reachable {
		count[k] = float64(n)
	}
	walk(g, a, slices.Clone(known), count, people, 500, func(at int32, q float64) { out[at].Reachable = &q })
	sums := make([]giniSum, len(out))
	byValue(known, v.access)
	for _, k := range known {
		for _, at := range a.of[g.parts[k].comune] {
			sums[at].add(v.access[k], g.parts[k].residents)
		}
	}
	for at := range out {
		out[at].Access, out[at].Gini = sums[at].level(), sums[at].gini()
	}
	betweenZones(sums, out)
}

// betweenZones gives the territories the Gini of their zones' levels.
func betweenZones(sums []giniSum, out []Figure) {
	levels := map[geo.Territory][]int{}
	for at, f := range out {
		if f.Area.Kind == AreaZone && sums[at].people > 0 {
			levels[f.Area.Territory] = append(levels[f.Area.Territory], at)
		}
	}
	for at := range out {
		if out[at].Area.Kind != AreaTerritory {
			continue
		}
		var sample []Weighted
		for _, z := range levels[out[at].Area.Territory] {
			sample = append(sample, Weighted{sums[z].sum / sums[z].people, int(math.Round(sums[z].people))})
		}
		if g, ok := Gini(sample); ok {
			out[at].GiniZones = &g
		}
	}
}
