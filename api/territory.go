package api

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"atlante/api/wire"
	"atlante/geo"
)

// Territory reads zones, comuni and valleys. Limit 0 is all of them; the code of
// a suppressed comune gives the one that holds it today.
type Territory interface {
	Zones(ctx context.Context, geometry bool) ([]geo.Zone, error)
	Comuni(ctx context.Context, f geo.ComuneFilter) ([]geo.Comune, string, error)
	Comune(ctx context.Context, id geo.ComuneID) (geo.Comune, error)
	Valleys(ctx context.Context) ([]geo.Valley, error)
}

// ComuneRef names a comune.
type ComuneRef struct {
	ISTAT string `json:"istat" pattern:"^[0-9]{6}$"`
	Name  string `json:"name"`
}

// comune resolves a code, with a notice when it is the code of a suppressed one.
func (s *service) comune(ctx context.Context, id geo.ComuneID, lang string) (geo.Comune, *string, error) {
	found, err := s.store.Comune(ctx, id)
	if errors.Is(err, geo.ErrNotFound) {
		return found, nil, geo.NotFound("Nessun comune della Città metropolitana ha il codice ISTAT %s / No comune of the metropolitan city has the ISTAT code %s", id, id)
	}
	if err != nil {
		return found, nil, fmt.Errorf("comune %s: %w", id, err)
	}
	if found.ID == id {
		return found, nil, nil
	}
	notice := wire.Text{
		IT: fmt.Sprintf("Il codice %s è di un comune soppresso: oggi il suo territorio è di %s (%s).", id, found.Name, found.ID),
		EN: fmt.Sprintf("The code %s belongs to a suppressed comune: today its land is part of %s (%s).", id, found.Name, found.ID),
	}.In(lang)
	return found, &notice, nil
}

// comuneFilter is comune for a parameter: an unknown code is the client's
// mistake, no missing page. An absent one stays absent.
func (s *service) comuneFilter(c *call, id geo.ComuneID) (geo.ComuneID, *string, error) {
	if id == "" {
		return "", nil, nil
	}
	found, notice, err := s.comune(c.ctx(), id, c.lang)
	if errors.Is(err, geo.ErrNotFound) {
		return "", nil, wire.FaultFrom("comune", string(id), err)
	}
	return found.ID, notice, err
}

// checkZone refuses the number of a zone that does not exist; 0 is no filter.
func (s *service) checkZone(ctx context.Context, id geo.ZoneID) error {
	if id == 0 {
		return nil
	}
	all, err := s.store.Zones(ctx, false)
	if err != nil {
		return fmt.Errorf("zones: %w", err)
	}
	if slices.ContainsFunc(all, func(z geo.Zone) bool { return z.ID == id }) {
		return nil
	}
	return wire.Fault("zone", wire.Text{
		IT: fmt.Sprintf("zone: la zona %d non esiste; ce ne sono %d", id, len(all)),
		EN: fmt.Sprintf("zone: there is no zone %d; there are %d", id, len(all)),
	})
}

// atlas holds the names that answers put beside codes.
type atlas struct {
	zones   map[geo.ZoneID]string
	comuni  map[geo.ComuneID]geo.Comune
	valleys map[geo.ValleyID]string
}

func (s *service) atlas(ctx context.Context) (atlas, error) {
	a := atlas{map[geo.ZoneID]string{}, map[geo.ComuneID]geo.Comune{}, map[geo.ValleyID]string{}}
	zones, err := s.store.Zones(ctx, false)
	if err != nil {
		return a, fmt.Errorf("zones: %w", err)
	}
	comuni, _, err := s.store.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return a, fmt.Errorf("comuni: %w", err)
	}
	valleys, err := s.store.Valleys(ctx)
	if err != nil {
		return a, fmt.Errorf("valleys: %w", err)
	}
	for _, z := range zones {
		a.zones[z.ID] = z.Name
	}
	for _, c := range comuni {
		a.comuni[c.ID] = c
	}
	for _, v := range valleys {
		a.valleys[v.ID] = v.Name
	}
	return a, nil
}

// valley is the name of a valley, nil outside the valleys.
func (a atlas) valley(id geo.ValleyID) *string {
	if id == "" {
		return nil
	}
	if name, ok := a.valleys[id]; ok {
		return &name
	}
	return known(string(id))
}

func (a atlas) refs(ids []geo.ComuneID) []ComuneRef {
	return each(ids, func(id geo.ComuneID) ComuneRef { return ComuneRef{string(id), a.comuni[id].Name} })
}
