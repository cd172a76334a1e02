package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cover"
)

// Closing says what becomes of people if a place closes, by the latest
// publication. Nobody goes to a place that the scenario does not count, nor to
// one that serves by area: its sums are 0.
func (s *Store) Closing(ctx context.Context, place geo.PlaceID, sc cover.Scenario) (cover.Closing, error) {
	p, err := s.Place(ctx, place)
	if err != nil {
		return cover.Closing{}, err
	}
	c := cover.Closing{Place: place, Kind: p.Kind, Scenario: cover.Scenario(scenario(sc))}
	parts, err := all(ctx, s.db, func(r pgx.CollectableRow) (cover.ClosingPart, error) {
		var part cover.ClosingPart
		var next reached
		err := r.Scan(&part.Comune, &part.ComuneName, &part.Residents, &part.Threshold, &part.Minutes,
			&next.place, &next.name, &next.comune, &next.minutes)
		part.Next = next.value()
		return part, err
	}, "closing", place, scenario(sc))
	c.Add(parts)
	return c, err
}
