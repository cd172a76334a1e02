package ogc

import (
	"errors"
	"fmt"
	"net/url"

	"atlante/api/wire"
	"atlante/geo"
)

// Link leads from an answer to another.
type Link struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Title     string `json:"title,omitempty"`
	Templated bool   `json:"templated,omitempty"`
}

// The relations that are not registered with IANA.
const (
	relConformance  = "http://www.opengis.net/def/rel/ogc/1.0/conformance"
	relData         = "http://www.opengis.net/def/rel/ogc/1.0/data"
	relQueryables   = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relSortables    = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
	relSchema       = "http://www.opengis.net/def/rel/ogc/1.0/schema"
	relTilesets     = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relTilingScheme = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
	relTilingList   = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
)

// here is the address of this answer in a format.
func (c *call) here(f wire.Format) string {
	q := c.r.URL.Query()
	q.Set("f", f.Name)
	return c.origin + (&url.URL{Path: c.r.URL.Path, RawQuery: q.Encode()}).String()
}

// asked is the address of this answer as it was asked for.
func (c *call) asked() string { return c.origin + c.r.URL.RequestURI() }

// around are the links of an answer to itself and to its other formats.
func (c *call) around(json wire.Format) []Link {
	own, other := json, asHTML
	if c.format == asHTML {
		own, other = asHTML, json
	}
	title := map[string]string{asHTML.Name: c.say("Questa pagina per le persone", "This page for people")}
	for _, f := range []wire.Format{asJSON, wire.GeoJSON} {
		title[f.Name] = c.say("Questo documento per i programmi", "This document for programs")
	}
	return []Link{
		{Href: c.asked(), Rel: "self", Type: contentType(own), Title: title[own.Name]},
		{Href: c.here(other), Rel: "alternate", Type: contentType(other), Title: title[other.Name]},
	}
}

// pair links an address as JSON and as HTML.
func (c *call) pair(path, rel string, json wire.Format, it, en string) []Link {
	return []Link{
		{Href: c.at(path), Rel: rel, Type: contentType(json), Title: c.say(it, en)},
		{Href: c.at(path) + "?f=html", Rel: rel, Type: asHTML.MediaType, Title: c.say(it, en) + " (HTML)"},
	}
}

// credit is whom to name for all that is here, roads included.
func (c *call) credit() (string, error) {
	p, err := c.s.store.Publication(c.ctx())
	if errors.Is(err, geo.ErrNotFound) {
		return geo.Attribution, nil
	}
	if err != nil {
		return "", fmt.Errorf("publication: %w", err)
	}
	return geo.AttributionOfTimes(p.Graph), nil
}

func (c *call) licence() Link {
	return Link{Href: geo.LicenceURL, Rel: "license", Type: asHTML.MediaType, Title: geo.Licence}
}

// StylePath is the style that draws the tiles as the map of the pages.
const StylePath = "/styles/map.json"

// style is for MapLibre, and for what reads its styles: QGIS and OpenLayers.
func (c *call) style() Link {
	return Link{Href: c.origin + StylePath, Rel: "stylesheet", Type: "application/vnd.mapbox.style+json", Title: c.say("Lo stile della mappa, per MapLibre", "The style of the map, for MapLibre")}
}
