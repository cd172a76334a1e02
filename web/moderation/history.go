package moderation

import (
	"strings"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// step is a line of the history: who did what, when and why.
type step struct {
	When, Who, What, Reason string
	Revision                int
	Href                    string
}

// history tells the transitions, newest first.
func (f file) history() []step {
	var out []step
	for _, t := range f.Transitions {
		s := step{When: f.r.Moment(t.At), Who: f.by(t.Role, t.Actor), What: f.r.Say("mod.did." + string(t.Action)), Reason: f.reason(t.Reason), Revision: t.Revision}
		if t.Revision != 0 {
			s.Href = f.revisionHref(t.Revision)
		}
		out = append(out, s)
	}
	return out
}

// reason puts a reason of the list, with which a reason may begin, into words.
func (f file) reason(raw string) string {
	listed, words, _ := strings.Cut(raw, ": ")
	for _, known := range registry.Reasons() {
		if listed == string(known) {
			return strings.TrimSuffix(f.r.Say("mod.reason."+listed)+": "+words, ": ")
		}
	}
	return raw
}

// by names somebody by the role in which he acted, never by an address.
func (f file) by(role access.Role, person uuid.UUID) string {
	key := "mod.role." + string(role)
	if role == "" || (person == uuid.Nil && role == access.Admin) {
		key = "mod.role.program"
	}
	words := f.r.Say(key)
	if person != uuid.Nil && person == f.who.Person.ID {
		words += " " + f.r.Say("mod.you")
	}
	return words
}

// consentRow is a box that was ticked, or not.
type consentRow struct{ What, Version, When, Given string }

// consents tells what was agreed to, and to which text.
func (p *pages) consents(f file) ([]consentRow, error) {
	list, err := p.Registrar.Consents(f.r.Context(), f.who, f.ID)
	var out []consentRow
	for _, c := range list {
		row := consentRow{What: f.r.Say("mod.consent." + string(c.What)), Version: f.r.Lang.Day(c.Version), When: f.r.Moment(c.At), Given: f.r.Say("mod.consent.not")}
		if c.Given {
			row.Given = f.r.Say("mod.consent.given")
		}
		out = append(out, row)
	}
	return out, err
}
