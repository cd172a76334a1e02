package cover

import "math"

// closing says what becomes of a gap if its nearest place closes: who goes there
// goes to his second, the others go where they go.
func (f *gapFinder) closing(gap *Gap, units []int32) {
	if gap.Nearest == nil {
		return
	}
	times := make([]Weighted, 0, len(units))
	nearest := map[int32]int{}
	for _, i := range units {
		u := f.c.units[i]
		minutes, place := u.minutes, u.nearest
		if p := f.v.place(place); p != nil && p.ID == *gap.Nearest {
			minutes, place = u.second, u.next
		}
		times = append(times, Weighted{minutes, u.residents})
		if place >= 0 {
			nearest[place] += u.residents
		}
	}
	if median, ok := Quantile(times, 500); ok && !math.IsInf(median, 1) {
		gap.SecondMinutes = &median
	}
	if p := f.v.place(commonNearest(nearest)); p != nil {
		gap.Second, gap.SecondName, gap.SecondComune = &p.ID, p.Name, p.Comune
		gap.SecondComuneName = f.names.comune(p.Comune)
	}
}

// visits says whether services that go to people reach the units.
func (f *gapFinder) visits(units []int32) Visits {
	if len(f.itinerant) == 0 || f.v.Kind.ByArea {
		return VisitsUnsaid
	}
	out := VisitsNone
	for _, v := range f.itinerant {
		if v.Kind.Completeness != "complete" {
			out = VisitsNoneYet
		}
		for _, u := range units {
			if v.Served[f.c.units[u].comune].State != StateNotServed {
				return VisitsSome
			}
		}
	}
	return out
}

// itinerant lists the views of the kinds that go to people in a scenario.
func (c *computation) itinerant(s Scenario) []*view {
	var out []*view
	for _, v := range c.views {
		if v.Scenario == s && v.Kind.ByArea && v.Kind.Itinerant {
			out = append(out, v)
		}
	}
	return out
}
