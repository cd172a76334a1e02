package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"atlante/api/wire"
	"atlante/geo"
)

// Kind is a kind of place.
type Kind struct {
	ID            string  `json:"id"`
	NameIT        string  `json:"name_it"`
	NameEN        string  `json:"name_en"`
	PluralIT      string  `json:"plural_it"`
	PluralEN      string  `json:"plural_en"`
	ByArea        bool    `json:"by_area" doc:"served through service areas, without travelling"`
	Itinerant     bool    `json:"itinerant" doc:"by area, and it goes to people in turn"`
	Completeness  string  `json:"completeness" doc:"complete, or not_surveyed: then none registered does not mean none"`
	ModeMountain  *string `json:"mode_mountain" enum:"car,foot" doc:"how people travel in mountain comuni; null by area"`
	ModeElsewhere *string `json:"mode_elsewhere" enum:"car,foot" doc:"how people travel elsewhere; null by area"`
	ThresholdCar  *int    `json:"threshold_car" doc:"the kind's own limit in minutes by car, inclusive"`
	ThresholdFoot *int    `json:"threshold_foot" doc:"the kind's own limit in minutes on foot, inclusive"`
	Position      int     `json:"position" doc:"order in lists and legends"`
}

func kindOf(k geo.Kind) Kind {
	out := Kind{
		ID: string(k.ID), NameIT: k.NameIT, NameEN: k.NameEN, PluralIT: k.PluralIT, PluralEN: k.PluralEN,
		ByArea: k.ByArea, Itinerant: k.Itinerant, Completeness: k.Completeness, Position: k.Position,
	}
	if !k.ByArea {
		out.ModeMountain, out.ModeElsewhere = known(string(k.ModeMountain)), known(string(k.ModeElse))
		out.ThresholdCar, out.ThresholdFoot = known(k.ThresholdCar), known(k.ThresholdFoot)
	}
	return out
}

func askKinds(s *service, c *call) (reply, error) {
	return func() (any, error) {
		all, err := s.store.Kinds(c.ctx())
		if err != nil {
			return nil, fmt.Errorf("kinds: %w", err)
		}
		return list(each(all, kindOf), page{}), nil
	}, nil
}

// kindsByID reads all kinds, and checks that those asked for exist.
func (s *service) kindsByID(ctx context.Context, asked []geo.KindID) (map[geo.KindID]geo.Kind, error) {
	all, err := s.store.Kinds(ctx)
	if err != nil {
		return nil, fmt.Errorf("kinds: %w", err)
	}
	byID := make(map[geo.KindID]geo.Kind, len(all))
	for _, k := range all {
		byID[k.ID] = k
	}
	unknown := slices.IndexFunc(asked, func(id geo.KindID) bool { _, ok := byID[id]; return !ok })
	if unknown >= 0 {
		ids := strings.Join(each(all, func(k geo.Kind) string { return string(k.ID) }), ", ")
		return nil, wire.Fault("kind", wire.Text{
			IT: fmt.Sprintf("kind: %s non esiste; ci sono: %s", asked[unknown], ids),
			EN: fmt.Sprintf("kind: there is no %s; there are: %s", asked[unknown], ids),
		})
	}
	return byID, nil
}
