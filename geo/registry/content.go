package registry

import (
	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
)

// Content is all that an entry says. Contacts are private unless Publish is ticked.
type Content struct {
	Kind        geo.KindID
	Name        string
	Operator    Operator
	Network     access.NetworkID // member of; "" none
	Host        uuid.UUID        // the place inside which it is; zero none
	Areas       []Area
	Description string
	Hours       string
	Wheelchair  Wheelchair

	Comune          geo.ComuneID
	Locality        string
	Address         string
	Position        *orb.Point // EPSG:4326, longitude first; nil when not known
	Precision       geo.Precision
	RadiusM         int // the true position lies within this radius
	StreetConfirmed bool
	PositionSource  string
	External        bool // beyond the border, in no comune of the territory; only imports say so

	Status      geo.OperatingStatus
	Contacts    []Contact
	ServiceArea []geo.ComuneID
	MayReach    []geo.ComuneID
	Note        string
	ConfirmedOn string // ISO date on which its owner last said "still true", or ""
}

// Operator is the legal body that runs the place. An empty Name means that the
// place and the body bear the same one.
type Operator struct {
	Name          string
	LegalForm     LegalForm
	CodiceFiscale string // 16 characters or 11 digits, checked; never public
	PartitaIVA    string // 11 digits, checked; never public
}

// LegalForm is the legal form of an organization, in the words of the Italian law.
type LegalForm string

// The legal forms, by the Codice del Terzo settore and the civil code; "" is not said.
const (
	APS                LegalForm = "aps"
	ODV                LegalForm = "odv"
	OtherETS           LegalForm = "altro_ets"
	Association        LegalForm = "associazione"
	SocialCooperative  LegalForm = "cooperativa_sociale"
	Cooperative        LegalForm = "cooperativa"
	SocialEnterprise   LegalForm = "impresa_sociale"
	CommunityCoop      LegalForm = "cooperativa_comunita"
	Foundation         LegalForm = "fondazione"
	MutualSociety      LegalForm = "societa_mutuo_soccorso"
	ReligiousBody      LegalForm = "ente_religioso"
	PublicBody         LegalForm = "ente_pubblico"
	Company            LegalForm = "societa"
	InformalGroup      LegalForm = "gruppo_informale"
	OtherForm          LegalForm = "altro"
	LegalFormNotStated LegalForm = ""
)

// LegalForms lists the forms that can be chosen, in the order of the form.
func LegalForms() []LegalForm {
	return []LegalForm{APS, ODV, OtherETS, Association, SocialCooperative, Cooperative, SocialEnterprise, CommunityCoop,
		Foundation, MutualSociety, ReligiousBody, PublicBody, Company, InformalGroup, OtherForm}
}

// Area is one of the six areas of the Piano metropolitano per l'economia sociale 2030.
type Area string

// The six areas, in the order of the Plan (Camera di commercio e Città
// metropolitana di Torino, 30 June 2025).
const (
	Governance  Area = "governance"  // governance e partnership
	Procurement Area = "procurement" // social procurement
	Finance     Area = "finance"     // finanza a impatto sociale
	Skills      Area = "skills"      // formazione continua, sviluppo di competenze, giovani
	Connections Area = "connections" // connessioni fisiche e digitali e innovazione tecnologica
	Inclusion   Area = "inclusion"   // inclusione sociale e lavorativa
)

// Areas lists the six areas in the order of the Plan.
func Areas() []Area {
	return []Area{Governance, Procurement, Finance, Skills, Connections, Inclusion}
}

// Wheelchair says whether a wheelchair gets in; "" is unknown.
type Wheelchair string

// The answers, as OpenStreetMap has them.
const (
	WheelchairYes     Wheelchair = "yes"
	WheelchairLimited Wheelchair = "limited"
	WheelchairNo      Wheelchair = "no"
	WheelchairUnknown Wheelchair = ""
)

// ContactKind is how somebody can be reached.
type ContactKind string

// The kinds of contact.
const (
	Email         ContactKind = "email"
	Phone         ContactKind = "phone"
	Website       ContactKind = "website"
	ContactPerson ContactKind = "person" // the name of whom to ask for
)

// Contact is a way to reach an organization.
type Contact struct {
	Kind    ContactKind
	Value   string // e-mail address; phone as E.164; web address with scheme; name
	Publish bool   // ticked by its owner; private otherwise
}

// PublicContacts are those whose owner has ticked "publish".
func (c Content) PublicContacts() []Contact {
	var out []Contact
	for _, x := range c.Contacts {
		if x.Publish {
			out = append(out, x)
		}
	}
	return out
}
