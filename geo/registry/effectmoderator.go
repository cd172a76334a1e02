package registry

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"atlante/geo"
)

// moderate is what moderators do to the content and the place of an entry in
// the public.
func (s *step) moderate() error {
	switch s.order.Action {
	case Approve:
		return s.approve()
	case Reject:
		s.about = s.Entry.Waiting
		if s.Entry.State == Published {
			s.Entry.Waiting = 0
		}
	case Take, RequestChanges:
		s.about = s.Entry.Waiting
	case Place:
		return s.place()
	case Merge:
		return s.merge()
	case Restore:
		return s.restore()
	}
	return nil
}

// approve makes public exactly the revision that was looked at.
func (s *step) approve() error {
	if s.order.Revision != s.Entry.Waiting {
		return s.before.conflict()
	}
	if _, err := s.content(s.Entry.Waiting); err != nil {
		return err
	}
	s.Approved = s.Entry.Waiting
	s.about = s.Approved
	s.Entry.Public, s.Entry.Checked, s.Entry.Waiting = s.Approved, s.Approved, 0
	s.verify(ModeratorChecked)
	return nil
}

// place puts the point of an order into what waits, and nothing else of it. What
// waits stays the word of whoever wrote it: four eyes look at it as before.
func (s *step) place() error {
	w, ok := s.before.revision(s.Entry.Waiting)
	if !ok {
		_, err := s.content(s.Entry.Waiting)
		return err
	}
	at := s.order.Content
	w.Content.Position, w.Content.Precision, w.Content.RadiusM, w.Content.PositionSource = at.Position, at.Precision, at.RadiusM, at.PositionSource
	w.Approved = false
	s.Entry.Waiting = s.add(w)
	return nil
}

// merge: this entry is the other one, for ever. What both say is not mixed and
// its people do not become the other's: a claim does that, with open eyes. What
// people have seen leads to something they see, and not to what may be rejected.
func (s *step) merge() error {
	into := s.before.Into
	if into == nil || into.ID != s.order.Into || into.ID == s.Entry.ID {
		return geo.Invalid("La scheda in cui unire non c'è, o è questa stessa: scegline un'altra. / The entry to merge into does not exist, or is this one: choose another.")
	}
	if !slices.Contains([]State{Submitted, InReview, ChangesRequested, Published}, into.State) {
		return geo.Invalid("Si può unire solo in una scheda pubblicata o in revisione. / Entries merge only into one that is public or in review.")
	}
	if s.Entry.Public != 0 && into.State != Published {
		return geo.Invalid("Questa scheda è stata pubblica: si può unire solo in una pubblicata, o il suo indirizzo non porterebbe a nulla. Approva prima l'altra. / People have seen this entry: it merges only into one that is public, or its address would lead nowhere. Approve the other one first.")
	}
	kept := func(p Steward) bool { return s.by.Person != uuid.Nil && p.Person == s.by.Person }
	if slices.ContainsFunc(into.Stewards, kept) {
		return geo.Forbidden("Curi tu la scheda in cui unire: lo deve decidere un altro moderatore. / You keep the entry to merge into: another moderator must decide.")
	}
	s.Entry.MergedInto = into.ID
	s.Entry.Waiting = 0
	return nil
}

// restore writes an earlier revision again as the newest, so that the history
// goes only forward.
func (s *step) restore() error {
	old, ok := s.before.revision(s.order.Revision)
	if !ok {
		_, err := s.content(s.order.Revision)
		return err
	}
	now, err := s.content(cmp.Or(s.Entry.Waiting, s.Entry.Public)) // the latest word of its people
	if err != nil {
		return err
	}
	if !old.Approved { // nobody has seen a draft: it is none of the public's
		return geo.Invalid("Si rimette solo una revisione che è stata pubblica: questa non lo è mai stata. / Only a revision that was public is restored: this one never was.")
	}
	return s.live(Restored(old.Content, now), s.order.words(), old.Source, true)
}

// Restored is an earlier content as it may become public again. Contacts are
// public only if they still are now: their owner may have taken them back
// meanwhile. So are the words of "still true".
func Restored(old, now Content) Content {
	still := map[Contact]bool{}
	for _, x := range now.PublicContacts() {
		still[x] = true
	}
	old.Contacts = slices.Clone(old.Contacts)
	for i, x := range old.Contacts {
		old.Contacts[i].Publish = still[x]
	}
	old.ConfirmedOn = now.ConfirmedOn
	return old
}

// rank orders the verifications, weakest first.
func (v Verification) rank() int {
	return slices.Index([]Verification{Unverified, SelfConfirmed, RegistryMatched, ModeratorChecked, Visited}, v)
}
