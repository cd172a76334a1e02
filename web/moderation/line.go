package moderation

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/registry"
	"atlante/web/site"
)

// line is a field of an entry, as people see it and as it waits.
type line struct {
	Field   registry.Field
	Label   string
	Before  []value // empty: nothing is said
	After   []value
	Changed bool
	Moved   string // of a position: by how much, in words
}

// value is something that a field says. Mark is "private" or "public" where the
// owner has a choice, and "private" for what is never published.
type value struct {
	Text, Href, Mark string
	Tel              string // of a telephone: the template writes "tel:" itself, or it is taken for no address
	Away             bool   // the link leads to another site
}

// speller turns contents into words.
type speller struct {
	r     *site.Request
	names names
	hosts map[uuid.UUID]string
}

// lines are all fields that either of two contents fills, in the order of the
// form. Without a content before, only After is filled and nothing is changed.
func (s speller) lines(before, after *registry.Content) []line {
	var changed []registry.Field
	if before != nil && after != nil {
		changed = differing(*before, *after)
	}
	var out []line
	for _, f := range spelled {
		l := line{Field: f, Label: s.r.Say("mod.field." + string(f)), Changed: slices.Contains(changed, f)}
		if before != nil {
			l.Before = s.say(f, *before)
		}
		if after != nil {
			l.After = s.say(f, *after)
		}
		if f == registry.FieldPosition && l.Changed {
			l.Moved = moved(s.r, *before, *after)
		}
		if l.Changed || len(l.Before)+len(l.After) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// spelled are the fields that a content may fill, in the order of the form.
var spelled = []registry.Field{
	registry.FieldKind, registry.FieldName, registry.FieldComune, registry.FieldLocality, registry.FieldAddress,
	registry.FieldPosition, registry.FieldOperator, registry.FieldLegalForm, registry.FieldCodiceFiscale,
	registry.FieldPartitaIVA, registry.FieldNetwork, registry.FieldHost, registry.FieldAreas, registry.FieldDescription,
	registry.FieldHours, registry.FieldWheelchair, registry.FieldStatus, registry.FieldEmail, registry.FieldPhone,
	registry.FieldWebsite, registry.FieldPerson, registry.FieldServiceArea, registry.FieldMayReach, registry.FieldNote,
}

// say gives what a content says in a field; nothing where it says nothing.
func (s speller) say(f registry.Field, c registry.Content) []value {
	switch f {
	case registry.FieldKind:
		return plain(s.names.Kind(c.Kind))
	case registry.FieldName:
		return plain(c.Name)
	case registry.FieldComune:
		if c.Comune == "" {
			return nil
		}
		return []value{{Text: s.names.Comune(c.Comune), Href: s.r.Page("/comuni/" + string(c.Comune))}}
	case registry.FieldLocality:
		return plain(c.Locality)
	case registry.FieldAddress:
		return plain(c.Address)
	case registry.FieldPosition:
		return plain(position(s.r, c))
	case registry.FieldOperator:
		return plain(c.Operator.Name)
	case registry.FieldLegalForm:
		return s.choice("mod.form.", string(c.Operator.LegalForm))
	case registry.FieldCodiceFiscale:
		return never(c.Operator.CodiceFiscale)
	case registry.FieldPartitaIVA:
		return never(c.Operator.PartitaIVA)
	}
	return s.more(f, c)
}

func (s speller) more(f registry.Field, c registry.Content) []value {
	switch f {
	case registry.FieldNetwork:
		return plain(s.names.Network(c.Network))
	case registry.FieldHost:
		if c.Host == uuid.Nil {
			return nil
		}
		return []value{{Text: s.hosts[c.Host], Href: s.r.Page("/luoghi/" + c.Host.String())}}
	case registry.FieldAreas:
		var out []value
		for _, a := range c.Areas {
			out = append(out, s.choice("mod.area.", string(a))...)
		}
		return out
	case registry.FieldDescription:
		return plain(c.Description)
	case registry.FieldHours:
		return plain(c.Hours)
	case registry.FieldWheelchair:
		return s.choice("mod.wheelchair.", string(c.Wheelchair))
	case registry.FieldStatus:
		return s.choice("mod.status.", string(c.Status))
	case registry.FieldServiceArea:
		return s.comuni(c.ServiceArea)
	case registry.FieldMayReach:
		return s.comuni(c.MayReach)
	case registry.FieldNote:
		return plain(c.Note)
	}
	return contacts(registry.ContactKind(f), c)
}

func plain(text string) []value {
	if text == "" {
		return nil
	}
	return []value{{Text: text}}
}

// never is what moderators see and nobody publishes.
func never(text string) []value {
	if text == "" {
		return nil
	}
	return []value{{Text: text, Mark: "private"}}
}

func (s speller) choice(prefix, key string) []value {
	if key == "" {
		return nil
	}
	return plain(s.r.Say(prefix + key))
}

// comuni names a few; of many it gives the number, and then the names.
func (s speller) comuni(ids []geo.ComuneID) []value {
	if len(ids) == 0 {
		return nil
	}
	var list []string
	for _, id := range ids {
		list = append(list, s.names.Comune(id))
	}
	slices.Sort(list)
	text := strings.Join(list, ", ")
	if len(ids) > 1 {
		text = s.r.Say("mod.comuni", "n", len(ids)) + ": " + text
	}
	return plain(text)
}

// contacts of a sort, each with a way to try it.
func contacts(kind registry.ContactKind, c registry.Content) []value {
	var out []value
	for _, x := range c.Contacts {
		if x.Kind != kind {
			continue
		}
		v := value{Text: x.Value, Mark: "private"}
		if x.Publish {
			v.Mark = "public"
		}
		switch kind {
		case registry.Email:
			v.Href = "mailto:" + url.PathEscape(x.Value) // a "?" in it would begin a header
		case registry.Phone:
			v.Tel = x.Value
		case registry.Website:
			v.Href, v.Away = x.Value, true
		}
		out = append(out, v)
	}
	return out
}

// changedLines and sameLines part the lines of a comparison.
func changedLines(all []line) []line {
	return slices.DeleteFunc(slices.Clone(all), func(l line) bool { return !l.Changed })
}

func sameLines(all []line) []line {
	return slices.DeleteFunc(slices.Clone(all), func(l line) bool { return l.Changed })
}

// labels names fields, for sentences.
func labels(r *site.Request, fields []registry.Field) string {
	var out []string
	for _, f := range fields {
		label := r.Say("mod.field." + string(f))
		out = append(out, strings.ToLower(label[:1])+label[1:])
	}
	return strings.Join(out, ", ")
}

func number(n int) string { return strconv.Itoa(n) }

// differing are the fields in which two contents differ.
func differing(a, b registry.Content) []registry.Field {
	var out []registry.Field
	for _, d := range registry.Differences(a, b) {
		out = append(out, d.Field)
	}
	return out
}
