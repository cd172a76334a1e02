package synthetic

import (
	"cmp"
	"math"
	"slices"

	"atlante/geo"
)

// link joins two towns by a road.
type link struct {
	a, b  int // of towns
	class *class
	bend  bend
}

// country is the towns with what joins them.
type country struct {
	towns   []*town
	byID    map[geo.ComuneID]int
	valleys []geo.Valley
	members map[geo.ValleyID][]int // with the mouth
	mouths  map[geo.ValleyID]int
}

func newCountry(towns []*town, valleys []geo.Valley) *country {
	c := &country{towns: towns, byID: map[geo.ComuneID]int{}, valleys: valleys, members: map[geo.ValleyID][]int{}, mouths: map[geo.ValleyID]int{}}
	for i, t := range towns {
		c.byID[t.ID] = i
		c.members[t.Valley] = append(c.members[t.Valley], i)
	}
	for _, v := range valleys {
		m, there := c.mouth(v)
		if !there {
			continue
		}
		c.mouths[v.ID] = m
		for _, side := range []geo.ValleyID{v.ID, v.Parent} {
			if !slices.Contains(c.members[side], m) {
				c.members[side] = append(c.members[side], m)
			}
		}
	}
	return c
}

// mouth is the town where a valley opens: the lowest of its own when the mouth
// is not among the comuni that were given.
func (c *country) mouth(v geo.Valley) (int, bool) {
	if m, there := c.byID[v.Mouth]; there {
		return m, true
	}
	own := c.members[v.ID]
	if len(own) == 0 {
		return 0, false
	}
	return slices.MinFunc(own, func(a, b int) int { return cmp.Compare(c.towns[a].AltitudeM, c.towns[b].AltitudeM) }), true
}

func (c *country) km(a, b int) float64 { return c.towns[a].seat.to(c.towns[b].seat) / 1000 }

// inValley joins the towns of a valley by the shortest tree that begins at its
// mouth: its road, with the branches that lead to the villages beside it.
func (c *country) inValley(v geo.Valley) []link {
	mouth, there := c.mouths[v.ID]
	if !there {
		return nil
	}
	var out []link
	tree := c.spanning(c.members[v.ID], mouth)
	on := map[int]bool{} // towns that the road goes on from
	for _, e := range tree {
		on[e[0]] = true
	}
	for _, e := range tree {
		a, b := c.towns[e[0]], c.towns[e[1]]
		kind, wind := sideValley, bend{stretch: 1.15, wave: 900, step: 26}
		if e[0] == mouth || on[e[1]] || max(a.Residents, b.Residents) >= 1500 {
			kind, wind.stretch = valleyRoad, 1.08
		}
		out = append(out, c.climb(e[0], e[1], kind, wind))
	}
	return out
}

func (c *country) climb(a, b int, kind *class, wind bend) link {
	rise := float64(c.towns[b].AltitudeM - c.towns[a].AltitudeM)
	return link{a, b, kind, wind.climbing(rise, 1000*c.km(a, b), 0.075)}
}

// spanning is Prim's shortest tree over the towns, as pairs from the root
// outwards.
func (c *country) spanning(towns []int, root int) [][2]int {
	near := map[int]int{}
	for _, t := range towns {
		if t != root {
			near[t] = root
		}
	}
	var out [][2]int
	for len(near) > 0 {
		best, least := -1, math.Inf(1)
		for _, t := range towns {
			if from, waits := near[t]; waits {
				if d := c.km(from, t); d < least {
					best, least = t, d
				}
			}
		}
		out = append(out, [2]int{near[best], best})
		delete(near, best)
		for t, from := range near {
			if c.km(best, t) < c.km(from, t) {
				near[t] = best
			}
		}
	}
	return out
}

// inPlain joins every town outside the valleys to several of its neighbours:
// those of the Gabriel graph (no other town inside the circle between both),
// better roads where no town is nearer to both (the relative neighbourhood
// graph), and the shortest tree, so that none stays apart.
func (c *country) inPlain() []link {
	plain := c.members[""]
	if len(plain) == 0 {
		return nil
	}
	must := map[[2]int]bool{}
	for _, e := range c.spanning(plain, plain[0]) {
		must[[2]int{min(e[0], e[1]), max(e[0], e[1])}] = true
	}
	var out []link
	for i, a := range plain {
		for _, b := range plain[i+1:] {
			a, b := min(a, b), max(a, b)
			km := c.km(a, b)
			tree := must[[2]int{a, b}]
			if !tree && (km > 16 || !c.gabriel(a, b)) {
				continue
			}
			kind, wind := tertiary, bend{stretch: 1.12, wave: 1300, step: 38}
			if tree || c.relative(a, b) {
				kind, wind.stretch = secondary, 1.07
				if min(c.towns[a].Residents, c.towns[b].Residents) > 3000 {
					kind = primary
				}
			}
			if c.towns[a].AltimetricZone != geo.AltimetricPlain || c.towns[b].AltimetricZone != geo.AltimetricPlain {
				wind.stretch += 0.06
				wind.wave = 800
			}
			if kind == tertiary && min(c.towns[a].AltimetricZone, c.towns[b].AltimetricZone) == geo.AltimetricMountain {
				kind = foothillRoad
			}
			out = append(out, c.climb(a, b, kind, wind))
		}
	}
	return out
}

func (c *country) gabriel(a, b int) bool {
	middle, radius := c.towns[a].seat.mid(c.towns[b].seat), c.towns[a].seat.to(c.towns[b].seat)/2
	for i, t := range c.towns {
		if i != a && i != b && t.seat.to(middle) < radius {
			return false
		}
	}
	return true
}

func (c *country) relative(a, b int) bool {
	d := c.km(a, b)
	for i := range c.towns {
		if i != a && i != b && c.km(a, i) < d && c.km(b, i) < d {
			return false
		}
	}
	return true
}

// over joins the two comuni of a pass. How high it is nobody says: 60 m a
// kilometre above the higher of both, at most 2,100 m.
func (c *country) over(p geo.Pass) []link {
	a, there := c.byID[p.From]
	b, there2 := c.byID[p.To]
	if !there || !there2 {
		return nil
	}
	kind := passRoad
	if p.Open != "all year" {
		kind = summerPass
	}
	low, high := float64(c.towns[a].AltitudeM), float64(c.towns[b].AltitudeM)
	if low > high {
		low, high = high, low
	}
	top := high + min(60*c.km(a, b), max(0, 2100-high))
	wind := bend{stretch: 1.25, wave: 600, step: 20}.climbing(2*top-low-high, 1000*c.km(a, b), 0.075)
	return []link{{a, b, kind, wind}}
}
