package api

import (
	"errors"
	"fmt"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// GapHistory is all that was ever published of an underserved area.
type GapHistory struct {
	ID          string       `json:"id"`
	Kind        string       `json:"kind"`
	Scenario    string       `json:"scenario" enum:"current,planned"`
	Ended       bool         `json:"ended" doc:"the area is there no more"`
	Moments     []GapMoment  `json:"moments" doc:"oldest first; one for each computation that changed something"`
	Parents     []string     `json:"parents" doc:"ids of the areas that it was made of"`
	Children    []string     `json:"children" doc:"ids of the areas that came of it"`
	Publication *Publication `json:"publication" doc:"the latest"`
	Attribution string       `json:"attribution"`
	Licence     string       `json:"licence"`
}

// GapMoment is what one computation changed of an area.
type GapMoment struct {
	Publication   int64    `json:"publication"`
	At            string   `json:"at" format:"date-time"`
	Name          string   `json:"name"`
	Territory     string   `json:"territory" enum:"mountain,inner"`
	Residents     int      `json:"residents"`
	ResidentsLow  int      `json:"residents_low"`
	ResidentsHigh int      `json:"residents_high"`
	MedianMinutes *float64 `json:"median_minutes" doc:"rounded up to 0.1; null when unreachable or by area"`
	Severity      float64  `json:"severity"`
	Model         *string  `json:"model" enum:"estimate,roads" doc:"null when it is not known any more"`
	Confidence    *string  `json:"confidence" enum:"provisional,confirmed"`
	RoadsID       *int64   `json:"roads_id" doc:"version of the road network; null without"`
	Synthetic     bool     `json:"synthetic" doc:"a program made up its roads: no time of it is real"`
	Ended         bool     `json:"ended" doc:"the figures are the last that the area had"`
}

func momentOf(m cover.GapMoment) GapMoment {
	return GapMoment{
		Publication: m.Publication, At: m.At, Name: m.Name, Territory: string(m.Territory), Residents: m.Residents,
		ResidentsLow: m.ResidentsLow, ResidentsHigh: m.ResidentsHigh, MedianMinutes: up(m.MedianMinutes), Severity: m.Severity,
		Model: known(string(m.Model)), Confidence: known(string(m.Confidence)), RoadsID: known(m.Graph), Synthetic: m.Synthetic, Ended: m.Ended,
	}
}

func historyOf(h cover.GapHistory, in cover.Scenario, from *Publication) GapHistory {
	last := h.Moments[len(h.Moments)-1]
	return GapHistory{
		ID: h.ID, Kind: string(last.Kind), Scenario: string(in), Ended: last.Ended,
		Moments: each(h.Moments, momentOf), Parents: each(h.Moments[0].Parents, same), Children: each(h.Children, same),
		Publication: from, Attribution: attribution(from), Licence: Licence,
	}
}

func askGapHistory(s *service, c *call) (reply, error) {
	id, err := wire.Path(c.r, "id")
	if err != nil {
		return nil, err
	}
	in := scenario(c)
	return func() (any, error) { return s.gapHistory(c, id, in) }, c.query.Err()
}

func (s *service) gapHistory(c *call, id string, in cover.Scenario) (any, error) {
	var found cover.GapHistory
	from, err := s.published(c.ctx(), func() (err error) {
		found, err = s.store.GapHistory(c.ctx(), id, in)
		return err
	})
	if errors.Is(err, geo.ErrNotFound) {
		return nil, geo.NotFound("Nessuna area non servita ha mai avuto l'identificativo %.60q / No underserved area ever had the id %.60q", id, id)
	}
	if err != nil {
		return nil, fmt.Errorf("history of %.60q: %w", id, err)
	}
	return historyOf(found, in, from), nil
}

// over says that an area was there, and where to read on.
func over(h cover.GapHistory) error {
	last := h.Moments[len(h.Moments)-1]
	return geo.NotFound("L'area %s (%s) non c'è più dal %.10s: la sua storia è in /api/v1/gaps/%s/history / The area is there no more since %.10s: see /api/v1/gaps/%s/history",
		h.ID, last.Name, last.At, h.ID, last.At, h.ID)
}
