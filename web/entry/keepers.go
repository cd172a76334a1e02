package entry

import (
	"errors"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// keeperLine is somebody who keeps the entry, as the owner sees him.
type keeperLine struct {
	Person, Email, Role, Since string
	Me, Editor                 bool // an editor can be dismissed
	Key                        string
}

// keepers are those who keep an entry; none to those who may dismiss nobody.
func (p *pages) keepers(r *site.Request, id uuid.UUID) ([]keeperLine, error) {
	who := p.Who(r.Request)
	list, err := p.steps.Keepers(r.Context(), who, id)
	var out []keeperLine
	for _, k := range list {
		l := keeperLine{Person: k.Person.String(), Email: k.Email, Role: r.Say("by." + string(k.Role)), Me: k.Person == who.Person.ID,
			Editor: k.Role == access.Editor}
		if !k.Since.IsZero() {
			l.Since = r.Moment(k.Since)
		}
		if l.Editor {
			l.Key = p.newKey()
		}
		out = append(out, l)
	}
	return out, err
}

// dismiss takes an entry from one of its editors.
func (p *pages) dismiss(r *site.Request) (site.Answer, error) {
	id, err := id(r)
	if err != nil {
		return site.Answer{}, err
	}
	to := r.Page("/mie-schede/" + id.String())
	if !p.Who(r.Request).SignedIn() { // afterwards to the page that has the button
		return site.SeeOther(r.Page("/accedi?to=" + escape(to))), nil
	}
	d, err := p.own(r)
	if err != nil {
		return p.refused(r, err)
	}
	if err := p.countOwn(r); err != nil {
		return site.Answer{}, err
	}
	person, err := uuid.Parse(r.Field("person"))
	if err != nil {
		return site.Answer{}, geo.Invalid("Questo modulo non è completo: ricarica la pagina e riprova. / This form is not complete: reload the page and try again.")
	}
	_, err = p.do(r, registry.Order{Action: registry.Dismiss, Entry: d.ID, Version: number(r.Field("version")), Person: person})
	if _, other := errors.AsType[*registry.Conflict](err); other {
		return site.SeeOther(to + "?done=elsewhere"), nil
	}
	if err != nil {
		return p.refused(r, err)
	}
	return site.SeeOther(to + "?done=dismissed"), nil
}
