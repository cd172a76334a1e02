package work

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// written is a step on its way into the database.
type written[S RegistrarRows] struct {
	*Registrar[S]
	s      S
	before registry.Before
	order  registry.Order
	step   registry.Step
	by     access.Principal
	at     time.Time
	mailed string // masked address to which a link went
}

// write writes all that a step leads to. The guarded change of the entry comes
// first: whoever comes second learns it before anything else is written.
func (w *written[S]) write(ctx context.Context) error {
	if w.step.Transition != nil {
		if err := w.entry(ctx); err != nil {
			return err
		}
		if err := w.show(ctx); err != nil {
			return err
		}
	}
	if err := w.beside(ctx); err != nil {
		return err
	}
	if err := w.tell(ctx); err != nil {
		return err
	}
	if !w.step.Scrub {
		return nil
	}
	if err := w.s.ScrubEntry(ctx, w.step.Entry.ID, w.at); err != nil {
		return err
	}
	return w.Journal.Erased(ctx, w.step.Entry.ID, w.at)
}

func (w *written[S]) entry(ctx context.Context) error {
	e := w.step.Entry
	if w.before.Entry.State == "" {
		if err := w.s.InsertEntry(ctx, e); err != nil {
			return err
		}
	} else if err := w.s.ChangeEntry(ctx, e, w.before.Entry.Version); err != nil {
		return err
	}
	for _, v := range w.step.Revisions {
		v.Source = w.source(v)
		if err := w.s.InsertRevision(ctx, v); err != nil {
			return err
		}
	}
	if w.step.Approved != 0 {
		if err := w.s.ApproveRevision(ctx, e.ID, w.step.Approved); err != nil {
			return err
		}
	}
	return w.s.InsertTransition(ctx, *w.step.Transition)
}

// source says where a revision comes from when the order does not.
func (w *written[S]) source(v registry.Revision) geo.Source {
	if v.Source.Name != "" {
		return v.Source
	}
	name := "Atlante, scheda compilata da chi cura il luogo"
	if v.Role != access.Owner && v.Role != access.Editor && v.Role != access.Visitor {
		name = "Atlante, scheda curata dalla redazione"
	}
	return geo.Source{Name: name, Licence: "CC BY 4.0", RetrievedOn: v.At.Format(time.DateOnly)}
}

// show brings what people see, and the traces of duplicates, up to date.
func (w *written[S]) show(ctx context.Context) error {
	e, old := w.step.Entry, w.before.Entry
	switch {
	case e.Visible():
		if old.Visible() && e.Public == old.Public && e.Verification == old.Verification {
			break
		}
		v, err := w.s.Revision(ctx, e.ID, e.Public)
		if err != nil {
			return err
		}
		body, err := w.NewID()
		if err != nil {
			return err
		}
		if err := w.s.Show(ctx, e, v, body); err != nil {
			return err
		}
	case old.Visible():
		if err := w.s.Hide(ctx, e.ID); err != nil {
			return err
		}
	}
	says := cmp.Or(e.Waiting, e.Public)
	if w.step.Scrub || says == 0 {
		return nil
	}
	v, err := w.s.Revision(ctx, e.ID, says)
	if err != nil {
		return err
	}
	return w.s.SaveTraces(ctx, e, v.Content)
}

// beside writes what an order brings beside the entry.
func (w *written[S]) beside(ctx context.Context) error {
	o, id := w.order, w.step.Entry.ID
	switch o.Action {
	case registry.Submit, registry.SubmitVerified:
		// A link to an address that was mended must not confirm what was sent since.
		if err := w.s.DropLinks(ctx, id, access.ToConfirm, o.Email); err != nil {
			return err
		}
		return w.s.SaveConsents(ctx, id, w.by.Person.ID, o.Consents, w.at)
	case registry.Edit, registry.Answer:
		return w.published(ctx)
	case registry.Claim, registry.Report:
		return w.message(ctx)
	case registry.AcceptClaim:
		if err := w.s.DropLinks(ctx, id, access.ToInvite, ""); err != nil {
			return err
		}
		return w.s.CloseMessage(ctx, o.Message, w.at)
	case registry.DeclineClaim, registry.CloseReport:
		return w.s.CloseMessage(ctx, o.Message, w.at)
	case registry.Dismiss, registry.Leave, registry.Erase:
		return w.s.DropLinks(ctx, id, access.ToInvite, "") // who gave them is gone, or whom they let in
	case registry.Merge:
		return w.s.MoveMessages(ctx, id, o.Into)
	}
	return nil
}

// message keeps a claim or report. That of a visitor waits for its address.
func (w *written[S]) message(ctx context.Context) error {
	id, err := w.NewID()
	if err != nil {
		return err
	}
	m := registry.Message{ID: id, Entry: w.step.Entry.ID, Claim: w.order.Action == registry.Claim, Person: w.by.Person.ID,
		Text: w.order.Text, At: w.at}
	if err := w.s.InsertMessage(ctx, m); err != nil {
		return err
	}
	if w.by.SignedIn() {
		return w.announce(ctx, m)
	}
	purpose := access.ToReport
	if m.Claim {
		purpose = access.ToClaim
	}
	return w.link(ctx, access.Asking{Email: w.order.Email, Purpose: purpose, Message: m.ID})
}

// link sends a link for this entry; the mail names it.
func (w *written[S]) link(ctx context.Context, a access.Asking) error {
	name, err := w.name(ctx)
	if err != nil {
		return err
	}
	a.Entry, a.Name, a.Lang = w.step.Entry.ID, name, w.order.Lang
	if a.Purpose != access.ToInvite {
		a.Browser = w.by.Browser
	}
	if err := w.Links.Ask(ctx, w.s, a); err != nil {
		return err
	}
	w.mailed = access.MaskEmail(a.Email)
	return nil
}

// name is what the entry is called: to strangers what people see, else what was
// last written.
func (w *written[S]) name(ctx context.Context) (string, error) {
	e := w.step.Entry
	number := cmp.Or(e.Public, e.Waiting, e.Last)
	if !e.Visible() {
		number = cmp.Or(e.Waiting, e.Last)
	}
	v, err := w.s.Revision(ctx, e.ID, number)
	return v.Content.Name, err
}

// person gives a person, or nobody when erased.
func (w *written[S]) person(ctx context.Context, id uuid.UUID) (access.Person, error) {
	p, err := w.s.Principal(ctx, id)
	return p.Person, err
}
