package entry

import (
	"net/url"
	"slices"
	"strings"

	"atlante/geo"
	"atlante/geo/registry"
	"atlante/web/site"
)

// form is what somebody has typed, as it was typed: it is shown again as it is
// when something is wrong with it.
type form struct {
	values url.Values
}

// The fields that are no field of the registry.
const (
	namePoint       = "point"        // "longitude,latitude", "" for none
	namePointFor    = "point_for"    // the address that the point was chosen for
	namePointKeep   = "point_keep"   // "it still holds"
	nameReply       = "text"         // words for the moderator who asked
	nameDistinct    = "distinct"     // entries of which it was said: another one
	nameHoney       = "reason_phone" // left empty by people, who do not see it
	suffixPublic    = "_public"      // of a contact: ticked for publication
	agreed          = "yes"          // value of a ticked box
	longest         = 4000           // characters that any field keeps
	longestDistinct = 20
)

// readForm takes the fields that were sent.
func readForm(r *site.Request) form { return form{r.Fields} }

// get is the value of a field, without blanks around it and with plain line ends.
func (f form) get(name registry.Field) string { return f.text(string(name)) }

func (f form) text(name string) string {
	s := strings.TrimSpace(strings.ReplaceAll(f.values.Get(name), "\r\n", "\n"))
	if r := []rune(s); len(r) > longest {
		return string(r[:longest])
	}
	return s
}

func (f form) ticked(name string) bool { return f.values.Get(name) == agreed }

func (f form) public(name registry.Field) bool { return f.ticked(string(name) + suffixPublic) }

func (f form) areas() []registry.Area {
	var out []registry.Area
	for _, a := range registry.Areas() {
		if slices.Contains(f.values[string(registry.FieldAreas)], string(a)) {
			out = append(out, a)
		}
	}
	return out
}

// distinct are the entries of which the sender said that they are others.
func (f form) distinct() []string {
	list := f.values[nameDistinct]
	return list[:min(len(list), longestDistinct)]
}

// address is what the point is looked up for, in one line.
func (f form) address(comune string) string {
	return line(f.get(registry.FieldAddress), f.get(registry.FieldLocality), comune)
}

// line joins what is not empty with commas.
func line(parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

// contactFields are the contacts of the form, in its order.
var contactFields = []struct {
	field registry.Field
	kind  registry.ContactKind
}{
	{registry.FieldEmail, registry.Email},
	{registry.FieldPhone, registry.Phone},
	{registry.FieldWebsite, registry.Website},
	{registry.FieldPerson, registry.ContactPerson},
}

// fill shows in the form what an entry says.
func fill(c registry.Content, comuni []geo.Comune) form {
	v, comune := url.Values{}, nameOf(comuni, c.Comune)
	set := func(name registry.Field, value string) { v.Set(string(name), value) }
	set(registry.FieldKind, string(c.Kind))
	set(registry.FieldName, c.Name)
	set(registry.FieldComune, comune)
	set(registry.FieldLocality, c.Locality)
	set(registry.FieldAddress, c.Address)
	set(registry.FieldOperator, c.Operator.Name)
	set(registry.FieldLegalForm, string(c.Operator.LegalForm))
	set(registry.FieldCodiceFiscale, c.Operator.CodiceFiscale)
	set(registry.FieldPartitaIVA, c.Operator.PartitaIVA)
	set(registry.FieldNetwork, string(c.Network))
	set(registry.FieldDescription, c.Description)
	set(registry.FieldHours, c.Hours)
	set(registry.FieldWheelchair, string(c.Wheelchair))
	set(registry.FieldStatus, string(c.Status))
	var served []string
	for _, id := range c.ServiceArea {
		served = append(served, nameOf(comuni, id))
	}
	set(registry.FieldServiceArea, strings.Join(served, "\n"))
	for _, a := range c.Areas {
		v.Add(string(registry.FieldAreas), string(a))
	}
	for _, x := range contactFields {
		if i := slices.IndexFunc(c.Contacts, func(k registry.Contact) bool { return k.Kind == x.kind }); i >= 0 {
			set(x.field, c.Contacts[i].Value)
			if c.Contacts[i].Publish {
				v.Set(string(x.field)+suffixPublic, agreed)
			}
		}
	}
	f := form{v}
	if c.Position != nil {
		v.Set(namePoint, writePoint(*c.Position))
		if c.Precision != geo.PrecisionNone { // else it waits for an answer: see point.go
			v.Set(namePointFor, f.address(comune))
		}
	}
	return f
}

// over writes the form over what an entry said before; what the form does not
// ask for stays. Comune and position come from whoever has looked them up.
func (f form) over(c registry.Content) registry.Content {
	c.Kind = geo.KindID(f.get(registry.FieldKind))
	c.Name = f.get(registry.FieldName)
	c.Locality = f.get(registry.FieldLocality)
	c.Address = f.get(registry.FieldAddress)
	c.Operator = registry.Operator{
		Name:          f.get(registry.FieldOperator),
		LegalForm:     registry.LegalForm(f.get(registry.FieldLegalForm)),
		CodiceFiscale: f.get(registry.FieldCodiceFiscale),
		PartitaIVA:    f.get(registry.FieldPartitaIVA),
	}
	c.Network = networkID(f.get(registry.FieldNetwork))
	c.Areas = f.areas()
	c.Description = f.get(registry.FieldDescription)
	c.Hours = f.get(registry.FieldHours)
	c.Wheelchair = registry.Wheelchair(f.get(registry.FieldWheelchair))
	c.Status = geo.OperatingStatus(f.get(registry.FieldStatus))
	if c.Status == "" {
		c.Status = geo.StatusActive
	}
	c.Contacts = f.contacts(c.Contacts)
	return c
}

// contacts puts those of the form in the place of the first of their kind.
func (f form) contacts(before []registry.Contact) []registry.Contact {
	var out []registry.Contact
	taken := map[registry.ContactKind]bool{}
	for _, x := range contactFields {
		taken[x.kind] = true
		if value := f.get(x.field); value != "" {
			out = append(out, registry.Contact{Kind: x.kind, Value: value, Publish: f.public(x.field)})
		}
	}
	for _, k := range before {
		if taken[k.Kind] {
			taken[k.Kind] = false // the one that the form has shown
			continue
		}
		out = append(out, k)
	}
	return out
}
