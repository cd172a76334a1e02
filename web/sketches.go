package web

import (
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
)

// zonesSketch draws all zones in the colour of their median; those without comuni
// of the chosen territory, which no figure is about, are grey.
func (c *scene) zonesSketch(figures map[string]cover.Figure, rows []zoneRow) (sketch, error) {
	zones, err := c.atlas.store.Zones(c.Context(), true)
	if err != nil || len(zones) == 0 {
		return sketch{}, err
	}
	around := zones[0].Boundary.Bound()
	for _, z := range zones {
		around = around.Union(z.Boundary.Bound())
	}
	s := newSketch(c.Say("sketch.zones", "nearest", c.nearest(c.kind)), around)
	for _, z := range zones {
		f, ok := figures[zoneKey(z.ID)]
		fill := c.fill(f, ok)
		if slices.ContainsFunc(rows, func(row zoneRow) bool { return row.ID == z.ID && row.Here == 0 }) {
			fill = nobodyColour
		}
		s.add(sketchShape{Fill: fill, Class: "area", Name: z.Name, Href: c.state.Page("/zone/" + zoneKey(z.ID))}, z.Boundary)
	}
	for _, z := range zones {
		s.label(z.Label, zoneKey(z.ID))
	}
	s.Scale, s.Warning = c.scale(), c.warning()
	c.greys(&s)
	return s, c.dots(&s, geo.PlaceFilter{})
}

// zoneSketch draws the comuni of a zone in the colour of their median, with the
// gaps over them.
func (c *scene) zoneSketch(z geo.Zone, rows []comuneRow) (sketch, error) {
	comuni, _, err := c.atlas.store.Comuni(c.Context(), geo.ComuneFilter{Zone: z.ID, Geometry: true, Page: geo.Page{Limit: everything}})
	if err != nil || len(comuni) == 0 {
		return sketch{}, err
	}
	s := newSketch(c.Say("sketch.zone", "name", z.Name, "nearest", c.nearest(c.kind)), bounds(comuni))
	if err := c.surroundings(&s, "member", func(m geo.Comune) bool { return m.Zone == z.ID }); err != nil {
		return s, err
	}
	figures := map[geo.ComuneID]comuneRow{}
	for _, row := range rows {
		figures[row.ID] = row
	}
	for _, m := range comuni {
		if !c.state.Territory.In(m) {
			continue // the figures of the page are not about it
		}
		row := figures[m.ID]
		s.add(sketchShape{Fill: c.fill(row.Figure, row.HasFigure), Class: "area", Name: m.Name,
			Href: c.state.Page("/comuni/" + string(m.ID))}, m.Boundary)
	}
	s.Scale, s.Warning = c.scale(), c.warning()
	return s, c.overlay(&s, cover.GapFilter{Zone: z.ID, Kinds: []geo.KindID{c.kind.ID}}, geo.PlaceFilter{Zone: z.ID})
}

// comuneSketch draws a comune among its neighbours.
func (c *scene) comuneSketch(m geo.Comune) (sketch, error) {
	if len(m.Boundary) == 0 {
		return sketch{}, nil
	}
	s := newSketch(c.Say("sketch.comune", "name", m.Name), m.Boundary.Bound().Pad(0.02))
	if err := c.surroundings(&s, "own", func(o geo.Comune) bool { return o.ID == m.ID }); err != nil {
		return s, err
	}
	f, ok, err := c.figure(c.kind.ID, cover.AreaComune, string(m.ID), geo.TerritoryAll)
	if err != nil {
		return s, err
	}
	s.add(sketchShape{Fill: c.fill(f, ok), Class: "area own", Name: m.Name}, m.Boundary)
	s.label(m.Seat, m.Name)
	s.Scale, s.Warning = c.scale(), c.warning()
	return s, c.overlay(&s, cover.GapFilter{Comune: m.ID, Kinds: []geo.KindID{c.kind.ID}}, geo.PlaceFilter{BBox: &s.view.Bound})
}

// gapSketch draws a gap among the comuni around it.
func (c *scene) gapSketch(g cover.Gap) (sketch, error) {
	if len(g.Outline) == 0 {
		return sketch{}, nil
	}
	s := newSketch(c.Say("sketch.gap", "name", g.Name), g.Outline.Bound().Pad(0.02))
	s.Warning = c.warning()
	if err := c.surroundings(&s, "", func(geo.Comune) bool { return false }); err != nil {
		return s, err
	}
	s.add(sketchShape{Class: gapClass(g), Name: g.Name}, g.Outline)
	return s, c.dots(&s, geo.PlaceFilter{Kinds: []geo.KindID{g.Kind}})
}

// placeSketch draws a place in its comune, with a ring as wide as the position
// is uncertain, and the comuni that it serves.
func (c *scene) placeSketch(p geo.Place) (sketch, error) {
	if p.Position == nil {
		return sketch{}, nil
	}
	around := p.Position.Bound().Pad(0.03)
	serves := map[geo.ComuneID]bool{}
	for _, id := range p.ServiceArea {
		serves[id] = true
	}
	if len(serves) > 0 {
		comuni, err := c.comuni(0)
		if err != nil {
			return sketch{}, err
		}
		for _, m := range comuni {
			if serves[m.ID] {
				around = around.Extend(m.Seat)
			}
		}
	}
	s := newSketch(c.Say("sketch.place", "name", p.Name), around)
	if err := c.surroundings(&s, "served", func(m geo.Comune) bool { return serves[m.ID] }); err != nil {
		return s, err
	}
	c.dot(&s, p)
	return s, nil
}

func gapClass(g cover.Gap) string {
	if g.Confidence == cover.Provisional {
		return "gap provisional"
	}
	return "gap"
}

func bounds(list []geo.Comune) orb.Bound {
	b := list[0].Boundary.Bound()
	for _, m := range list {
		b = b.Union(m.Boundary.Bound())
	}
	return b
}

// surroundings draws the comuni that lie in the picture; those chosen by inside
// get a class of their own, and no name.
func (c *scene) surroundings(s *sketch, mark string, inside func(geo.Comune) bool) error {
	box := s.view.Bound
	list, _, err := c.atlas.store.Comuni(c.Context(), geo.ComuneFilter{BBox: &box, Geometry: true, Page: geo.Page{Limit: everything}})
	for _, m := range list {
		class := "around"
		if inside(m) {
			class += " " + mark
		}
		s.add(sketchShape{Class: class, Name: m.Name, Href: c.state.Page("/comuni/" + string(m.ID))}, m.Boundary)
		if !inside(m) && len(list) < 40 {
			s.label(m.Seat, m.Name)
		}
	}
	return err
}

// overlay draws gaps and places over the areas.
func (c *scene) overlay(s *sketch, gf cover.GapFilter, pf geo.PlaceFilter) error {
	gaps, err := c.gaps(gf)
	if err != nil {
		return err
	}
	for _, g := range gaps {
		s.add(sketchShape{Class: gapClass(g), Name: g.Name, Href: c.state.Page("/aree/" + g.ID)}, g.Outline)
	}
	pf.Kinds = []geo.KindID{c.kind.ID}
	return c.dots(s, pf)
}

func (c *scene) dots(s *sketch, f geo.PlaceFilter) error {
	if len(f.Kinds) == 0 {
		f.Kinds = []geo.KindID{c.kind.ID}
	}
	f.Page = geo.Page{Limit: everything}
	list, _, err := c.atlas.store.Places(c.Context(), f)
	for _, p := range list {
		if p.Status != geo.StatusClosed {
			c.dot(s, p)
		}
	}
	return err
}

func (c *scene) dot(s *sketch, p geo.Place) {
	if p.Position == nil || !s.view.Bound.Contains(*p.Position) {
		return
	}
	x, y := s.view.At(*p.Position)
	d := sketchDot{X: x, Y: y, Path: layer.MarkerPath(c.kindIndex(p.Kind)), Name: p.Name, Planned: p.Status == geo.StatusPlanned, External: p.External}
	if p.Precision != geo.PrecisionExact && p.Precision != geo.PrecisionHouseNumber {
		d.Radius = max(s.view.Metres(float64(p.RadiusM)), 9)
	}
	s.Dots = append(s.Dots, d)
}
