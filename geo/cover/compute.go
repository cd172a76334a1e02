package cover

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"atlante/geo"
	"atlante/geo/hex"
)

// Compute makes one whole publication: times, figures, coarser cells, gaps, in
// both scenarios; figures with the places beyond the border where such count;
// with the model roads and an Estimate, how the two compare. It is pure: the same input gives the same result, in the same
// order. progress, which may be nil, hears of every step done; a cancelled
// context ends it with the context's error, an input that contradicts itself
// (unknown comuni, residents outside the territory) with geo.ErrInvalid.
func Compute(ctx context.Context, in Input, progress func(done, total int)) (Result, error) {
	c, err := prepare(ctx, in, progress)
	if err != nil {
		return Result{}, err
	}
	for _, k := range c.kinds {
		for _, s := range c.scenarios(k) {
			if err := c.measure(k, s); err != nil {
				return Result{}, err
			}
		}
	}
	c.result.Cells = c.g.cells
	for _, v := range c.views {
		c.result.Figures = append(c.result.Figures, v.figures(c.g, c.areas)...)
		if v.Scenario != ScenarioExternal {
			c.result.Views = append(c.result.Views, v.View)
			if err := c.findGaps(v); err != nil {
				return Result{}, err
			}
		}
		if err := c.step(); err != nil {
			return Result{}, err
		}
	}
	if err := c.compare(); err != nil {
		return Result{}, err
	}
	c.result.Serials, c.result.Versions, c.result.Stood = c.serials(), c.versions(), c.stood()
	c.result.Coarse, err = c.result.coarser(in.Cells)
	if err != nil {
		return Result{}, err
	}
	return c.result, c.step()
}

// scenarios that every kind has, in their fixed order.
var scenarios = []Scenario{ScenarioCurrent, ScenarioPlanned}

// scenarios of a kind: the places beyond the border have one of their own when
// one of them counts. The estimate knows no way over the border.
func (c *computation) scenarios(k geo.Kind) []Scenario {
	for _, p := range c.in.Places {
		if p.External && p.Position != nil && !k.ByArea && c.in.Model != ModelEstimate && ScenarioExternal.counts(p, k) {
			return []Scenario{ScenarioCurrent, ScenarioPlanned, ScenarioExternal}
		}
	}
	return scenarios
}

// computation is the state of Compute.
type computation struct {
	ctx      context.Context
	progress func(done, total int)
	done     int
	total    int
	in       Input
	g        *grid
	kinds    []geo.Kind
	areas    areas
	near     *neighbourhood
	roads    *roadLinks
	columns  columns
	history  history
	names    names
	last     map[geo.KindID]*int64
	views    []*view
	result   Result
}

func prepare(ctx context.Context, in Input, progress func(done, total int)) (*computation, error) {
	g, err := newGrid(in)
	if err != nil {
		return nil, err
	}
	c := &computation{
		ctx: ctx, progress: progress, in: in, g: g, kinds: slices.Clone(in.Kinds),
		areas: newAreas(g.comuni), near: newNeighbourhood(g, in.Parameters.Gaps.LinkRings),
		roads:   newRoadLinks(in.Times, in.Parameters.Gaps),
		history: newHistory(in, g), names: newNames(in), last: map[geo.KindID]*int64{},
	}
	slices.SortFunc(c.kinds, byPosition)
	for _, k := range c.kinds {
		c.last[k.ID] = new(int64)
		n := len(c.scenarios(k))
		c.total += n // figures and gaps of each view
		if !k.ByArea {
			c.total += n * len(travelModes)
		}
	}
	c.total++ // the coarser cells
	c.resumeSerials()
	return c, nil
}

// resumeSerials goes on from the last serials, and from the ids of the last gaps
// in case the serials were lost: an id is never reused.
func (c *computation) resumeSerials() {
	if c.in.Previous == nil {
		return
	}
	for _, s := range c.in.Previous.Serials {
		if last, ok := c.last[s.Kind]; ok {
			*last = max(*last, s.Last)
		}
	}
	for _, p := range c.in.Previous.Gaps {
		if last, ok := c.last[p.Kind]; ok {
			*last = max(*last, serialOf(p.ID))
		}
	}
}

// travelModes are measured for every kind that is not by area: a cell that
// straddles comuni may need both.
var travelModes = []geo.Mode{geo.ModeCar, geo.ModeFoot}

// step counts one step and hears the context.
func (c *computation) step() error {
	c.done++
	if c.progress != nil {
		c.progress(c.done, c.total)
	}
	return c.ctx.Err()
}

// measure makes the view of a kind in a scenario: places, times, flags.
func (c *computation) measure(k geo.Kind, s Scenario) error {
	v := newView(k, s, c.g, c.in.Places)
	if k.ByArea {
		v.serve(c.g)
	} else {
		var same *view // the scenario before, when it counts the same places
		if n := len(c.views); n > 0 && c.views[n-1].Kind.ID == k.ID && samePlaces(c.views[n-1], v) {
			same = c.views[n-1]
		}
		for i, m := range travelModes {
			var r *Reach
			if same != nil {
				r = &same.Reaches[i]
			}
			if err := v.reach(c.ctx, c.g, c.in.Times, m, r); err != nil {
				return err
			}
			if err := c.step(); err != nil {
				return err
			}
		}
		if s != ScenarioExternal {
			v.flag(c.g, c.in, c.history)
		}
	}
	v.spreadToParts(c.g)
	if !k.ByArea {
		cols, err := c.columnsOf(v)
		if err != nil {
			return err
		}
		v.measureAccess(c.g, cols)
	}
	c.views = append(c.views, v)
	if s == ScenarioExternal {
		return nil
	}
	for _, p := range v.located {
		c.result.Counted = append(c.result.Counted, Counted{s, k.ID, p.ID, *p.Position})
	}
	return nil
}

func (c *computation) findGaps(v *view) error {
	for _, t := range c.in.Parameters.Gaps.Territories {
		units := v.units(c, t)
		f := gapFinder{in: c.in, g: c.g, v: v, t: t, names: c.names, c: newClusters(c, v.Kind, units), itinerant: c.itinerant(v.Scenario)}
		found, err := f.find(c.ctx)
		if err != nil {
			return err
		}
		number(found.gaps, c.today(v, t), c.past(v, t), c.residentsOf, c.in.Parameters.Gaps.KeepID, c.last[v.Kind.ID])
		c.result.Gaps = append(c.result.Gaps, found.gaps...)
		c.result.WholeAreas = append(c.result.WholeAreas, found.whole...)
		c.result.Balances = append(c.result.Balances, found.balance)
	}
	return nil
}

// today lists the current gaps of a kind for the scenario that is a change to
// them: what is the same area has the same id in both, so that a reader who
// switches sees what becomes of it.
func (c *computation) today(v *view, t geo.Territory) []PastGap {
	if v.Scenario == ScenarioCurrent {
		return nil
	}
	var out []PastGap
	for _, g := range c.result.Gaps {
		if g.Scenario == ScenarioCurrent && g.Territory == t && g.Kind == v.Kind.ID {
			out = append(out, PastGap{ID: g.ID, Scenario: g.Scenario, Territory: t, Kind: g.Kind, Cells: g.Cells})
		}
	}
	return out
}

// past lists the predecessors of the gaps of a view in a territory.
func (c *computation) past(v *view, t geo.Territory) []PastGap {
	if c.in.Previous == nil {
		return nil
	}
	var out []PastGap
	for _, p := range c.in.Previous.Gaps {
		if p.Scenario == v.Scenario && p.Territory == t && p.Kind == v.Kind.ID {
			out = append(out, p)
		}
	}
	return out
}

func (c *computation) residentsOf(cell hex.Cell) int {
	if i, ok := c.g.at[cell]; ok {
		return c.g.cells[i].Residents
	}
	return 0
}

// serials to be kept: those of today's kinds, and of kinds that are gone.
func (c *computation) serials() []GapSerial {
	var out []GapSerial
	for _, k := range c.kinds {
		out = append(out, GapSerial{k.ID, *c.last[k.ID]})
	}
	if c.in.Previous != nil {
		for _, s := range c.in.Previous.Serials {
			if c.last[s.Kind] == nil {
				out = append(out, s)
			}
		}
	}
	slices.SortFunc(out, func(a, b GapSerial) int { return cmp.Compare(a.Kind, b.Kind) })
	return out
}

// byPlaceID orders places by id.
func byPlaceID(a, b geo.Place) int { return bytes.Compare(a.ID[:], b.ID[:]) }
