package registry

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
)

// Before is what an order meets.
type Before struct {
	Entry     Entry      // the zero Entry with an ID where a new one is made
	Revisions []Revision // at least those of Needs, in any order
	Into      *Entry     // of Merge: the entry that stays; nil when there is none
	Message   *Message   // of AcceptClaim, DeclineClaim, CloseReport: an open one; nil when there is none
	Ground    Ground     // gives comuni their zones
	Astray    bool       // of Edit: by boundaries that are not approximate, the pin lies in another comune than the one named
}

// By is who takes a step, in which role.
type By struct {
	Person  uuid.UUID // zero: a visitor or the program
	Role    access.Role
	Browser access.Hash // of a visitor who starts a draft
}

// Program is who takes the steps that no request may take: Confirm and Join for
// the person who has used the link, Import for nobody.
func Program(a Action, person uuid.UUID) By {
	return By{Person: person, Role: map[Action]access.Role{Confirm: access.Owner, Join: access.Editor, Import: access.Admin}[a]}
}

// Step is what an order leads to: all that is to be written, in one transaction.
type Step struct {
	Entry      Entry
	Transition *Transition // nil for Claim and Report, which leave the entry as it is
	Revisions  []Revision  // to be added, already numbered
	Approved   int         // number of a revision that stood there and is now approved; 0 none
	Scrub      bool        // Erase: every Content, every reason in words, every consent and message is emptied
	Live       []Field     // of Edit: went public
	Waiting    []Field     // of Edit: wait for a moderator
}

// Needs gives the numbers of the revisions that Apply must be given.
func Needs(e Entry, o Order) []int {
	var out []int
	for _, n := range []int{e.Public, e.Waiting, e.Checked, o.Revision} {
		if n != 0 && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Decide takes the step for a principal: whether he is admitted (Admit), and what
// comes of it. The order is checked (Order.Check) before.
//
// Errors: geo.ErrNotFound, *Conflict, geo.ErrForbidden, geo.ErrInvalid.
func (t Table) Decide(b Before, o Order, p access.Principal, at time.Time) (Step, error) {
	role, err := t.Admit(b, o, p)
	if err != nil {
		return Step{}, err
	}
	o.Action = o.Action.By(p)
	return t.Apply(b, o, By{p.Person.ID, role, p.Browser}, at)
}

// Admit gives the role in which a principal may give the order: whether he may
// know of the entry, whether he has seen its present version, and whether he may,
// in this order. What the order says is not looked at: who may not give it is told
// so, and not what is wrong with his form.
//
// Errors: geo.ErrNotFound, *Conflict, geo.ErrForbidden.
func (t Table) Admit(b Before, o Order, p access.Principal) (access.Role, error) {
	action := o.Action.By(p)
	if b.Entry.State == "" {
		return t.PermitAnywhere(p, action)
	}
	if _, inside := t.As(p, SeePrivate, b.Entry); inside { // a conflict shows what stands there
		if err := b.stale(o); err != nil {
			return "", err
		}
	}
	return t.Permit(p, action, b.Entry)
}

// By is the action that is meant when the principal asks for it: what somebody
// signed in submits needs no confirmation.
func (a Action) By(p access.Principal) Action {
	if a == Submit && p.SignedIn() {
		return SubmitVerified
	}
	return a
}

// Apply takes the step that the table allows in the role. It is the only place
// where states and numbers of an entry move. The program takes its own steps
// (Confirm, Join, Import) here, people through Decide.
//
// Errors: geo.ErrForbidden, *Conflict, geo.ErrInvalid.
func (t Table) Apply(b Before, o Order, by By, at time.Time) (Step, error) {
	rule, known := t.Find(o.Action, b.Entry.State)
	if !known || o.Action.Reads() || !slices.Contains(rule.Roles, by.Role) || !rule.If.Holds(b.Entry) {
		return Step{}, refused(o.Action, b.Entry.State)
	}
	if rule.If != ByProgram {
		if err := b.stale(o); err != nil {
			return Step{}, err
		}
	}
	if b.wrote(o, by) {
		return Step{}, geo.Forbidden("Quello che si decide l'hai scritto tu: lo deve guardare un altro moderatore. / You wrote what is to be decided on: another moderator must look at it.")
	}
	s := &step{Step: Step{Entry: b.Entry}, before: b, order: o, by: by, at: at}
	s.Entry.Stewards = slices.Clone(b.Entry.Stewards)
	if !o.Action.Moves() {
		return s.Step, nil
	}
	s.Entry.State = rule.To
	s.Entry.Version++
	s.Entry.ChangedAt = at
	if err := s.effect(); err != nil {
		return Step{}, err
	}
	if err := s.describe(); err != nil {
		return Step{}, err
	}
	s.Transition = &Transition{
		Entry: s.Entry.ID, At: at, Actor: by.Person, Role: by.Role, Action: o.Action, From: b.Entry.State, To: rule.To,
		Version: s.Entry.Version, Revision: s.about, Reason: o.words(),
	}
	return s.Step, nil
}

// stale gives the conflict when the order was made for another version. Some
// orders are for whatever version stands there: what strangers write beside an
// entry, erasure, and the wish to go.
func (b Before) stale(o Order) error {
	if o.Version == b.Entry.Version || !o.Action.Moves() || o.Action == Erase || o.Action == Leave {
		return nil
	}
	return b.conflict()
}

// wrote tells whether a moderator would decide on his own words. Whoever leaves
// an entry stays the author of what he wrote while he kept it, so that leaving
// opens no way around four eyes. What moderators write as such is not meant:
// they may do that to any entry. To take something away, anybody's word will do.
func (b Before) wrote(o Order, by By) bool {
	if !moderates(by.Role) || by.Person == uuid.Nil || o.Action == Withdraw || o.Action == Erase {
		return false
	}
	about := cmp.Or(b.Entry.Waiting, b.Entry.Public)
	if o.Action == Resume {
		about = b.Entry.Public // whatever waits, this is what people see again
	}
	for _, n := range []int{about, o.Revision} {
		if r, ok := b.revision(n); ok && r.KeptBy(by.Person) {
			return true
		}
	}
	return false
}

// KeptBy tells whether the person wrote the revision as one who kept the entry:
// another moderator decides about it.
func (r Revision) KeptBy(person uuid.UUID) bool {
	return r.Author == person && person != uuid.Nil && !moderates(r.Role)
}

func (b Before) conflict() error {
	theirs, _ := b.revision(cmp.Or(b.Entry.Waiting, b.Entry.Public))
	return &Conflict{Entry: b.Entry, Theirs: theirs}
}

func (b Before) revision(number int) (Revision, bool) {
	i := slices.IndexFunc(b.Revisions, func(r Revision) bool { return number != 0 && r.Number == number })
	if i < 0 {
		return Revision{}, false
	}
	return b.Revisions[i], true
}

// words are the reason that the history keeps.
func (o Order) words() string {
	switch {
	case o.Reason != "" && o.Text != "":
		return string(o.Reason) + ": " + o.Text
	case o.Reason != "":
		return string(o.Reason)
	}
	return o.Text
}

// step is a Step under way.
type step struct {
	Step
	before Before
	order  Order
	by     By
	at     time.Time
	about  int // the revision that the transition names
}

// write adds a revision by the one who takes the step and gives its number.
func (s *step) write(c Content, approved bool, reason string, source geo.Source) int {
	return s.add(Revision{Content: c, Author: s.by.Person, Role: s.by.Role, Reason: reason, Approved: approved, Source: source})
}

func (s *step) add(r Revision) int {
	s.Entry.Last++
	r.Entry, r.Number, r.At = s.Entry.ID, s.Entry.Last, s.at
	s.Revisions = append(s.Revisions, r)
	s.about = r.Number
	return r.Number
}

// own is the source of what people write themselves, under the licence that they
// agree to when they submit it.
func (s *step) own() geo.Source {
	return geo.Source{Name: "Atlante, da chi cura la scheda", Licence: "CC BY 4.0", RetrievedOn: s.at.Format(time.DateOnly)}
}

// publicSource stays that of the public revision when a part of it is changed.
func (s *step) publicSource() geo.Source {
	if r, ok := s.before.revision(s.Entry.Public); ok && r.Source != (geo.Source{}) {
		return r.Source
	}
	return s.own()
}

// content gives what a revision says, be it written now or before. A number
// without its revision is a fault of the caller.
func (s *step) content(number int) (Content, error) {
	for _, r := range s.Revisions {
		if r.Number == number {
			return r.Content, nil
		}
	}
	if r, ok := s.before.revision(number); ok {
		return r.Content, nil
	}
	return Content{}, geo.Invalid("La versione %d di questa scheda non c'è. / There is no revision %d of this entry.", number, number)
}

// describe brings the columns that queues and rules read up to date. What people
// see says who moderates an entry: who only proposes another comune or network
// does not choose his moderators by that, nor open the history to them.
func (s *step) describe() error {
	number := cmp.Or(s.Entry.Public, s.Entry.Waiting)
	if number == 0 {
		return nil
	}
	c, err := s.content(number)
	if err != nil {
		return err
	}
	s.Entry.Kind, s.Entry.Comune, s.Entry.Network = c.Kind, c.Comune, c.Network
	s.Entry.Zone = s.before.Ground.Zone(c.Comune)
	return nil
}
