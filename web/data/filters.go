package data

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/web/site"
)

// settled gives the choice without what contradicts itself, and all comuni: one that
// is chosen lies in one zone, whichever the address says.
func (p *pages) settled(r *site.Request, c choice) (choice, []geo.Comune, error) {
	comuni, _, err := p.store.Comuni(r.Context(), geo.ComuneFilter{Page: geo.Page{Limit: wire.ListMax}})
	if err != nil {
		return c, nil, err
	}
	for _, m := range comuni {
		if m.ID == c.Comune {
			c.Zone = m.Zone
		}
	}
	r.Links = c
	return c, comuni, nil
}

// alphabetical puts comuni as an Italian reader looks for them: an accent or a
// capital decides only between names that are else the same.
func alphabetical(comuni []geo.Comune) []geo.Comune {
	order, list := collate.New(language.Italian), slices.Clone(comuni)
	slices.SortStableFunc(list, func(a, b geo.Comune) int { return order.CompareString(a.Name, b.Name) })
	return list
}

// fillKinds gives the kinds, and refuses those that are none.
func (p *pages) fillKinds(r *site.Request, c choice, v *view) (err error) {
	if v.Kinds, err = p.store.Kinds(r.Context()); err != nil {
		return err
	}
	for _, id := range []geo.KindID{c.Embed().Kind, c.Kind} {
		at := slices.IndexFunc(v.Kinds, func(k geo.Kind) bool { return k.ID == id })
		switch {
		case id != "" && at < 0:
			return geo.NotFound("Il tipo di luogo %q non c'è. / The kind %q does not exist.", id, id)
		case id != "" && id == c.Kind && len(v.Chosen) == 0:
			v.Chosen = append(v.Chosen, said{"kind", r.Lang.Pick(v.Kinds[at].PluralIT, v.Kinds[at].PluralEN)})
		}
	}
	return nil
}

// fillFilters gives what can be chosen, and refuses what cannot.
func (p *pages) fillFilters(r *site.Request, c choice, comuni []geo.Comune, v *view) error {
	if err := p.fillKinds(r, c, v); err != nil {
		return err
	}
	var err error
	if v.Zones, err = p.store.Zones(r.Context(), false); err != nil {
		return err
	}
	v.Comuni = alphabetical(comuni)
	zone, comune := "", ""
	for _, z := range v.Zones {
		if z.ID == c.Zone {
			zone = r.Say("data.chosen.zone", "n", int(z.ID), "name", z.Name)
		}
	}
	for _, m := range comuni {
		if m.ID == c.Comune {
			comune = m.Name
		}
	}
	own := c.Embed().Zone
	switch {
	case c.Zone != 0 && zone == "":
		return noZone(c.Zone)
	case own != 0 && !slices.ContainsFunc(v.Zones, func(z geo.Zone) bool { return z.ID == own }):
		return noZone(own)
	case c.Comune != "" && comune == "":
		return geo.NotFound("Il comune con codice %s non c'è nella Città metropolitana. / There is no comune with code %s here.", c.Comune, c.Comune)
	case comune != "":
		v.Chosen = append(v.Chosen, said{"comune", comune})
	case zone != "":
		v.Chosen = append(v.Chosen, said{"zone", zone})
	}
	if c.Planned {
		v.Chosen = append(v.Chosen, said{"scenario", r.Say("data.chosen.planned")})
	}
	return nil
}

func noZone(id geo.ZoneID) error {
	return geo.NotFound("La zona %d non c'è. / Zone %d does not exist.", id, id)
}
