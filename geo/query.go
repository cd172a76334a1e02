package geo

import "github.com/paulmach/orb"

// PlaceFilter selects places. Zero values do not filter.
type PlaceFilter struct {
	Kinds     []KindID
	Zone      ZoneID
	Comune    ComuneID
	Territory Territory
	BBox      *orb.Bound // EPSG:4326
	Status    []OperatingStatus
	Q         string // words of name, address or comune; accents and typos forgiven
	Unlocated bool   // only those without a position: the work to do
	Page
}

// ComuneFilter selects comuni. Zero values do not filter.
type ComuneFilter struct {
	Zone      ZoneID
	Territory Territory
	BBox      *orb.Bound
	Q         string
	Geometry  bool // fill Boundary
	Page
}

// Page is keyset paging: After is the opaque cursor that the last page gave.
type Page struct {
	After string
	Limit int
}
