package api

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/gazetteer"
)

// Geocoder finds points for names and addresses, best first.
type Geocoder interface {
	Geocode(ctx context.Context, q string, limit int) ([]gazetteer.Answer, error)
}

// Location is a place on the map for a name or an address.
type Location struct {
	Label           string   `json:"label"`
	Lon             *float64 `json:"lon"`
	Lat             *float64 `json:"lat"`
	Precision       string   `json:"precision" enum:"exact,house_number,street,locality,comune,none"`
	RadiusM         *int     `json:"radius_m" doc:"what was asked for lies within this radius"`
	StreetConfirmed bool     `json:"street_confirmed" doc:"the street exists in the official street names; where it runs may not be known"`
	Comune          *string  `json:"comune" doc:"ISTAT code"`
	ComuneName      *string  `json:"comune_name"`
	Source          *string  `json:"source"`
	Notice          *string  `json:"notice"`
}

func locationOf(a gazetteer.Answer) Location {
	out := Location{
		Label: a.Label, Precision: string(a.Precision), StreetConfirmed: a.StreetConfirmed,
		Comune: known(string(a.Comune)), ComuneName: known(a.ComuneName), Source: known(a.Source), Notice: known(a.Notice),
	}
	if out.Lon, out.Lat = lonLat(&a.Point); out.Lon != nil {
		out.RadiusM = &a.RadiusM
	}
	return out
}

func geocodeParams() []param {
	q := query("q", text(wire.TextMax), "Pinerlo", "nome o indirizzo, per esempio «via Oddino Morgari 14, Torino»", "name or address")
	q.key, q.required = "geocode_q", true
	limit := query("limit", whole(1, wire.GeocodeMax), 2, "risposte, al massimo", "answers, at most")
	limit.schema["default"] = wire.GeocodeDefault
	limit.key = "geocode_limit"
	return []param{q, limit}
}

func askGeocode(s *service, c *call) (reply, error) {
	q := strings.TrimSpace(c.query.Text("q", wire.TextMax))
	limit := c.query.Int("limit", wire.GeocodeDefault, 1, wire.GeocodeMax)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if q == "" {
		return nil, wire.Fault("q", wire.Text{IT: "q: scrivi un nome o un indirizzo", EN: "q: write a name or an address"})
	}
	return func() (any, error) { return s.geocode(c, q, limit) }, nil
}

func (s *service) geocode(c *call, q string, limit int) (any, error) {
	found, err := s.store.Geocode(c.ctx(), q, limit)
	if err != nil {
		return nil, fmt.Errorf("geocode: %w", err)
	}
	if !c.geojson() {
		return list(each(found, locationOf), page{}), nil
	}
	features := make([]Feature[Location], 0, len(found))
	for i, a := range found {
		var point orb.Geometry
		if a.Precision != geo.PrecisionNone {
			point = a.Point
		}
		features = append(features, feature(strconv.Itoa(i+1), point, locationOf(a)))
	}
	return collection(features, page{}), nil
}
