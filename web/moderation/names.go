package moderation

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/web/site"
)

// everything is more than there are comuni in the territory.
const everything = 1000

// names are the words for what entries refer to by key.
type names struct {
	lang     site.Lang
	kinds    map[geo.KindID]geo.Kind
	zones    map[geo.ZoneID]string
	networks map[access.NetworkID]string
	comuni   map[geo.ComuneID]string
}

func (p *pages) names(r *site.Request) (names, error) {
	n := names{r.Lang, map[geo.KindID]geo.Kind{}, map[geo.ZoneID]string{}, map[access.NetworkID]string{}, map[geo.ComuneID]string{}}
	kinds, err := p.Words.Kinds(r.Context())
	if err != nil {
		return n, err
	}
	for _, k := range kinds {
		n.kinds[k.ID] = k
	}
	zones, err := p.Words.Zones(r.Context(), false)
	if err != nil {
		return n, err
	}
	for _, z := range zones {
		n.zones[z.ID] = z.Name
	}
	networks, err := p.Words.Networks(r.Context())
	if err != nil {
		return n, err
	}
	for _, w := range networks {
		n.networks[w.ID] = w.Name
	}
	comuni, _, err := p.Atlas.Comuni(r.Context(), geo.ComuneFilter{Page: geo.Page{Limit: everything}})
	for _, m := range comuni {
		n.comuni[m.ID] = m.Name
	}
	return n, err
}

// Kind names a kind; one that is gone keeps its short name.
func (n names) Kind(id geo.KindID) string {
	k, ok := n.kinds[id]
	if !ok {
		return string(id)
	}
	return n.lang.Pick(k.NameIT, k.NameEN)
}

// Comune names a municipality.
func (n names) Comune(id geo.ComuneID) string {
	if name, ok := n.comuni[id]; ok {
		return name
	}
	return string(id)
}

// Network names a network.
func (n names) Network(id access.NetworkID) string {
	if name, ok := n.networks[id]; ok {
		return name
	}
	return string(id)
}

// hostName names the place inside which another is; one that people no longer
// see keeps its id.
func (p *pages) hostName(ctx context.Context, id uuid.UUID) (string, error) {
	host, err := p.Atlas.Place(ctx, id)
	if errors.Is(err, geo.ErrNotFound) {
		return id.String(), nil
	}
	return host.Name, err
}
