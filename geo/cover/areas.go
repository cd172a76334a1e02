package cover

import (
	"strconv"

	"atlante/geo"
)

// areas are all the areas over which figures are added up, and for each comune
// those that it belongs to.
type areas struct {
	list []areaSum
	of   [][]int32 // by comune
}

// areaSum is an area with what the comuni say of it: nothing of it comes from
// the cells, so that Check compares two sources.
type areaSum struct {
	Area
	residents int
	comuni    []int32
}

// newAreas lists the territory, the zones and the comuni; a territory of a zone
// only where somebody lives in it.
func newAreas(comuni []geo.Comune) areas {
	a := areas{of: make([][]int32, len(comuni))}
	for _, t := range geo.Territories {
		a.add(Area{Kind: AreaTerritory, Territory: t}, comuni, t.In)
	}
	for _, z := range zonesOf(comuni) {
		for _, t := range geo.Territories {
			area := Area{Kind: AreaZone, ID: strconv.Itoa(int(z)), Territory: t}
			a.add(area, comuni, func(c geo.Comune) bool { return c.Zone == z && t.In(c) })
		}
	}
	for i, c := range comuni {
		a.list = append(a.list, areaSum{
			Area:      Area{Kind: AreaComune, ID: string(c.ID), Territory: geo.TerritoryAll},
			residents: c.Residents, comuni: []int32{int32(i)},
		})
		a.of[i] = append(a.of[i], int32(len(a.list)-1))
	}
	return a
}

func (a *areas) add(area Area, comuni []geo.Comune, in func(geo.Comune) bool) {
	sum := areaSum{Area: area}
	for i, c := range comuni {
		if in(c) {
			sum.residents += c.Residents
			sum.comuni = append(sum.comuni, int32(i))
		}
	}
	if area.Kind == AreaZone && sum.residents == 0 {
		return
	}
	for _, i := range sum.comuni {
		a.of[i] = append(a.of[i], int32(len(a.list)))
	}
	a.list = append(a.list, sum)
}

// zonesOf lists the zones of the comuni, ascending.
func zonesOf(comuni []geo.Comune) []geo.ZoneID {
	var top geo.ZoneID
	present := map[geo.ZoneID]bool{}
	for _, c := range comuni {
		present[c.Zone] = true
		top = max(top, c.Zone)
	}
	var out []geo.ZoneID
	for z := geo.ZoneID(0); z <= top; z++ {
		if present[z] {
			out = append(out, z)
		}
	}
	return out
}

// modeIn names the mode of a kind in an area, "mixed" where its comuni differ.
func modeIn(k geo.Kind, sum areaSum, comuni []geo.Comune) string {
	mode := ""
	for _, i := range sum.comuni {
		m := string(k.Mode(comuni[i]))
		if mode != "" && mode != m {
			return "mixed"
		}
		mode = m
	}
	if mode == "" {
		return string(k.ModeElse)
	}
	return mode
}
