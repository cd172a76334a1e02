package cover

import (
	"fmt"

	"atlante/geo"
	"atlante/geo/hex"
)

// balances compares what became of the residents beyond the threshold with the
// figures of the same territory, and with the gaps themselves.
func (c *checker) balances(k geo.Kind, s Scenario) {
	seen := 0
	for _, b := range c.Balances {
		if b.Kind != k.ID || b.Scenario != s {
			continue
		}
		seen++
		where := fmt.Sprintf("%s %s, %s", b.Kind, b.Scenario, b.Territory)
		c.expect("gaps", b.Named+b.Scattered+b.HeldBack, b.Beyond+b.Unreachable+b.Raised, where, ", named + scattered + held back")
		if f := c.at[figureKey{Area{AreaTerritory, "", b.Territory}, s, k.ID}]; f != nil {
			n, _ := f.At(0)
			c.expect("gaps", b.Within, n.Within, where, ", within")
			c.expect("gaps", b.Beyond, n.Beyond, where, ", beyond")
			c.expect("gaps", b.Unreachable, n.Unreachable, where, ", unreachable")
			c.expect("gaps", b.Unknown, n.Unknown, where, ", unknown")
		}
		inGaps := 0
		for _, g := range c.Gaps {
			if g.Kind == k.ID && g.Scenario == s && g.Territory == b.Territory {
				inGaps += g.Residents
			}
		}
		c.expect("gaps", inGaps, b.Named, where, ", residents of the gaps")
	}
	if seen == 0 {
		c.expect("complete", 0, 1, k.ID, " ", s, ", balance")
	}
}

// ranges checks low ≤ residents ≤ high and that no id is there twice.
func (c *checker) ranges() {
	type key struct { // an area that both scenarios have bears one id in both
		Scenario
		id string
	}
	times := map[key]int{}
	for _, g := range c.Gaps {
		k := key{g.Scenario, g.ID}
		times[k]++
		c.expect("complete", times[k], 1, g.ID, " ", g.Scenario)
		c.expect("gaps", min(g.ResidentsLow, g.Residents), g.ResidentsLow, g.ID, ", low")
		c.expect("gaps", max(g.ResidentsHigh, g.Residents), g.ResidentsHigh, g.ID, ", high")
	}
}

// cells compares the residents of cells and coarser cells with the official ones.
func (c *checker) cells() {
	if c.Cells != nil {
		sum := map[geo.ComuneID]int{}
		for _, cell := range c.Cells {
			c.expect("parents", cell.Residents, addUp(sum, cell.Parts), "cella ", cell.ID)
		}
		c.officials(sum, hex.Resolution)
	}
	if c.Coarse == nil {
		return
	}
	for _, resolution := range Coarser {
		sum := map[geo.ComuneID]int{}
		for _, cell := range c.Coarse {
			if cell.ID.Resolution() == resolution {
				c.expect("parents", cell.Residents, addUp(sum, cell.Parts), "cella ", cell.ID)
			}
		}
		c.officials(sum, resolution)
	}
}

func addUp(sum map[geo.ComuneID]int, parts []Part) int {
	total := 0
	for _, p := range parts {
		sum[p.Comune] += p.Residents
		total += p.Residents
	}
	return total
}

func (c *checker) officials(sum map[geo.ComuneID]int, resolution int) {
	for _, town := range c.Comuni {
		c.expect("official", sum[town.ID], town.Residents, town.Name, ", celle H3 ", resolution)
	}
}
