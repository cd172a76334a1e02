package work

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// Export gives all that is held about p.
func (r *Registrar[S]) Export(ctx context.Context, p access.Principal) (registry.Holding, error) {
	if _, err := r.Table.PermitAnywhere(p, registry.ExportOwn); err != nil {
		return registry.Holding{}, err
	}
	h, err := r.Read.Held(ctx, p.Person, r.now())
	if err != nil {
		return h, err
	}
	h.Grants = p.Grants
	mine, err := r.Read.Mine(ctx, p.Person.ID, access.Hash{})
	if err != nil {
		return h, err
	}
	for _, m := range mine {
		held, err := r.held(ctx, p, m)
		if err != nil {
			return h, err
		}
		h.Entries = append(h.Entries, held)
	}
	for i := range h.Consents {
		if h.Consents[i].Entry, err = r.Read.Entry(ctx, h.Consents[i].Entry.ID); err != nil {
			return h, err
		}
	}
	return h, nil
}

// held is what p gets of an entry that he keeps: its history as he may read it,
// else what stands there now and what he has written and done himself.
func (r *Registrar[S]) held(ctx context.Context, p access.Principal, m registry.Summary) (registry.HeldEntry, error) {
	h := registry.HeldEntry{Entry: m.Entry, Role: m.Role}
	e, err := r.Read.Entry(ctx, m.Entry.ID)
	if err != nil {
		return h, err
	}
	if h.Revisions, err = r.Read.Revisions(ctx, e.ID); err != nil {
		return h, err
	}
	h.Revisions = registry.HistoryFor(p.Person.ID, e, h.Revisions)
	if h.Transitions, err = r.Read.Transitions(ctx, e.ID); err != nil {
		return h, err
	}
	if _, may := r.Table.As(p, registry.SeeHistory, e); may {
		return h, nil
	}
	h.Revisions = slices.DeleteFunc(h.Revisions, func(v registry.Revision) bool {
		return v.Author != p.Person.ID && v.Number != e.Public && v.Number != e.Waiting
	})
	h.Transitions = slices.DeleteFunc(h.Transitions, func(t registry.Transition) bool { return t.Actor != p.Person.ID })
	return h, nil
}

// EraseOwn erases the account of p, and what p alone owns and people have never
// seen. What people see stays without an owner and without its contacts that
// were not published: it is about a place, and somebody else may claim it.
func (r *Registrar[S]) EraseOwn(ctx context.Context, p access.Principal, key access.Key) error {
	return r.DB.Atomically(ctx, func(s S) error {
		if _, err := r.Table.PermitAnywhere(p, registry.EraseOwn); err != nil {
			return err
		}
		_, err := r.once(ctx, s, p, key, registry.EraseOwn, func() (registry.Outcome, error) {
			return registry.Outcome{}, r.forget(ctx, s, p.Person, r.now())
		})
		return err
	})
}

func (r *Registrar[S]) forget(ctx context.Context, s S, person access.Person, at time.Time) error {
	unanswered, err := r.leave(ctx, s, person)
	if err != nil {
		return err
	}
	touched, err := s.ErasePerson(ctx, person, asker(access.Principal{Person: person}), unanswered, at)
	if err != nil {
		return err
	}
	for _, id := range touched {
		if err := r.showAgain(ctx, s, id); err != nil {
			return err
		}
	}
	return r.Journal.Forgotten(ctx, person.ID, at)
}

// leave erases what a person alone owns and people have never seen, leaves the
// rest, and gives the entries that nobody keeps any more.
func (r *Registrar[S]) leave(ctx context.Context, s S, person access.Person) (unanswered []uuid.UUID, err error) {
	mine, err := s.Mine(ctx, person.ID, access.Hash{})
	if err != nil {
		return nil, err
	}
	for _, m := range mine {
		e, err := s.HoldEntry(ctx, m.Entry.ID)
		if err != nil {
			return nil, err
		}
		alone := !slices.ContainsFunc(e.Stewards, func(k registry.Steward) bool { return k.Person != person.ID })
		o := registry.Order{Action: registry.Leave, Entry: e.ID, Version: e.Version}
		if alone && e.Public == 0 {
			o.Action = registry.Erase
		} else if alone {
			unanswered = append(unanswered, e.ID)
		}
		if _, err := r.take(ctx, s, access.Principal{Person: person}, o); err != nil {
			return nil, err
		}
	}
	return unanswered, nil
}

// showAgain brings what people see, and the traces of duplicates, up to date
// after something was taken out of revisions.
func (r *Registrar[S]) showAgain(ctx context.Context, s S, id uuid.UUID) error {
	e, err := s.Entry(ctx, id)
	if err != nil {
		return err
	}
	w := &written[S]{Registrar: r, s: s, step: registry.Step{Entry: e}, at: r.now()}
	return w.show(ctx)
}

// Replay erases again what was erased before an older copy of the database was
// brought back. What is not there any more is passed over. The journal is left as
// it is: that is where list comes from.
func (r *Registrar[S]) Replay(ctx context.Context, list []Erasure) (done int, err error) {
	quiet := *r
	quiet.Journal = noJournal{}
	r = &quiet
	err = r.DB.Atomically(ctx, func(s S) error {
		for _, e := range list {
			n, err := r.replay(ctx, s, e)
			if err != nil {
				return err
			}
			done += n
		}
		return nil
	})
	return done, err
}

func (r *Registrar[S]) replay(ctx context.Context, s S, e Erasure) (int, error) {
	if e.Person != uuid.Nil {
		p, err := s.Principal(ctx, e.Person)
		if err != nil {
			return 0, passOver(err)
		}
		return 1, r.forget(ctx, s, p.Person, e.At)
	}
	held, err := s.HoldEntry(ctx, e.Entry)
	if err != nil {
		return 0, passOver(err)
	}
	if held.State == registry.Erased {
		return 0, nil
	}
	before := registry.Before{Entry: held}
	o := registry.Order{Action: registry.Erase, Entry: e.Entry, Version: held.Version}
	step, err := r.Table.Apply(before, o, registry.By{Role: access.Admin}, e.At)
	if err != nil {
		return 0, err
	}
	w := &written[S]{Registrar: r, s: s, before: before, order: o, step: step, at: e.At}
	return 1, w.write(ctx)
}

// passOver makes what is not there no error.
func passOver(err error) error {
	if errors.Is(err, geo.ErrNotFound) {
		return nil
	}
	return err
}

// How long what nobody has confirmed is kept, and how long keys of writes are.
const (
	draftLife   = access.BrowserLife
	messageLife = 7 * 24 * time.Hour
	keyLife     = 48 * time.Hour
)

// Prune erases drafts that nobody signed in keeps and that were left alone,
// forgets claims and reports that were never confirmed, and old keys of writes.
func (r *Registrar[S]) Prune(ctx context.Context) error {
	now := r.now()
	return r.DB.Atomically(ctx, func(s S) error {
		old, err := s.OldDrafts(ctx, now.Add(-draftLife))
		if err != nil {
			return err
		}
		for _, id := range old {
			if _, err := r.replay(ctx, s, Erasure{Entry: id, At: now}); err != nil {
				return err
			}
		}
		if _, err := s.PruneMessages(ctx, now.Add(-messageLife)); err != nil {
			return err
		}
		_, err = s.PruneKeys(ctx, now.Add(-keyLife))
		return err
	})
}

// noJournal is for erasures that the journal knows.
type noJournal struct{}

func (noJournal) Erased(context.Context, uuid.UUID, time.Time) error    { return nil }
func (noJournal) Forgotten(context.Context, uuid.UUID, time.Time) error { return nil }
