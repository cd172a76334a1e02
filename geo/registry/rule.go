package registry

import (
	"slices"

	"atlante/geo/access"
)

// Action is something that can be done to an entry, or with the registry.
type Action string

// The actions on an entry. The first line reads, the second is its people's, the
// third its moderators'.
const (
	SeePublic  Action = "see_public"  // the last approved revision, public contacts only
	SeePrivate Action = "see_private" // everything but the history
	SeeHistory Action = "see_history" // revisions, transitions, who

	Save     Action = "save"     // a draft
	Submit   Action = "submit"   // a draft, for its address to be confirmed
	Confirm  Action = "confirm"  // the address: it enters the queue
	Edit     Action = "edit"     // low-risk fields go live, others wait
	Answer   Action = "answer"   // to requested changes
	Withdraw Action = "withdraw" // from the public; also a submission
	Return   Action = "return"   // of a withdrawn entry, for review
	Invite   Action = "invite"   // an editor
	Attest   Action = "attest"   // "still true"
	Erase    Action = "erase"    // all that was written, history too
	Claim    Action = "claim"    // "it is ours"
	Report   Action = "report"   // "something is wrong"

	Take           Action = "take"
	Approve        Action = "approve"
	RequestChanges Action = "request_changes"
	Reject         Action = "reject"
	Merge          Action = "merge"
	Suspend        Action = "suspend"
	Resume         Action = "resume"
	Restore        Action = "restore" // an earlier revision goes public again
	AcceptClaim    Action = "accept_claim"
	DeclineClaim   Action = "decline_claim"
	CloseReport    Action = "close_report"

	Import Action = "import" // by the program: rows of a file
)

// The actions that concern no single entry.
const (
	SeeQueue     Action = "see_queue"
	SeeOwn       Action = "see_own"    // one's own entries
	ExportOwn    Action = "export_own" // all that is held about oneself
	EraseOwn     Action = "erase_own"  // one's account
	StartEntry   Action = "start_entry"
	ManagePeople Action = "manage_people"
)

// Rule says who may take an action in a state, and where it leads. The first
// rule for a pair of action and state is the only one; a pair without a rule is
// forbidden to everybody.
type Rule struct {
	Action Action
	From   State // "" for actions that concern no single entry
	Roles  []access.Role
	To     State // the same as From where the state stays
}

// Table is the one place that says who may do what. Handlers and steps ask it.
type Table []Rule

// Find gives the rule for an action in a state.
func (t Table) Find(a Action, from State) (Rule, bool) {
	for _, r := range t {
		if r.Action == a && r.From == from {
			return r, true
		}
	}
	return Rule{}, false
}

// As gives the role in which the principal may take the action on the entry;
// "" and false when he may not. The weakest role that suffices is given, in the
// order of access.Roles.
func (t Table) As(p access.Principal, a Action, e Entry) (access.Role, bool) {
	return t.as(RolesOn(p, e), a, e.State)
}

// AsAnywhere is As for actions that concern no single entry.
func (t Table) AsAnywhere(p access.Principal, a Action) (access.Role, bool) {
	var roles []access.Role
	for _, r := range access.Roles() {
		if p.Has(r) {
			roles = append(roles, r)
		}
	}
	if p.SignedIn() {
		roles = append(roles, access.Owner) // of whatever is his own
	}
	return t.as(roles, a, "")
}

func (t Table) as(roles []access.Role, a Action, from State) (access.Role, bool) {
	rule, known := t.Find(a, from)
	if !known {
		return "", false
	}
	for _, r := range access.Roles() {
		if slices.Contains(roles, r) && slices.Contains(rule.Roles, r) {
			return r, true
		}
	}
	return "", false
}

// RolesOn are the roles that a principal has on an entry: the browser that wrote
// a draft owns it until an address is confirmed; a signed-in person who is
// nothing else is a reporter.
func RolesOn(p access.Principal, e Entry) []access.Role {
	roles := []access.Role{access.Visitor}
	for _, s := range e.Stewards {
		if p.SignedIn() && s.Person == p.Person.ID {
			roles = append(roles, s.Role)
		}
	}
	unconfirmed := e.State == Draft || e.State == EmailPending
	if unconfirmed && p.Browser != (access.Hash{}) && p.Browser == e.Browser {
		roles = append(roles, access.Owner)
	}
	for _, g := range p.Grants {
		switch {
		case g.Role == access.ZoneModerator && (e.Zone == 0 || g.Zone != e.Zone),
			g.Role == access.NetworkModerator && (e.Network == "" || g.Network != e.Network):
		default:
			roles = append(roles, g.Role)
		}
	}
	if p.SignedIn() && len(roles) == 1 {
		roles = append(roles, access.Reporter)
	}
	if p.Client != [16]byte{} {
		roles = append(roles, access.APIClient)
	}
	return roles
}
