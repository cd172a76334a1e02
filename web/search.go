package web

import (
	"errors"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/hex"
)

// searchView is what words have found, by sort.
type searchView struct {
	Q         string
	Comuni    []geo.Comune
	Places    []geo.Place
	Addresses []addressRow
}

// addressRow is a point that an address may mean, and the cell that tells what
// reaches it.
type addressRow struct {
	gazetteer.Answer
	Cell string
	How  string // how well the point is known
}

// Count is how many answers there are in all.
func (v searchView) Count() int { return len(v.Comuni) + len(v.Places) + len(v.Addresses) }

// foundEach is how many answers of each sort the column shows.
const foundEach = 10

// search looks for comuni, places of any kind, and addresses.
func (c *scene) search(q string) (*searchView, error) {
	v := &searchView{Q: q}
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
