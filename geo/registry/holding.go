package registry

import (
	"time"

	"atlante/geo/access"
)

// Holding is all that is held about a person, for the person: articles 15 and 20
// of Regulation (EU) 2016/679.
type Holding struct {
	At       time.Time
	Person   access.Person
	Since    time.Time // the address is known
	Grants   []access.Grant
	Entries  []HeldEntry // which the person keeps, each whole
	Written  []Revision  // by the person, in entries that others keep
	Done     []Transition
	Consents []HeldConsent
	Messages []Message // claims and reports by the person
	Sessions int       // open ones
	Mails    int       // that wait to be sent to the person
}

// HeldEntry is an entry that a person keeps, with its history.
type HeldEntry struct {
	Entry       Entry
	Role        access.Role
	Revisions   []Revision
	Transitions []Transition
}

// HeldConsent is a consent as it was given, or not.
type HeldConsent struct {
	Consent
	Entry Entry
	At    time.Time
}
