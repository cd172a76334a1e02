package api

import (
	"fmt"

	"atlante/geo"
	"atlante/geo/cover"
)

// Closing is what becomes of people if one place closes and all others stay.
type Closing struct {
	ID                string          `json:"id" format:"uuid"`
	Kind              string          `json:"kind"`
	Scenario          string          `json:"scenario" enum:"current,planned"`
	Residents         int             `json:"residents" doc:"to whom it is the nearest of its kind; 0 when it does not count, and by area"`
	Within            int             `json:"within" doc:"of them, within the kind's own threshold today"`
	WithinThen        int             `json:"within_then" doc:"and if it closes"`
	CutOff            int             `json:"cut_off" doc:"of them, without any other place to go to"`
	MedianMinutes     *float64        `json:"median_minutes" doc:"of them today, rounded up to 0.1; null over nobody"`
	MedianMinutesThen *float64        `json:"median_minutes_then" doc:"if it closes; null where half of them have no way"`
	Comuni            []ClosingComune `json:"comuni" doc:"most residents first"`
	Next              []ClosingNext   `json:"next" doc:"where they would go, most residents first"`
	Publication       *Publication    `json:"publication"`
	Attribution       string          `json:"attribution"`
	Licence           string          `json:"licence"`
}

// ClosingComune is the part of a comune.
type ClosingComune struct {
	ISTAT      string `json:"istat" pattern:"^[0-9]{6}$"`
	Name       string `json:"name"`
	Residents  int    `json:"residents"`
	Within     int    `json:"within"`
	WithinThen int    `json:"within_then"`
	CutOff     int    `json:"cut_off"`
}

// ClosingNext is a place to which residents would go.
type ClosingNext struct {
	ID        string  `json:"id" format:"uuid"`
	Name      string  `json:"name"`
	Comune    *string `json:"comune" doc:"ISTAT code"`
	Residents int     `json:"residents"`
}

func closingOf(c cover.Closing, from *Publication) Closing {
	return Closing{
		ID: c.Place.String(), Kind: string(c.Kind), Scenario: string(c.Scenario), Residents: c.Residents,
		Within: c.Within, WithinThen: c.Then, CutOff: c.CutOff, MedianMinutes: up(c.Median), MedianMinutesThen: up(c.MedianThen),
		Comuni: each(c.Comuni, func(t cover.ClosingComune) ClosingComune {
			return ClosingComune{string(t.Comune), t.Name, t.Residents, t.Within, t.Then, t.CutOff}
		}),
		Next: each(c.Next, func(n cover.ClosingNext) ClosingNext {
			return ClosingNext{n.Place.String(), n.Name, known(string(n.Comune)), n.Residents}
		}),
		Publication: from, Attribution: attribution(from), Licence: Licence,
	}
}

func askClosing(s *service, c *call) (reply, error) {
	id, err := c.placeID()
	if err != nil {
		return nil, err
	}
	in := scenario(c)
	return func() (any, error) { return s.closing(c, id, in) }, c.query.Err()
}

func (s *service) closing(c *call, id geo.PlaceID, in cover.Scenario) (any, error) {
	var found cover.Closing
	from, err := s.published(c.ctx(), func() (err error) {
		found, err = s.store.Closing(c.ctx(), id, in)
		return err
	})
	if geo.Unknown(err) {
		return nil, geo.NotFound("Nessun luogo ha l'identificativo %s / No place has the id %s", id, id)
	}
	if err != nil {
		return nil, fmt.Errorf("closing of %s: %w", id, err)
	}
	return closingOf(found, from), nil
}
