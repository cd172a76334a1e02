package registry

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"atlante/geo"
)

// part is one field of a Content: how it reads and how it is taken over.
type part struct {
	field Field
	text  func(Content) string
	take  func(to *Content, from Content)
}

// differs compares what is said, not how it reads: a name may hold a comma or ✓.
func (p part) differs(a, b Content) bool {
	if k, ok := contactKinds()[p.field]; ok {
		return !slices.Equal(a.contacts(k), b.contacts(k))
	}
	return p.text(a) != p.text(b)
}

func contactKinds() map[Field]ContactKind {
	return map[Field]ContactKind{FieldEmail: Email, FieldPhone: Phone, FieldWebsite: Website, FieldPerson: ContactPerson}
}

// contacts gives those of a kind, in their order.
func (c Content) contacts(k ContactKind) []Contact {
	var out []Contact
	for _, x := range c.Contacts {
		if x.Kind == k {
			out = append(out, x)
		}
	}
	return out
}

// parts are all fields of a Content, in the order of the form.
func parts() []part {
	return []part{
		{FieldKind, func(c Content) string { return string(c.Kind) }, func(to *Content, from Content) { to.Kind = from.Kind }},
		{FieldName, func(c Content) string { return c.Name }, func(to *Content, from Content) { to.Name = from.Name }},
		{FieldComune, func(c Content) string { return string(c.Comune) }, func(to *Content, from Content) { to.Comune = from.Comune }},
		{FieldLocality, func(c Content) string { return c.Locality }, func(to *Content, from Content) { to.Locality = from.Locality }},
		{FieldAddress, func(c Content) string { return c.Address }, func(to *Content, from Content) { to.Address = from.Address }},
		{FieldPosition, positionText, takePosition},
		{FieldOperator, func(c Content) string { return c.Operator.Name }, func(to *Content, from Content) { to.Operator.Name = from.Operator.Name }},
		{FieldLegalForm, func(c Content) string { return string(c.Operator.LegalForm) }, func(to *Content, from Content) { to.Operator.LegalForm = from.Operator.LegalForm }},
		{FieldCodiceFiscale, func(c Content) string { return c.Operator.CodiceFiscale }, func(to *Content, from Content) { to.Operator.CodiceFiscale = from.Operator.CodiceFiscale }},
		{FieldPartitaIVA, func(c Content) string { return c.Operator.PartitaIVA }, func(to *Content, from Content) { to.Operator.PartitaIVA = from.Operator.PartitaIVA }},
		{FieldNetwork, func(c Content) string { return string(c.Network) }, func(to *Content, from Content) { to.Network = from.Network }},
		{FieldHost, hostText, func(to *Content, from Content) { to.Host = from.Host }},
		{FieldAreas, func(c Content) string { return list(c.Areas) }, func(to *Content, from Content) { to.Areas = slices.Clone(from.Areas) }},
		{FieldDescription, func(c Content) string { return c.Description }, func(to *Content, from Content) { to.Description = from.Description }},
		{FieldHours, func(c Content) string { return c.Hours }, func(to *Content, from Content) { to.Hours = from.Hours }},
		{FieldWheelchair, func(c Content) string { return string(c.Wheelchair) }, func(to *Content, from Content) { to.Wheelchair = from.Wheelchair }},
		{FieldStatus, statusText, func(to *Content, from Content) { to.Status = from.Status }},
		contactPart(FieldEmail, Email), contactPart(FieldPhone, Phone), contactPart(FieldWebsite, Website), contactPart(FieldPerson, ContactPerson),
		{FieldServiceArea, func(c Content) string { return list(c.ServiceArea) }, func(to *Content, from Content) { to.ServiceArea = slices.Clone(from.ServiceArea) }},
		{FieldMayReach, func(c Content) string { return list(c.MayReach) }, func(to *Content, from Content) { to.MayReach = slices.Clone(from.MayReach) }},
		{FieldNote, func(c Content) string { return c.Note }, func(to *Content, from Content) { to.Note = from.Note }},
		{FieldConfirmedOn, func(c Content) string { return c.ConfirmedOn }, func(to *Content, from Content) { to.ConfirmedOn = from.ConfirmedOn }},
	}
}

// positionText gives longitude and latitude in degrees, how well they are known,
// and from where.
func positionText(c Content) string {
	if c.Position == nil {
		return ""
	}
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	words := []string{number(c.Position.Lon()) + ", " + number(c.Position.Lat())}
	if c.Precision != "" {
		words = append(words, string(c.Precision))
	}
	if c.RadiusM > 0 {
		words = append(words, fmt.Sprintf("± %d m", c.RadiusM))
	}
	if c.PositionSource != "" {
		words = append(words, c.PositionSource)
	}
	if c.StreetConfirmed {
		words = append(words, "✓")
	}
	if c.External {
		words = append(words, "oltre confine")
	}
	return strings.Join(words, " · ")
}

// takePosition takes the pin with all that is known about it, as one.
func takePosition(to *Content, from Content) {
	to.Position, to.Precision, to.RadiusM = nil, from.Precision, from.RadiusM
	to.StreetConfirmed, to.PositionSource, to.External = from.StreetConfirmed, from.PositionSource, from.External
	if from.Position != nil {
		p := *from.Position
		to.Position = &p
	}
}

func hostText(c Content) string {
	if c.Host == uuid.Nil {
		return ""
	}
	return c.Host.String()
}

func statusText(c Content) string {
	if c.Status == "" {
		return string(geo.StatusActive)
	}
	return string(c.Status)
}

func list[T ~string](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return strings.Join(words, ", ")
}

// contactPart is all contacts of a kind. A ✓ stands after those that are public.
func contactPart(f Field, k ContactKind) part {
	text := func(c Content) string {
		var words []string
		for _, x := range c.contacts(k) {
			if x.Publish {
				x.Value += " ✓"
			}
			words = append(words, x.Value)
		}
		return strings.Join(words, ", ")
	}
	take := func(to *Content, from Content) {
		others := slices.DeleteFunc(slices.Clone(to.Contacts), func(x Contact) bool { return x.Kind == k })
		to.Contacts = append(others, from.contacts(k)...)
	}
	return part{f, text, take}
}
