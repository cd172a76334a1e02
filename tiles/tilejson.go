package tiles

import (
	"encoding/json"
	"fmt"
	"html"
	"math"
	"net/http"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
)

// tileJSON describes layers to map programs, by TileJSON 3.0.
type tileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
	Version      string        `json:"version"`
	Attribution  string        `json:"attribution"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      uint32        `json:"minzoom"`
	MaxZoom      uint32        `json:"maxzoom"`
	Bounds       *[4]float64   `json:"bounds,omitempty"` // west, south, east, north
	Center       *[3]float64   `json:"center,omitempty"` // longitude, latitude, zoom
	VectorLayers []vectorLayer `json:"vector_layers"`
}

type vectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	MinZoom     uint32            `json:"minzoom"`
	MaxZoom     uint32            `json:"maxzoom"`
	Fields      map[string]string `json:"fields"` // name → type and meaning; encoding/json sorts them
}

func (s *Service) tileJSON(w http.ResponseWriter, r *http.Request) error {
	text, err := routed(r)
	if err != nil {
		return err
	}
	layers, scenario, err := text.subject()
	if err != nil {
		return err
	}
	f, _, err := s.known(r.Context())
	if err != nil {
		return err
	}
	doc := describe(layers, f.kinds, f.bounds)
	doc.Attribution = f.credit
	doc.Tiles = []string{s.origins.Of(r) + path(layers, scenario) + "/{z}/{x}/{y}.mvt"}
	if scenario == cover.ScenarioPlanned {
		doc.Name += " – con le aperture previste / with the planned openings"
	}
	return sendJSON(w, r, doc)
}

func sendJSON(w http.ResponseWriter, r *http.Request, doc any) error {
	body, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return wire.SendTagged(w, r, wire.JSON.MediaType, body)
}

// describe says what the layers hold once the kinds are filled in. bounds is
// nil while there is no territory.
func describe(layers selection, kinds []geo.Kind, bounds *orb.Bound) tileJSON {
	doc := tileJSON{
		TileJSON: "3.0.0",
		Name:     "Atlante: " + layers.String(),
		Version:  "1.0.0",
		Scheme:   "xyz",
	}
	doc.Description = "Mappa dell'economia sociale della Città metropolitana di Torino / Map of the social economy of the metropolitan city of Torino"
	doc.MinZoom, _ = layers.zooms()
	doc.MaxZoom = layers.deepest()
	for _, l := range layers {
		doc.VectorLayers = append(doc.VectorLayers, vectorLayer{l.ID, l.Description, l.MinZoom, l.MaxZoom, fields(l, kinds)})
	}
	if bounds != nil {
		c := bounds.Center()
		doc.Bounds = &[4]float64{micro(bounds.Min[0], math.Floor), micro(bounds.Min[1], math.Floor), micro(bounds.Max[0], math.Ceil), micro(bounds.Max[1], math.Ceil)}
		doc.Center = &[3]float64{micro(c[0], math.Round), micro(c[1], math.Round), float64(min(max(8, doc.MinZoom), doc.MaxZoom))}
	}
	return doc
}

func fields(l layer.Layer, kinds []geo.Kind) map[string]string {
	out := map[string]string{}
	for _, f := range l.Expand(kinds) {
		out[f.Name] = f.Type + ": " + f.Description
	}
	return out
}

// micro keeps six decimals of a degree, about 0.1 m.
func micro(v float64, round func(float64) float64) float64 { return round(v*1e6) / 1e6 }

func boundaryCredit(p cover.Publication) string {
	if p.BoundaryApprox {
		return " · confini approssimati / approximate boundaries"
	}
	return " · confini / boundaries: " + html.EscapeString(p.BoundarySource)
}

func roadCredit(v *geo.RoadVersion) string {
	if v == nil {
		return ""
	}
	return " · strade / roads: " + html.EscapeString(v.Source.Name+", "+v.Source.Licence)
}
