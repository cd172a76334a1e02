package entry

import (
	"errors"
	"slices"
	"strconv"

	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// submit sends a new entry for its address to be confirmed. What keeps it from
// being sent is shown beside the field, with everything as it was typed.
func (p *pages) submit(r *site.Request, w written, d *registry.Dossier) (site.Answer, error) {
	w.checkNew(p, p.Who(r.Request).SignedIn())
	again := func(*formView) {}
	if len(w.faults) > 0 {
		return p.keep(r, w, d, again)
	}
	like, err := p.duplicates(r, w, d)
	if err != nil {
		return site.Answer{}, err
	}
	if len(like) > 0 {
		return p.keep(r, w, d, func(v *formView) { v.Duplicates = like })
	}
	if p.rushed(r, d) {
		w.faults = registry.Faults{p.fault("", "fault.hasty")}
		return p.keep(r, w, d, again)
	}
	return p.hand(r, w, d)
}

// hand gives the entry to those who check it: at once when the address of its
// writer is known, else once it is confirmed.
func (p *pages) hand(r *site.Request, w written, d *registry.Dossier) (site.Answer, error) {
	if d == nil {
		e, err := p.stored(r, w, nil)
		if err != nil {
			return p.notStored(r, w, nil, err)
		}
		d = &registry.Dossier{Entry: e}
	} else {
		d.Version = number(r.Field("version"))
	}
	email := w.form.get(registry.FieldEmail)
	if err := p.count(r, access.Submissions(), email); err != nil {
		return site.Answer{}, err
	}
	_, err := p.do(r, registry.Order{Action: registry.Submit, Entry: d.ID, Version: d.Version, Content: w.content,
		Consents: w.consents(), Email: email})
	if err != nil {
		return p.notStored(r, w, d, err)
	}
	return site.SeeOther(r.Page("/partecipa/inviata?draft=" + d.ID.String())), nil
}

// notStored shows the form again where it can be mended there.
func (p *pages) notStored(r *site.Request, w written, d *registry.Dossier, err error) (site.Answer, error) {
	faults, ours := errors.AsType[registry.Faults](err)
	conflict, other := errors.AsType[*registry.Conflict](err)
	e := registry.Entry{}
	switch {
	case other:
		e, faults = conflict.Entry, registry.Faults{p.fault("", "fault.draft.elsewhere")}
	case !ours:
		return p.refused(r, err)
	case d != nil:
		e = d.Entry
	}
	var known *registry.Dossier
	if e.Version != 0 {
		known = &registry.Dossier{Entry: e}
	}
	v := p.newForm(r, w.form, w.offers, known)
	v.found(r, w)
	v.blame(inOrder(faults))
	return site.FormAgain("form", v), nil
}

// checkNew finds all that a new entry lacks.
func (w *written) checkNew(p *pages, known bool) {
	email := w.form.get(registry.FieldEmail)
	if email == "" {
		w.faults = append(w.faults, p.fault(registry.FieldEmail, "fault.email"))
	}
	w.check(registry.Order{Action: registry.Submit, Email: email, Consents: w.consents()}, known)
}

// consents are the boxes, ticked or not, with the text that stood beside them.
func (w *written) consents() []registry.Consent {
	publishes := slices.ContainsFunc(contactFields, func(x struct {
		field registry.Field
		kind  registry.ContactKind
	}) bool {
		return w.form.get(x.field) != "" && w.form.public(x.field)
	})
	return []registry.Consent{
		{What: registry.ConsentLicence, Version: LicenceVersion, Given: w.form.ticked(string(registry.FieldLicence))},
		{What: registry.ConsentPrivacy, Version: PrivacyVersion, Given: w.form.ticked(string(registry.FieldPrivacy))},
		{What: registry.ConsentPublish, Version: PrivacyVersion, Given: publishes},
	}
}

// publishes is the consent to contacts that were not public before, with the text
// that stood beside them; nothing when there is none.
func (w *written) publishes(before registry.Content) []registry.Consent {
	if !registry.Publishes(before, w.content) {
		return nil
	}
	return []registry.Consent{{What: registry.ConsentPublish, Version: PrivacyVersion, Given: true}}
}

// number reads a version from a hidden field; what is none is 0, which no entry has.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
