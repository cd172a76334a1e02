package ogc

import (
	"atlante/api/wire"
	"atlante/geo/feature"
)

// Page is what an answer shows to people.
type Page struct {
	Name  string // landing, conformance, api, collections, collection, items, feature, fields, tilesets, tileset, matrices, matrix
	Title wire.Text
	Trail []Crumb // from the root to here, without this page
	JSON  string  // this answer for programs; "" is this address with f=json
	View  any
}

// Crumb is a step on the way to a page.
type Crumb struct {
	Text wire.Text
	Path string
}

// the steps that every page below has on its way.
func trail(crumbs ...Crumb) []Crumb {
	return append([]Crumb{{wire.Text{IT: "Servizi OGC", EN: "OGC services"}, Root}}, crumbs...)
}

func trailTo(of feature.Collection) []Crumb {
	return trail(Crumb{wire.Text{IT: "Raccolte", EN: "Collections"}, Root + "/collections"}, crumbOf(of))
}

func crumbOf(of feature.Collection) Crumb {
	return Crumb{titleOf(of), Root + "/collections/" + of.ID}
}

func titleOf(of feature.Collection) wire.Text { return wire.Text{IT: of.TitleIT, EN: of.TitleEN} }
