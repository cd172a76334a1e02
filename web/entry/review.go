package entry

import (
	"errors"

	"atlante/geo/registry"
	"atlante/web/site"
)

// order asks for what the form of an entry that exists says.
func (w written) order(r *site.Request, d registry.Dossier, action registry.Action) registry.Order {
	o := registry.Order{Action: action, Entry: d.ID, Version: number(r.Field("version")), Content: w.content,
		Consents: w.publishes(contentOf(d))}
	if action == registry.Answer {
		o.Text = w.form.text(nameReply)
	}
	return o
}

// notSaved shows both versions where somebody else has written meanwhile, and the
// form where it can be mended there.
func (p *pages) notSaved(r *site.Request, w written, d registry.Dossier, err error) (site.Answer, error) {
	if _, other := errors.AsType[*registry.Conflict](err); other {
		now, err := p.own(r)
		if err != nil {
			return p.refused(r, err)
		}
		return p.conflict(r, w, now)
	}
	if faults, ours := errors.AsType[registry.Faults](err); ours {
		w.faults = inOrder(faults)
		return p.editAgain(r, w, d, func(*formView) {}), nil
	}
	return p.refused(r, err)
}

// editAgain shows the form again as it was typed; nothing was saved.
func (p *pages) editAgain(r *site.Request, w written, d registry.Dossier, more func(*formView)) site.Answer {
	v := p.editForm(r, w.form, w.offers, d)
	v.Base, v.Typed = number(r.Field("base")), true
	v.Edit.Attest = false // it would be about what is saved
	v.found(r, w)
	more(v)
	if v.Located { // what is wrong is said when it is sent
		return site.PrivatePage("form", v)
	}
	if len(w.faults) > 0 {
		v.blame(w.faults)
		return site.FormAgain("form", v)
	}
	return site.PrivatePage("form", v)
}

// review says what saving would do: which fields go live, which wait.
func (p *pages) review(r *site.Request, w written, d registry.Dossier, action registry.Action) (site.Answer, error) {
	out, err := p.steps.Preview(r.Context(), p.Who(r.Request), w.order(r, d, action))
	if err != nil {
		return p.notSaved(r, w, d, err)
	}
	return p.editAgain(r, w, d, func(v *formView) {
		v.Edit.Reviewed = true
		if d.State == registry.Published {
			v.Edit.Live, v.Edit.Waiting = fieldWords(r, namesOf(out.Live)), fieldWords(r, namesOf(out.Waiting))
			return
		}
		for _, x := range registry.Differences(contentOf(d), w.content) { // nobody sees it yet
			v.Edit.Waiting = append(v.Edit.Waiting, r.Say("field."+string(x.Field)))
		}
	}), nil
}
