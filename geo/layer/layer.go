// Package layer is the catalogue of what the tiles hold: layers, fields and
// zooms, and the classes and colours of the scale. Tiles, API and web read it,
// so that a legend cannot say something else than the map.
package layer

import (
	"strings"

	"atlante/geo"
)

// Layer is one layer of the vector tiles.
type Layer struct {
	ID          string
	MinZoom     uint32
	MaxZoom     uint32
	Geometry    string // "polygon" or "point"
	Coverage    bool   // its figures depend on the scenario
	Fields      []Field
	Description string
}

// Field is one property of the features of a layer.
type Field struct {
	Name        string // per kind: with the placeholder <kind> until expanded
	Type        string // "string", "integer", "number" or "boolean"
	PerKind     KindSet
	Description string
}

// KindSet says for which kinds a field exists.
type KindSet int

// A field exists once, or for every kind of a set.
const (
	Once       KindSet = iota
	EveryKind          // one for each kind
	TravelKind         // one for each kind that people travel to
	AreaKind           // one for each kind that serves an area
)

func (s KindSet) has(k geo.Kind) bool {
	switch s {
	case EveryKind:
		return true
	case TravelKind:
		return !k.ByArea
	case AreaKind:
		return k.ByArea
	}
	return false
}

// Expand gives the fields of a publication: the per-kind ones once for each
// kind, in the order of the kinds.
func (l Layer) Expand(kinds []geo.Kind) []Field {
	var out []Field
	for _, f := range l.Fields {
		if f.PerKind == Once {
			out = append(out, f)
			continue
		}
		for _, k := range kinds {
			if f.PerKind.has(k) {
				out = append(out, f.of(k))
			}
		}
	}
	return out
}

func (f Field) of(k geo.Kind) Field {
	f.Name = strings.ReplaceAll(f.Name, "<kind>", string(k.ID))
	f.Description += " – " + k.NameEN
	f.PerKind = Once
	return f
}

// ByID finds a layer of the catalogue.
func ByID(id string) (Layer, bool) {
	for _, l := range Catalogue() {
		if l.ID == id {
			return l, true
		}
	}
	return Layer{}, false
}

// CellResolution is the H3 resolution of the layer cells at a zoom.
func CellResolution(zoom uint32) int {
	switch {
	case zoom <= 7:
		return 6
	case zoom == 8:
		return 7
	case zoom <= 10:
		return 8
	}
	return 9
}

// ClusterZoom is the first zoom at which places are drawn one by one.
const ClusterZoom = 11

// ClusterResolution is the H3 resolution of the parent cells that gather places
// into clusters at a zoom below ClusterZoom.
func ClusterResolution(zoom uint32) int {
	switch {
	case zoom <= 6:
		return 4
	case zoom <= 8:
		return 5
	}
	return 6
}
