package geo

import (
	"github.com/google/uuid"
	"github.com/paulmach/orb"
)

// PlaceID is a UUIDv7.
type PlaceID = uuid.UUID

// OperatingStatus says whether a place serves people today.
type OperatingStatus string

// The operating statuses. Only StatusActive and StatusSeasonal count in the
// current coverage; StatusPlanned joins them in ScenarioPlanned.
const (
	StatusActive            OperatingStatus = "active"
	StatusTemporarilyClosed OperatingStatus = "temporarily_closed"
	StatusSeasonal          OperatingStatus = "seasonal"
	StatusPlanned           OperatingStatus = "planned"
	StatusClosed            OperatingStatus = "closed"
)

// ParseOperatingStatus accepts the five statuses; "" is active.
func ParseOperatingStatus(s string) (OperatingStatus, error) {
	switch o := OperatingStatus(s); o {
	case "":
		return StatusActive, nil
	case StatusActive, StatusTemporarilyClosed, StatusSeasonal, StatusPlanned, StatusClosed:
		return o, nil
	}
	return "", Invalid("stato %q non previsto; usa active, temporarily_closed, seasonal, planned o closed / unknown operating status", s)
}

// Precision says how well the position of a place is known.
type Precision string

// The precisions, best first. PrecisionNone is a place without a position:
// it is kept and listed as work to do, never drawn at 0,0.
const (
	PrecisionExact       Precision = "exact" // coordinates given by the source
	PrecisionHouseNumber Precision = "house_number"
	PrecisionStreet      Precision = "street"
	PrecisionLocality    Precision = "locality"
	PrecisionComune      Precision = "comune"
	PrecisionNone        Precision = "none"
)

// Place is a point or an area where people are served.
type Place struct {
	ID              PlaceID
	Kind            KindID
	Name            string
	Address         string   // as written by the source
	Locality        string   // quartiere, frazione or borgata
	Comune          ComuneID // "" when unknown
	ComuneName      string   // filled by readers
	Zone            ZoneID   // filled by readers
	Position        *orb.Point
	Precision       Precision
	RadiusM         int  // the true position lies within this radius
	StreetConfirmed bool // the street exists in the official street names
	PositionSource  string
	Status          OperatingStatus
	ServiceArea     []ComuneID // comuni served without people travelling
	MayReach        []ComuneID // comuni it may reach: not listed, so unknown
	Note            string
	Source          Source
	ConfirmedOn     string // ISO date on which somebody last confirmed it, or ""
}

// Organization is a legal body: a partner, an operator, a participant.
type Organization struct {
	ID       uuid.UUID
	Name     string
	Comune   ComuneID
	Relation string // "took part in the consultation"
	Source   Source
}
