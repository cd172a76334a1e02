package entry

import (
	"maps"
	"slices"

	"atlante/geo/registry"
	"atlante/web/site"
)

// conflictPage shows two versions of an entry that two people wrote at the same
// time, field by field.
type conflictPage struct {
	site.Frame
	Action  string
	Key     string
	Version int
	Base    int
	Hidden  []pair // all that was typed
	Fields  []conflictField
	When    string // theirs was saved
	Name    string
}

// conflictField is a field in which the versions differ.
type conflictField struct {
	Name, Label  string
	Mine, Theirs string
	TakeTheirs   bool // only they have changed it
	Both         bool // both have
}

// conflict shows both versions. Nothing that was typed is lost: it stands in the
// hidden fields of the page.
func (p *pages) conflict(r *site.Request, w written, d registry.Dossier) (site.Answer, error) {
	now := revisionOf(d)
	base, known := baseOf(d, number(r.Field("base")))
	v := conflictPage{Frame: p.frame(r, r.Say("conflict.title")), Action: r.Page(r.URL.Path), Key: p.newKey(),
		Version: d.Version, Base: now.Number, When: r.Moment(now.At), Name: now.Content.Name}
	v.Crumbs = []site.Part{{Text: r.Say("mine.title"), Href: r.Page("/mie-schede")}, {Text: now.Content.Name, Href: v.Action}, {Text: v.Title}}
	for _, x := range registry.Differences(now.Content, w.content) {
		if !slices.Contains(formOrder, x.Field) {
			continue
		}
		f := conflictField{Name: string(x.Field), Label: r.Say("field." + string(x.Field)),
			Mine: p.say(r, w.content, x.Field, w.offers), Theirs: p.say(r, now.Content, x.Field, w.offers)}
		if known {
			f.TakeTheirs = !differ(base, w.content, x.Field)
			f.Both = !f.TakeTheirs && differ(base, now.Content, x.Field)
		}
		v.Fields = append(v.Fields, f)
	}
	v.Hidden = hidden(w.form)
	return site.FormAgain("conflict", v), nil
}

// baseOf is what the form was filled from, where it can still be seen.
func baseOf(d registry.Dossier, number int) (registry.Content, bool) {
	for _, x := range d.Revisions {
		if x.Number == number {
			return x.Content, true
		}
	}
	return registry.Content{}, false
}

func differ(a, b registry.Content, name registry.Field) bool {
	return slices.ContainsFunc(registry.Differences(a, b), func(x registry.Difference) bool { return x.Field == name })
}

// fieldsOf are the names under which a form holds a field.
func fieldsOf(name registry.Field) []string {
	if name == registry.FieldPosition {
		return []string{namePoint, namePointFor, namePointKeep}
	}
	return []string{string(name), string(name) + suffixPublic}
}

// hidden are all fields of the registry that a form holds, as they were typed.
func hidden(f form) []pair {
	var out []pair
	for _, field := range formOrder {
		for _, name := range fieldsOf(field) {
			for _, value := range f.values[name] {
				out = append(out, pair{name, value})
			}
		}
	}
	if words := f.text(nameReply); words != "" {
		out = append(out, pair{nameReply, words})
	}
	return out
}

// pick puts the chosen fields of the present version into the form that was
// sent, in the place of one's own.
func (p *pages) pick(r *site.Request, d registry.Dossier) error {
	o, err := p.offers(r)
	if err != nil {
		return err
	}
	c := contentOf(d)
	theirs := fill(c, o.comuni)
	for _, field := range formOrder {
		if r.Field("pick_"+string(field)) != "theirs" {
			continue
		}
		for _, name := range fieldsOf(field) {
			r.Fields.Del(name)
			for _, value := range theirs.values[name] {
				r.Fields.Add(name, value)
			}
		}
	}
	return nil
}

// expiredPage keeps what was typed while its writer signs in again.
type expiredPage struct {
	site.Frame
	Action, SignIn string
	Hidden         []pair
}

// expired answers a form of somebody who is no longer signed in.
func (p *pages) expired(r *site.Request) site.Answer {
	v := expiredPage{Frame: p.frame(r, r.Say("expired.title")), Action: r.Page(r.URL.Path), SignIn: r.Page("/accedi?to=/mie-schede")}
	names := slices.Sorted(maps.Keys(r.Fields))
	for _, name := range names {
		for _, value := range r.Fields[name] {
			v.Hidden = append(v.Hidden, pair{name, value})
		}
	}
	return site.FormAgain("expired", v)
}
