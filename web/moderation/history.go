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

// revisionRow is a revision in the list of all.
type revisionRow struct {
	Number              int
	Href                string
	When, Who, Says     string // Says: what changed against the one before
	Public, Waits, Seen bool
	Restore             *form // nil where the table does not allow it
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

// reviews are all revisions, newest first; those that people have once seen can
// be restored.
func (f file) reviews(t typed) []revisionRow {
	var out []revisionRow
	for i, rev := range f.Revisions {
		row := revisionRow{Number: rev.Number, Href: f.revisionHref(rev.Number), When: f.r.Moment(rev.At), Who: f.by(rev.Role, rev.Author),
			Public: rev.Number == f.Dossier.Entry.Public && f.Visible(), Waits: rev.Number == f.Dossier.Entry.Waiting, Seen: rev.Approved}
		if i+1 < len(f.Revisions) {
			row.Says = labels(f.r, differing(f.Revisions[i+1].Content, rev.Content))
		}
		if f.restorable(rev) {
			restore := f.form(registry.Restore, t, func(x *form) { x.Revision = rev.Number })
			row.Restore = &restore
		}
		out = append(out, row)
	}
	return out
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
