package ogc

import (
	"fmt"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/feature"
	"atlante/geo/layer"
)

const mvt = "application/vnd.mapbox-vector-tile"

// TileSets is a list of sets of tiles.
type TileSets struct {
	Links    []Link        `json:"links"`
	TileSets []TileSetItem `json:"tilesets"`
}

// TileSetItem is one of them.
type TileSetItem struct {
	Title     string `json:"title"`
	DataType  string `json:"dataType"`
	CRS       string `json:"crs"`
	MatrixURI string `json:"tileMatrixSetURI"`
	Links     []Link `json:"links"`
}

// TileSet describes a set of tiles (17-083r4, annex A).
type TileSet struct {
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Attribution string         `json:"attribution"`
	Licence     string         `json:"license"`
	DataType    string         `json:"dataType"`
	CRS         string         `json:"crs"`
	MatrixURI   string         `json:"tileMatrixSetURI"`
	Limits      []MatrixLimits `json:"tileMatrixSetLimits,omitempty"`
	Box         *Box           `json:"boundingBox,omitempty"`
	Center      *Center        `json:"centerPoint,omitempty"`
	Layers      []TileLayer    `json:"layers"`
	Links       []Link         `json:"links"`
}

// Box is where there are tiles, longitude first.
type Box struct {
	LowerLeft  [2]float64 `json:"lowerLeft"`
	UpperRight [2]float64 `json:"upperRight"`
	CRS        string     `json:"crs"`
}

// Center is where to begin to look.
type Center struct {
	Coordinates [2]float64 `json:"coordinates"`
	CRS         string     `json:"crs"`
	Matrix      string     `json:"tileMatrix"`
}

// TileLayer is a layer of the tiles.
type TileLayer struct {
	ID          string       `json:"id"`
	Description string       `json:"description"`
	DataType    string       `json:"dataType"`
	Dimension   int          `json:"geometryDimension"`
	Min         string       `json:"minTileMatrix"`
	Max         string       `json:"maxTileMatrix"`
	Properties  PropertiesOf `json:"propertiesSchema"`
}

// PropertiesOf are the fields of a layer.
type PropertiesOf struct {
	Type       string              `json:"type"`
	Properties map[string]Property `json:"properties"`
}

// TileView is what the pages of tiles show.
type TileView struct {
	Collection *feature.Collection // nil: all layers in one tile
	Layers     []layer.Layer
	Address    string // of a tile, with {z}, {x} and {y}
	TileJSON   string
	Base       string // path of the list
	Style      string // that draws them
}

// subject is what tiles are asked of: one collection, or all.
func (c *call) subject() (TileView, error) {
	view := TileView{Layers: layer.Catalogue(), Base: Root + "/tiles", Style: c.style().Href}
	if chi.URLParam(c.r, "collection") != "" {
		of, err := c.collection()
		if err != nil {
			return view, err
		}
		l, ok := layer.ByID(of.Layer)
		if !ok {
			return view, geo.NotFound("%s non ha tile. / There are no tiles of %s.", of.TitleIT, of.TitleEN)
		}
		view.Collection, view.Layers, view.Base = &of, []layer.Layer{l}, Root+"/collections/"+of.ID+"/tiles"
	}
	ids := make([]string, len(view.Layers))
	for i, l := range view.Layers {
		ids[i] = l.ID
	}
	all := c.origin + "/tiles/" + strings.Join(ids, ",")
	view.Address, view.TileJSON = all+"/{z}/{x}/{y}.mvt", all+".json"
	return view, nil
}

func (v TileView) title() wire.Text {
	if v.Collection != nil {
		return wire.Text{IT: "Tile vettoriali: " + v.Collection.TitleIT, EN: "Vector tiles: " + v.Collection.TitleEN}
	}
	return wire.Text{IT: "Tile vettoriali di tutti i livelli", EN: "Vector tiles of all layers"}
}

func (v TileView) trail() []Crumb {
	if v.Collection != nil {
		return trailTo(*v.Collection)
	}
	return trail()
}

func tileSets(c *call) (answer, error) {
	v, err := c.subject()
	if err != nil {
		return answer{}, err
	}
	title := v.title()
	path := strings.TrimPrefix(v.Base, Root) + "/" + matrixID
	item := TileSetItem{title.In(c.lang), "vector", mercator, matrixURI, append(c.pair(path, "self", asJSON, title.IT, title.EN), c.grid())}
	return answer{TileSets{c.around(asJSON), []TileSetItem{item}}, Page{Name: "tilesets", Title: title, Trail: v.trail(), View: v}}, nil
}

func (c *call) grid() Link {
	return Link{Href: c.at("/tileMatrixSets/" + matrixID), Rel: relTilingScheme, Type: asJSON.MediaType, Title: matrixID}
}

func tileSet(c *call) (answer, error) {
	v, err := c.subject()
	if err != nil {
		return answer{}, err
	}
	bound, err := c.covered(v)
	if err != nil {
		return answer{}, err
	}
	credit, err := c.credit()
	if err != nil {
		return answer{}, err
	}
	title := v.title()
	doc := TileSet{Title: title.In(c.lang), Description: about.In(c.lang), Attribution: credit, Licence: geo.Licence,
		DataType: "vector", CRS: mercator, MatrixURI: matrixURI, Links: append(c.around(asJSON), c.grid(), c.licence())}
	address := strings.NewReplacer("{z}", "{tileMatrix}", "{x}", "{tileCol}", "{y}", "{tileRow}").Replace(v.Address)
	doc.Links = append(doc.Links, Link{Href: address, Rel: "item", Type: mvt, Title: c.say("Le tile", "The tiles"), Templated: true},
		Link{Href: v.TileJSON, Rel: "describedby", Type: asJSON.MediaType, Title: "TileJSON 3.0"}, c.style())
	kinds, err := c.s.store.Kinds(c.ctx())
	if err != nil {
		return answer{}, fmt.Errorf("kinds: %w", err)
	}
	lowest, highest := v.Layers[0].MinZoom, v.Layers[0].MaxZoom
	for _, l := range v.Layers {
		lowest, highest = min(lowest, l.MinZoom), max(highest, l.MaxZoom)
		doc.Layers = append(doc.Layers, tileLayer(l, kinds))
	}
	if bound != nil {
		doc.Limits = limits(*bound, lowest, highest)
		doc.Box = &Box{[2]float64{down(bound.Min[0]), down(bound.Min[1])}, [2]float64{up(bound.Max[0]), up(bound.Max[1])}, ask.CRS84}
		m := bound.Center()
		doc.Center = &Center{[2]float64{down(m[0]), down(m[1])}, ask.CRS84, "8"}
	}
	t := append(v.trail(), Crumb{title, v.Base})
	return answer{doc, Page{Name: "tileset", Title: wire.Text{IT: matrixID, EN: matrixID}, Trail: t, View: v}}, nil
}

// covered is where there are features; nil while there are none.
func (c *call) covered(v TileView) (*orb.Bound, error) {
	ids := []string{feature.Comuni, feature.Places}
	if v.Collection != nil {
		ids = []string{v.Collection.ID}
	}
	var out *orb.Bound
	for _, id := range ids {
		state, err := c.state(id, cover.ScenarioCurrent)
		if err != nil {
			return nil, err
		}
		if state.Count == 0 || state.Extent.IsZero() {
			continue
		}
		b := state.Extent
		if out != nil {
			b = out.Union(b)
		}
		out = &b
	}
	return out, nil
}

func tileLayer(l layer.Layer, kinds []geo.Kind) TileLayer {
	out := TileLayer{ID: l.ID, Description: l.Description, DataType: "vector", Dimension: 2, Min: zoom(l.MinZoom), Max: zoom(l.MaxZoom),
		Properties: PropertiesOf{"object", map[string]Property{}}}
	if l.Geometry == "point" {
		out.Dimension = 0
	}
	for _, f := range l.Expand(kinds) {
		out.Properties.Properties[f.Name] = Property{Title: f.Description, Type: f.Type}
	}
	return out
}
