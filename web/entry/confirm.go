package entry

import (
	"errors"
	"slices"

	"atlante/geo/access"
	"atlante/geo/gazetteer"
	"atlante/geo/registry"
	"atlante/web/site"
)

// confirmation is something that is asked before it is done, on a page of its own.
type confirmation struct {
	path   string // under /mie-schede/{id}/, and in the keys of the texts
	action registry.Action
	done   string // what is said afterwards
	list   bool   // the entry cannot be opened afterwards: back to the list
	email  bool   // asks for an address
	name   bool   // asks to type the name of the entry
	reason bool   // words may be added
}

var confirmed = []confirmation{
	{path: "conferma", action: registry.Attest, done: "attested"},
	{path: "invita", action: registry.Invite, done: "invited", email: true},
	{path: "ritira", action: registry.Withdraw, done: "withdrawn", reason: true},
	{path: "rimetti", action: registry.Return, done: "returned"},
	{path: "lascia", action: registry.Leave, done: "left", list: true},
	{path: "cancella", action: registry.Erase, done: "erased", list: true, name: true},
}

// confirmPage asks, and says what will happen.
type confirmPage struct {
	site.Frame
	Action, Key, Back   string
	Version             int
	Name                string
	Text, Button        string
	What                []string // what happens, a line each
	Email, Type, Reason bool     // what is asked for
	Typed               string
	Faults              []faultLine
	Danger              bool
}

// Fault is what is wrong with a field.
func (v confirmPage) Fault(name string) string {
	for _, f := range v.Faults {
		if f.Field == name {
			return f.Text
		}
	}
	return ""
}

func (p *pages) ask(a confirmation) site.Handler {
	return func(r *site.Request) (site.Answer, error) {
		d, err := p.own(r)
		if err == nil && !slices.Contains(d.Allowed, a.action) {
			err = registry.ErrForbidden
		}
		if err != nil {
			return p.refused(r, err)
		}
		return site.PrivatePage("confirm", p.confirmPage(r, a, d)), nil
	}
}

func (p *pages) confirmPage(r *site.Request, a confirmation, d registry.Dossier) confirmPage {
	say := func(key string) string { return r.Say("confirm." + a.path + key) }
	name := contentOf(d).Name
	v := confirmPage{Frame: p.frame(r, say(".title")), Action: r.Page(r.URL.Path), Key: p.newKey(), Version: d.Version, Name: name,
		Text: say(".text"), Button: say(".button"), Email: a.email, Type: a.name, Reason: a.reason, Danger: a.action == registry.Erase}
	v.Back = r.Page("/mie-schede/" + d.ID.String())
	if name == "" {
		name = r.Say("draft.noname")
	}
	v.Crumbs = []site.Part{{Text: r.Say("mine.title"), Href: r.Page("/mie-schede")}, {Text: name, Href: v.Back}, {Text: v.Title}}
	words := r.Texts.Under("confirm." + a.path + ".what.")
	for _, n := range []string{"1", "2", "3"} {
		if words[n] != "" {
			v.What = append(v.What, words[n])
		}
	}
	return v
}

func (p *pages) act(a confirmation) site.Handler {
	return func(r *site.Request) (site.Answer, error) {
		d, err := p.own(r)
		if err != nil {
			return p.refused(r, err)
		}
		if a.name && !sameName(r.Field("typed"), contentOf(d).Name) {
			return p.askAgain(r, a, d, registry.Faults{p.fault("typed", "fault.name.typed")}), nil
		}
		count := p.countOwn
		if a.action == registry.Invite { // a mail to somebody who has not asked for it
			count = func(r *site.Request) error { return p.count(r, access.LinksAsked(), r.Field("email")) }
		}
		if err := count(r); err != nil {
			return site.Answer{}, err
		}
		_, err = p.do(r, registry.Order{Action: a.action, Entry: d.ID, Version: number(r.Field("version")),
			Email: r.Field("email"), Text: r.Field("text")})
		if faults, ours := errors.AsType[registry.Faults](err); ours {
			return p.askAgain(r, a, d, faults), nil
		}
		if _, other := errors.AsType[*registry.Conflict](err); other {
			return p.askAgain(r, a, d, registry.Faults{p.fault("", "fault.changed")}), nil
		}
		if err != nil {
			return p.refused(r, err)
		}
		to := "/mie-schede"
		if !a.list {
			to += "/" + d.ID.String()
		}
		return site.SeeOther(r.Page(to + "?done=" + a.done)), nil
	}
}

// sameName tells whether somebody has typed the name of an entry; one without a
// name needs none.
func sameName(typed, name string) bool { return gazetteer.Fold(typed) == gazetteer.Fold(name) }

func (p *pages) askAgain(r *site.Request, a confirmation, d registry.Dossier, faults registry.Faults) site.Answer {
	v := p.confirmPage(r, a, d)
	v.Typed = r.Field("email") + r.Field("typed")
	for _, f := range faults {
		if f.Field == registry.FieldYourEmail || f.Field == registry.FieldEmail {
			f.Field = "email"
		}
		v.Faults = append(v.Faults, faultLine{string(f.Field), r.Lang.Pick(f.IT, f.EN)})
	}
	return site.FormAgain("confirm", v)
}
