package snapshot

import (
	"math"

	"github.com/paulmach/orb"

	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// Places that share an approximate point are drawn on a spiral around it, never as one: Fermat's spiral with the golden
// angle (Vogel, "A better way to construct the sunflower head", Mathematical Biosciences 44, 1979), as tile_places.sql
// draws it.
const (
	spiralStep       = 80       // metres of EPSG:3857
	spiralAngle      = 2.399963 // radians
	earthRadius      = 6378137  // metres: the sphere of EPSG:3857
	fieldOfPrecision = 5        // place of the field "precision" among those of a place
	fieldOfKind      = 2
)

// exact are the precisions whose points are not approximate.
type exact [2]mvt.ValueID

func exactOf(v *mvt.Values) (exact, error) {
	var e exact
	var err error
	for i, s := range [...]string{"exact", "house_number"} {
		if e[i], err = v.ID(s); err != nil {
			return e, err
		}
	}
	return e, nil
}

func (e exact) has(tags []mvt.ValueID) bool {
	p := tags[fieldOfPrecision]
	return p == e[0] || p == e[1]
}

// drawn gives the point at which a place is drawn that is the nth (from 1, by id) of those sharing its position
// (EPSG:4326).
func (e exact) drawn(at orb.Point, tags []mvt.ValueID, nth, sharing int) world.Point {
	if sharing == 1 || e.has(tags) {
		return world.FromLonLat(at[0], at[1])
	}
	x := earthRadius * at[0] * math.Pi / 180
	y := earthRadius * math.Asinh(math.Tan(at[1]*math.Pi/180))
	r, a := spiralStep*math.Sqrt(float64(nth)), spiralAngle*float64(nth)
	return world.FromMercator(x+r*math.Cos(a), y+r*math.Sin(a))
}
