// Package synthetic draws road networks that do not exist but behave like those
// that do: streets, hamlets, serpentines, valleys with one way out, passes closed
// in winter, motorways between the larger towns. They are for tests and for
// measuring; whatever shows them says that they are synthetic.
//
// What real ones look like was counted in a Liechtenstein extract (160 km²,
// 38,000 residents): 425 nodes of roads for each km², 90 % of them shape points,
// 7 % where three roads meet, 3 % ends, 1 % where four meet; a point every 10 m
// on paths, 22 m in streets, 25 m on tracks, 30 m on main roads.
package synthetic

import (
	"strconv"

	"atlante/geo"
)

// Drawing is a network with all that a file of it says.
type Drawing struct {
	sheet *sheet
}

// Counts gives how many nodes and ways a file of it holds.
func (d *Drawing) Counts() (nodes, ways int) { return len(d.sheet.nodes), len(d.sheet.ways) }

// Draw makes the network of a size over the comuni, their valleys and passes.
// Equal arguments, in whatever order the comuni come, give equal drawings.
// Valleys and passes whose comuni are not given are left out.
func Draw(size Size, seed uint64, comuni []geo.Comune, valleys []geo.Valley, passes []geo.Pass) *Drawing {
	all := comuni
	if size == Piemonte {
		more := beyond(comuni, seed)
		all = append(append([]geo.Comune(nil), comuni...), more.comuni...)
		valleys = append(append([]geo.Valley(nil), valleys...), more.valleys...)
	}
	s := newSheet()
	c := newCountry(settle(all, seed), valleys)
	for _, t := range c.towns {
		t.build(s)
	}
	c.highways(s)
	for _, l := range c.links(passes) {
		c.join(s, l)
	}
	for i := range c.towns {
		c.outskirts(s, i)
	}
	if len(s.ways) > 0 {
		first := s.nodesOf(s.ways[0])[0]
		s.notes[first] = append([]Tag{Mark}, s.notes[first]...)
	}
	return &Drawing{s}
}

// links are all roads between towns, valley by valley, then the plain.
func (c *country) links(passes []geo.Pass) []link {
	var out []link
	for _, v := range c.valleys {
		out = append(out, c.inValley(v)...)
	}
	out = append(out, c.inPlain()...)
	for _, p := range passes {
		out = append(out, c.over(p)...)
	}
	return out
}

// join draws a link from gate to gate. Lanes of both towns may branch off from
// the half that is theirs.
func (c *country) join(s *sheet, l link) {
	a, b := c.towns[l.a], c.towns[l.b]
	from, to := a.gate(s, b.seat), b.gate(s, a.seat)
	if from == to {
		return
	}
	nodes := s.along(l.class, "", false, from, l.bend.line(s.at(from), s.at(to), a.rand), to)
	for i := 4; i < len(nodes)-4; i += 3 {
		t := a
		if i > len(nodes)/2 {
			t = b
		}
		t.anchors.add(s, nodes[i])
	}
}

// build draws the streets of the seat.
func (t *town) build(s *sheet) {
	r := t.rand
	each := 24 + 72*min(1, float64(t.Residents)/400000) // residents a junction
	g := grid{junctions: max(7, int(float64(t.Residents)/each)), spacing: 88, axis: t.axis, stretch: 1, start: -1,
		main: tertiary, minor: street, named: true}
	switch {
	case t.Residents >= 100000:
		g.spacing, g.mainEvery, g.main, g.oneways = 122, 5, avenue, true
	case t.big():
		g.spacing, g.mainEvery, g.main, g.minor, g.oneways = 100, 6, mainStreet, slowStreet, true
	case t.Residents >= 3000:
		g.mainEvery, g.main = 7, mainStreet
	default:
		g.stretch = 1.8
	}
	b := g.lay(s, t.seat, r)
	t.firstWay = len(s.ways)
	b.draw(s, newNamer(r), r)
	t.lastWay = len(s.ways)
	t.hub, t.mains = b.hub, b.mains
	t.anchors.add(s, b.sides...)
	sort := "village"
	if t.Residents >= 100000 {
		sort = "city"
	} else if t.Residents >= 10000 {
		sort = "town"
	}
	s.point(t.seat.plus(spot{6, 6}), Tag{"name", t.Name}, Tag{"place", sort}, Tag{"population", strconv.Itoa(t.Residents)})
}
