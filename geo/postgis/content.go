package postgis

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// content is registry.Content as the column revision.content holds it. The names
// of what imports bring stand in incoming_place_revise.sql and in the migration
// that made the first revisions, too. {} is an erased one.
type content struct {
	Kind            geo.KindID          `json:"kind,omitempty"`
	Name            string              `json:"name,omitempty"`
	Operator        operator            `json:"operator,omitzero"`
	Network         access.NetworkID    `json:"network,omitempty"`
	Host            uuid.UUID           `json:"host,omitzero"`
	Areas           []registry.Area     `json:"areas,omitempty"`
	Description     string              `json:"description,omitempty"`
	Hours           string              `json:"hours,omitempty"`
	Wheelchair      registry.Wheelchair `json:"wheelchair,omitempty"`
	Comune          geo.ComuneID        `json:"comune,omitempty"`
	Locality        string              `json:"locality,omitempty"`
	Address         string              `json:"address,omitempty"`
	Position        *orb.Point          `json:"position,omitempty"`
	Precision       geo.Precision       `json:"precision,omitempty"`
	RadiusM         int                 `json:"radius_m,omitempty"`
	StreetConfirmed bool                `json:"street_confirmed,omitempty"`
	PositionSource  string              `json:"position_source,omitempty"`
	External        bool                `json:"external,omitempty"`
	Status          geo.OperatingStatus `json:"status,omitempty"`
	Contacts        []contact           `json:"contacts,omitempty"`
	ServiceArea     []geo.ComuneID      `json:"service_area,omitempty"`
	MayReach        []geo.ComuneID      `json:"may_reach,omitempty"`
	Note            string              `json:"note,omitempty"`
	ConfirmedOn     string              `json:"confirmed_on,omitempty"`
}

type operator struct {
	Name          string             `json:"name,omitempty"`
	LegalForm     registry.LegalForm `json:"legal_form,omitempty"`
	CodiceFiscale string             `json:"codice_fiscale,omitempty"`
	PartitaIVA    string             `json:"partita_iva,omitempty"`
}

type contact struct {
	Kind    registry.ContactKind `json:"kind"`
	Value   string               `json:"value"`
	Publish bool                 `json:"publish,omitempty"`
}

func encodeContent(c registry.Content) ([]byte, error) {
	out := content{Kind: c.Kind, Name: c.Name, Operator: operator(c.Operator), Network: c.Network, Host: c.Host, Areas: c.Areas,
		Description: c.Description, Hours: c.Hours, Wheelchair: c.Wheelchair, Comune: c.Comune, Locality: c.Locality,
		Address: c.Address, Position: c.Position, Precision: c.Precision, RadiusM: c.RadiusM, StreetConfirmed: c.StreetConfirmed,
		PositionSource: c.PositionSource, External: c.External, Status: c.Status, ServiceArea: c.ServiceArea, MayReach: c.MayReach, Note: c.Note,
		ConfirmedOn: c.ConfirmedOn}
	for _, x := range c.Contacts {
		out.Contacts = append(out.Contacts, contact(x))
	}
	return json.Marshal(out)
}

func decodeContent(b []byte) (registry.Content, error) {
	var in content
	if err := json.Unmarshal(b, &in); err != nil {
		return registry.Content{}, fmt.Errorf("content of a revision: %w", err)
	}
	c := registry.Content{Kind: in.Kind, Name: in.Name, Operator: registry.Operator(in.Operator), Network: in.Network, Host: in.Host,
		Areas: in.Areas, Description: in.Description, Hours: in.Hours, Wheelchair: in.Wheelchair, Comune: in.Comune,
		Locality: in.Locality, Address: in.Address, Position: in.Position, Precision: in.Precision, RadiusM: in.RadiusM,
		StreetConfirmed: in.StreetConfirmed, PositionSource: in.PositionSource, External: in.External, Status: in.Status, ServiceArea: in.ServiceArea,
		MayReach: in.MayReach, Note: in.Note, ConfirmedOn: in.ConfirmedOn}
	for _, x := range in.Contacts {
		c.Contacts = append(c.Contacts, registry.Contact(x))
	}
	return c, nil
}
