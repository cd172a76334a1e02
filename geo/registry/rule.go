package registry

import (
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

	Save           Action = "save"            // a draft
	Submit         Action = "submit"          // a draft, for its address to be confirmed
	Confirm        Action = "confirm"         // the address: it enters the queue
	SubmitVerified Action = "submit_verified" // a draft of somebody signed in: there is nothing to confirm
	Edit           Action = "edit"            // low-risk fields go live, others wait
	Answer         Action = "answer"          // to requested changes
	Withdraw       Action = "withdraw"        // from the public; also a submission
	Return         Action = "return"          // of a withdrawn entry, for review
	Invite         Action = "invite"          // an editor
	Join           Action = "join"            // of the one who was invited
	Dismiss        Action = "dismiss"         // an editor
	Leave          Action = "leave"           // what one kept: nobody is bound
	Attest         Action = "attest"          // "still true"
	Erase          Action = "erase"           // all that was written, history too
	Claim          Action = "claim"           // "it is ours"
	Report         Action = "report"          // "something is wrong"

	Take           Action = "take"
	Approve        Action = "approve"
	RequestChanges Action = "request_changes"
	Reject         Action = "reject"
	Merge          Action = "merge"
	Suspend        Action = "suspend"
	Resume         Action = "resume"
	Place          Action = "place"   // the point of an entry that nobody sees yet
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

// Condition is what must hold, beside the state, for a rule to apply.
type Condition string

// The conditions; "" asks for nothing more.
const (
	HasWaiting Condition = "has_waiting" // a revision waits to be looked at
	NoOwner    Condition = "no_owner"    // nobody owns the entry
	Stranger   Condition = "stranger"    // the one who asks does not keep it
	SignedIn   Condition = "signed_in"   // the address of the one who asks is known
	ByProgram  Condition = "by_program"  // no request may take it: only the program, after a link was used or for a file
)

// Rule says who may take an action in a state, and where it leads. The first
// rule for a pair of action and state is the only one; a pair without a rule is
// forbidden to everybody.
type Rule struct {
	Action Action
	From   State // "" for actions that concern no single entry, or make one
	Roles  []access.Role
	To     State // the same as From where the state stays
	If     Condition
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
