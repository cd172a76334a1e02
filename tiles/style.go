package tiles

import (
	"errors"
	"net/http"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
)

// styleNames are the styles that are published: the whole map, the cells alone, the
// underserved areas alone.
var styleNames = []string{"map", "coverage", "gaps"}

// The published styles say what the map of the pages says, in the form that
// MapLibre and other programs read. Names are written with the fonts of the reader's
// own machine (MapLibre GL JS 5.11 and later); labels=no leaves them out, for
// programs that cannot.
type styleState struct {
	name     string
	kinds    []geo.Kind
	kind     geo.Kind
	minutes  int // 0: the classes of the scale; else within or beyond
	labels   bool
	scenario cover.Scenario
	origin   string
	credit   string // HTML
	bounds   *orb.Bound
	backdrop []*geojson.Feature // none: nothing is drawn below the tiles
}

// style is a document of MapLibre's style specification, version 8. The order of the
// keys is that of encoding/json: the same state gives the same bytes.
type style struct {
	Version  int               `json:"version"`
	Name     string            `json:"name"`
	Metadata map[string]string `json:"metadata"`
	Center   *[2]float64       `json:"center,omitempty"` // longitude, latitude
	Zoom     float64           `json:"zoom"`
	Sprite   string            `json:"sprite"`
	Sources  map[string]source `json:"sources"`
	Layers   []styleLayer      `json:"layers"`
}

type source struct {
	Type        string      `json:"type"`
	Tiles       []string    `json:"tiles,omitempty"`
	Data        any         `json:"data,omitempty"` // GeoJSON
	MinZoom     uint32      `json:"minzoom,omitempty"`
	MaxZoom     uint32      `json:"maxzoom"`
	Bounds      *[4]float64 `json:"bounds,omitempty"` // west, south, east, north
	Attribution string      `json:"attribution"`
}

type styleLayer struct {
	ID          string         `json:"id"`
	Type        string         `json:"type"`
	Source      string         `json:"source,omitempty"`
	SourceLayer string         `json:"source-layer,omitempty"`
	MinZoom     float64        `json:"minzoom,omitempty"`
	MaxZoom     float64        `json:"maxzoom,omitempty"`
	Filter      any            `json:"filter,omitempty"`
	Layout      map[string]any `json:"layout,omitempty"`
	Paint       map[string]any `json:"paint,omitempty"`
}

// expr is an expression of the specification.
type expr = []any

func (s *Service) style(w http.ResponseWriter, r *http.Request) error {
	state, err := s.readStyle(r)
	if err != nil {
		return err
	}
	state.origin = s.origins.Of(r)
	return sendJSON(w, r, state.document())
}

// readStyle reads which style is asked for, and for which kind.
func (s *Service) readStyle(r *http.Request) (styleState, error) {
	state := styleState{labels: true}
	var err error
	if state.name, err = wire.Path(r, "style"); err != nil {
		return state, err
	}
	if !slices.Contains(styleNames, state.name) {
		return state, geo.NotFound("Lo stile %.60q non esiste; ci sono: map, coverage, gaps / There is no such style; there are: map, coverage, gaps", state.name)
	}
	f, _, err := s.known(r.Context())
	if err != nil {
		return state, err
	}
	state.kinds, state.bounds, state.credit = f.kinds, f.bounds, f.credit
	q := wire.ReadQuery(r, "kind", "minutes", "labels", "scenario")
	kind := wire.Parse(q, "kind", func(v string) (geo.Kind, error) { return kindOf(state.kinds, v) })
	state.minutes = q.Int("minutes", 0, 1, 600)
	state.labels = wire.Parse(q, "labels", parseNo) == ""
	state.scenario = cover.ScenarioCurrent
	if scenario := wire.Parse(q, "scenario", cover.ParseScenario); scenario != "" {
		state.scenario = scenario
	}
	if err := q.Err(); err != nil {
		return state, err
	}
	state.kind = kind
	if kind.ID == "" {
		if state.kind, err = firstKind(state.kinds); err != nil {
			return state, err
		}
	}
	state.backdrop = s.backdrop(r.Context(), state, f.ground)
	return state, nil
}

func parseNo(v string) (string, error) {
	if v != "no" && v != "yes" {
		return "", geo.Invalid("labels: %q; si scrive yes o no / write yes or no", v)
	}
	if v == "yes" {
		return "", nil
	}
	return v, nil
}

func kindOf(kinds []geo.Kind, id string) (geo.Kind, error) {
	for _, k := range kinds {
		if string(k.ID) == id {
			return k, nil
		}
	}
	return geo.Kind{}, geo.Invalid("kind: il tipo %.40q non esiste; l'elenco è in /api/v1/kinds / there is no such kind; they are listed in /api/v1/kinds", id)
}

// firstKind is the first that people travel to.
func firstKind(kinds []geo.Kind) (geo.Kind, error) {
	for _, k := range kinds {
		if !k.ByArea {
			return k, nil
		}
	}
	if len(kinds) > 0 {
		return kinds[0], nil
	}
	return geo.Kind{}, errors.New("there are no kinds")
}

// document is the style of a state.
func (s styleState) document() style {
	doc := style{
		Version: 8, Name: "Atlante: " + s.name, Zoom: 8, Sprite: s.origin + "/styles/sprite",
		Metadata: map[string]string{"atlante:kind": string(s.kind.ID), "atlante:classes": "geo/layer"},
		Layers:   s.layers(layer.Light()),
	}
	doc.Sources = map[string]source{styleSource: s.source(doc.Layers)}
	if len(s.backdrop) > 0 {
		doc.Sources[backdropSource] = s.backdropData()
	}
	if s.bounds != nil {
		c := s.bounds.Center()
		doc.Center = &[2]float64{c[0], c[1]}
	}
	return doc
}

// styleSource is the one source of what a style draws above its backdrop. With several,
// whoever draws asks for as many tiles, waits for as many answers and cuts out each
// tile's square as many times.
// The price: in the style of the whole map boundaries and names go out again with each
// place that changes in their tile, and caches keep them no longer than places.
const styleSource = "atlante"

// source holds what the layers draw above the backdrop.
func (s styleState) source(drawn []styleLayer) source {
	var chosen selection
	for _, l := range layer.Catalogue() {
		if slices.ContainsFunc(drawn, func(d styleLayer) bool { return d.SourceLayer == l.ID }) {
			chosen = append(chosen, l)
		}
	}
	low, _ := chosen.zooms()
	out := source{Type: "vector", Tiles: []string{s.origin + path(chosen, s.scenario) + "/{z}/{x}/{y}.mvt"},
		MinZoom: low, MaxZoom: chosen.deepest(), Attribution: s.credit}
	if b := s.bounds; b != nil {
		out.Bounds = &[4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return out
}

// layers are what the style draws, lowest first, in the order of the map of the pages.
func (s styleState) layers(t layer.Tokens) []styleLayer {
	out := []styleLayer{
		{ID: "background", Type: "background", Paint: map[string]any{"background-color": t.Around}},
	}
	if len(s.backdrop) > 0 {
		out = append(out, s.backdropLayers(t)...)
	}
	out = append(out, styleLayer{ID: "land", Type: "fill", Source: styleSource, SourceLayer: "zones", Paint: map[string]any{"fill-color": t.Land}})
	if s.name != "gaps" {
		out = append(out, s.cells()...)
	}
	out = append(out, boundaries(t)...)
	if s.name != "coverage" {
		out = append(out, s.gaps(t)...)
	}
	if s.labels {
		out = append(out, names(t)...)
	}
	if s.name == "map" {
		out = append(out, s.places(t)...)
	}
	if s.name != "coverage" && s.labels {
		out = append(out, s.gapNames(t))
	}
	return out
}
