package synthetic

import (
	"cmp"
	"math"
	"slices"

	"atlante/geo"
)

// highways draws the ring around the largest town and the motorways from it to
// the poles and up the valley with most people.
func (c *country) highways(s *sheet) {
	city := c.largest()
	if city < 0 {
		return
	}
	ring := c.ring(s, city)
	for _, to := range c.poles(city) {
		c.motorway(s, ring, c.waypoints(city, to))
	}
}

// cityResidents is how many people make a ring road worth while.
const cityResidents = 300000

// largest is the town with most residents, -1 when none is a city.
func (c *country) largest() int {
	best := -1
	for i, t := range c.towns {
		if t.Residents >= cityResidents && (best < 0 || t.Residents > c.towns[best].Residents) {
			best = i
		}
	}
	return best
}

// poles are where the motorways lead: the towns of SNAI class A or B that are
// not beside the city, and the farthest comune of the valley with most people.
func (c *country) poles(city int) []int {
	var out []int
	for i, t := range c.towns {
		if (t.SNAI == "A" || t.SNAI == "B") && c.km(city, i) > 18 {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(c.km(city, a), c.km(city, b)) })
	if top := c.valleyTop(); top >= 0 {
		out = append(out, top)
	}
	return out
}

// valleyTop is the comune of at least 2,000 residents that is farthest up the
// valley whose tree holds most people; -1 without valleys.
func (c *country) valleyTop() int {
	people := map[geo.ValleyID]int{}
	for _, t := range c.towns {
		people[c.root(t.Valley)] += t.Residents
	}
	best, most := geo.ValleyID(""), 0
	for _, v := range c.valleys {
		if v.Parent == "" && people[v.ID] > most {
			best, most = v.ID, people[v.ID]
		}
	}
	top, far := -1, 0.0
	for i, t := range c.towns {
		if best == "" || c.root(t.Valley) != best || t.Residents < 2000 {
			continue
		}
		if mouth, there := c.mouths[best]; there && c.km(mouth, i) > far {
			top, far = i, c.km(mouth, i)
		}
	}
	return top
}

func (c *country) valley(id geo.ValleyID) geo.Valley {
	for _, v := range c.valleys {
		if v.ID == id {
			return v
		}
	}
	return geo.Valley{}
}

// root is the valley that a valley finally opens into.
func (c *country) root(id geo.ValleyID) geo.ValleyID {
	for steps := 0; id != "" && steps < len(c.valleys); steps++ {
		up := c.valley(id).Parent
		if up == "" {
			return id
		}
		id = up
	}
	return id
}

// waypoints are the towns by which a motorway passes: the mouths of the valleys
// on its way and, between them, the towns beside the straight line.
func (c *country) waypoints(city, to int) []int {
	corners := []int{to}
	for id := c.towns[to].Valley; id != ""; id = c.valley(id).Parent {
		if m, there := c.mouths[id]; there && !slices.Contains(corners, m) {
			corners = append(corners, m)
		}
	}
	slices.Reverse(corners)
	var out []int
	from, clear := city, 14000.0
	for _, corner := range corners {
		out = append(append(out, c.beside(from, corner, clear)...), corner)
		from, clear = corner, 7000
	}
	return out
}

// beside lists the towns at most 2.5 km from the straight line between two
// others, in its order, 7 km apart, the first so many metres from the beginning.
func (c *country) beside(a, b int, clear float64) []int {
	from, axis := c.towns[a].seat, c.towns[b].seat.minus(c.towns[a].seat)
	along := func(i int) float64 { return c.towns[i].seat.minus(from).dot(axis.unit()) }
	var near []int
	for i, t := range c.towns {
		off := math.Abs(t.seat.minus(from).dot(axis.unit().left()))
		if on := along(i); on > clear && on < axis.length()-6000 && off < 2500 && c.root(t.Valley) == c.root(c.towns[b].Valley) {
			near = append(near, i)
		}
	}
	slices.SortStableFunc(near, func(i, j int) int { return cmp.Compare(along(i), along(j)) })
	var out []int
	for _, i := range near {
		if len(out) == 0 || along(i)-along(out[len(out)-1]) > 7000 {
			out = append(out, i)
		}
	}
	return out
}

// interchange is where both carriageways meet the roads below.
type interchange struct {
	at       spot
	out, in  int32 // nodes of the two carriageways: away from the city, towards it
	terminal int32
}

// exchange draws an interchange: a node on each carriageway and four ramps.
func (s *sheet) exchange(at spot, heading spot, link *class) interchange {
	side := heading.unit().left()
	x := interchange{at: at, out: s.point(at.plus(side.times(-12))), in: s.point(at.plus(side.times(12))), terminal: s.point(at.plus(side.times(160)))}
	for _, on := range []int32{x.out, x.in} {
		s.along(link, "", true, on, []spot{s.at(on).mid(s.at(x.terminal)).plus(heading.unit().times(50))}, x.terminal)
		s.along(link, "", true, x.terminal, []spot{s.at(on).mid(s.at(x.terminal)).plus(heading.unit().times(-50))}, on)
	}
	return x
}

// carriageways joins two interchanges both ways.
func (s *sheet) carriageways(c *class, a, b interchange) {
	wind := bend{stretch: 1.02, wave: 7000, step: 55}
	if c == mountainWay {
		wind = bend{stretch: 1.16, wave: 2500, step: 45}
	}
	for _, way := range [][2]int32{{a.out, b.out}, {b.in, a.in}} {
		from, to := s.at(way[0]), s.at(way[1])
		s.along(c, "", true, way[0], wind.line(from, to, nil), way[1])
	}
}

// ring draws the ring road: twelve interchanges, each joined to the nearest main
// street of the city and to the closest town outside.
func (c *country) ring(s *sheet, city int) []interchange {
	t := c.towns[city]
	radius := 0.0
	for _, n := range t.mains {
		radius = max(radius, s.at(n).to(t.seat))
	}
	radius += 600
	var out []interchange
	for i := range 12 {
		angle := 2 * math.Pi * float64(i) / 12
		x := s.exchange(t.seat.plus(polar(radius, angle)), polar(1, angle).left().times(-1), ringLink)
		c.reachFrom(s, city, x)
		if near := c.closest(x.at, city); near >= 0 {
			c.reachFrom(s, near, x)
		}
		out = append(out, x)
	}
	for i := range out {
		s.carriageways(ringRoad, out[i], out[(i+1)%len(out)])
	}
	return out
}

// closest is the town within 6 km of a spot whose seat is nearest, leaving one
// out; -1 when there is none.
func (c *country) closest(p spot, but int) int {
	best, least := -1, 6000.0
	for i, t := range c.towns {
		if d := t.seat.to(p); i != but && d < least {
			best, least = i, d
		}
	}
	return best
}

// reachFrom joins an interchange to the gate of a town.
func (c *country) reachFrom(s *sheet, i int, x interchange) {
	t := c.towns[i]
	gate := t.gate(s, x.at)
	s.along(secondary, "", false, x.terminal, bend{stretch: 1.05, wave: 700, step: 32}.line(s.at(x.terminal), s.at(gate), t.rand), gate)
}

// motorway draws one from the ring past all towns of a list.
func (c *country) motorway(s *sheet, ring []interchange, towns []int) {
	first := c.towns[towns[0]].seat
	from := slices.MinFunc(ring, func(a, b interchange) int { return cmp.Compare(a.at.to(first), b.at.to(first)) })
	before := from
	for _, i := range towns {
		t := c.towns[i]
		heading := t.seat.minus(before.at).unit()
		far := 700.0
		for _, n := range t.mains {
			far = max(far, s.at(n).to(t.seat)+500)
		}
		x := s.exchange(t.seat.minus(heading.times(far)).plus(heading.left().times(-300)), heading, motorwayLink)
		c.reachFrom(s, i, x)
		kind := motorway
		if t.AltimetricZone == geo.AltimetricMountain {
			kind = mountainWay
		}
		s.carriageways(kind, before, x)
		before = x
	}
}
