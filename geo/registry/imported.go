package registry

import "atlante/geo"

// FromPlace gives the content of a row of a file of places: what such files say
// replaces what the entry says, everything else stays as it is in over.
func FromPlace(p geo.Place, over Content) Content {
	over.Kind, over.Name = p.Kind, p.Name
	over.Comune, over.Locality, over.Address = p.Comune, p.Locality, p.Address
	over.Position, over.Precision, over.RadiusM = p.Position, p.Precision, p.RadiusM
	over.StreetConfirmed, over.PositionSource, over.External = p.StreetConfirmed, p.PositionSource, p.External
	over.Status, over.ServiceArea, over.MayReach = p.Status, p.ServiceArea, p.MayReach
	over.Note, over.ConfirmedOn = p.Note, p.ConfirmedOn
	return over
}
