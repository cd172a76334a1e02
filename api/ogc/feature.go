package ogc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// FeatureView is what the page of a feature shows.
type FeatureView struct {
	Collection feature.Collection
	ID         string
	Values     []any
	Shape      bool
	JSON       string // the same for programs
	Page       string // where the atlas tells of it; "" where it does not
}

// oneFeature answers a feature.
func oneFeature(w http.ResponseWriter, c *call) error {
	q, id, err := readFeature(c)
	if err != nil {
		return err
	}
	// It is read first: * in If-None-Match matches only what there is.
	var f feature.Feature
	err = within(c.ctx(), func(ctx context.Context) (err error) {
		f, err = c.s.store.FeatureByID(ctx, q.of.ID, id, q.query.Scenario, q.crs.SRID)
		return err
	})
	if moved, is := errors.AsType[*geo.Moved](err); is {
		return q.leadOn(w, moved)
	}
	if err != nil {
		return fmt.Errorf("feature of %s: %w", q.of.ID, err)
	}
	if c.format == asHTML {
		view := FeatureView{q.of, f.ID, f.Values, f.WKB != nil, strings.TrimPrefix(q.here(asGeoJSON), q.origin), pageOf(q.of, f.ID)}
		return c.s.Pages.Page(w, c.r, Page{Name: "feature", Title: nameOf(q.of, f), Trail: trailTo(q.of), JSON: view.JSON, View: view})
	}
	encoding := wire.Encoding(c.r)
	w.Header().Set("Content-Crs", "<"+q.crs.URI+">")
	if wire.NotModified(w, c.r, q.tag(encoding)) {
		return nil
	}
	body, err := export.NewEncoder(q.of, q.crs.SRID, q.crs.LatitudeFirst).Append(nil, f)
	if err != nil {
		return err
	}
	links, err := encode(q.links(""))
	if err != nil {
		return err
	}
	body = append(body[:len(body)-1], `,"links":`...)
	body = append(append(body, bytes.TrimSpace(links)...), '}', '\n')
	return wire.Send(w, c.r, contentType(c.format), encoding, body)
}

// leadOn leads to the place into which another was merged, for ever.
func (q *request) leadOn(w http.ResponseWriter, moved *geo.Moved) error {
	to := url.URL{Path: Root + "/collections/" + q.of.ID + "/items/" + moved.To.String(), RawQuery: q.r.URL.RawQuery}
	w.Header().Set("Cache-Control", "no-cache") // the other may be merged as well
	http.Redirect(w, q.r, to.String(), http.StatusPermanentRedirect)
	return nil
}

// readFeature reads the request whole.
func readFeature(c *call) (*request, string, error) {
	of, err := c.collectionWithin()
	if err != nil {
		return nil, "", err
	}
	params := []string{ask.CRSName, "f"}
	if of.Scenarios {
		params = append(params, ask.Scenario)
	}
	c.query = wire.ReadQuery(c.r, params...)
	q := &request{call: c, of: of, query: feature.Query{Collection: of.ID, Scenario: cover.ScenarioCurrent}}
	if c.query.Has(ask.Scenario) {
		q.query.Scenario = wire.Parse(c.query, ask.Scenario, cover.ParseScenario)
	}
	q.crs = c.crs()
	if err := c.query.Err(); err != nil {
		return nil, "", err
	}
	id, err := wire.Path(c.r, "feature")
	if err != nil {
		return nil, "", err
	}
	if strings.ContainsRune(id, 0) || len(id) > wire.TextMax {
		return nil, "", geo.NotFound("Questo elemento non c'è. / This feature does not exist.")
	}
	return q, id, q.readState()
}

// nameOf is the name of a feature, or its id where it has none.
func nameOf(of feature.Collection, f feature.Feature) wire.Text {
	if _, i, ok := of.Field("name"); ok {
		if s, is := f.Values[i].(string); is && s != "" {
			return wire.Text{IT: s, EN: s}
		}
	}
	return wire.Text{IT: of.TitleIT + ": " + f.ID, EN: of.TitleEN + ": " + f.ID}
}

// pageOf is the page of the atlas about a feature.
func pageOf(of feature.Collection, id string) string {
	return map[string]string{
		feature.Places: "/luoghi/" + id, feature.Comuni: "/comuni/" + id, feature.Zones: "/zone/" + id, feature.Gaps: "/aree/" + id,
	}[of.ID]
}
