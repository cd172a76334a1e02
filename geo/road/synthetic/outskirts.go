package synthetic

import (
	"math"

	"atlante/geo"
)

// outskirts draws what lies around the seat of a town: hamlets with their lanes,
// drives, tracks and paths. All of it branches off from the town's own roads and
// stays closer to its own seat than to any other, so that no way leads over a
// ridge by chance.
func (c *country) outskirts(s *sheet, i int) {
	t := c.towns[i]
	for n := range min(24, max(1, int(t.AreaKm2/3.2))) {
		c.hamlet(s, i, n)
	}
	t.drives(s)
	t.footways(s)
	wild := min(t.AreaKm2, 70)
	var tracks []int32
	for km := 0.0; km < 0.45*wild; {
		length := 400 + 1400*t.rand.Float64()
		km += length / 1000
		tracks = append(tracks, c.wander(s, i, track, length, 24, t.anchors.nodes)...)
	}
	if len(tracks) == 0 {
		tracks = t.anchors.nodes
	}
	steep := 0.16
	if t.AltimetricZone == geo.AltimetricMountain {
		steep = 0.4
	}
	for km := 0.0; km < steep*wild; {
		length := 300 + 1500*t.rand.Float64()
		km += length / 1000
		c.wander(s, i, path, length, 12, tracks)
	}
	t.houses(s)
}

// own tells whether no other seat is closer to a spot.
func (c *country) own(i int, p spot) bool {
	mine := c.towns[i].seat.to(p)
	for j, t := range c.towns {
		if j != i && t.seat.to(p) < mine {
			return false
		}
	}
	return true
}

// hamlet draws the n-th hamlet of a town and the lane that climbs to it.
func (c *country) hamlet(s *sheet, i, n int) {
	t := c.towns[i]
	r := t.rand
	inner := s.at(t.mains[len(t.mains)-1]).to(t.seat) + 250
	outer := max(inner+400, min(0.8*t.reach(), 3200))
	at := t.seat.plus(polar(inner+(outer-inner)*math.Sqrt(r.Float64()), 2*math.Pi*r.Float64()))
	if !c.own(i, at) {
		return
	}
	from, away := t.anchors.nearest(s, at, 150, 4000)
	if from < 0 {
		return
	}
	wind, kind := bend{stretch: 1.12, wave: 500, step: 26}, lane
	switch t.AltimetricZone {
	case geo.AltimetricMountain:
		wind = wind.climbing(0.14*away, away, 0.085)
		if r.Float64() < 0.3 {
			kind = gravelLane
		}
	case geo.AltimetricHill:
		wind = wind.climbing(0.08*away, away, 0.065)
	}
	g := grid{junctions: 3 + r.IntN(10), spacing: 62, axis: r.Float64() * math.Pi, stretch: 2, main: street, minor: street, start: -1}
	b := g.lay(s, at, r)
	b.draw(s, nil, r)
	nodes := s.along(kind, "", false, from, wind.line(s.at(from), at, r), b.hub)
	for k := 5; k < len(nodes)-3; k += 6 {
		t.anchors.add(s, nodes[k])
	}
	t.anchors.add(s, b.sides...)
	s.point(at.plus(spot{5, 5}), Tag{"name", hamletName(n)}, Tag{"place", "hamlet"})
}

// drives are the short private ends of most roads: to a house, a yard, a shed.
func (t *town) drives(s *sheet) {
	r := t.rand
	for range len(t.anchors.nodes) / 5 {
		from := t.anchors.nodes[r.IntN(len(t.anchors.nodes))]
		line := ramble(s.at(from), 2*math.Pi*r.Float64(), 40+60*r.Float64(), 19, r)
		if len(line) == 0 {
			continue
		}
		kind := drive
		if r.Float64() < 0.3 {
			kind = privateDrive
		}
		end := s.point(line[len(line)-1])
		s.along(kind, "", false, from, line[:len(line)-1], end)
		if r.Float64() < 0.1 {
			s.notes[end] = []Tag{{"barrier", "gate"}, {"access", "private"}}
		}
	}
}

// footways join nodes of the town on foot, some of them by stairs.
func (t *town) footways(s *sheet) {
	r := t.rand
	for range len(t.anchors.nodes) / 10 {
		from := t.anchors.nodes[r.IntN(len(t.anchors.nodes))]
		to, _ := t.anchors.nearest(s, s.at(from), 30, 300)
		if to < 0 {
			continue
		}
		kind := footway
		if r.Float64() < 0.15 {
			kind = steps
		}
		nodes := s.along(kind, "", false, from, bend{stretch: 1.1, wave: 120, step: 15}.line(s.at(from), s.at(to), r), to)
		if len(nodes) > 2 && r.Float64() < 0.3 {
			s.notes[nodes[1]] = []Tag{{"barrier", "bollard"}}
		}
	}
}

// wander draws a track or a path that sets out from one of the nodes and either
// ends somewhere or comes back to a road of the town. It gives its inner nodes.
func (c *country) wander(s *sheet, i int, kind *class, length, step float64, from []int32) []int32 {
	t := c.towns[i]
	r := t.rand
	start := from[r.IntN(len(from))]
	line := ramble(s.at(start), 2*math.Pi*r.Float64(), length, step, r)
	if len(line) < 3 || !c.own(i, line[len(line)-1]) {
		return nil
	}
	last := line[len(line)-1]
	end := int32(-1)
	if r.Float64() < 0.4 {
		if n, _ := t.anchors.nearest(s, last, 1, 900); n >= 0 && n != start {
			line = append(line, bend{stretch: 1.1, wave: 250, step: step}.line(last, s.at(n), r)...)
			end = n
		}
	}
	if end < 0 {
		end = s.point(last)
		line = line[:len(line)-1]
	}
	nodes := s.along(kind, "", false, start, line, end)
	return nodes[1 : len(nodes)-1]
}
