package cover

import (
	"cmp"
	"math"
	"slices"

	"atlante/geo"
)

// figures adds a view up by area. Every count is summed on its own over the
// parts; the quantiles walk once through all parts in the order of their minutes.
func (v *view) figures(g *grid, a areas) []Figure {
	out := make([]Figure, len(a.list))
	for k, sum := range a.list {
		out[k] = Figure{
			Area: sum.Area, Scenario: v.Scenario, Kind: v.Kind.ID, Residents: sum.residents,
			Mode: modeIn(v.Kind, sum, g.comuni), Counts: v.emptyCounts(),
		}
	}
	v.countPlaces(g, a, out)
	for k, p := range g.parts {
		for _, at := range a.of[p.comune] {
			v.count(out[at].Counts, k, p.residents, g.comuni[p.comune])
			v.standing(&out[at], g, k)
		}
	}
	if !v.Kind.ByArea {
		v.quantiles(g, a, out)
		v.accessFigures(g, a, out)
	}
	return out
}

// countPlaces counts places, who runs them, and the comuni without any.
func (v *view) countPlaces(g *grid, a areas, out []Figure) {
	in := make([]int, len(g.comuni))
	runs := make([]map[string]bool, len(out))
	for _, p := range v.counting {
		i, ok := g.index[p.Comune]
		if !ok {
			continue
		}
		for _, k := range a.of[i] {
			if runs[k] == nil {
				runs[k] = map[string]bool{}
			}
			runs[k][cmp.Or(p.Operator, p.Name)] = true
			if p.Position != nil {
				out[k].Places++
			}
		}
		if p.Position != nil {
			in[i]++
		}
	}
	for k, sum := range a.list {
		out[k].Organizations = len(runs[k])
		for _, i := range sum.comuni {
			if in[i] == 0 {
				out[k].ComuniWithout++
			}
		}
		out[k].PerTenThousand = perTenThousand(out[k].Places, out[k].Residents)
		out[k].OrganizationsPerTenThousand = perTenThousand(out[k].Organizations, out[k].Residents)
	}
}

func perTenThousand(n, residents int) *float64 {
	if residents == 0 {
		return nil
	}
	d := float64(n) * 10_000 / float64(residents)
	return &d
}

// standing adds a part up where its minutes are the estimate's, or mostly walked.
func (v *view) standing(f *Figure, g *grid, k int) {
	p := g.parts[k]
	if v.state[k] == StateWalkOnly {
		f.WalkOnly += p.residents
	}
	if r := v.byMode(v.Kind.Mode(g.comuni[p.comune])); r != nil && r.estimated[p.cell] {
		f.Estimated += p.residents
	}
}

func (v *view) emptyCounts() []Count {
	if v.Kind.ByArea {
		return []Count{{}}
	}
	counts := make([]Count, len(Thresholds)+1)
	for i, minutes := range Thresholds {
		counts[i].Minutes = minutes
	}
	return counts
}

// count puts the residents of a part where they belong at each threshold.
func (v *view) count(counts []Count, k, residents int, c geo.Comune) {
	for i := range counts {
		limit := float64(counts[i].Minutes)
		if limit == 0 {
			limit = float64(v.Kind.Threshold(v.Kind.Mode(c)))
		}
		switch v.state[k] {
		case StateUnknown:
			counts[i].Unknown += residents
		case StateUnreachable:
			counts[i].Unreachable += residents
		case StateServed:
			counts[i].Within += residents
		case StateNotServed:
			counts[i].Beyond += residents
		default:
			if v.minutes[k] <= limit {
				counts[i].Within += residents
			} else {
				counts[i].Beyond += residents
			}
		}
	}
}

func (v *view) quantiles(g *grid, a areas, out []Figure) {
	var reached, two []int32
	known := make([]int, len(out))
	paired := make([]int, len(out))
	loss := make([]float64, len(g.parts)) // T2 − T1
	for k, p := range g.parts {
		ok := !math.IsInf(v.minutes[k], 1)
		both := ok && !math.IsInf(v.second[k], 1)
		if ok {
			reached = append(reached, int32(k))
		}
		if both {
			loss[k] = v.second[k] - v.minutes[k]
			two = append(two, int32(k))
		}
		for _, at := range a.of[p.comune] {
			if v.state[k] != StateUnknown {
				known[at] += p.residents
			}
			if both {
				paired[at] += p.residents
			}
		}
	}
	walk(g, a, reached, v.minutes, known, 500, func(at int32, q float64) { out[at].Median = &q })
	walk(g, a, reached, v.minutes, known, 900, func(at int32, q float64) { out[at].P90 = &q })
	walk(g, a, two, loss, paired, 500, func(at int32, q float64) { out[at].Choice = &q })
}

// walk calls set with the quantile of each area that has one: those whose
// residents, in the order of the values, reach permille of their total. The
// unreachable are in the total and not among the parts: they come last.
func walk(g *grid, a areas, parts []int32, value []float64, total []int, permille int, set func(at int32, q float64)) {
	byValue(parts, value)
	sum := make([]int, len(total))
	for _, k := range parts {
		p := g.parts[k]
		for _, at := range a.of[p.comune] {
			before := sum[at]
			sum[at] += p.residents
			if !reaches(before, total[at], permille) && reaches(sum[at], total[at], permille) {
				set(at, value[k])
			}
		}
	}
}

// byValue sorts parts by their values, ties to the lower part.
func byValue(parts []int32, value []float64) {
	slices.SortFunc(parts, func(x, y int32) int { return cmp.Or(cmp.Compare(value[x], value[y]), cmp.Compare(x, y)) })
}
