package access

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
)

// Purpose is what a link that was sent by mail is for.
type Purpose string

// The purposes.
const (
	ToSignIn  Purpose = "sign_in"
	ToConfirm Purpose = "confirm" // the address of a new entry
	ToClaim   Purpose = "claim"   // the address of "it is ours"
	ToReport  Purpose = "report"  // the address of "something is wrong"
	ToInvite  Purpose = "invite"  // an editor, who has not asked for it
)

// SessionLink is how long after it was asked for a link opens a session, in the
// browser that asked.
const SessionLink = 10 * time.Minute

// Life is how long a link does what it is for. A link to sign in lives ten
// minutes. The others may be opened later, or in another browser: then they
// show that the address is read, and open no session.
func (p Purpose) Life() time.Duration {
	switch p {
	case ToSignIn:
		return SessionLink
	case ToInvite:
		return 14 * 24 * time.Hour
	}
	return 24 * time.Hour
}

func (p Purpose) known() bool {
	switch p {
	case ToSignIn, ToConfirm, ToClaim, ToReport, ToInvite:
		return true
	}
	return false
}

// Asking asks for a link to be sent to an address.
type Asking struct {
	Email   string // as typed
	Purpose Purpose
	Entry   uuid.UUID // of ToConfirm, ToClaim, ToReport and ToInvite
	Message uuid.UUID // the claim or report that waits for its address
	Name    string    // of the entry, for the mail; not of ToSignIn
	To      string    // path of this site to go on to; "" is that of the purpose
	Lang    string    // of the mail, "it" or "en"
	Browser Hash      // that asks; zero: the link opens no session anywhere
}

// Check says what is wrong with an asking.
func (a Asking) Check() error {
	if _, _, err := ParseEmail(a.Email); err != nil {
		return err
	}
	switch {
	case !a.Purpose.known():
		return geo.Invalid("Lo scopo %q del collegamento non è noto. / The purpose %q of the link is not known.", a.Purpose, a.Purpose)
	case a.Purpose != ToSignIn && a.Entry == uuid.Nil:
		return geo.Invalid("Il collegamento è per una scheda, ma non dice quale. / The link is for an entry, but does not say which.")
	case (a.Purpose == ToClaim || a.Purpose == ToReport) && a.Message == uuid.Nil:
		return geo.Invalid("Il collegamento è per un messaggio, ma non dice quale. / The link is for a message, but does not say which.")
	case a.To != "" && !IsLocalPath(a.To):
		return geo.Invalid("La pagina a cui tornare deve essere di questo sito e cominciare con /. / The page to return to must be of this site and begin with /.")
	}
	return nil
}

// pathMax bounds a path to return to, in bytes.
const pathMax = 500

// IsLocalPath tells a path of this site: it begins with exactly one slash and
// can be read by no browser as an address elsewhere.
func IsLocalPath(to string) bool {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || len(to) > pathMax {
		return false
	}
	for _, r := range to {
		if r <= ' ' || r == '\\' || r >= 0x7f {
			return false
		}
	}
	return true
}

// Link is a link that was asked for, as it is kept: without its secret.
type Link struct {
	Token     Hash
	Purpose   Purpose
	Email     string
	Folded    string
	Lang      string
	Entry     uuid.UUID
	Message   uuid.UUID
	To        string
	Browser   Hash
	AskedAt   time.Time
	ExpiresAt time.Time
	UsedAt    time.Time // zero until it is used
}

// OpensSession tells whether the link, used now by a browser, signs its person in.
func (l Link) OpensSession(browser Hash, now time.Time) bool {
	return !l.Browser.IsZero() && l.Browser == browser && l.Purpose != ToInvite && now.Before(l.AskedAt.Add(SessionLink))
}

// Works tells whether the link does anything when this browser uses it now.
func (l Link) Works(browser Hash, now time.Time) bool {
	return l.UsedAt.IsZero() && now.Before(l.ExpiresAt) && (l.Purpose != ToSignIn || l.OpensSession(browser, now))
}

// SignedIn is what came of a link that was used.
type SignedIn struct {
	Person  Person
	Purpose Purpose
	Entry   uuid.UUID
	Message uuid.UUID
	To      string // a path of this site, "" that of the purpose
	Session bool   // whether a session is to be opened for Person
}
