package registry

import (
	"cmp"
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
		s.about = s.Entry.Waiting
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
	s.Entry.Waiting = s.write(c, s.by.Person, s.by.Role, false, s.order.Text)
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
		if !s.maypublish(edited) {
			return Faults{{FieldEmail, "Solo chi cura la scheda può rendere pubblico un contatto.", "Only those who keep the entry can make a contact public."}}
		}
		s.Live = fieldsOf(Differences(public, edited))
		return s.live(edited, s.order.Text, true)
	}
	checked, err := s.content(cmp.Or(s.Entry.Checked, s.Entry.Public))
	if err != nil {
		return err
	}
	live, waiting, waits := Split(public, edited, checked)
	s.Live, s.Waiting = fieldsOf(Differences(public, live)), fieldsOf(Differences(live, waiting))
	if len(s.Live) > 0 {
		s.Entry.Public = s.write(live, s.by.Person, s.by.Role, true, s.order.Text)
	}
	if !waits {
		s.Entry.Waiting = 0
		return nil
	}
	if s.Entry.Waiting == 0 {
		s.Entry.SubmittedAt = s.at
	}
	s.Entry.Waiting = s.write(waiting, s.by.Person, s.by.Role, false, s.order.Text)
	return nil
}

// maypublish: whoever moderates publishes no contact that its owner has not
// published, unless nobody owns the entry.
func (s *step) maypublish(edited Content) bool {
	if NoOwner.holds(s.Entry) {
		return true
	}
	said := map[Contact]bool{}
	for _, n := range []int{s.Entry.Public, s.Entry.Waiting} {
		if c, err := s.content(n); err == nil {
			for _, x := range c.PublicContacts() {
				said[x] = true
			}
		}
	}
	for _, x := range edited.PublicContacts() {
		if !said[x] {
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
	return s.live(public, s.order.Text, false)
}

// live makes a content public at once. A waiting revision goes on waiting, with
// what it changed put upon the new public one; when nothing is left of it, none
// waits. Checked says that a moderator has looked.
func (s *step) live(c Content, reason string, checked bool) error {
	old, err := s.content(cmp.Or(s.Entry.Public, s.Entry.Waiting))
	if err != nil && s.Entry.Last > 0 {
		return err
	}
	s.Entry.Public = s.write(c, s.by.Person, s.by.Role, true, reason)
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
			s.Entry.Waiting = s.write(rebased, w.Author, w.Role, false, w.Reason)
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
	if len(s.Entry.Stewards) == 0 {
		return s.live(s.order.Content, reason, true)
	}
	public, err := s.content(s.Entry.Public)
	if err != nil {
		return err
	}
	row := s.order.Content
	row.ConfirmedOn = public.ConfirmedOn
	if s.Entry.Waiting == 0 {
		s.Entry.SubmittedAt = s.at
	} else {
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
	s.Entry.Waiting = s.write(row, s.by.Person, s.by.Role, false, reason)
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
