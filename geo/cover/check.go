package cover

import (
	"fmt"
	"strconv"

	"atlante/geo"
)

// Ledger is what Check reads: a Result, or what was published of it. Cells and
// Coarse may be nil, their checks are then left out.
type Ledger struct {
	Comuni   []geo.Comune
	Kinds    []geo.Kind
	Figures  []Figure
	Gaps     []Gap
	Balances []GapBalance
	Cells    []PopulatedCell
	Coarse   []CoarseCell
}

// Ledger of a result.
func (r Result) Ledger(comuni []geo.Comune, kinds []geo.Kind) Ledger {
	return Ledger{comuni, kinds, r.Figures, r.Gaps, r.Balances, r.Cells, r.Coarse}
}

// Violation is a sum that does not close.
type Violation struct {
	Rule      string // "residents", "parents", "official", "gaps", "complete"
	Where     string
	Got, Want int
}

// String says the violation to people.
func (v Violation) String() string {
	return fmt.Sprintf("%s: %s: %d, atteso / expected %d", v.Rule, v.Where, v.Got, v.Want)
}

// Check tells where residents are not conserved; nothing when all sums close. It
// holds for every model, every mode and every scenario; that of the places beyond
// the border has figures only, and only of the kinds for which it is there.
//   - residents: within + beyond + unreachable + unknown = residents, for every
//     figure and threshold;
//   - official: figures, cells and coarser cells hold each comune's official residents;
//   - parents: zones and territories are the sum of their comuni, in every part;
//   - gaps: beyond + unreachable = in named gaps + scattered + held back, and
//     low ≤ residents ≤ high;
//   - complete: no figure is missing or there twice.
func Check(l Ledger) []Violation {
	c := &checker{Ledger: l, at: map[figureKey]*Figure{}}
	c.figures()
	for _, k := range l.Kinds {
		for _, s := range scenarios {
			c.parents(k, s)
			c.balances(k, s)
		}
		if c.external(k) {
			c.parents(k, ScenarioExternal)
		}
	}
	c.ranges()
	c.cells()
	return c.found
}

// external tells whether there are figures of the kind with the places beyond the
// border.
func (c *checker) external(k geo.Kind) bool {
	for _, f := range c.Figures {
		if f.Kind == k.ID && f.Scenario == ScenarioExternal {
			return true
		}
	}
	return false
}

type figureKey struct {
	Area
	Scenario Scenario
	Kind     geo.KindID
}

type checker struct {
	Ledger
	at    map[figureKey]*Figure
	found []Violation
}

func (c *checker) expect(rule string, got, want int, where ...any) {
	if got != want {
		c.found = append(c.found, Violation{rule, fmt.Sprint(where...), got, want})
	}
}

func (c *checker) figures() {
	for i := range c.Figures {
		f := &c.Figures[i]
		key := figureKey{f.Area, f.Scenario, f.Kind}
		if c.at[key] != nil {
			c.expect("complete", 2, 1, f.label())
		}
		c.at[key] = f
		for _, n := range f.Counts {
			c.expect("residents", n.Residents(), f.Residents, f.label(), " ", n.Minutes, " min")
		}
	}
}

func (f *Figure) label() string {
	return fmt.Sprintf("%s %s, %s %s %s", f.Kind, f.Scenario, f.Area.Kind, f.Area.ID, f.Area.Territory)
}

// parents adds the comuni up to every zone and territory.
func (c *checker) parents(k geo.Kind, s Scenario) {
	sums := map[Area]*Figure{}
	var order []Area
	sum := func(a Area, child *Figure) {
		if sums[a] == nil {
			sums[a] = &Figure{Area: a, Scenario: s, Kind: k.ID, Counts: make([]Count, len(child.Counts))}
			order = append(order, a)
		}
		sums[a].add(child)
	}
	for _, town := range c.Comuni {
		area := Area{AreaComune, string(town.ID), geo.TerritoryAll}
		f := c.at[figureKey{area, s, k.ID}]
		if f == nil {
			c.expect("complete", 0, 1, k.ID, " ", s, ", ", town.Name)
			continue
		}
		c.expect("official", f.Residents, town.Residents, f.label())
		for _, t := range geo.Territories {
			if t.In(town) {
				sum(Area{AreaTerritory, "", t}, f)
				sum(Area{AreaZone, strconv.Itoa(int(town.Zone)), t}, f)
			}
		}
	}
	for _, a := range order {
		want := sums[a]
		got := c.at[figureKey{a, s, k.ID}]
		if got == nil {
			if want.Residents > 0 {
				c.expect("complete", 0, 1, want.label())
			}
			continue
		}
		c.same(got, want)
	}
}

func (f *Figure) add(child *Figure) {
	f.Residents += child.Residents
	f.Places += child.Places
	f.ComuniWithout += child.ComuniWithout
	f.Estimated += child.Estimated
	f.WalkOnly += child.WalkOnly
	for i, n := range child.Counts {
		if i < len(f.Counts) {
			t := &f.Counts[i]
			t.Minutes = n.Minutes
			t.Within += n.Within
			t.Beyond += n.Beyond
			t.Unreachable += n.Unreachable
			t.Unknown += n.Unknown
		}
	}
}

func (c *checker) same(got, want *Figure) {
	c.expect("parents", got.Residents, want.Residents, got.label(), ", residents")
	c.expect("parents", got.Places, want.Places, got.label(), ", places")
	c.expect("parents", got.ComuniWithout, want.ComuniWithout, got.label(), ", comuni without")
	c.expect("parents", got.Estimated, want.Estimated, got.label(), ", estimated")
	c.expect("parents", got.WalkOnly, want.WalkOnly, got.label(), ", walk only")
	for _, w := range want.Counts {
		g, ok := got.At(w.Minutes)
		if !ok {
			c.expect("complete", 0, 1, got.label(), " ", w.Minutes, " min")
			continue
		}
		c.expect("parents", g.Within, w.Within, got.label(), " ", w.Minutes, " min, within")
		c.expect("parents", g.Beyond, w.Beyond, got.label(), " ", w.Minutes, " min, beyond")
		c.expect("parents", g.Unreachable, w.Unreachable, got.label(), " ", w.Minutes, " min, unreachable")
		c.expect("parents", g.Unknown, w.Unknown, got.label(), " ", w.Minutes, " min, unknown")
	}
}
