package geo

import "github.com/paulmach/orb"

// Boundaries are the outlines of all comuni from one source.
type Boundaries struct {
	Comuni      []ComuneID
	Outlines    []orb.MultiPolygon // in the reference system SRID, one for each of Comuni
	SRID        int                // 4326 or 32632
	Approximate bool
	Source      string
	Checksum    string // sha256 of the file, "" when made by Atlante itself
}
