package registry_test

import (
	"slices"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// check compares what the step says with what must hold, then writes it.
func (m *model) check(r *rapid.T, x *row, s registry.Step, o registry.Order, p access.Principal) {
	before, tr := x.entry, s.Transition
	switch {
	case !m.arrows[[2]registry.State{before.State, s.Entry.State}]:
		r.Fatalf("illegal: %s leads from %q to %q", o.Action, before.State, s.Entry.State)
	case before.State == registry.Erased, before.State == registry.Merged && s.Entry.State != registry.Merged:
		r.Fatalf("%s leads out of %q", o.Action, before.State)
	case s.Entry.Version != before.Version+1 || tr.Version != s.Entry.Version:
		r.Fatalf("version %d after %d", s.Entry.Version, before.Version)
	case tr.From != before.State || tr.To != s.Entry.State:
		r.Fatalf("transition says %s to %s", tr.From, tr.To)
	case !p.SignedIn() && p.Browser != before.Browser && o.Action != registry.StartEntry && o.Action != registry.Import:
		r.Fatalf("a visitor took %s on %q", o.Action, before.State)
	case tr.Revision < 0 || tr.Revision > s.Entry.Last:
		r.Fatalf("transition names revision %d of %d", tr.Revision, s.Entry.Last)
	}
	m.fourEyes(r, x, s)
	x.write(r, s)
	x.note(s, o)
	m.invariants(r, x, s)
}

// fourEyes: what a moderator lets into the public he has not written as one of
// its people.
func (m *model) fourEyes(r *rapid.T, x *row, s registry.Step) {
	number := s.Approved
	if s.Transition.Action == registry.Resume {
		number = x.entry.Public
	}
	if number == 0 || s.Transition.Actor == uuid.Nil {
		return
	}
	v := x.revisions[number-1]
	if v.Author == s.Transition.Actor && (v.Role == access.Owner || v.Role == access.Editor) {
		r.Fatalf("%s by the author of revision %d", s.Transition.Action, number)
	}
}

func (x *row) write(r *rapid.T, s registry.Step) {
	for _, rev := range s.Revisions {
		if rev.Number != len(x.revisions)+1 {
			r.Fatalf("revision %d after %d", rev.Number, len(x.revisions))
		}
		x.revisions = append(x.revisions, rev)
		if rev.Approved {
			c := rev.Content
			x.approved = &c
		}
	}
	if s.Approved != 0 {
		x.revisions[s.Approved-1].Approved = true
		c := x.revisions[s.Approved-1].Content
		x.approved = &c
	}
	if s.Scrub {
		for i := range x.revisions {
			x.revisions[i].Content = registry.Content{}
		}
		x.approved, x.checked, x.ticked = nil, nil, nil
	}
	x.entry = s.Entry
	x.transitions++
	x.orders++
}

// note keeps, by who acted, what a moderator has let through and which contacts
// its people have ticked.
func (x *row) note(s registry.Step, o registry.Order) {
	role := s.Transition.Role
	byModerator := role == access.ZoneModerator || role == access.NetworkModerator || role == access.Admin
	if s.Scrub || x.approved == nil {
		x.tick(s, o)
		return
	}
	if byModerator && (s.Approved != 0 || slices.ContainsFunc(s.Revisions, func(r registry.Revision) bool { return r.Approved })) {
		x.checked = x.approved.Position
	}
	x.imported = x.imported || o.Action == registry.Import
	x.tick(s, o)
}

func (x *row) tick(s registry.Step, o registry.Order) {
	switch s.Transition.Action {
	case registry.StartEntry, registry.Save, registry.Submit, registry.SubmitVerified, registry.Answer, registry.Edit:
		if s.Transition.Role == access.Owner || s.Transition.Role == access.Editor {
			x.ticked = map[registry.Contact]bool{}
			for _, c := range o.Content.PublicContacts() {
				x.ticked[c] = true
			}
		}
	}
}

func (m *model) invariants(r *rapid.T, x *row, s registry.Step) {
	e := x.entry
	if x.transitions != x.orders || e.Version != x.transitions {
		r.Fatalf("%d transitions, %d accepted orders, version %d", x.transitions, x.orders, e.Version)
	}
	if e.Last != len(x.revisions) || e.Public > e.Last || e.Waiting > e.Last || e.Checked > e.Last {
		r.Fatalf("numbers beyond the last revision: %+v", e)
	}
	if (e.State == registry.Merged) != (e.MergedInto != uuid.Nil) || e.MergedInto == e.ID {
		r.Fatalf("%s is merged into %s", e.State, e.MergedInto)
	}
	if e.State == registry.Erased && (e.Public != 0 || e.Waiting != 0 || len(e.Stewards) != 0 || e.Kind != "" || e.Browser != access.Hash{}) {
		r.Fatalf("an erased entry says %+v", e)
	}
	if says := x.moderated(); says != nil && (e.Comune != says.Comune || e.Network != says.Network || e.Zone != m.ground.Zone(says.Comune)) {
		r.Fatalf("%s chose the moderators: %+v, and people see %s and %q", s.Transition.Action, e, says.Comune, says.Network)
	}
	m.visible(r, x, s)
}

// moderated is the content that says who moderates: what people see or have
// seen, else the latest.
func (x *row) moderated() *registry.Content {
	switch {
	case x.entry.State == registry.Erased || x.approved == nil && x.entry.Waiting == 0:
		return nil
	case x.entry.Public != 0:
		return &x.revisions[x.entry.Public-1].Content
	}
	return &x.revisions[x.entry.Waiting-1].Content
}

// visible: people see what was last approved, a name or a place only as a
// moderator let it through, and no contact that its people have not ticked.
func (m *model) visible(r *rapid.T, x *row, s registry.Step) {
	e := x.entry
	if e.State != registry.Published {
		if e.Visible() {
			r.Fatalf("visible in %s", e.State)
		}
		return
	}
	if !e.Visible() || x.approved == nil || !x.revisions[e.Public-1].Approved {
		r.Fatalf("published without an approved revision: %+v", e)
	}
	seen := x.revisions[e.Public-1].Content
	if d := registry.Differences(*x.approved, seen); len(d) > 0 {
		r.Fatalf("people see something else than what was last approved: %v", d)
	}
	if (x.checked == nil) != (seen.Position == nil) || x.checked != nil && flat(*x.checked, *seen.Position) > 101 {
		r.Fatalf("the pin walked from %v to %v", x.checked, seen.Position)
	}
	for _, c := range seen.PublicContacts() {
		if x.ticked != nil && !x.imported && !x.ticked[c] {
			r.Fatalf("%v is public after %s; its people have not ticked it", c, s.Transition.Action)
		}
	}
}
