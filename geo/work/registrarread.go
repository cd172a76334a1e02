package work

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// Dossier gives an entry with all that p may see of it. geo.ErrNotFound when p
// may not even know of it. A merged one tells strangers only where it went.
func (r *Registrar[S]) Dossier(ctx context.Context, p access.Principal, id uuid.UUID) (registry.Dossier, error) {
	e, err := r.Read.Entry(ctx, id)
	if err != nil {
		return registry.Dossier{}, err
	}
	if !r.Table.Knows(p, e) {
		return registry.Dossier{}, geo.NotFound("Questa scheda non c'è, o non è visibile con il tuo accesso. / There is no such entry, or it cannot be seen with your access.")
	}
	d := registry.Dossier{Entry: r.seen(p, e), Roles: registry.RolesOn(p, e)}
	var known []registry.Revision
	_, private := r.Table.As(p, registry.SeePrivate, e)
	if e.Public != 0 && (private || e.Visible()) {
		v, err := r.Read.Revision(ctx, id, e.Public)
		if err != nil {
			return d, err
		}
		d.Public, known = &v, append(known, v)
		if !private {
			d.Public = forStrangers(v)
		}
	}
	if private && e.Waiting != 0 {
		v, err := r.Read.Revision(ctx, id, e.Waiting)
		if err != nil {
			return d, err
		}
		d.Waiting, known = &v, append(known, v)
	}
	d.Allowed = r.Table.AllowedBy(p, e, known)
	d.OwnWords = len(d.Allowed) < len(r.Table.Allowed(p, e))
	if err := r.history(ctx, p, e, &d); err != nil {
		return d, err
	}
	return d, r.messages(ctx, p, e, &d)
}

func (r *Registrar[S]) history(ctx context.Context, p access.Principal, e registry.Entry, d *registry.Dossier) error {
	role, ok := r.Table.As(p, registry.SeeHistory, e)
	if !ok {
		return nil
	}
	var err error
	if d.Revisions, err = r.Read.Revisions(ctx, e.ID); err != nil {
		return err
	}
	if role == access.Owner {
		d.Revisions = registry.HistoryFor(p.Person.ID, e, d.Revisions)
	}
	d.Transitions, err = r.Read.Transitions(ctx, e.ID)
	return err
}

// messages are for those who may answer them.
func (r *Registrar[S]) messages(ctx context.Context, p access.Principal, e registry.Entry, d *registry.Dossier) error {
	var err error
	if _, ok := r.Table.As(p, registry.AcceptClaim, e); ok {
		if d.Claims, err = r.Read.OpenMessages(ctx, e.ID, true); err != nil {
			return err
		}
	}
	if _, ok := r.Table.As(p, registry.CloseReport, e); ok {
		d.Reports, err = r.Read.OpenMessages(ctx, e.ID, false)
	}
	return err
}

// seen is an entry as p may see it: strangers learn neither who keeps it nor
// what waits.
func (r *Registrar[S]) seen(p access.Principal, e registry.Entry) registry.Entry {
	if _, ok := r.Table.As(p, registry.SeePrivate, e); ok {
		return e
	}
	out := registry.Entry{ID: e.ID, State: e.State, MergedInto: e.MergedInto}
	if e.Visible() {
		out.Version, out.Public, out.Verification, out.Kind, out.Comune, out.Zone, out.Network =
			e.Version, e.Public, e.Verification, e.Kind, e.Comune, e.Zone, e.Network
	}
	return out
}

// forStrangers is a revision as everybody may read it.
func forStrangers(v registry.Revision) *registry.Revision {
	c := v.Content
	c.Contacts = c.PublicContacts()
	c.Operator.CodiceFiscale, c.Operator.PartitaIVA = "", ""
	return &registry.Revision{Entry: v.Entry, Number: v.Number, Content: c, At: v.At, Source: v.Source, Approved: v.Approved}
}

// Permit tells whether p may take an action that concerns no single entry: nil,
// or geo.ErrForbidden.
func (r *Registrar[S]) Permit(p access.Principal, a registry.Action) error {
	_, err := r.Table.PermitAnywhere(p, a)
	return err
}

// Allowed lists what p may do to an entry of his own list, in the order of the table.
func (r *Registrar[S]) Allowed(p access.Principal, e registry.Entry) []registry.Action {
	return r.Table.Allowed(p, e)
}

// Queue lists what waits for p as a moderator, oldest first; geo.ErrForbidden
// when p is none.
func (r *Registrar[S]) Queue(ctx context.Context, p access.Principal, f registry.QueueFilter) ([]registry.QueueItem, string, error) {
	if err := r.Permit(p, registry.SeeQueue); err != nil {
		return nil, "", err
	}
	return r.Read.Queue(ctx, p, f)
}

// Mine lists the entries that p keeps, and the drafts of p's browser.
func (r *Registrar[S]) Mine(ctx context.Context, p access.Principal) ([]registry.Summary, error) {
	if p.SignedIn() || p.Browser.IsZero() {
		if err := r.Permit(p, registry.SeeOwn); err != nil {
			return nil, err
		}
	}
	return r.Read.Mine(ctx, p.Person.ID, p.Browser)
}

// Duplicates gives the entries that may be the same as a content, likest first,
// as far as p may know of them. Contacts that p may not see count for nothing, nor
// do codes of persons: else whoever types one would learn whose it is.
func (r *Registrar[S]) Duplicates(ctx context.Context, p access.Principal, c registry.Content, exclude uuid.UUID) ([]registry.Duplicate, error) {
	ids, err := r.Read.Candidates(ctx, c, exclude)
	if err != nil {
		return nil, err
	}
	var out []registry.Duplicate
	for _, id := range ids {
		d, alike, err := r.duplicate(ctx, p, c, id)
		if err != nil {
			return nil, err
		}
		if alike {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b registry.Duplicate) int { return len(b.Why) - len(a.Why) })
	return out, nil
}

func (r *Registrar[S]) duplicate(ctx context.Context, p access.Principal, c registry.Content, id uuid.UUID) (registry.Duplicate, bool, error) {
	e, err := r.Read.Entry(ctx, id)
	if err != nil {
		return registry.Duplicate{}, false, err
	}
	_, private := r.Table.As(p, registry.SeePrivate, e)
	number := e.Public
	if private && e.Waiting != 0 {
		number = e.Waiting
	}
	if number == 0 || !private && !e.Visible() {
		return registry.Duplicate{}, false, nil
	}
	v, err := r.Read.Revision(ctx, id, number)
	if err != nil {
		return registry.Duplicate{}, false, err
	}
	compared := v.Content
	if !private {
		compared = registry.ComparedByStrangers(compared)
		v = *forStrangers(v)
	}
	why, apart := registry.Alike(c, compared)
	return registry.Duplicate{Entry: r.seen(p, e), Revision: v, Why: why, Metres: apart}, len(why) > 0, nil
}
