package geo

import (
	"errors"

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
	// External: it stands beyond the border of the territory, in no comune of it,
	// and serves people inside. It counts only in the scenario "external".
	External    bool
	ServiceArea []ComuneID // comuni served without people travelling
	MayReach    []ComuneID // comuni it may reach: not listed, so unknown
	Note        string
	Source      Source
	ConfirmedOn string // ISO date on which somebody last confirmed it, or ""

	// What its entry in the registry says beside: see geo/registry for the words.
	Description  string
	Hours        string
	Wheelchair   string   // "yes", "limited", "no", "" unknown
	Areas        []string // areas of the Plan
	LegalForm    string   // of the operator
	Operator     string   // the body that runs it; "" when it bears the same name or is not known
	Website      string   // the first of Contacts that is one
	Contacts     []Contact
	Verification string // how it is known to be true: "unverified" …
	Network      string // short name of the network that it is a member of
	NetworkName  string // filled by readers
}

// Contact is a way to reach a place that its owner has chosen to publish.
type Contact struct {
	Kind  string // "email", "phone", "website" or "person"
	Value string
}

// Moved is the error of a place that was found to be the same as another and is
// that one for ever. It wraps ErrNotFound.
type Moved struct{ ID, To PlaceID }

func (m *Moved) Error() string {
	return "Questa scheda è stata unita a un'altra: " + m.To.String() + " / this entry was merged into another one"
}

func (m *Moved) Unwrap() error { return ErrNotFound }

// Gone is the error of a place that people have seen and that is no longer on the
// map: its people have withdrawn it, or it was erased. It wraps ErrNotFound.
type Gone struct{ ID PlaceID }

func (g *Gone) Error() string {
	return "Questo luogo non è più sulla mappa: la sua scheda è stata ritirata o cancellata. / This place is no longer on the map: its entry was withdrawn or erased."
}

func (g *Gone) Unwrap() error { return ErrNotFound }

// Unknown tells whether an error says that there never was such a place, as far
// as people may know: it has neither moved nor gone.
func Unknown(err error) bool {
	var moved *Moved
	var gone *Gone
	return errors.Is(err, ErrNotFound) && !errors.As(err, &moved) && !errors.As(err, &gone)
}

// Organization is a legal body: a partner, an operator, a participant.
type Organization struct {
	ID       uuid.UUID
	Name     string
	Comune   ComuneID
	Relation string // "took part in the consultation"
	Source   Source
}
