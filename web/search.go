package web

import (
	"errors"
	"slices"
	"strings"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/gazetteer"
	"atlante/geo/hex"
)

// searchView is what words have found, by sort.
type searchView struct {
	Q         string
	Zones     []geo.Zone
	Valleys   []valleyRow
	Gaps      []cover.Gap // of the chosen kind
	Comuni    []geo.Comune
	Places    []geo.Place
	Addresses []addressRow
}

// valleyRow is a valley with the gaps of the chosen kind in it and in its side
// valleys.
type valleyRow struct {
	geo.Valley
	Gaps int
}

// addressRow is a point that an address may mean, and the cell that tells what
// reaches it.
type addressRow struct {
	gazetteer.Answer
	Cell string
	How  string // how well the point is known
}

// Count is how many answers there are in all.
func (v searchView) Count() int {
	return len(v.Zones) + len(v.Valleys) + len(v.Gaps) + len(v.Comuni) + len(v.Places) + len(v.Addresses)
}

// foundEach is how many answers of each sort the column shows.
const foundEach = 10

// search looks for zones, valleys, gaps of the chosen kind, comuni, places of any
// kind, and addresses.
func (c *scene) search(q string) (*searchView, error) {
	v := &searchView{Q: q}
	if err := c.searchAreas(v); err != nil {
		return nil, err
	}
	var err error
	page := geo.Page{Limit: foundEach}
	if v.Comuni, _, err = c.atlas.store.Comuni(c.Context(), geo.ComuneFilter{Q: q, Page: page}); err != nil {
		return nil, err
	}
	if v.Places, _, err = c.atlas.store.Places(c.Context(), geo.PlaceFilter{Q: q, Page: page}); err != nil {
		return nil, err
	}
	answers, err := c.atlas.store.Geocode(c.Context(), q, foundEach)
	if err != nil && !errors.Is(err, geo.ErrNotFound) && !errors.Is(err, geo.ErrInvalid) {
		return nil, err
	}
	for _, a := range answers {
		if a.Precision == geo.PrecisionComune && !a.StreetConfirmed && c.listed(v.Comuni, a.Comune) {
			continue // the comune itself stands above
		}
		cell, err := hex.Of(a.Point, hex.Resolution)
		if err != nil {
			return nil, err
		}
		v.Addresses = append(v.Addresses, addressRow{a, cell.String(), c.precision(a.Precision, a.RadiusM, a.StreetConfirmed)})
	}
	return v, nil
}

func (c *scene) listed(list []geo.Comune, id geo.ComuneID) bool {
	for _, m := range list {
		if m.ID == id {
			return true
		}
	}
	return false
}

// searchAreas looks for the areas whose names hold all the words.
func (c *scene) searchAreas(v *searchView) error {
	gaps, err := c.gaps(cover.GapFilter{Kinds: []geo.KindID{c.kind.ID}})
	if err != nil {
		return err
	}
	words := strings.Fields(gazetteer.Fold(v.Q))
	for _, z := range c.list {
		if named(words, c.Say("zone.name", "n", zoneKey(z.ID), "name", z.Name)) {
			v.Zones = append(v.Zones, z)
		}
	}
	for _, valley := range c.tree {
		if !named(words, valley.Name) {
			continue
		}
		row := valleyRow{Valley: valley}
		for _, g := range gaps {
			if c.opensInto(g.Valley, valley.ID) {
				row.Gaps++
			}
		}
		v.Valleys = append(v.Valleys, row)
	}
	for _, g := range gaps {
		if len(v.Gaps) < foundEach && named(words, g.Name) {
			v.Gaps = append(v.Gaps, g)
		}
	}
	return nil
}

// named tells whether a name holds all the words, each as the beginning of one of its own.
func named(words []string, name string) bool {
	own := strings.Fields(gazetteer.Fold(name))
	for _, w := range words {
		if !slices.ContainsFunc(own, func(o string) bool { return strings.HasPrefix(o, w) }) {
			return false
		}
	}
	return len(words) > 0
}
