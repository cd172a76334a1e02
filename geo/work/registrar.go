package work

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// EntryRows are the entries with their history.
type EntryRows interface {
	Entry(context.Context, uuid.UUID) (registry.Entry, error)
	HoldEntry(context.Context, uuid.UUID) (registry.Entry, error)
	InsertEntry(context.Context, registry.Entry) error
	ChangeEntry(ctx context.Context, e registry.Entry, seen int) error
	Revision(ctx context.Context, entry uuid.UUID, number int) (registry.Revision, error)
	InsertRevision(context.Context, registry.Revision) error
	ApproveRevision(ctx context.Context, entry uuid.UUID, number int) error
	InsertTransition(context.Context, registry.Transition) error
	SaveTraces(context.Context, registry.Entry, registry.Content) error
	ScrubEntry(ctx context.Context, id uuid.UUID, at time.Time) error
}

// ShownRows are what people see.
type ShownRows interface {
	Show(ctx context.Context, e registry.Entry, r registry.Revision, body uuid.UUID) error
	Hide(context.Context, uuid.UUID) error
}

// MessageRows are claims, reports and consents.
type MessageRows interface {
	InsertMessage(context.Context, registry.Message) error
	OpenMessage(context.Context, uuid.UUID) (registry.Message, error)
	ConfirmMessage(ctx context.Context, id, person uuid.UUID, at time.Time) (bool, error)
	CloseMessage(ctx context.Context, id uuid.UUID, at time.Time) error
	MoveMessages(ctx context.Context, from, to uuid.UUID) error
	SaveConsents(ctx context.Context, entry, person uuid.UUID, list []registry.Consent, at time.Time) error
	SignConsents(ctx context.Context, entry, person uuid.UUID) error
}

// KeyRows are the writes that were done.
type KeyRows interface {
	ClaimKey(ctx context.Context, who access.Hash, key access.Key, what access.Hash, at time.Time) (bool, error)
	KeyDone(ctx context.Context, who access.Hash, key access.Key, o registry.Outcome) error
	DoneBefore(ctx context.Context, who access.Hash, key access.Key) (what access.Hash, o registry.Outcome, err error)
}

// PeopleRows are those to whom mails go.
type PeopleRows interface {
	LinkRows
	DropLinks(ctx context.Context, entry uuid.UUID, p access.Purpose, keep string) error
	Principal(ctx context.Context, person uuid.UUID) (access.Principal, error)
	Moderators(context.Context, geo.ZoneID, access.NetworkID) ([]access.Person, error)
	Whereabouts(context.Context, geo.ComuneID, access.NetworkID) (string, error)
}

// OwnRows are what a person has of his own.
type OwnRows interface {
	Mine(ctx context.Context, person uuid.UUID, browser access.Hash) ([]registry.Summary, error)
	ErasePerson(ctx context.Context, p access.Person, who access.Hash, unanswered []uuid.UUID, at time.Time) ([]uuid.UUID, error)
	OldDrafts(ctx context.Context, since time.Time) ([]uuid.UUID, error)
	PruneMessages(ctx context.Context, before time.Time) (int64, error)
	PruneKeys(ctx context.Context, before time.Time) (int64, error)
}

// RegistrarRows are all that the registrar writes.
type RegistrarRows interface {
	EntryRows
	ShownRows
	MessageRows
	KeyRows
	PeopleRows
	OwnRows
	BoundaryReader
	Ground(context.Context) (registry.Ground, error)
}

// RegistrarReader is what the registrar reads without a transaction.
type RegistrarReader interface {
	Entry(context.Context, uuid.UUID) (registry.Entry, error)
	Revision(ctx context.Context, entry uuid.UUID, number int) (registry.Revision, error)
	Revisions(ctx context.Context, entry uuid.UUID) ([]registry.Revision, error)
	Transitions(ctx context.Context, entry uuid.UUID) ([]registry.Transition, error)
	OpenMessages(ctx context.Context, entry uuid.UUID, claims bool) ([]registry.Message, error)
	Queue(context.Context, access.Principal, registry.QueueFilter) ([]registry.QueueItem, string, error)
	Mine(ctx context.Context, person uuid.UUID, browser access.Hash) ([]registry.Summary, error)
	Candidates(ctx context.Context, c registry.Content, exclude uuid.UUID) ([]uuid.UUID, error)
	Keepers(ctx context.Context, entry uuid.UUID) ([]registry.Keeper, error)
	ConsentsOn(ctx context.Context, entry uuid.UUID) ([]registry.HeldConsent, error)
	Held(ctx context.Context, p access.Person, now time.Time) (registry.Holding, error)
}

// ErasureJournal notes erasures outside the database, before the commit.
type ErasureJournal interface {
	Erased(ctx context.Context, entry uuid.UUID, at time.Time) error
	Forgotten(ctx context.Context, person uuid.UUID, at time.Time) error
}

// Registrar takes the steps in the life of entries. Every write is one
// transaction: the key is looked up, the rule asked, the version checked, and
// revision, transition, what people see and the mails are written, or nothing is.
type Registrar[S RegistrarRows] struct {
	DB      Atomic[S]
	Read    RegistrarReader
	Table   registry.Table
	Links   Links
	Journal ErasureJournal
	Now     func() time.Time
	NewID   func() (uuid.UUID, error)
}

// now is the time as the database keeps it.
func (r *Registrar[S]) now() time.Time { return r.Now().UTC().Truncate(time.Microsecond) }

// Start makes a new draft: of the person who is signed in, else of this browser.
func (r *Registrar[S]) Start(ctx context.Context, p access.Principal, key access.Key, c registry.Content) (registry.Outcome, error) {
	return r.Do(ctx, p, key, registry.Order{Action: registry.StartEntry, Content: c})
}

// Do takes a step. The same key again, from the same asker, gives the first
// outcome and does nothing; with another order it is geo.ErrInvalid.
//
// Errors: registry.Faults and others that wrap geo.ErrInvalid, geo.ErrNotFound
// (also of what p may not know of), *registry.Conflict, geo.ErrForbidden,
// geo.ErrBusy.
func (r *Registrar[S]) Do(ctx context.Context, p access.Principal, key access.Key, o registry.Order) (registry.Outcome, error) {
	var out registry.Outcome
	err := r.DB.Atomically(ctx, func(s S) error {
		var err error
		out, err = r.once(ctx, s, p, key, o, func() (registry.Outcome, error) { return r.take(ctx, s, p, o) })
		return err
	})
	if err != nil {
		return registry.Outcome{}, err
	}
	return out, nil
}

// once does a write unless it has been done under this key.
func (r *Registrar[S]) once(ctx context.Context, s S, p access.Principal, key access.Key, what any, do func() (registry.Outcome, error)) (registry.Outcome, error) {
	if key.IsZero() {
		return registry.Outcome{}, geo.Invalid("Manca la chiave della richiesta: ricarica la pagina e riprova. / The request has no key: reload the page and try again.")
	}
	text, err := json.Marshal(what)
	if err != nil { // numbers that are none
		return registry.Outcome{}, geo.Invalid("La richiesta contiene un numero non valido. / The request holds a number that is none.")
	}
	who, asked := asker(p), access.Hash(sha256.Sum256(text))
	fresh, err := s.ClaimKey(ctx, who, key, asked, r.now())
	if err != nil {
		return registry.Outcome{}, err
	}
	if !fresh {
		before, out, err := s.DoneBefore(ctx, who, key)
		if err == nil && before != asked {
			err = geo.Invalid("Questa richiesta è già stata inviata con altri contenuti: ricarica la pagina e riprova. / This request was sent before with other contents: reload the page and try again.")
		}
		return out, err
	}
	out, err := do()
	if err != nil {
		return out, err
	}
	return out, s.KeyDone(ctx, who, key, out)
}

// asker is who sent a request, as keys of writes know him.
func asker(p access.Principal) access.Hash {
	text := "visitor"
	switch {
	case p.SignedIn():
		text = "person " + p.Person.ID.String()
	case p.Client != uuid.Nil:
		text = "client " + p.Client.String()
	case !p.Browser.IsZero():
		text = fmt.Sprintf("browser %x", p.Browser)
	}
	return sha256.Sum256([]byte(text))
}

// Preview tells what an edit would do, by the very steps that would do it: which
// fields would go public at once, which would wait. Nothing is written. The errors
// are those of Do.
func (r *Registrar[S]) Preview(ctx context.Context, p access.Principal, o registry.Order) (registry.Outcome, error) {
	var out registry.Outcome
	err := r.DB.Atomically(ctx, func(s S) error {
		w, err := r.weigh(ctx, s, p, o)
		if err == nil {
			out = registry.Outcome{Entry: r.seen(p, w.before.Entry), Live: w.step.Live, Waiting: w.step.Waiting}
		}
		return err
	})
	return out, err
}

// take asks the table of rules and writes what comes of it.
func (r *Registrar[S]) take(ctx context.Context, s S, p access.Principal, o registry.Order) (registry.Outcome, error) {
	w, err := r.weigh(ctx, s, p, o)
	if err != nil {
		return registry.Outcome{}, err
	}
	if err := w.write(ctx); err != nil {
		return registry.Outcome{}, err
	}
	return registry.Outcome{Entry: r.seen(p, w.step.Entry), Live: w.step.Live, Waiting: w.step.Waiting, Mailed: w.mailed}, nil
}

// weigh asks the table of rules what comes of an order, and writes nothing.
func (r *Registrar[S]) weigh(ctx context.Context, s S, p access.Principal, o registry.Order) (*written[S], error) {
	ground, err := s.Ground(ctx)
	if err != nil {
		return nil, err
	}
	before, err := r.before(ctx, s, o, ground)
	if err != nil {
		return nil, err
	}
	if _, err := r.Table.Admit(before, o, p); err != nil {
		return nil, err
	}
	if o, err = o.Check(ground, p.SignedIn()); err != nil {
		return nil, err
	}
	if before.Astray, err = astray(ctx, s, o); err != nil {
		return nil, err
	}
	now := r.now()
	step, err := r.Table.Decide(before, o, p, now)
	if err != nil {
		return nil, err
	}
	if err := inside(ctx, s, ground, step); err != nil {
		return nil, err
	}
	return &written[S]{Registrar: r, s: s, before: before, order: o, step: step, by: p, at: now}, nil
}
