package work

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/mail"
)

// LinkRows is what asking for a link reads and writes.
type LinkRows interface {
	PersonByEmail(ctx context.Context, folded string) (access.Person, error)
	SaveLink(context.Context, access.Link) error
	Enqueue(context.Context, mail.Message) error
}

// Links makes links that are sent by mail. It works inside the transaction of
// whoever asks, so that an entry and the mail to confirm it come together.
type Links struct {
	Random io.Reader
	Now    func() time.Time
}

// Ask keeps a link and puts the mail with it into the outbox. Whether somebody
// is known by the address makes no difference that can be measured: to sign in,
// an unknown one gets a mail too, and a link that nobody is told.
//
// The secret of the link stands in the outbox until the mail is sent or the link
// has expired; the table of links knows its hash alone.
func (l Links) Ask(ctx context.Context, rows LinkRows, a access.Asking) error {
	if err := a.Check(); err != nil {
		return err
	}
	address, folded, err := access.ParseEmail(a.Email)
	if err != nil {
		return err
	}
	person, err := rows.PersonByEmail(ctx, folded)
	known := err == nil
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return err
	}
	if known {
		address = person.Email // as it was typed when it was confirmed
	}
	secret, err := access.NewSecret(l.Random)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7FromReader(l.Random)
	if err != nil {
		return err
	}
	now := l.Now()
	made := access.Link{Token: secret.Hash(), Purpose: a.Purpose, Email: address, Folded: folded, Lang: a.Lang, Entry: a.Entry,
		Message: a.Message, To: a.To, Browser: a.Browser, AskedAt: now, ExpiresAt: now.Add(a.Purpose.Life())}
	if err := rows.SaveLink(ctx, made); err != nil {
		return err
	}
	m := mail.Message{ID: id, To: address, Lang: a.Lang, At: now, Until: made.ExpiresAt}
	m.Template, m.Values = letter(a, known, secret)
	return rows.Enqueue(ctx, m)
}

// letter is the mail that goes with a link.
func letter(a access.Asking, known bool, secret access.Secret) (mail.Template, map[string]string) {
	path := "/accedi/" + secret.Text()
	switch a.Purpose {
	case access.ToConfirm:
		return mail.Confirm, map[string]string{mail.Path: path, mail.Name: a.Name}
	case access.ToClaim:
		return mail.ConfirmClaim, map[string]string{mail.Path: path, mail.Name: a.Name}
	case access.ToReport:
		return mail.ConfirmReport, map[string]string{mail.Path: path, mail.Name: a.Name}
	case access.ToInvite:
		return mail.Invited, map[string]string{mail.Path: path, mail.Name: a.Name}
	}
	if known {
		return mail.SignIn, map[string]string{mail.Path: path}
	}
	return mail.SignInUnknown, map[string]string{mail.Path: "/partecipa"}
}

// SignInRows is what signing in reads and writes.
type SignInRows interface {
	LinkRows
	UseLink(ctx context.Context, token, browser access.Hash, now time.Time) (access.Link, error)
	SavePerson(context.Context, access.Person, time.Time) (access.Person, error)
}

// LinkReader looks at links and changes nothing.
type LinkReader interface {
	Link(context.Context, access.Hash) (access.Link, error)
}

// SignIn lets people in by links sent to their address.
type SignIn[S SignInRows] struct {
	DB    Atomic[S]
	Read  LinkReader
	Links Links
	// Confirmed does what a link was for, beside showing that the address is
	// read, in the transaction in which it is used: an error leaves it unused.
	// It is not asked about links to sign in.
	Confirmed func(context.Context, S, access.Person, access.Link) error
}

// AskLink has a link sent to an address, or says what is wrong with the asking.
func (x SignIn[S]) AskLink(ctx context.Context, a access.Asking) error {
	if err := a.Check(); err != nil {
		return err
	}
	return x.DB.Atomically(ctx, func(rows S) error { return x.Links.Ask(ctx, rows, a) })
}

// LookAtLink gives a link as it is kept; geo.ErrNotFound when the token is none of ours.
func (x SignIn[S]) LookAtLink(ctx context.Context, token string) (access.Link, error) {
	secret, ok := access.ParseSecret(token)
	if !ok {
		return access.Link{}, errNoLink()
	}
	return x.Read.Link(ctx, secret.Hash())
}

// ConsumeLink uses a link, once. Whoever opens it in the browser that asked for
// it, soon, is signed in; in another browser a link to sign in does nothing and
// stays as it is, and the others do what they are for without a session. It
// gives geo.ErrNotFound when the link does not work (any more).
func (x SignIn[S]) ConsumeLink(ctx context.Context, token string, browser access.Hash) (access.SignedIn, error) {
	secret, ok := access.ParseSecret(token)
	if !ok {
		return access.SignedIn{}, errNoLink()
	}
	var done access.SignedIn
	err := x.DB.Atomically(ctx, func(rows S) error {
		now := x.Links.Now()
		link, err := rows.UseLink(ctx, secret.Hash(), browser, now)
		if err != nil {
			return err
		}
		id, err := uuid.NewV7FromReader(x.Links.Random)
		if err != nil {
			return err
		}
		person, err := rows.SavePerson(ctx, access.Person{ID: id, Email: link.Email, Lang: link.Lang}, now)
		if err != nil {
			return err
		}
		done = access.SignedIn{Person: person, Purpose: link.Purpose, Entry: link.Entry, Message: link.Message, To: link.To,
			Session: link.OpensSession(browser, now)}
		if link.Purpose == access.ToSignIn {
			return nil
		}
		return x.Confirmed(ctx, rows, person, link)
	})
	if err != nil {
		return access.SignedIn{}, err
	}
	return done, nil
}

func errNoLink() error {
	return geo.NotFound("Questo collegamento non vale più. / This link does not work any more.")
}
