package api

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// Places reads places.
type Places interface {
	Places(ctx context.Context, f geo.PlaceFilter) ([]geo.Place, string, error)
	Place(ctx context.Context, id geo.PlaceID) (geo.Place, error)
	Closing(ctx context.Context, id geo.PlaceID, scenario cover.Scenario) (cover.Closing, error)
}

// Place is a point or an area where people are served.
type Place struct {
	ID              string   `json:"id" format:"uuid"`
	Name            string   `json:"name"`
	Kind            string   `json:"kind"`
	OperatingStatus string   `json:"operating_status" enum:"active,temporarily_closed,seasonal,planned,closed"`
	Address         *string  `json:"address" doc:"as the source writes it"`
	Locality        *string  `json:"locality" doc:"quartiere, frazione or borgata"`
	Comune          *string  `json:"comune" doc:"ISTAT code"`
	ComuneName      *string  `json:"comune_name"`
	Zone            *int     `json:"zone"`
	Lon             *float64 `json:"lon" doc:"null when the position is not known"`
	Lat             *float64 `json:"lat" doc:"null when the position is not known"`
	Precision       string   `json:"precision" enum:"exact,house_number,street,locality,comune,none"`
	RadiusM         *int     `json:"radius_m" doc:"the true position lies within this radius"`
	StreetConfirmed bool     `json:"street_confirmed" doc:"the street exists in the official street names"`
	PositionSource  *string  `json:"position_source"`
	External        bool     `json:"external" doc:"beyond the border of the territory: it counts only in the scenario external"`
	ServiceArea     []string `json:"service_area" doc:"ISTAT codes of the comuni served without people travelling"`
	MayReach        []string `json:"may_reach" doc:"ISTAT codes of the comuni it may reach: not known"`
	Note            *string  `json:"note"`
	ConfirmedOn     *string  `json:"confirmed_on" format:"date" doc:"when somebody last confirmed the entry"`
	Source          *string  `json:"source"`
	Licence         *string  `json:"licence"`
	RetrievedOn     *string  `json:"retrieved_on" format:"date"`

	Description  *string   `json:"description"`
	Hours        *string   `json:"hours"`
	Wheelchair   *string   `json:"wheelchair" doc:"yes, limited or no; null is not known"`
	Areas        []string  `json:"areas" doc:"areas of the Piano metropolitano per l'economia sociale 2030"`
	Operator     *string   `json:"operator" doc:"the body that runs it, when it bears another name"`
	LegalForm    *string   `json:"legal_form"`
	Network      *string   `json:"network" doc:"short name of the network that it is a member of"`
	Contacts     []Contact `json:"contacts" doc:"those whose owner publishes them"`
	Verification *string   `json:"verification" enum:"unverified,self_confirmed,registry_matched,moderator_checked,visited" doc:"how the entry is known to be true"`
}

// Contact is a way to reach those who run a place.
type Contact struct {
	Kind  string `json:"kind" enum:"email,phone,website,person"`
	Value string `json:"value"`
}

func contactOf(c geo.Contact) Contact { return Contact{string(c.Kind), c.Value} }

func placeOf(p geo.Place) Place {
	out := Place{
		ID: p.ID.String(), Name: p.Name, Kind: string(p.Kind), OperatingStatus: string(p.Status),
		Address: known(p.Address), Locality: known(p.Locality),
		Comune: known(string(p.Comune)), ComuneName: known(p.ComuneName), Zone: known(int(p.Zone)),
		Precision: string(p.Precision), StreetConfirmed: p.StreetConfirmed, PositionSource: known(p.PositionSource), External: p.External,
		ServiceArea: words(p.ServiceArea...), MayReach: words(p.MayReach...), Note: known(p.Note),
		ConfirmedOn: known(p.ConfirmedOn), Source: known(p.Source.Name), Licence: known(p.Source.Licence), RetrievedOn: known(p.Source.RetrievedOn),
		Description: known(p.Description), Hours: known(p.Hours), Wheelchair: known(p.Wheelchair), Areas: words(p.Areas...),
		Operator: known(p.Operator), LegalForm: known(p.LegalForm), Network: known(p.Network),
		Contacts: each(p.Contacts, contactOf), Verification: known(p.Verification),
	}
	if out.Lon, out.Lat = lonLat(p.Position); out.Lon != nil {
		out.RadiusM = &p.RadiusM
	}
	return out
}

func askPlaces(s *service, c *call) (reply, error) {
	f := geo.PlaceFilter{
		Kinds:     wire.ParseList(c.query, "kind", geo.ParseKindID),
		Zone:      wire.Parse(c.query, "zone", geo.ParseZoneID),
		Comune:    wire.Parse(c.query, "comune", geo.ParseComuneID),
		Territory: wire.Parse(c.query, "territory", geo.ParseTerritory),
		BBox:      c.bbox(),
		Status:    wire.ParseList(c.query, "operating_status", parseStatus),
		Q:         c.query.Text("q", wire.TextMax),
		Unlocated: wire.Parse(c.query, "unlocated", parseTrue),
		Page:      c.paging(),
	}
	return func() (any, error) { return s.places(c, f) }, c.query.Err()
}

func (s *service) places(c *call, f geo.PlaceFilter) (any, error) {
	if _, err := s.kindsByID(c.ctx(), f.Kinds); err != nil {
		return nil, err
	}
	if err := s.checkZone(c.ctx(), f.Zone); err != nil {
		return nil, err
	}
	var notice *string
	var err error
	if f.Comune, notice, err = s.comuneFilter(c, f.Comune); err != nil {
		return nil, err
	}
	found, next, err := s.store.Places(c.ctx(), f)
	if err != nil {
		return nil, c.blame(fmt.Errorf("places: %w", err))
	}
	p := page{next: c.next(next), notice: notice}
	if c.geojson() {
		return collection(each(found, placeFeature), p), nil
	}
	return list(each(found, placeOf), p), nil
}

func placeFeature(p geo.Place) Feature[Place] {
	return feature(p.ID.String(), p.Position, placeOf(p))
}

// parseStatus is strict where geo takes "" for active.
func parseStatus(s string) (geo.OperatingStatus, error) {
	if s == "" {
		return "", geo.Invalid("operating_status: un valore è vuoto / a value is empty")
	}
	return geo.ParseOperatingStatus(s)
}

func parseTrue(s string) (bool, error) {
	if s != "true" {
		return false, geo.Invalid("unlocated: l'unico valore è true / the only value is true")
	}
	return true, nil
}

func askPlace(s *service, c *call) (reply, error) {
	id, err := c.placeID()
	return func() (any, error) { return s.place(c, id) }, err
}

// placeID is the place in the path.
func (c *call) placeID() (geo.PlaceID, error) {
	written, err := wire.Path(c.r, "id")
	if err != nil {
		return geo.PlaceID{}, err
	}
	id, err := uuid.Parse(written)
	if err != nil {
		return id, wire.Fault("id", wire.Text{IT: "id: l'identificativo di un luogo è un UUID", EN: "id: the id of a place is a UUID"})
	}
	return id, nil
}

func (s *service) place(c *call, id geo.PlaceID) (any, error) {
	found, err := s.store.Place(c.ctx(), id)
	if geo.Unknown(err) {
		return nil, geo.NotFound("Nessun luogo ha l'identificativo %s / No place has the id %s", id, id)
	}
	if err != nil {
		return nil, fmt.Errorf("place %s: %w", id, err)
	}
	if c.geojson() {
		return placeFeature(found), nil
	}
	return placeOf(found), nil
}
