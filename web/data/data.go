// Package data is the page of open data, /dati: what there is, downloads that keep
// the reader's filters, a project for QGIS, addresses to copy, examples, the map
// for pages of others, and the catalogue in DCAT-AP_IT.
package data

import (
	"context"
	"embed"
	"net/http"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/feature"
	"atlante/web/site"
)

//go:embed pages texts
var files embed.FS

// Store is what the page reads.
type Store interface {
	collections
	territory
	// Publication answers geo.ErrNotFound before the first one.
	Publication(context.Context) (cover.Publication, error)
}

// collections are what can be downloaded; see feature.Source.
type collections interface {
	FeatureCollections(context.Context) ([]feature.Collection, error)
	FeatureState(ctx context.Context, id string, scenario cover.Scenario) (feature.State, error)
	FeatureCount(context.Context, feature.Query) (int64, error)
}

// territory gives what the filters offer.
type territory interface {
	Kinds(context.Context) ([]geo.Kind, error)
	Zones(ctx context.Context, geometry bool) ([]geo.Zone, error)
	Comuni(context.Context, geo.ComuneFilter) ([]geo.Comune, string, error)
}

// Options are what the page needs besides the data and the site.
type Options struct {
	// Owner is the body that publishes, and OwnerID its code in the index of public
	// administrations (IPA); "" when nobody has said it.
	Owner, OwnerID string
	// Contact is the mail address of whoever answers about the data; "" is nobody.
	Contact string
}

// pages holds what every page needs.
type pages struct {
	Options
	site  *site.Site
	store Store
}

// Mount puts the pages on a router of the site.
func Mount(r chi.Router, s *site.Site, store Store, o Options) error {
	x, err := s.Section(files)
	if err != nil {
		return err
	}
	x.Prepare = prepare
	p := &pages{Options: o, site: s, store: store}
	x.Get(r, "/dati", p.page, names...)
	machines := chi.Chain(wire.Machine, wire.Deadline(wire.ReadDeadline))
	for path, f := range map[string]wire.HandlerFunc{
		"/dati/catalogo": p.negotiated, "/dati/catalogo.ttl": p.turtle, "/dati/catalogo.jsonld": p.jsonLD, "/dati/atlante.qgz": p.project,
	} {
		h := machines.Handler(wire.Handle(s.Log(), strict(f)))
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r.Method(method, path, h)
		}
	}
	return nil
}

// strict refuses every query parameter: the address says it all.
func strict(next wire.HandlerFunc) wire.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := wire.ReadQuery(r).Err(); err != nil {
			return err
		}
		return next(w, r)
	}
}
