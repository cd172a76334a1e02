package ogc

import (
	"fmt"
	"math"
	"time"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/feature"
)

// Collections is the answer of /collections.
type Collections struct {
	Links       []Link       `json:"links"`
	CRS         []string     `json:"crs"`
	Collections []Collection `json:"collections"`
}

// Collection describes one set of features.
type Collection struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Attribution string   `json:"attribution"`
	Links       []Link   `json:"links"`
	Extent      *Extent  `json:"extent,omitempty"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	StorageCRS  string   `json:"storageCrs"`
	Updated     string   `json:"updated,omitempty"`
}

// Extent is where and when the features of a collection are.
type Extent struct {
	Spatial  *Spatial  `json:"spatial,omitempty"`
	Temporal *Temporal `json:"temporal,omitempty"`
}

// Spatial is west, south, east, north.
type Spatial struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

// Temporal is first and last; null is open or unknown.
type Temporal struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

func systems() []string {
	var out []string
	for _, c := range ask.Systems() {
		out = append(out, c.URI)
	}
	return out
}

func collections(c *call) (answer, error) {
	list, err := c.collections()
	if err != nil {
		return answer{}, err
	}
	doc := Collections{Links: append(c.around(asJSON), c.licence()), CRS: systems()}
	view := []CollectionView{}
	for _, of := range list {
		state, err := c.state(of.ID, cover.ScenarioCurrent)
		if err != nil {
			return answer{}, err
		}
		one, err := c.describe(of, state, nil)
		if err != nil {
			return answer{}, err
		}
		doc.Collections = append(doc.Collections, one)
		view = append(view, CollectionView{of, state})
	}
	title := wire.Text{IT: "Raccolte di dati", EN: "Collections of data"}
	return answer{doc, Page{Name: "collections", Title: title, Trail: trail(), View: view}}, nil
}

// CollectionView is what pages show of a collection.
type CollectionView struct {
	feature.Collection
	State feature.State
}

func oneCollection(c *call) (answer, error) {
	of, err := c.collection()
	if err != nil {
		return answer{}, err
	}
	state, err := c.state(of.ID, cover.ScenarioCurrent)
	if err != nil {
		return answer{}, err
	}
	doc, err := c.describe(of, state, c.around(asJSON))
	if err != nil {
		return answer{}, err
	}
	t := trailTo(of)
	return answer{doc, Page{Name: "collection", Title: titleOf(of), Trail: t[:len(t)-1], View: CollectionView{of, state}}}, nil
}

func (c *call) state(id string, scenario cover.Scenario) (feature.State, error) {
	state, err := c.s.store.FeatureState(c.ctx(), id, scenario)
	if err != nil {
		return state, fmt.Errorf("state of %s: %w", id, err)
	}
	return state, nil
}

// describe writes a collection. Among others it is linked to by rel "self", so
// that the description is the same in the list and alone (sfc-md-success).
func (c *call) describe(of feature.Collection, state feature.State, around []Link) (Collection, error) {
	credit, err := geo.Attribution, error(nil)
	if of.Scenarios {
		credit, err = c.credit()
	}
	if err != nil {
		return Collection{}, err
	}
	path := "/collections/" + of.ID
	out := Collection{
		ID: of.ID, Title: titleOf(of).In(c.lang), Description: c.say(of.DescriptionIT, of.DescriptionEN), Attribution: credit,
		ItemType: "feature", CRS: systems(), StorageCRS: ask.CRS84, Extent: extentOf(of, state), Updated: stamp(state.Changed),
	}
	if around == nil {
		around = c.pair(path, "self", asJSON, "Questa raccolta", "This collection")
		around[1].Rel = "alternate"
	}
	items := c.pair(path+"/items", "items", asGeoJSON, "Gli elementi", "The features")
	out.Links = append(around, items...)
	out.Links = append(out.Links, c.pair(path+"/queryables", relQueryables, asSchema, "I campi con cui filtrare", "The fields to filter by")...)
	out.Links = append(out.Links, c.pair(path+"/sortables", relSortables, asSchema, "I campi con cui ordinare", "The fields to sort by")...)
	out.Links = append(out.Links, c.pair(path+"/schema", relSchema, asSchema, "I campi", "The fields")...)
	// GDAL 3.6 knows this relation only with a capital B.
	out.Links = append(out.Links, Link{Href: c.at(path + "/schema/feature"), Rel: "describedBy", Type: contentType(asSchema), Title: c.say("Lo schema di un elemento", "The schema of a feature")})
	if of.Layer != "" {
		out.Links = append(out.Links, c.pair(path+"/tiles", relTilesets, asJSON, "Tile vettoriali", "Vector tiles")...)
	}
	out.Links = append(out.Links, c.licence())
	return out, nil
}

// extentOf is nil while there is nothing.
func extentOf(of feature.Collection, state feature.State) *Extent {
	var out Extent
	if b := state.Extent; state.Count > 0 && !b.IsZero() && b.Min[0] <= b.Max[0] {
		out.Spatial = &Spatial{[][4]float64{{down(b.Min[0]), down(b.Min[1]), up(b.Max[0]), up(b.Max[1])}}, ask.CRS84}
	}
	if of.Datetime != "" && (!state.From.IsZero() || !state.To.IsZero()) {
		out.Temporal = &Temporal{[][2]*string{{instant(state.From), instant(state.To)}}, "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
	}
	if out == (Extent{}) {
		return nil
	}
	return &out
}

// down and up keep seven decimals of a degree, a centimetre, and never less than
// all that is there.
func down(v float64) float64 { return math.Floor(v*1e7) / 1e7 }
func up(v float64) float64   { return math.Ceil(v*1e7) / 1e7 }

func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := stamp(t)
	return &s
}

// stamp writes an instant; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999Z07:00")
}
