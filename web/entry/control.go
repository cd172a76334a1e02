package entry

import (
	"slices"
	"strconv"

	"atlante/geo/registry"
)

// asked is how the form asks for a field: what the browser may fill in, which
// keyboard a phone shows, how long the answer may be.
type asked struct {
	Field    registry.Field
	Type     string
	Complete string // autocomplete; "on" lets a browser that goes back put the words in again
	Mode     string // inputmode
	Max      int    // characters
	Rows     int    // of a textarea; 0 is one line
	Required bool
	List     string // id of a datalist
}

// lines are the fields that are written, by name. The lengths are those of the
// registry; see its Validate.
var lines = []asked{
	{Field: registry.FieldName, Type: "text", Complete: "organization", Max: registry.MaxName, Required: true},
	{Field: registry.FieldComune, Type: "text", Complete: "address-level2", Max: 80, Required: true, List: "comuni"},
	{Field: registry.FieldLocality, Type: "text", Complete: "address-level3", Max: registry.MaxName},
	{Field: registry.FieldAddress, Type: "text", Complete: "address-line1", Max: registry.MaxAddress},
	{Field: registry.FieldOperator, Type: "text", Complete: "on", Max: registry.MaxName},
	{Field: registry.FieldCodiceFiscale, Type: "text", Complete: "on", Max: 40},
	{Field: registry.FieldPartitaIVA, Type: "text", Complete: "on", Mode: "numeric", Max: 40},
	{Field: registry.FieldDescription, Complete: "on", Max: registry.MaxDescription, Rows: 4},
	{Field: registry.FieldHours, Complete: "on", Max: registry.MaxHours, Rows: 2},
	{Field: registry.FieldServiceArea, Complete: "on", Max: longest, Rows: 2},
	{Field: registry.FieldEmail, Type: "email", Complete: "email", Mode: "email", Max: 254, Required: true},
	{Field: registry.FieldPhone, Type: "tel", Complete: "tel", Mode: "tel", Max: 40},
	{Field: registry.FieldWebsite, Type: "text", Complete: "url", Mode: "url", Max: 300},
	{Field: registry.FieldPerson, Type: "text", Complete: "name", Max: 120},
}

// control is a field as the template writes it.
type control struct {
	asked
	ID, Label, Hint, Value, Fault string
	Waits                         bool // a change of it waits for a moderator
	Public                        bool // of a contact: it can be ticked for publication
	Ticked                        bool
	PublicID                      string
}

// Described are the ids of what explains the field: its hint, what is wrong.
func (c control) Described() string {
	ids := ""
	if c.Hint != "" {
		ids = c.ID + "-hint"
	}
	if c.Fault != "" {
		ids = line(ids, c.ID+"-fault")
	}
	return spaced(ids)
}

func spaced(list string) string {
	out := []byte{}
	for i := range len(list) {
		if list[i] != ',' {
			out = append(out, list[i])
		}
	}
	return string(out)
}

// Length is the greatest number of characters, for the attribute.
func (c control) Length() string { return strconv.Itoa(c.Max) }

// Line gives a field of the form by name, for the template.
func (v *formView) Line(name string) control {
	i := slices.IndexFunc(lines, func(a asked) bool { return string(a.Field) == name })
	a := asked{Field: registry.Field(name)}
	if i >= 0 {
		a = lines[i]
	}
	c := control{asked: a, ID: name, Label: v.words["field."+name], Hint: v.words["field."+name+".hint"],
		Value: v.form.get(a.Field), Fault: v.fault(a.Field), Waits: v.Waits(name)}
	if name == string(registry.FieldEmail) && !v.New { // nothing is confirmed, and another contact will do
		c.Required, c.Hint = false, v.words["field.email.hint.edit"]
	}
	for _, k := range contactFields {
		if k.field == a.Field {
			c.Public, c.PublicID, c.Ticked = true, name+suffixPublic, v.form.public(a.Field)
		}
	}
	return c
}
