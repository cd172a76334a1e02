package work

import (
	"context"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/registry"
)

// astray tells whether the pin of an edit lies in another comune than the one
// named. Approximate boundaries do not know.
func astray(ctx context.Context, s BoundaryReader, o registry.Order) (bool, error) {
	if o.Action != registry.Edit || o.Content.Position == nil || o.Content.External {
		return false, nil
	}
	at, approximate, err := s.ComuniAt(ctx, []orb.Point{*o.Content.Position})
	if err != nil || approximate {
		return false, err
	}
	return len(at) == 1 && at[0] != "" && at[0] != o.Content.Comune, nil
}

// inside refuses new pins outside the boundaries of the territory, in drafts too:
// where there is no map there is nothing to draw.
func inside(ctx context.Context, s BoundaryReader, ground registry.Ground, step registry.Step) error {
	for _, v := range step.Revisions {
		p := v.Content.Position
		if p == nil {
			continue
		}
		if v.Content.External {
			if err := nearby(ctx, s, *p); err != nil {
				return err
			}
			continue
		}
		at := []geo.ComuneID{""}
		if ground.Bound().Contains(*p) {
			var err error
			if at, _, err = s.ComuniAt(ctx, []orb.Point{*p}); err != nil {
				return err
			}
		}
		if at[0] == "" {
			return registry.Faults{{Field: registry.FieldPosition,
				IT: "Il punto è fuori dai confini della Città metropolitana di Torino: spostalo.",
				EN: "The pin lies outside the boundaries of the Città metropolitana di Torino: move it."}}
		}
	}
	return nil
}

// nearby refuses a pin of a place beyond the border that has come inside, or
// lies too far out.
func nearby(ctx context.Context, s BoundaryReader, p orb.Point) error {
	metres, approximate, err := s.BorderMetres(ctx, []orb.Point{p})
	if err != nil {
		return err
	}
	if metres[0] > geo.ExternalKm*1000 || metres[0] == 0 && !approximate {
		return registry.Faults{{Field: registry.FieldPosition,
			IT: "Un luogo oltre confine sta fuori dal territorio, a meno di 40 km: sposta il punto, o scegli il comune.",
			EN: "A place beyond the border lies outside the territory, within 40 km: move the pin, or choose the comune."}}
	}
	return nil
}
