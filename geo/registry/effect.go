package registry

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
)

// effect is what an action does beside moving the state.
func (s *step) effect() error {
	switch s.order.Action {
	case StartEntry:
		return s.start()
	case Save, Submit:
		s.propose(s.order.Content)
	case SubmitVerified:
		s.propose(s.order.Content)
		return s.enter()
	case Confirm:
		if err := s.sign(); err != nil {
			return err
		}
		return s.enter()
	case Answer:
		s.propose(s.order.Content)
		s.Entry.SubmittedAt = s.at
	case Edit:
		return s.edit()
	case Return:
		s.Entry.Waiting = cmp.Or(s.Entry.Waiting, s.Entry.Public)
		s.Entry.SubmittedAt = s.at
	case Attest:
		return s.attest()
	case Import:
		return s.imported()
	case Erase:
		s.erase()
	case Join, Dismiss, Leave, AcceptClaim, DeclineClaim, CloseReport:
		return s.people()
	default:
		return s.moderate()
	}
	return nil
}

// propose writes a revision that waits.
func (s *step) propose(c Content) {
	c.ConfirmedOn = "" // said by Attest alone
	s.Entry.Waiting = s.write(c, false, s.order.Text, s.own())
}

// start makes a draft: of the one who is signed in, else of the browser.
func (s *step) start() error {
	s.Entry.CreatedAt = s.at
	s.Entry.Verification = Unverified
	switch {
	case s.by.Person != uuid.Nil:
		s.Entry.Stewards = []Steward{{s.by.Person, access.Owner}}
	case s.by.Browser != access.Hash{}:
		s.Entry.Browser = s.by.Browser
	default:
		return geo.Invalid("Il browser non conserva i cookie, e senza non ritroveresti la bozza: permettili per questo sito e riprova. / Your browser keeps no cookies, and without them you would not find your draft again: allow them for this site and try again.")
	}
	s.by.Role = access.Owner // he owns what he writes here
	s.propose(s.order.Content)
	return nil
}

// sign writes what a browser has drafted again, by the person who has now shown
// to read the address: what enters the queue has an author.
func (s *step) sign() error {
	c, err := s.content(s.Entry.Waiting)
	if err != nil {
		return err
	}
	s.propose(c)
	return nil
}

// enter brings a draft into the queue, kept from now on by a person.
func (s *step) enter() error {
	if s.by.Person == uuid.Nil {
		return geo.Invalid("an entry enters the queue only with a person whose address is known")
	}
	s.appoint(s.by.Person, access.Owner)
	s.Entry.Browser = access.Hash{}
	s.Entry.SubmittedAt = s.at
	return nil
}

// edit by its people: low-risk fields go live, the others wait. By a moderator
// everything goes live. What nobody has looked at yet is simply replaced.
func (s *step) edit() error {
	if s.before.Entry.State == Submitted {
		s.propose(s.order.Content)
		return nil
	}
	public, err := s.content(s.Entry.Public)
	if err != nil {
		return err
	}
	edited := s.order.Content
	edited.ConfirmedOn = public.ConfirmedOn
	if moderates(s.by.Role) {
		if !s.mayPublish(edited) {
			return Faults{{FieldEmail, "Solo chi cura la scheda può rendere pubblico un contatto.", "Only those who keep the entry can make a contact public."}}
		}
		s.Live = fieldsOf(Differences(public, edited))
		return s.live(edited, s.order.Text, s.publicSource(), true)
	}
	checked, err := s.content(cmp.Or(s.Entry.Checked, s.Entry.Public))
	if err != nil {
		return err
	}
	live, waiting, waits := Split(public, edited, checked, s.before.Astray)
	s.Live, s.Waiting = fieldsOf(Differences(public, live)), fieldsOf(Differences(live, waiting))
	if len(s.Live) > 0 {
		s.Entry.Public = s.write(live, true, s.order.Text, s.publicSource())
	}
	if !waits {
		s.Entry.Waiting = 0
		return nil
	}
	if s.Entry.Waiting == 0 {
		s.Entry.SubmittedAt = s.at
	}
	s.Entry.Waiting = s.write(waiting, false, s.order.Text, s.own())
	return nil
}

// mayPublish: whoever moderates does not publish what its people keep private,
// even when they have gone. New contacts he may publish where nobody owns the
// entry.
func (s *step) mayPublish(edited Content) bool {
	latest, err := s.content(cmp.Or(s.Entry.Waiting, s.Entry.Public))
	if err != nil {
		return false
	}
	for _, x := range edited.PublicContacts() {
		private := Contact{Kind: x.Kind, Value: x.Value}
		switch {
		case slices.Contains(latest.Contacts, x):
		case slices.Contains(latest.Contacts, private), !NoOwner.Holds(s.Entry):
			return false
		}
	}
	return true
}

// attest: "still true", today.
func (s *step) attest() error {
	public, err := s.content(s.Entry.Public)
	if err != nil {
		return err
	}
	public.ConfirmedOn = s.at.Format(time.DateOnly)
	s.verify(SelfConfirmed)
	return s.live(public, s.order.Text, s.publicSource(), false)
}

// live makes a content public at once. A waiting revision goes on waiting, with
// what it changed put upon the new public one; when nothing is left of it, none
// waits. Checked says that a moderator has looked.
func (s *step) live(c Content, reason string, source geo.Source, checked bool) error {
	old, err := s.content(cmp.Or(s.Entry.Public, s.Entry.Waiting))
	if err != nil && s.Entry.Last > 0 {
		return err
	}
	s.Entry.Public = s.write(c, true, reason, source)
	if checked {
		s.Entry.Checked = s.Entry.Public
	}
	about := s.about
	if s.Entry.Waiting != 0 {
		w, ok := s.before.revision(s.Entry.Waiting)
		if !ok {
			_, err := s.content(s.Entry.Waiting)
			return err
		}
		rebased := Rebase(old, w.Content, c)
		if len(Differences(c, rebased)) == 0 {
			s.Entry.Waiting = 0
		} else {
			w.Content, w.Approved = rebased, false
			s.Entry.Waiting = s.add(w)
		}
	}
	s.about = about
	return nil
}

// imported: a row of a file becomes public, or, where somebody keeps the entry,
// waits for a moderator; what its people changed and is waiting stays changed.
func (s *step) imported() error {
	if s.before.Entry.State == "" {
		s.Entry.CreatedAt = s.at
		s.Entry.Verification = Unverified
	}
	reason := "import " + s.order.Text
	if s.Entry.Public == 0 {
		return s.live(s.order.Content, reason, s.order.Source, true)
	}
	public, err := s.content(s.Entry.Public)
	if err != nil {
		return err
	}
	if len(s.Entry.Stewards) == 0 {
		if len(Differences(public, s.order.Content)) == 0 {
			return nil
		}
		return s.live(s.order.Content, reason, s.order.Source, true)
	}
	row := s.order.Content
	row.ConfirmedOn = public.ConfirmedOn
	waited := s.Entry.Waiting != 0
	if waited {
		waiting, err := s.content(s.Entry.Waiting)
		if err != nil {
			return err
		}
		row = Rebase(public, waiting, row)
	}
	if len(Differences(public, row)) == 0 {
		s.Entry.Waiting = 0
		return nil
	}
	if !waited {
		s.Entry.SubmittedAt = s.at
	}
	s.Entry.Waiting = s.write(row, false, reason, s.order.Source)
	return nil
}

// erase leaves the tombstone: that there was an entry, since when, and until when.
func (s *step) erase() {
	e := s.Entry
	s.Scrub = true
	s.Entry = Entry{
		ID: e.ID, State: e.State, Version: e.Version, Last: e.Last, MergedInto: e.MergedInto,
		Verification: Unverified, CreatedAt: e.CreatedAt, ChangedAt: e.ChangedAt, SubmittedAt: e.SubmittedAt,
	}
}

// verify raises the verification; a weaker word never replaces a stronger one.
func (s *step) verify(v Verification) {
	if v.rank() > s.Entry.Verification.rank() {
		s.Entry.Verification = v
	}
}
