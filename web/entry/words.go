package entry

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"atlante/geo"
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
		return whereIs(r, *c.Position, c.Comune, o) + " · " + precision(r, c.Precision, c.RadiusM, c.StreetConfirmed)
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

// winds are the eight points of the compass, from north with the clock.
var winds = []string{"n", "ne", "e", "se", "s", "sw", "w", "nw"}

// whereIs says where a point lies, as the script of the form does: "1,2 km a
// nord-est del centro di Ceres". Its degrees follow, so that no two points read alike.
func whereIs(r *site.Request, at orb.Point, comune geo.ComuneID, o offers) string {
	degrees := "(" + coordinates(r, at) + ")"
	i := slices.IndexFunc(o.comuni, func(c geo.Comune) bool { return c.ID == comune })
	if i < 0 {
		return degrees
	}
	home := o.comuni[i]
	m := orbgeo.Distance(home.Seat, at)
	if m < 60 {
		return r.Say("pin.centre", "c", home.Name) + " " + degrees
	}
	d := r.Lang.Decimal(m/1000) + " km"
	if m < 950 {
		d = fmt.Sprintf("%.0f m", math.Round(m/10)*10)
	}
	eighth := int(math.Round(orbgeo.Bearing(home.Seat, at)/45)) + len(winds)
	return r.Say("pin.at", "d", d, "n", r.Say("pin.wind."+winds[eighth%len(winds)]), "c", home.Name) + " " + degrees
}

// coordinates writes a point as people write it: 45,31340 N 7,38970 E.
func coordinates(r *site.Request, at orb.Point) string {
	text := fmt.Sprintf("%.5f N %.5f E", at.Lat(), at.Lon())
	if r.Lang == site.Italian {
		text = strings.ReplaceAll(text, ".", ",")
	}
	return text
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
