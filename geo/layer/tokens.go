package layer

import (
	_ "embed"
	"encoding/json"
)

// Tokens are the quiet colours of every map, "#rrggbb": white, one blue, ink.
// Colour belongs to the data. They stand in tokens.json, which the map of the
// pages reads as well.
type Tokens struct {
	Around   string `json:"around"`   // beyond the territory
	Land     string `json:"land"`     // the territory, below the data
	Outside  string `json:"outside"`  // comuni that the figures are not about
	Line     string `json:"line"`     // boundaries of comuni
	ZoneLine string `json:"zoneLine"` // boundaries of zones
	Ink      string `json:"ink"`      // markers and names of comuni
	Halo     string `json:"halo"`     // around markers and names
	Blue     string `json:"blue"`     // what is selected
	Quiet    string `json:"quiet"`    // names of zones
}

//go:embed tokens.json
var tokensFile []byte

// Light gives the tokens of the light map, the only one. It cannot fail: the file
// is embedded, and a test reads it.
func Light() Tokens {
	var t Tokens
	_ = json.Unmarshal(tokensFile, &t)
	return t
}
