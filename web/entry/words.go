package entry

import (
	"net/url"
	"strings"

	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

func escape(s string) string { return url.QueryEscape(s) }

// emailOf is the first e-mail address of an entry, "" without one.
func emailOf(c registry.Content) string {
	for _, x := range c.Contacts {
		if x.Kind == registry.Email {
			return x.Value
		}
	}
	return ""
}

// maskedEmail is enough of it for its owner to know it.
func maskedEmail(c registry.Content) string {
	if e := emailOf(c); e != "" {
		return access.MaskEmail(e)
	}
	return ""
}

// say writes what an entry says about one field, in words; "" when nothing.
func (p *pages) say(r *site.Request, c registry.Content, name registry.Field, o offers) string {
	switch name {
	case registry.FieldKind:
		for _, k := range o.kinds {
			if k.ID == c.Kind {
				return r.Lang.Pick(k.NameIT, k.NameEN)
			}
		}
		return string(c.Kind)
	case registry.FieldComune:
		return nameOf(o.comuni, c.Comune)
	case registry.FieldPosition:
		if c.Position == nil {
			return ""
		}
		return writePoint(*c.Position) + " · " + precision(r, c.Precision, c.RadiusM, c.StreetConfirmed)
	case registry.FieldNetwork:
		for _, n := range o.networks {
			if n.ID == c.Network {
				return n.Name
			}
		}
		return string(c.Network)
	case registry.FieldLegalForm, registry.FieldWheelchair, registry.FieldStatus:
		return p.oneOf(r, c, name)
	case registry.FieldAreas:
		var words []string
		for _, a := range c.Areas {
			words = append(words, r.Say("area."+string(a)))
		}
		return strings.Join(words, "; ")
	case registry.FieldServiceArea, registry.FieldMayReach:
		return p.comuniOf(c, name, o)
	}
	return plain(r, c, name)
}

func (p *pages) comuniOf(c registry.Content, name registry.Field, o offers) string {
	list := c.ServiceArea
	if name == registry.FieldMayReach {
		list = c.MayReach
	}
	var words []string
	for _, id := range list {
		words = append(words, nameOf(o.comuni, id))
	}
	return strings.Join(words, ", ")
}

// oneOf writes an answer that is chosen from a list.
func (p *pages) oneOf(r *site.Request, c registry.Content, name registry.Field) string {
	switch {
	case name == registry.FieldLegalForm && c.Operator.LegalForm != "":
		return r.Say("legalform." + string(c.Operator.LegalForm))
	case name == registry.FieldWheelchair && c.Wheelchair != "":
		return r.Say("wheelchair." + string(c.Wheelchair))
	case name == registry.FieldStatus && c.Status != "":
		return r.Say("entrystatus." + string(c.Status))
	}
	return ""
}

// plain writes what was typed.
func plain(r *site.Request, c registry.Content, name registry.Field) string {
	switch name {
	case registry.FieldName:
		return c.Name
	case registry.FieldLocality:
		return c.Locality
	case registry.FieldAddress:
		return c.Address
	case registry.FieldOperator:
		return c.Operator.Name
	case registry.FieldCodiceFiscale:
		return c.Operator.CodiceFiscale
	case registry.FieldPartitaIVA:
		return c.Operator.PartitaIVA
	case registry.FieldDescription:
		return c.Description
	case registry.FieldHours:
		return c.Hours
	case registry.FieldNote:
		return c.Note
	case registry.FieldConfirmedOn:
		return r.Lang.Day(c.ConfirmedOn)
	}
	for _, x := range contactFields {
		if x.field == name {
			return contactWords(r, c, x.kind)
		}
	}
	return ""
}

func contactWords(r *site.Request, c registry.Content, kind registry.ContactKind) string {
	var words []string
	for _, k := range c.Contacts {
		if k.Kind != kind {
			continue
		}
		if k.Publish {
			words = append(words, r.Say("contact.public", "value", k.Value))
		} else {
			words = append(words, r.Say("contact.private", "value", k.Value))
		}
	}
	return strings.Join(words, ", ")
}
