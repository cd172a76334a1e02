// Package registry is the life of an entry: what it says (Content), its versions
// (Revision), its states, and who may do what. Pure: the rows are kept by
// geo/postgis, the steps are taken by geo/work.
package registry

import (
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
)

// State is where an entry stands.
type State string

// The states: draft → email_pending → submitted → in_review ↔ changes_requested
// → published → archived, and the side states. Merged and erased are for ever.
const (
	Draft            State = "draft"
	EmailPending     State = "email_pending"
	Submitted        State = "submitted"
	InReview         State = "in_review"
	ChangesRequested State = "changes_requested"
	Published        State = "published"
	Archived         State = "archived"
	Rejected         State = "rejected"
	Merged           State = "merged"
	Suspended        State = "suspended"
	Erased           State = "erased"
)

// States lists all states, in a fixed order.
func States() []State {
	return []State{Draft, EmailPending, Submitted, InReview, ChangesRequested, Published, Archived, Rejected, Merged, Suspended, Erased}
}

// Verification says how an entry is known to be true.
type Verification string

// The verifications, weakest first.
const (
	Unverified       Verification = "unverified"
	SelfConfirmed    Verification = "self_confirmed"
	RegistryMatched  Verification = "registry_matched"
	ModeratorChecked Verification = "moderator_checked"
	Visited          Verification = "visited"
)

// Entry is a place in the registry. Its ID is that of the place, for ever.
//
// Public and Waiting are numbers of revisions: the one that people see and the
// one that waits to be looked at, 0 when there is none. A published entry may
// have a waiting revision and stays published while it waits. Before the first
// approval Waiting is the latest revision, of a draft too.
//
// Checked is the last public revision that a moderator has looked at: how far a
// pin has moved is measured from there, so that many small steps add up.
type Entry struct {
	ID           uuid.UUID
	State        State
	Version      int // grows by one with every change
	Public       int
	Waiting      int
	Checked      int
	Last         int // the highest number of a revision
	MergedInto   uuid.UUID
	Verification Verification
	Kind         geo.KindID // of the public revision, else of the waiting one, as the next three
	Comune       geo.ComuneID
	Zone         geo.ZoneID // of Comune
	Network      access.NetworkID
	Browser      access.Hash // whose draft it is, until an address is confirmed
	Stewards     []Steward
	CreatedAt    time.Time
	ChangedAt    time.Time
	SubmittedAt  time.Time // when it last entered the queue
}

// Steward is a person who keeps an entry true: its owner or an editor.
type Steward struct {
	Person uuid.UUID
	Role   access.Role // access.Owner or access.Editor
}

// Visible tells whether people see the entry: a revision has been approved and
// nothing has taken it from the public since.
func (e Entry) Visible() bool { return e.Public != 0 && e.State == Published }

// Revision is one version of what an entry says. It is never changed; erasure
// empties its Content.
type Revision struct {
	Entry    uuid.UUID
	Number   int // 1, 2, 3 … within the entry
	Content  Content
	Author   uuid.UUID   // a person; zero for an import or an unconfirmed draft
	Role     access.Role // in which the author wrote
	At       time.Time
	Reason   string // why, in the author's words or "import FILE"
	Source   geo.Source
	Approved bool // people see or have seen it
}

// Transition is a line of the history: who did what to an entry, when and why.
// Every change of an entry has exactly one.
type Transition struct {
	Entry    uuid.UUID
	At       time.Time
	Actor    uuid.UUID // zero: a visitor or the program
	Role     access.Role
	Action   Action
	From, To State
	Version  int // of the entry afterwards
	Revision int // that was written, approved or restored; 0 none
	Reason   string
}
