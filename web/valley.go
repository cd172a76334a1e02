package web

import (
	"slices"

	"atlante/geo"
	"atlante/geo/cover"
)

// checkValley refuses a valley that does not exist.
func (c *scene) checkValley() error {
	id := c.state.Valley
	if _, ok := c.valleys[id]; id != "" && !ok {
		return geo.NotFound("La valle %q non c'è. / The valley %q does not exist.", id, id)
	}
	return nil
}

// holds tells whether a valley is the chosen one or one of its side valleys;
// with none chosen every valley is held, and what lies in none.
func (c *scene) holds(id geo.ValleyID) bool {
	return c.state.Valley == "" || c.opensInto(id, c.state.Valley)
}

// opensInto tells whether a valley is the other one, or leads down into it.
func (c *scene) opensInto(id, into geo.ValleyID) bool {
	for range c.tree { // no more steps than valleys
		if id == into || id == "" {
			return id == into
		}
		i := slices.IndexFunc(c.tree, func(v geo.Valley) bool { return v.ID == id })
		if i < 0 {
			return false
		}
		id = c.tree[i].Parent
	}
	return false
}

// ofValley keeps the comuni of the chosen valley.
func (c *scene) ofValley(list []geo.Comune) []geo.Comune {
	return slices.DeleteFunc(slices.Clone(list), func(m geo.Comune) bool { return !c.holds(m.Valley) })
}

// gapsOfValley keeps the gaps of the chosen valley.
func (c *scene) gapsOfValley(list []cover.Gap) []cover.Gap {
	return slices.DeleteFunc(list, func(g cover.Gap) bool { return !c.holds(g.Valley) })
}

// placesOfValley keeps the places in comuni of the chosen valley.
func (c *scene) placesOfValley(list []geo.Place, here []geo.Comune) []geo.Place {
	if c.state.Valley == "" {
		return list
	}
	return slices.DeleteFunc(list, func(p geo.Place) bool {
		return !slices.ContainsFunc(here, func(m geo.Comune) bool { return m.ID == p.Comune })
	})
}

// valleyFinding adds up the figures of comuni: counts are whole residents, so
// their sums close. A sum has no median.
func (c *scene) valleyFinding(chosen []geo.Comune) (finding, error) {
	figures, err := c.byArea(c.kind.ID, cover.AreaComune, geo.TerritoryAll)
	if err != nil {
		return finding{}, err
	}
	sum := cover.Figure{Kind: c.kind.ID, Scenario: c.state.Scenario, Counts: []cover.Count{{Minutes: c.minutes}}}
	for _, m := range chosen {
		f, ok := figures[string(m.ID)]
		if !ok {
			continue
		}
		n, _ := f.At(c.minutes)
		all := &sum.Counts[0]
		all.Within, all.Beyond = all.Within+n.Within, all.Beyond+n.Beyond
		all.Unreachable, all.Unknown = all.Unreachable+n.Unreachable, all.Unknown+n.Unknown
		sum.Residents += f.Residents
		switch sum.Mode {
		case "", f.Mode:
			sum.Mode = f.Mode
		default:
			sum.Mode = mixed
		}
	}
	return find(sum, c.kind, c.minutes), nil
}
