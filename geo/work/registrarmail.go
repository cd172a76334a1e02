package work

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/mail"
	"atlante/geo/registry"
)

// The pages to which mails lead.
const (
	ownPath    = "/mie-schede/" // these end in the id of the entry
	reviewPath = "/moderazione/"
	publicPath = "/luoghi/"
	listPath   = "/mie-schede"
)

// tell puts the mails that a step leads to into the outbox. No mail holds a
// contact: names and words written for the reader are all.
func (w *written[S]) tell(ctx context.Context) error {
	switch w.order.Action.By(w.by) {
	case registry.Submit:
		return w.link(ctx, access.Asking{Email: w.order.Email, Purpose: access.ToConfirm})
	case registry.SubmitVerified, registry.Confirm:
		if err := w.tellKeepers(ctx, mail.Received, ownPath, nil); err != nil {
			return err
		}
		return w.tellModerators(ctx, mail.ToReview)
	case registry.Answer, registry.Return:
		return w.tellModerators(ctx, mail.ToReview)
	case registry.Place:
		return w.tellKeepers(ctx, mail.PointMoved, ownPath, w.text)
	case registry.Edit:
		if w.step.Transition.Role != access.Owner && w.step.Transition.Role != access.Editor {
			return w.tellCorrected(ctx)
		}
		if w.step.Entry.State == registry.Published && w.step.Entry.Waiting != 0 && w.before.Entry.Waiting == 0 {
			return w.tellModerators(ctx, mail.ToReview)
		}
	case registry.Invite:
		return w.link(ctx, access.Asking{Email: w.order.Email, Purpose: access.ToInvite})
	case registry.Dismiss:
		return w.tellPerson(ctx, w.order.Person, mail.Dismissed, listPath, nil)
	case registry.AcceptClaim:
		return w.tellPerson(ctx, w.before.Message.Person, mail.ClaimAccepted, ownPath, nil)
	case registry.DeclineClaim:
		return w.tellPerson(ctx, w.before.Message.Person, mail.ClaimDeclined, publicPath, w.text)
	case registry.CloseReport:
		return w.tellPerson(ctx, w.before.Message.Person, mail.ReportClosed, publicPath, nil)
	}
	return w.tellOfDecision(ctx)
}

// tellOfDecision tells those who keep an entry what a moderator has done.
func (w *written[S]) tellOfDecision(ctx context.Context) error {
	switch w.order.Action {
	case registry.Approve:
		return w.tellApproved(ctx)
	case registry.RequestChanges:
		return w.tellKeepers(ctx, mail.ChangesRequested, ownPath, w.text)
	case registry.Reject:
		return w.tellKeepers(ctx, mail.Rejected, ownPath, w.reasoned)
	case registry.Suspend:
		return w.tellKeepers(ctx, mail.Suspended, ownPath, w.reasoned)
	case registry.Resume:
		return w.tellKeepers(ctx, mail.Resumed, publicPath, nil)
	case registry.Merge:
		return w.tellMerged(ctx)
	case registry.Restore:
		return w.tellKeepers(ctx, mail.Restored, ownPath, w.text)
	}
	return nil
}

// tellApproved says that an entry is on the map, or where it is without a point.
func (w *written[S]) tellApproved(ctx context.Context) error {
	v, err := w.s.Revision(ctx, w.step.Entry.ID, w.step.Entry.Public)
	if err != nil {
		return err
	}
	t := mail.Approved
	if v.Content.Position == nil {
		t = mail.ApprovedUnplaced
	}
	return w.tellKeepers(ctx, t, publicPath, nil)
}

// tellCorrected tells those who keep an entry what a moderator has changed in the
// public: nothing of theirs changes behind their back.
func (w *written[S]) tellCorrected(ctx context.Context) error {
	switch {
	case len(w.step.Live) == 0:
		return nil
	case slices.Equal(w.step.Live, []registry.Field{registry.FieldPosition}):
		return w.tellKeepers(ctx, mail.PointMoved, ownPath, w.text)
	}
	return w.tellKeepers(ctx, mail.Corrected, ownPath, nil)
}

// values are what a mail says beside path and name, in its language.
type values func(lang string) map[string]string

func (w *written[S]) text(string) map[string]string {
	return map[string]string{mail.Text: w.order.Text}
}

func (w *written[S]) reasoned(lang string) map[string]string {
	return map[string]string{mail.Text: w.order.Text, mail.Reason: reasonIn(w.order.Reason, lang)}
}

// tellKeepers writes to the owner and the editors, but not to who has acted.
func (w *written[S]) tellKeepers(ctx context.Context, t mail.Template, path string, more values) error {
	for _, k := range w.step.Entry.Stewards {
		if k.Person == w.by.Person.ID && t != mail.Received {
			continue
		}
		if err := w.tellPerson(ctx, k.Person, t, path, more); err != nil {
			return err
		}
	}
	return nil
}

func (w *written[S]) tellPerson(ctx context.Context, id uuid.UUID, t mail.Template, path string, more values) error {
	p, err := w.person(ctx, id)
	if errors.Is(err, geo.ErrNotFound) {
		return nil // has left
	}
	if err != nil {
		return err
	}
	return w.enqueue(ctx, p, t, path, more)
}

// tellModerators writes to those of the zone and the network, but to nobody of
// his own entry.
func (w *written[S]) tellModerators(ctx context.Context, t mail.Template) error {
	e := w.step.Entry
	people, err := w.s.Moderators(ctx, e.Zone, e.Network)
	if err != nil {
		return err
	}
	where, err := w.where(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		own := p.ID == w.by.Person.ID
		for _, k := range e.Stewards {
			own = own || k.Person == p.ID
		}
		if own {
			continue
		}
		if err := w.enqueue(ctx, p, t, reviewPath, where); err != nil {
			return err
		}
	}
	return nil
}

// where is the comune of the entry, and its network.
func (w *written[S]) where(ctx context.Context) (values, error) {
	text, err := w.s.Whereabouts(ctx, w.step.Entry.Comune, w.step.Entry.Network)
	return func(string) map[string]string { return map[string]string{mail.Where: text} }, err
}

// announce tells moderators of a claim or report, and those who keep the entry of
// a claim.
func (w *written[S]) announce(ctx context.Context, m registry.Message) error {
	if !m.Claim {
		return w.tellModerators(ctx, mail.Reported)
	}
	where, err := w.where(ctx)
	if err != nil {
		return err
	}
	if err := w.tellKeepers(ctx, mail.ClaimReceived, ownPath, where); err != nil {
		return err
	}
	return w.tellModerators(ctx, mail.ClaimReceived)
}

func (w *written[S]) enqueue(ctx context.Context, p access.Person, t mail.Template, path string, more values) error {
	id, err := w.NewID()
	if err != nil {
		return err
	}
	name, err := w.name(ctx)
	if err != nil {
		return err
	}
	said := map[string]string{}
	if more != nil {
		said = more(p.Lang)
	}
	said[mail.Path], said[mail.Name] = path, name
	if strings.HasSuffix(path, "/") {
		said[mail.Path] += w.step.Entry.ID.String()
	}
	return w.s.Enqueue(ctx, mail.Message{ID: id, To: p.Email, Template: t, Lang: p.Lang, Values: said, At: w.at})
}

// reasonIn gives the words of a reason from the list.
func reasonIn(r registry.Reason, lang string) string {
	words := map[registry.Reason][2]string{
		registry.ReasonOutside:      {"il luogo è fuori dalla Città metropolitana di Torino", "the place lies outside the Città metropolitana di Torino"},
		registry.ReasonNotSocial:    {"non è un luogo dell'economia sociale", "it is not a place of the social economy"},
		registry.ReasonDuplicate:    {"c'è già una scheda per questo luogo", "there is an entry for this place already"},
		registry.ReasonUnverifiable: {"non siamo riusciti a verificare i dati", "we could not verify what it says"},
		registry.ReasonClosed:       {"il luogo non esiste più", "the place no longer exists"},
		registry.ReasonAbuse:        {"il contenuto viola le regole d'uso", "the content breaks the rules of use"},
		registry.ReasonOther:        {"altro motivo", "another reason"},
	}[r]
	if lang == "en" {
		return words[1]
	}
	return words[0]
}
