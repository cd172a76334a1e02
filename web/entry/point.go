package entry

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/registry"
)

// writePoint writes "longitude,latitude" with six decimals: about 10 cm.
func writePoint(p orb.Point) string {
	return strconv.FormatFloat(p.Lon(), 'f', 6, 64) + "," + strconv.FormatFloat(p.Lat(), 'f', 6, 64)
}

// readPoint reads what writePoint has written; nil for "" and whatever is no point.
func readPoint(s string) *orb.Point {
	lon, lat, _ := strings.Cut(s, ",")
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	if errX != nil || errY != nil || !(math.Abs(x) <= 180 && math.Abs(y) <= 90) {
		return nil
	}
	return &orb.Point{x, y}
}

// sourcePin is the source of a point that somebody has put on the map.
const sourcePin = "indicata sulla mappa da chi ha scritto la scheda"

const pointsShown = 6

// points are the points that the address of a form may mean, in the comune that
// it names, the likeliest first: the street, the frazione, the comune itself.
func (p *pages) points(ctx context.Context, f form, comune geo.Comune) ([]gazetteer.Answer, error) {
	street, locality := f.get(registry.FieldAddress), f.get(registry.FieldLocality)
	var out []gazetteer.Answer
	for _, name := range []string{street, locality, comune.Name} {
		q := line(name, comune.Name)
		if name == comune.Name {
			q = name
		}
		if name == "" || len(out) >= pointsShown {
			continue
		}
		found, err := p.store.Geocode(ctx, q, pointsShown)
		if err != nil && !errors.Is(err, geo.ErrNotFound) && !errors.Is(err, geo.ErrInvalid) {
			return nil, err
		}
		for _, a := range found {
			if (comune.ID == "" || a.Comune == comune.ID) && a.Precision != geo.PrecisionNone && !known(out, a) {
				out = append(out, a)
			}
		}
	}
	return out[:min(len(out), pointsShown)], nil
}

// known tells whether a point with the same words stands in the list already.
func known(list []gazetteer.Answer, a gazetteer.Answer) bool {
	for _, x := range list {
		if x.Label == a.Label || writePoint(x.Point) == writePoint(a.Point) {
			return true
		}
	}
	return false
}

// place puts the point of the form into the content. Whose point it is, is not
// taken from the form: it is that of the geocoder when the geocoder gives it for
// this address, the former one when it is where it was, else the sender's own.
// It tells whether the address has changed since the point was chosen, and
// nobody has said that the point still holds: such a point is kept with the
// precision "none" until somebody answers.
func place(c *registry.Content, f form, comune string, answers []gazetteer.Answer) (asks bool) {
	before, precision := c.Position, c.Precision
	c.Position = readPoint(f.text(namePoint))
	c.StreetConfirmed = streetAmong(answers)
	if c.Position == nil {
		c.Precision, c.RadiusM, c.PositionSource = geo.PrecisionNone, 0, ""
		return false
	}
	for _, a := range answers {
		if writePoint(a.Point) == writePoint(*c.Position) {
			c.Precision, c.RadiusM, c.PositionSource, c.StreetConfirmed = a.Precision, a.RadiusM, a.Source, a.StreetConfirmed
			return false
		}
	}
	same := gazetteer.Fold(f.text(namePointFor)) == gazetteer.Fold(f.address(comune))
	switch {
	case f.ticked(namePointKeep):
	case !same:
		c.Precision, c.RadiusM, c.PositionSource = geo.PrecisionNone, 0, sourcePin
		return true
	case before != nil && writePoint(*before) == writePoint(*c.Position) && precision != geo.PrecisionNone:
		return false // it is where it was, for the address that it was for
	}
	c.Precision, c.RadiusM, c.PositionSource = geo.PrecisionExact, 0, sourcePin
	return false
}

// streetAmong tells whether the official street names hold the street of the
// address, of which the point may not be known.
func streetAmong(answers []gazetteer.Answer) bool {
	for _, a := range answers {
		if a.StreetConfirmed {
			return true
		}
	}
	return false
}
