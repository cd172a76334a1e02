package gazetteer

import (
	"github.com/paulmach/orb"

	"atlante/geo"
)

// MapFile is what an OpenStreetMap file shows of streets, house numbers and
// hamlets: the third tier. Unlike the official names it knows where they are.
type MapFile struct {
	File     string
	Checksum string // sha256, hexadecimal
	Date     string // of the data, RFC 3339; "" unknown
	// Source names data and licence: positions found through the file keep it.
	Source  geo.Source
	Streets []Piece
	Houses  []House
	Hamlets []Hamlet
}

// Piece is a stretch of a street. The same name in one comune is one street.
type Piece struct {
	Comune geo.ComuneID // "" outside the territory
	Name   string
	Point  orb.Point // EPSG:4326, longitude first: in its middle
	ReachM float64   // the stretch lies within this many metres of Point
}

// House is a house number.
type House struct {
	Comune geo.ComuneID // "" outside the territory
	Street string       // or the hamlet that numbers its houses itself
	Number string
	Point  orb.Point // EPSG:4326, longitude first
}

// Hamlet is the name of a village, a quarter or a few houses.
type Hamlet struct {
	Comune geo.ComuneID // "" outside the territory
	Name   string
	Class  string    // as OpenStreetMap calls it: "hamlet", "suburb" …
	Point  orb.Point // EPSG:4326, longitude first
}
