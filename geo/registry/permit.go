package registry

import (
	"slices"

	"atlante/geo"
	"atlante/geo/access"
)

// As gives the role in which the principal may take the action on the entry; ""
// and false when he may not. The weakest role that suffices is given, in the
// order of access.Roles, but visitor only where he is nothing else.
func (t Table) As(p access.Principal, a Action, e Entry) (access.Role, bool) {
	rule, known := t.Find(a, e.State)
	if !known || !rule.If.Holds(e) || !rule.If.holdsFor(p, e) {
		return "", false
	}
	return rule.weakest(RolesOn(p, e))
}

// AsAnywhere is As for actions that concern no single entry.
func (t Table) AsAnywhere(p access.Principal, a Action) (access.Role, bool) {
	rule, known := t.Find(a, "")
	if !known || !rule.If.holdsFor(p, Entry{}) {
		return "", false
	}
	var roles []access.Role
	for _, r := range access.Roles() {
		if p.Has(r) {
			roles = append(roles, r)
		}
	}
	if p.SignedIn() {
		roles = append(roles, access.Reporter, access.Owner) // owner of whatever is his own
	}
	return rule.weakest(roles)
}

// weakest gives the first of the roles that the rule names; Visitor, which
// everybody is, says least of who acted and so comes last.
func (r Rule) weakest(have []access.Role) (access.Role, bool) {
	suffices := func(role access.Role) bool { return slices.Contains(have, role) && slices.Contains(r.Roles, role) }
	for _, role := range access.Roles() {
		if role != access.Visitor && suffices(role) {
			return role, true
		}
	}
	if suffices(access.Visitor) {
		return access.Visitor, true
	}
	return "", false
}

// Holds tells whether the entry fulfils the condition.
func (c Condition) Holds(e Entry) bool {
	switch c {
	case HasWaiting:
		return e.Waiting != 0
	case NoOwner:
		return !slices.ContainsFunc(e.Stewards, func(s Steward) bool { return s.Role == access.Owner })
	}
	return true
}

// holdsFor tells whether the one who asks fulfils the condition.
func (c Condition) holdsFor(p access.Principal, e Entry) bool {
	switch c {
	case Stranger:
		return !steward(e, p)
	case SignedIn:
		return p.SignedIn()
	case ByProgram:
		return false
	}
	return true
}

// Permit gives the role in which the principal may take the action on the entry.
// The error wraps geo.ErrForbidden, or geo.ErrNotFound when he may not even know
// that there is such an entry.
func (t Table) Permit(p access.Principal, a Action, e Entry) (access.Role, error) {
	if role, ok := t.As(p, a, e); ok {
		return role, nil
	}
	if !t.Knows(p, e) {
		return "", geo.NotFound("Questa scheda non c'è, o non è visibile con il tuo accesso. / There is no such entry, or it cannot be seen with your access.")
	}
	return "", refused(a, e.State)
}

// PermitAnywhere is Permit for actions that concern no single entry.
func (t Table) PermitAnywhere(p access.Principal, a Action) (access.Role, error) {
	if role, ok := t.AsAnywhere(p, a); ok {
		return role, nil
	}
	return "", refused(a, "")
}

// Knows tells whether the principal may know that the entry exists.
func (t Table) Knows(p access.Principal, e Entry) bool {
	return slices.ContainsFunc([]Action{SeePublic, SeePrivate, SeeHistory}, func(a Action) bool {
		_, ok := t.As(p, a, e)
		return ok
	})
}

// Allowed lists what the principal may do to the entry, in the order of Actions.
func (t Table) Allowed(p access.Principal, e Entry) []Action {
	var out []Action
	for _, a := range Actions() {
		if _, ok := t.As(p, a, e); ok {
			out = append(out, a)
		}
	}
	return out
}

// AllowedBy is Allowed without what Apply refuses to the author of a revision: a
// moderator does not decide on his own words. The revisions are those that people
// see and that wait, as far as there are any.
func (t Table) AllowedBy(p access.Principal, e Entry, revisions []Revision) []Action {
	b := Before{Entry: e, Revisions: revisions}
	return slices.DeleteFunc(t.Allowed(p, e), func(a Action) bool {
		role, _ := t.As(p, a, e)
		return !a.Reads() && b.wrote(Order{Action: a}, By{Person: p.Person.ID, Role: role})
	})
}

// ErrForbidden is what a refusal by the table wraps.
var ErrForbidden = geo.ErrForbidden

func refused(a Action, s State) error {
	if s == "" {
		return geo.Forbidden("Con il tuo accesso non puoi farlo. / Your access does not allow this. (%s)", a)
	}
	return geo.Forbidden("Con il tuo accesso non puoi farlo, o la scheda non è più nello stato in cui si può. Nulla è cambiato. / Your access does not allow this, or the entry is no longer in a state that does. Nothing has changed. (%s, %s)", a, s)
}

// RolesOn are the roles that a principal has on an entry. The browser that wrote
// a draft owns it until an address is confirmed or somebody signed in takes it
// over; everybody signed in is a reporter.
//
// Four eyes: a moderator or administrator who keeps an entry himself, or whose
// browser wrote it, is its owner or editor and nothing more. Another one
// moderates it. A house with one administrator needs a second person for the
// administrator's own entries.
func RolesOn(p access.Principal, e Entry) []access.Role {
	roles := []access.Role{access.Visitor}
	if p.SignedIn() {
		roles = append(roles, access.Reporter)
	}
	if p.Client != [16]byte{} {
		roles = append(roles, access.APIClient)
	}
	for _, s := range e.Stewards {
		if p.SignedIn() && s.Person == p.Person.ID {
			roles = append(roles, s.Role)
		}
	}
	if ownsDraft(p, e) {
		roles = append(roles, access.Owner)
	}
	own := steward(e, p)
	for _, g := range p.Grants {
		switch {
		case own && moderates(g.Role):
		case g.Role == access.ZoneModerator && (e.Zone == 0 || g.Zone != e.Zone):
		case g.Role == access.NetworkModerator && (e.Network == "" || g.Network != e.Network):
		default:
			roles = append(roles, g.Role)
		}
	}
	return roles
}

// steward tells whether the principal keeps the entry, as a person or by the
// browser of a draft.
func steward(e Entry, p access.Principal) bool {
	kept := func(s Steward) bool { return p.SignedIn() && s.Person == p.Person.ID }
	return slices.ContainsFunc(e.Stewards, kept) || ownsDraft(p, e)
}

// ownsDraft: a draft that already has a steward is no longer the browser's, or
// the next one at a shared computer would find it.
func ownsDraft(p access.Principal, e Entry) bool {
	unconfirmed := e.State == Draft || e.State == EmailPending
	return unconfirmed && len(e.Stewards) == 0 && p.Browser != (access.Hash{}) && p.Browser == e.Browser
}

// moderates tells whether the role is one of those that look after the entries
// of others.
func moderates(r access.Role) bool {
	return r == access.ZoneModerator || r == access.NetworkModerator || r == access.Admin
}
