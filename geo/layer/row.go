package layer

import (
	"github.com/paulmach/orb"

	"atlante/geo"
)

// Row is one feature as the store gives it to the tiles. A Row and its slices
// may be reused by the reader once the callback that got it has returned: copy
// what you keep.
type Row struct {
	Layer    string // id in the catalogue
	Scenario string // "current" or "planned"; "" for layers that do not depend on it (Coverage false)

	// Key stands for the feature in its layer: H3 index in hexadecimal, number of
	// the zone, ISTAT code, UUID, or territory and id of a gap. Rows of a layer and
	// scenario come in the order in which its tiles hold them.
	Key string

	Cell  uint64           // H3 index: cells: the cell itself, whose outline follows from it; places: the cell at resolution 9, 0 when unknown
	Point orb.Point        // points: longitude, latitude, EPSG:4326
	Shape orb.MultiPolygon // zones, comuni, gaps: x, y in metres, EPSG:3857; shared borders are the same vertices

	// Values stand in the order of Layer.Expand(kinds): string, int64, float64 or
	// bool; nil where the field is absent.
	Values []any
}

// State is the state of the store that rows were read in: of one transaction.
type State struct {
	Places, Territory, Roads, Publication int64 // versions of the inputs, and the latest publication (0 for none)
	Kinds                                 []geo.Kind

	// Database is another one when the store was restored: versions of one say nothing
	// about those of another.
	Database int64
}

// Versions gives the version of every layer, each only growing: places follow
// every commit, the others the publications and the territory.
func (s State) Versions() map[string]int64 {
	out := map[string]int64{}
	for _, l := range Catalogue() {
		switch {
		case l.ID == "places":
			out[l.ID] = s.Places
		case l.Coverage:
			out[l.ID] = s.Publication + s.Territory
		default:
			out[l.ID] = s.Territory
		}
	}
	return out
}

// PlaceChange is what happened to places after a version.
type PlaceChange struct {
	State   State
	Present []Row    // places that are public now, of those touched
	Gone    []string // ids that are not: deleted, closed, without position
}
