package cover

import (
	"cmp"
	"context"
	"math"
	"slices"

	"atlante/geo"
	"atlante/geo/hex"
)

// gapFinder finds the gaps of one view in one territory.
type gapFinder struct {
	in    Input
	g     *grid
	v     *view
	t     geo.Territory
	c     *clusters
	names names
	// itinerant are the views of the kinds that go to people, in the same scenario.
	itinerant []*view
}

// found is what the search gives back.
type found struct {
	gaps    []Gap
	whole   []WholeArea
	balance GapBalance
}

func (f *gapFinder) find(ctx context.Context) (found, error) {
	named, scattered, err := f.c.areas(ctx)
	if err != nil {
		return found{}, err
	}
	slices.SortFunc(named, func(a, b []int32) int {
		return cmp.Or(cmp.Compare(f.severity(b), f.severity(a)), cmp.Compare(a[0], b[0]))
	})
	high, err := f.reachHigh(ctx, named)
	if err != nil {
		return found{}, err
	}
	var out found
	for i, units := range named {
		gap := f.describe(units)
		gap.ResidentsHigh = gap.Residents + high[i]
		out.gaps = append(out.gaps, gap)
	}
	out.balance = f.balance(named, scattered)
	out.whole = f.wholeAreas()
	return out, nil
}

func (f *gapFinder) severity(units []int32) float64 {
	sum := 0.0
	for _, u := range units {
		sum += float64(f.c.units[u].residents) * f.c.units[u].underValue
	}
	return sum
}

// reachHigh gives for each area the residents that it would gain if all times
// were σ longer: known candidates outside every named area, beyond θ at T·e^σ,
// that joints lead to the area directly or through others of their sort. Each
// counts once, for the area from which the fewest joints lead to it, ties to the
// more severe. By area those count of whom nobody knows whether they are served.
//
// The joints are those of the named and the gained together: a set of its own.
func (f *gapFinder) reachHigh(ctx context.Context, named [][]int32) ([]int, error) {
	gained := make([]int, len(named))
	area := make([]int32, len(f.c.units))
	for u := range area {
		area[u] = -1
	}
	var queue []int32
	regions := map[region]bool{}
	for i, units := range named {
		for _, u := range units {
			area[u] = int32(i)
			regions[f.c.units[u].region] = true
		}
		queue = append(queue, units...)
	}
	var all []int32
	for i, u := range f.c.units {
		if area[i] >= 0 || (regions[u.region] && u.rim()) {
			all = append(all, int32(i))
		}
	}
	joints, first, err := f.neighbours(ctx, all)
	if err != nil {
		return nil, err
	}
	for k := 0; k < len(queue); k++ {
		for _, w := range joints[first[queue[k]]:first[queue[k]+1]] {
			if area[w] < 0 {
				area[w] = area[queue[k]]
				gained[area[w]] += f.c.units[w].residents
				queue = append(queue, w)
			}
		}
	}
	return gained, nil
}

// neighbours lists the units that joints lead to: those of u from first[u] up to
// first[u+1].
func (f *gapFinder) neighbours(ctx context.Context, units []int32) (list, first []int32, err error) {
	var joints []joint
	for _, region := range f.c.byRegion(units) {
		some, err := f.c.joints(ctx, region)
		if err != nil {
			return nil, nil, err
		}
		joints = append(joints, some...)
	}
	first = make([]int32, len(f.c.units)+1)
	for _, j := range joints {
		first[j.a+1]++
		first[j.b+1]++
	}
	for u := range f.c.units {
		first[u+1] += first[u]
	}
	list = make([]int32, 2*len(joints))
	at := slices.Clone(first)
	for _, j := range joints {
		list[at[j.a]], list[at[j.b]] = j.b, j.a
		at[j.a]++
		at[j.b]++
	}
	return list, first, nil
}

// describe turns the units of an area into a Gap; ids and ranks come later.
func (f *gapFinder) describe(units []int32) Gap {
	towns := f.c.byComune(units)
	slices.SortStableFunc(towns, func(a, b townPeople) int { return cmp.Compare(b.residents, a.residents) })
	main := f.g.comuni[towns[0].comune]
	at := f.c.units[units[0]].region
	gap := Gap{
		Scenario: f.v.Scenario, Territory: f.t, Kind: f.v.Kind.ID,
		Zone: main.Zone, Valley: at.valley, Mode: at.mode,
		Threshold: f.v.Kind.Threshold(at.mode), Severity: f.severity(units),
		SNAI: main.SNAI, AltitudeM: main.AltitudeM,
	}
	for i, t := range towns {
		c := f.g.comuni[t.comune]
		gap.Comuni = append(gap.Comuni, c.ID)
		gap.ComuniResidents += c.Residents
		if i < 2 {
			gap.ComuneNames = append(gap.ComuneNames, c.Name)
		}
	}
	gap.Area = f.names.area(at)
	gap.Name = GapName("it", gap.Area, gap.ComuneNames...)
	f.measure(&gap, units)
	f.standing(&gap, units)
	f.span(&gap, main.AltimetricZone)
	f.closing(&gap, units)
	gap.Why, gap.Itinerant = f.why(units, gap), f.visits(units)
	return gap
}

// measure fills the figures of a gap from its units.
func (f *gapFinder) measure(gap *Gap, units []int32) {
	times := make([]Weighted, 0, len(units))
	depth := make([]Weighted, 0, len(units))
	nearest := map[int32]int{}
	most := 0
	for _, i := range units {
		u := f.c.units[i]
		gap.Residents += u.residents
		if u.beyond(math.Exp(-u.sigma)) {
			gap.ResidentsLow += u.residents
		}
		times = append(times, Weighted{u.minutes, u.residents})
		depth = append(depth, Weighted{u.depth(f.in.Parameters.Gaps.UnreachableMinutes), u.residents})
		if u.nearest >= 0 {
			nearest[u.nearest] += u.residents
		}
		cell := f.g.cells[u.cell].ID
		if n := len(gap.Cells); n == 0 || gap.Cells[n-1] != cell {
			gap.Cells = append(gap.Cells, cell)
		}
		if u.residents > most {
			most, gap.Label = u.residents, f.g.centres[u.cell]
		}
	}
	gap.Depth, _ = FGT(depth, 1)
	if median, ok := Quantile(times, 500); ok && !math.IsInf(median, 1) {
		gap.MedianMinutes = &median
	}
	if p := f.v.place(commonNearest(nearest)); p != nil {
		gap.Nearest, gap.NearestName, gap.NearestComune = &p.ID, p.Name, p.Comune
		gap.NearestComuneName = f.names.comune(p.Comune)
	}
}

// span is the range of the median, as wide as the model is unsure that the gap
// stands on.
func (f *gapFinder) span(gap *Gap, zone geo.AltimetricZone) {
	if gap.MedianMinutes == nil {
		return
	}
	times := f.in.Times
	if gap.Model == ModelEstimate && f.in.Estimate != nil {
		times = f.in.Estimate
	}
	sigma := times.Sigma(zone)
	low, high := *gap.MedianMinutes*math.Exp(-sigma), *gap.MedianMinutes*math.Exp(sigma)
	gap.MinutesLow, gap.MinutesHigh = &low, &high
}

// commonNearest is the place that is nearest to most residents, ties to the
// lower id; travel.None when nobody has one.
func commonNearest(residents map[int32]int) int32 {
	best, most := int32(-1), 0
	for place, n := range residents {
		if n > most || (n == most && place < best) {
			best, most = place, n
		}
	}
	return best
}

// standing says what the figures of a gap stand on: the model, where the estimate
// has stood in for most of its residents that one, and how sure that is. Roads that
// a program made up are sure of nothing, nor is a list
// by area that is no survey.
func (f *gapFinder) standing(gap *Gap, units []int32) {
	estimated := 0
	for _, u := range units {
		at := f.c.units[u]
		if at.estimated {
			estimated += at.residents
		}
		if at.state == StateWalkOnly {
			gap.WalkOnly += at.residents
		}
	}
	gap.Model, gap.Synthetic, gap.Confidence = f.in.Model, f.in.Synthetic, Confirmed
	if 2*estimated > gap.Residents {
		gap.Model = ModelEstimate
	}
	if f.v.Kind.ByArea {
		if f.v.Kind.Completeness != "complete" {
			gap.Confidence = Provisional
		}
	} else if gap.Model == ModelEstimate || gap.Synthetic {
		gap.Confidence = Provisional
	}
}

// number ranks the gaps and gives them their ids.
func number(gaps []Gap, today, past []PastGap, weight func(hex.Cell) int, keep float64, last *int64) {
	keepIDs(gaps, overlaps(gaps, today, weight), today, keep)
	identify(gaps, past, weight, keep, last)
	slices.SortStableFunc(gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(serialOf(a.ID), serialOf(b.ID)))
	})
	for i := range gaps {
		gaps[i].Rank = i + 1
	}
	tellApart(gaps)
}
