// Package mail is what Atlante writes to people: which mails there are, their
// texts in both languages, and how they are sent. A Message is kept in the
// outbox (geo/postgis) and becomes a letter only when it is sent.
package mail

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
)

// Template is the name of a mail.
type Template string

// The mails. Each says in needs which values it wants.
const (
	SignIn           Template = "sign_in"
	SignInUnknown    Template = "sign_in_unknown"
	Confirm          Template = "confirm"
	ConfirmClaim     Template = "confirm_claim"
	ConfirmReport    Template = "confirm_report"
	Invited          Template = "invited"
	Received         Template = "received"
	ToReview         Template = "to_review" // to moderators
	ChangesRequested Template = "changes_requested"
	Approved         Template = "approved"
	Rejected         Template = "rejected"
	Suspended        Template = "suspended"
	ApprovedUnplaced Template = "approved_unplaced" // public, with no point on the map
	Resumed          Template = "resumed"
	Restored         Template = "restored"    // an earlier revision is public again
	Corrected        Template = "corrected"   // a moderator has changed what people see
	PointMoved       Template = "point_moved" // a moderator has placed or moved the point
	Merged           Template = "merged"
	ClaimReceived    Template = "claim_received" // to moderators, and to those who keep the entry
	ClaimAccepted    Template = "claim_accepted"
	ClaimDeclined    Template = "claim_declined"
	Dismissed        Template = "dismissed"
	Reported         Template = "reported" // to moderators
	ReportClosed     Template = "report_closed"
	Erased           Template = "erased"
)

// The values of mails.
const (
	Path   = "path"   // of this site, where the mail leads
	Name   = "name"   // of the entry
	Where  = "where"  // comune, and zone or network
	Text   = "text"   // words of a person to another; may be empty
	Kept   = "kept"   // name of the entry that stays, "" while nobody sees it
	Reason = "reason" // from a list, in words, in the mail's language
)

var needs = map[Template][]string{
	SignIn:           {Path},
	SignInUnknown:    {Path},
	Confirm:          {Path, Name},
	ConfirmClaim:     {Path, Name},
	ConfirmReport:    {Path, Name},
	Invited:          {Path, Name},
	Received:         {Path, Name},
	ToReview:         {Path, Name, Where},
	ChangesRequested: {Path, Name, Text},
	Approved:         {Path, Name},
	ApprovedUnplaced: {Path, Name},
	Rejected:         {Path, Name, Reason, Text},
	Suspended:        {Path, Name, Reason, Text},
	Resumed:          {Path, Name},
	Restored:         {Path, Name, Text},
	Corrected:        {Path, Name},
	PointMoved:       {Path, Name, Text},
	Merged:           {Path, Name, Kept},
	ClaimReceived:    {Path, Name, Where},
	ClaimAccepted:    {Path, Name},
	ClaimDeclined:    {Path, Name, Text},
	Dismissed:        {Path, Name},
	Reported:         {Path, Name, Where},
	ReportClosed:     {Path, Name},
	Erased:           {Name},
}

// Templates lists all mails, in alphabetical order.
func Templates() []Template { return slices.Sorted(maps.Keys(needs)) }

// Needs are the values that a mail wants, all of them.
func (t Template) Needs() []string { return slices.Clone(needs[t]) }

// Message is a mail to be sent: its ID makes the Message-ID, so that a mail that
// had to be sent twice can be known as one.
type Message struct {
	ID       uuid.UUID
	To       string // an address as access.ParseEmail gives it
	Template Template
	Lang     string            // "it" or "en"
	Values   map[string]string // as typed; emptied once it is sent
	At       time.Time         // when it was written
	Until    time.Time         // after which it is of no use; zero never
}

// valueMax bounds a value, in bytes: the longest text that a form takes.
const valueMax = 16 << 10

// Check says what keeps a message from ever being sent.
func (m Message) Check() error {
	wanted, known := needs[m.Template]
	switch {
	case !known:
		return geo.Invalid("mail %q: there is no such mail", m.Template)
	case m.ID == uuid.Nil:
		return geo.Invalid("mail %q: without an id", m.Template)
	case m.Lang != "it" && m.Lang != "en":
		return geo.Invalid("mail %q: language %q", m.Template, m.Lang)
	case m.At.IsZero():
		return geo.Invalid("mail %q: without a time", m.Template)
	}
	if _, _, err := access.ParseEmail(m.To); err != nil {
		return err
	}
	for _, name := range wanted {
		v, given := m.Values[name]
		if !given || len(v) > valueMax || !utf8.ValidString(v) || strings.ContainsRune(v, 0) || name == Path && !access.IsLocalPath(v) {
			return geo.Invalid("mail %q: its value %q is missing or not valid", m.Template, name)
		}
	}
	if len(m.Values) != len(wanted) {
		return geo.Invalid("mail %q: wants the values %v and nothing else", m.Template, wanted)
	}
	return nil
}
