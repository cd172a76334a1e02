package registry

import (
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
)

// Dossier is an entry with everything that the one who asks may see of it.
type Dossier struct {
	Entry
	Public      *Revision     // what people see; nil when nothing was approved
	Waiting     *Revision     // what waits to be looked at; nil when nothing does
	Revisions   []Revision    // newest first; empty without SeeHistory
	Transitions []Transition  // newest first; empty without SeeHistory
	Claims      []Message     // open ones; for moderators
	Reports     []Message     // open ones; for moderators
	Roles       []access.Role // of the one who asks, on this entry
	Allowed     []Action      // what he may do now, in the order of the table
	OwnWords    bool          // he moderates it, but wrote himself what is to be decided on: some of it is for another
}

// Message is a claim ("it is ours") or a report ("something is wrong"). It
// enters a queue only after its address is confirmed.
type Message struct {
	ID     uuid.UUID
	Entry  uuid.UUID
	Claim  bool
	Person uuid.UUID
	Email  string // of the person; for moderators only
	Text   string
	At     time.Time
}

// Order asks for an action on an entry.
type Order struct {
	Action   Action
	Entry    uuid.UUID
	Version  int        // that the one who asks has seen; another one is a conflict (not asked of Claim and Report)
	Content  Content    // of StartEntry, Save, Submit, SubmitVerified, Edit, Answer, Import; of Place only where it is
	Source   geo.Source // of Import, else empty
	Consents []Consent  // of Submit; of Edit and Answer where they tick contacts for publication
	Email    string     // of Submit, Claim and Report by visitors, and of Invite
	Revision int        // of Approve (that was looked at) and Restore
	Into     uuid.UUID  // of Merge: the entry that stays
	Person   uuid.UUID  // of Dismiss: the editor who goes
	Message  uuid.UUID  // of AcceptClaim, DeclineClaim, CloseReport
	Reason   Reason     // of Reject and Suspend
	Text     string     // of RequestChanges, Reject, Claim, Report …: words for people; of Import its FILE
	Lang     string     // of the mails that follow, "it" or "en"
}

// Consent is one box ticked or not, with the version of the text that was shown.
type Consent struct {
	What    ConsentKind
	Version string // of the text, a date
	Given   bool
}

// ConsentKind is what somebody agrees to.
type ConsentKind string

// The consents, each asked and logged apart.
const (
	ConsentLicence ConsentKind = "licence" // CC BY 4.0 for what is published
	ConsentPrivacy ConsentKind = "privacy" // the notice has been read
	ConsentPublish ConsentKind = "publish" // contacts ticked for publication
)

// Reason is why an entry is rejected or suspended, from a list.
type Reason string

// The reasons.
const (
	ReasonOutside      Reason = "outside_territory"
	ReasonNotSocial    Reason = "not_social_economy"
	ReasonDuplicate    Reason = "duplicate"
	ReasonUnverifiable Reason = "unverifiable"
	ReasonClosed       Reason = "no_longer_exists"
	ReasonAbuse        Reason = "abuse"
	ReasonOther        Reason = "other"
)

// Reasons lists the reasons in the order of the form.
func Reasons() []Reason {
	return []Reason{ReasonOutside, ReasonNotSocial, ReasonDuplicate, ReasonUnverifiable, ReasonClosed, ReasonAbuse, ReasonOther}
}

// Outcome is what came of an order.
type Outcome struct {
	Entry   Entry
	Live    []Field // of Edit: went public at once
	Waiting []Field // of Edit: wait for a moderator
	Mailed  string  // the address a confirmation was sent to, masked; "" none
}

// QueueFilter selects what waits. Zero values do not filter; what the principal
// may not moderate is never in it.
type QueueFilter struct {
	Zone    geo.ZoneID
	Network access.NetworkID
	What    string // "entry", "change", "claim", "report"; "" all
	geo.Page
}

// QueueItem is a line of the queue of moderation, oldest first.
type QueueItem struct {
	Entry   Entry
	Name    string
	What    string    // "entry": new; "change" to a public one; "claim"; "report"
	Since   time.Time // it waits
	Message uuid.UUID // of a claim or report
}

// Summary is a line of one's own entries.
type Summary struct {
	Entry  Entry
	Name   string
	Role   access.Role
	Placed bool // what people see of it has a point
}

// Duplicate is an entry that may be the same as another, and why.
type Duplicate struct {
	Entry    Entry
	Revision Revision // what it says; private fields emptied for those who may not see them
	Why      []Likeness
	Metres   float64 // between the two; NaN when a position is missing
}

// Likeness is a sign that two entries are one.
type Likeness string

// The signs. LikeNameNear is a like name within 150 m.
const (
	SameCodiceFiscale Likeness = "same_codice_fiscale"
	SameDomain        Likeness = "same_domain"
	SamePhone         Likeness = "same_phone"
	LikeNameNear      Likeness = "like_name_near"
)

// Conflict is the error of an order whose Version is no longer that of the entry:
// somebody else has written meanwhile. It wraps geo.ErrConflict.
type Conflict struct {
	Entry  Entry
	Theirs Revision // what stands there now
}

func (c *Conflict) Error() string {
	return "Qualcun altro ha modificato la scheda nel frattempo: confronta le due versioni e salva di nuovo. / Somebody else has changed the entry meanwhile: compare both versions and save again."
}

func (c *Conflict) Unwrap() error { return geo.ErrConflict }
