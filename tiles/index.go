package tiles

import (
	"net/http"

	"atlante/geo/cover"
	"atlante/geo/layer"
)

type index struct {
	Layers    []indexLayer    `json:"layers"`
	Scenarios []indexScenario `json:"scenarios"`
	Styles    []indexStyle    `json:"styles"`
}

type indexStyle struct {
	ID    string `json:"id"`
	Style string `json:"style"` // a style of MapLibre
}

type indexLayer struct {
	ID          string `json:"id"`
	Description string `json:"description"`
	Geometry    string `json:"geometry"`
	MinZoom     uint32 `json:"minzoom"`
	MaxZoom     uint32 `json:"maxzoom"`
	Coverage    bool   `json:"coverage"` // its figures depend on the scenario
	Version     int64  `json:"version"`  // only grows
	TileJSON    string `json:"tilejson"`
}

type indexScenario struct {
	ID       cover.Scenario `json:"id"`
	TileJSON string         `json:"tilejson"` // with {layers} to fill in
}

func (s *Service) index(w http.ResponseWriter, r *http.Request) error {
	v, err := s.look(r.Context())
	if err != nil {
		return err
	}
	return sendJSON(w, r, list(v.version, s.origins.Of(r)))
}

func list(version func(id string) int64, origin string) index {
	doc := index{Scenarios: []indexScenario{
		{cover.ScenarioCurrent, origin + "/tiles/{layers}.json"},
		{cover.ScenarioPlanned, origin + "/tiles/scenario/planned/{layers}.json"},
	}}
	for _, l := range layer.Catalogue() {
		doc.Layers = append(doc.Layers, indexLayer{
			l.ID, l.Description, l.Geometry, l.MinZoom, l.MaxZoom, l.Coverage, version(l.ID),
			origin + path(selection{l}, cover.ScenarioCurrent) + ".json",
		})
	}
	for _, name := range styleNames {
		doc.Styles = append(doc.Styles, indexStyle{name, origin + "/styles/" + name + ".json"})
	}
	return doc
}
