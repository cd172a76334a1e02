package registry

import (
	"slices"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
)

// people is what changes who keeps an entry.
func (s *step) people() error {
	switch s.order.Action {
	case Join:
		if s.by.Person == uuid.Nil {
			return geo.Invalid("an invitation is taken up by a person whose address is known")
		}
		if !s.keeps(s.by.Person) {
			s.appoint(s.by.Person, access.Editor)
		}
	case Leave:
		s.release(s.by.Person)
	case Dismiss:
		editor := func(x Steward) bool { return x.Person == s.order.Person && x.Role == access.Editor }
		if !slices.ContainsFunc(s.Entry.Stewards, editor) {
			return geo.Invalid("Questa persona non è tra i redattori della scheda. / This person is not an editor of the entry.")
		}
		s.release(s.order.Person)
	case AcceptClaim:
		return s.acceptClaim()
	case DeclineClaim, CloseReport:
		return s.message(s.order.Action == DeclineClaim)
	}
	return nil
}

// acceptClaim makes the claimant the owner. A former owner stays as an editor:
// the new one may dismiss him.
func (s *step) acceptClaim() error {
	if err := s.message(true); err != nil {
		return err
	}
	claimant := s.before.Message.Person
	if claimant == uuid.Nil {
		return geo.Invalid("Chi chiede di curarla non ha ancora confermato il suo indirizzo. / The claimant has not confirmed the address yet.")
	}
	if claimant == s.by.Person {
		return geo.Forbidden("La richiesta è tua: la deve decidere un altro moderatore. / The claim is yours: another moderator must decide.")
	}
	for i := range s.Entry.Stewards {
		s.Entry.Stewards[i].Role = access.Editor
	}
	s.appoint(claimant, access.Owner)
	s.verify(SelfConfirmed)
	return nil
}

// message checks that the claim or report is an open one of this entry.
func (s *step) message(claim bool) error {
	m := s.before.Message
	if m == nil || m.ID != s.order.Message || m.Entry != s.Entry.ID || m.Claim != claim {
		return geo.Invalid("Questa richiesta non c'è più: forse l'ha già chiusa qualcun altro. / This request is gone: somebody else may have closed it.")
	}
	return nil
}

func (s *step) keeps(person uuid.UUID) bool {
	return slices.ContainsFunc(s.Entry.Stewards, func(x Steward) bool { return x.Person == person })
}

func (s *step) appoint(person uuid.UUID, role access.Role) {
	s.release(person)
	s.Entry.Stewards = append(s.Entry.Stewards, Steward{person, role})
}

func (s *step) release(person uuid.UUID) {
	s.Entry.Stewards = slices.DeleteFunc(s.Entry.Stewards, func(x Steward) bool { return x.Person == person })
}
