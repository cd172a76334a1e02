package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/dcat"
	"atlante/geo/qgis"
)

// The ways in which the catalogue is written.
var (
	asTurtle = wire.Format{Name: "ttl", MediaType: "text/turtle"}
	asJSONLD = wire.Format{Name: "jsonld", MediaType: dcat.JSONLDType}
)

// negotiated leads to the catalogue as the client reads it best; it is what the
// address of the catalogue itself answers.
func (p *pages) negotiated(w http.ResponseWriter, r *http.Request) error {
	f, err := wire.Negotiate(r, asTurtle, asJSONLD)
	if err != nil {
		f = asTurtle // a browser asks for HTML: better a text than a refusal
	}
	w.Header().Set("Cache-Control", wire.Revalidate)
	http.Redirect(w, r, "/dati/catalogo."+f.Name, http.StatusSeeOther)
	return nil
}

func (p *pages) turtle(w http.ResponseWriter, r *http.Request) error {
	g, err := p.catalogue(r)
	if err != nil {
		return err
	}
	return wire.SendTagged(w, r, dcat.TurtleType, g.Turtle())
}

func (p *pages) jsonLD(w http.ResponseWriter, r *http.Request) error {
	g, err := p.catalogue(r)
	if err != nil {
		return err
	}
	body, err := g.JSONLD()
	if err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	return wire.SendTagged(w, r, dcat.JSONLDType, body)
}

// project is the whole atlas for QGIS, made of what is there now.
func (p *pages) project(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	kinds, err := p.store.Kinds(ctx)
	if err != nil {
		return err
	}
	list, err := p.store.FeatureCollections(ctx)
	if err != nil {
		return err
	}
	credit, err := p.credit(ctx)
	if err != nil {
		return err
	}
	a := qgis.Atlas{Origin: p.site.Origin(r), Owner: p.Owner, Kinds: kinds, Collections: list, Credit: credit,
		Licence: licence.Name, LicenceURL: licence.Address, Extent: orb.Bound{Min: orb.Point{180, 90}, Max: orb.Point{-180, -90}}}
	for _, c := range list {
		s, err := p.store.FeatureState(ctx, c.ID, cover.ScenarioCurrent)
		if err != nil {
			return err
		}
		if c.Scenarios { // the places beyond the border lie outside the territory
			a.Extent = a.Extent.Union(s.Extent)
		}
		if s.Changed.After(a.Changed) {
			a.Changed = s.Changed
		}
	}
	var b bytes.Buffer
	if err := qgis.Project(&b, a); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="atlante.qgz"`)
	return wire.SendTagged(w, r, qgis.MediaType, b.Bytes())
}

// credit is whom to name beside the data, roads included.
func (p *pages) credit(ctx context.Context) (string, error) {
	published, err := p.store.Publication(ctx)
	if errors.Is(err, geo.ErrNotFound) {
		return geo.Attribution, nil
	}
	if err != nil {
		return "", fmt.Errorf("publication: %w", err)
	}
	return geo.AttributionOfTimes(published.Graph), nil
}
