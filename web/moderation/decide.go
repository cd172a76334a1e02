package moderation

import (
	"errors"
	"strconv"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// decision is a step of a moderator with the end of its address.
type decision struct {
	path   string
	action registry.Action
	stays  bool // on the entry afterwards; else the next of the queue follows
}

var decisions = []decision{
	{"prendi", registry.Take, true},
	{"approva", registry.Approve, false},
	{"modifiche", registry.RequestChanges, false},
	{"rifiuta", registry.Reject, false},
	{"unisci", registry.Merge, false},
	{"sospendi", registry.Suspend, true},
	{"riattiva", registry.Resume, true},
	{"ripristina", registry.Restore, true},
	{"reclamo/accetta", registry.AcceptClaim, false},
	{"reclamo/respingi", registry.DeclineClaim, false},
	{"segnalazione/chiudi", registry.CloseReport, false},
	{"togli", registry.Dismiss, true},
	{"punto", registry.Edit, true},  // the point of what people see, and nothing else
	{"metti", registry.Place, true}, // that of what nobody sees yet
}

func pathOf(a registry.Action) string {
	for _, d := range decisions {
		if d.action == a {
			return d.path
		}
	}
	return ""
}

// decide takes a step, and goes on to what waits next.
func (p *pages) decide(d decision) site.Handler {
	return func(r *site.Request) (site.Answer, error) {
		who := p.Principal(r.Request)
		id, err := entryID(r)
		if err != nil {
			return site.Answer{}, err
		}
		if !who.SignedIn() {
			return p.signInAgain(r, d)
		}
		if err := p.mayModerate(who); err != nil {
			return site.Answer{}, err
		}
		r.Links = site.LinksAt(r.Request, "/moderazione/"+id.String()) // where what is shown again can be read
		n, err := readNarrow(r)
		if err != nil {
			return site.Answer{}, err
		}
		key, order, err := readOrder(r, d.action, id)
		if err != nil {
			return p.refused(r, who, d, order, err)
		}
		if d.action == registry.Edit || d.action == registry.Place {
			if err := p.place(r, who, &order); err != nil {
				return p.refused(r, who, d, order, err)
			}
		}
		if err := p.count(r, who); err != nil {
			return p.retry(r, d, r.Say("mod.notyet.title"), err)
		}
		to := "/moderazione/" + id.String()
		if !d.stays { // looked up before the step is taken: afterwards this one waits no longer
			if to, err = p.followingID(r, who, n, id, order.Message); err != nil {
				return p.refused(r, who, d, order, err)
			}
		}
		if _, err := p.Registrar.Do(r.Context(), who, key, order); err != nil {
			return p.refused(r, who, d, order, err)
		}
		return site.SeeOther(n.at(r, to, "done", string(d.action), "of", id.String())), nil
	}
}

// fieldSure is the tick of what cannot be undone, or surprises somebody.
const fieldSure registry.Field = "sure"

func (p *pages) count(r *site.Request, who access.Principal) error {
	if p.Limits == nil {
		return nil
	}
	return p.Limits.Take(r.Context(), access.Moderation(), access.Who{Email: access.FoldEmail(who.Person.Email)})
}

// readOrder reads what the form asks for.
func readOrder(r *site.Request, a registry.Action, id uuid.UUID) (access.Key, registry.Order, error) {
	o := registry.Order{Action: a, Entry: id, Reason: registry.Reason(r.Field("reason")), Text: r.Field("text"), Lang: string(r.Lang)}
	var err error
	read := func(parse func() error) {
		if err == nil {
			err = parse()
		}
	}
	read(func() (err error) { o.Version, err = whole(r.Field("version")); return })
	if r.Fields.Has("revision") {
		read(func() (err error) { o.Revision, err = whole(r.Field("revision")); return })
	}
	if r.Fields.Has("message") {
		read(func() (err error) { o.Message, err = uuidField(r, "message"); return })
	}
	if a == registry.Dismiss {
		read(func() (err error) { o.Person, err = uuidField(r, "person"); return })
	}
	if r.Fields.Has("into") {
		read(func() (err error) { o.Into, err = uuidField(r, "into"); return })
	}
	if a == registry.Restore && o.Text == "" {
		read(func() error {
			return registry.Faults{{Field: registry.FieldText, IT: "Scrivi perché: chi cura la scheda riceve queste parole.", EN: "Write why: whoever keeps the entry gets these words."}}
		})
	}
	if a == registry.RequestChanges && o.Text == "" {
		read(func() error {
			return registry.Faults{{Field: registry.FieldText, IT: "Scrivi che cosa va cambiato: chi ha inviato la scheda riceve queste parole.", EN: "Write what should change: whoever sent the entry gets these words."}}
		})
	}
	if (a == registry.Reject || a == registry.Suspend) && o.Reason == "" {
		read(func() error {
			return registry.Faults{{Field: registry.FieldReason, IT: "Scegli un motivo dall'elenco.", EN: "Choose a reason from the list."}}
		})
	}
	if (a == registry.Restore || a == registry.Merge) && r.Field("sure") != "yes" {
		read(func() error {
			return registry.Faults{{Field: fieldSure, IT: "Metti la spunta per confermare: così non succede per sbaglio.", EN: "Tick the box to confirm, so that it does not happen by mistake."}}
		})
	}
	var key access.Key
	read(func() (err error) { key, err = access.ParseKey(r.Field("key")); return })
	return key, o, err
}

func whole(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, geo.Invalid("Questo modulo non è completo: ricarica la pagina e riprova. / This form is not complete: reload the page and try again.")
	}
	return n, nil
}

func uuidField(r *site.Request, name string) (uuid.UUID, error) {
	id, err := uuid.Parse(r.Field(name))
	if err != nil {
		return uuid.Nil, geo.Invalid("Questo modulo non è completo: ricarica la pagina e riprova. / This form is not complete: reload the page and try again.")
	}
	return id, nil
}

// refused answers a step that was not taken: a conflict and what is wrong with
// the form are shown on the page of the entry; of what may have been taken or
// not, the same form with the same key is offered again. Nothing typed is lost.
func (p *pages) refused(r *site.Request, who access.Principal, d decision, o registry.Order, err error) (site.Answer, error) {
	var conflict *registry.Conflict
	var faults registry.Faults
	switch {
	case errors.As(err, &conflict):
		return p.conflict(r, who, o)
	case errors.Is(err, geo.ErrForbidden), errors.Is(err, geo.ErrConflict):
		if p.outdated(r, who, o) { // the rule was asked of a state that the moderator has not seen
			return p.conflict(r, who, o)
		}
		return site.Answer{}, err
	case errors.As(err, &faults):
		return p.again(r, who, o, faultsOf(r, o, faults))
	case errors.Is(err, geo.ErrInvalid):
		return p.again(r, who, o, []fault{{Text: problem(r, err)}})
	case errors.Is(err, geo.ErrNotFound):
		return site.Answer{}, err
	}
	return p.retry(r, d, r.Say("mod.retry.title"), err)
}
