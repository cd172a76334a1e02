package entry

import (
	"errors"
	"strings"

	"atlante/geo/gazetteer"
	"atlante/geo/registry"
	"atlante/web/site"
)

// written is what a form says, once it has been looked up and checked.
type written struct {
	form    form
	offers  offers
	content registry.Content
	answers []gazetteer.Answer // points for the address
	asks    bool               // the point waits for an answer
	near    []string           // comuni that may be the one that was typed
	faults  registry.Faults    // all that keeps it from being sent
}

// read takes the form that was sent. What cannot be understood is a fault, and
// never lost: the form shows it again as it was typed.
func (p *pages) read(r *site.Request, before registry.Content) (written, error) {
	w := written{form: readForm(r)}
	var err error
	if w.offers, err = p.offers(r); err != nil {
		return w, err
	}
	w.content = w.form.over(before)
	comune, ok := comuneNamed(w.offers.comuni, w.form.get(registry.FieldComune))
	w.content.Comune = comune.ID
	if w.answers, err = p.points(r.Context(), w.form, comune); err != nil {
		return w, err
	}
	name := comune.Name
	if !ok {
		name = w.form.get(registry.FieldComune)
	}
	// A comune that is not understood is asked about first: see unknownComune.
	w.asks = place(&w.content, w.form, name, w.answers) && ok
	if typed := w.form.get(registry.FieldComune); !ok && typed != "" {
		fault, near, err := p.unknownComune(r, typed)
		if err != nil {
			return w, err
		}
		w.near = near
		w.faults = append(w.faults, fault)
	}
	if err := p.served(r, &w); err != nil {
		return w, err
	}
	if w.asks {
		w.faults = append(w.faults, p.fault(registry.FieldPosition, "fault.point.asks"))
	}
	return w, nil
}

// served reads the comuni that are served, a line each, or with commas between.
func (p *pages) served(r *site.Request, w *written) error {
	w.content.ServiceArea = nil
	for _, typed := range strings.FieldsFunc(w.form.get(registry.FieldServiceArea), func(c rune) bool { return c == '\n' || c == ',' || c == ';' }) {
		typed = strings.TrimSpace(typed)
		c, ok := comuneNamed(w.offers.comuni, typed)
		if ok {
			w.content.ServiceArea = append(w.content.ServiceArea, c.ID)
		} else if typed != "" {
			fault, _, err := p.unknownComune(r, typed)
			if err != nil {
				return err
			}
			fault.Field = registry.FieldServiceArea
			w.faults = append(w.faults, fault)
			return nil
		}
	}
	return nil
}

// check adds all that the registry finds wrong with an order for this content,
// once a field, in the order of the form, and puts the content in order.
func (w *written) check(o registry.Order, known bool) {
	o.Content = w.content
	o, err := o.Check(registry.NewGround(w.offers.comuni, w.offers.kinds, w.offers.networks), known)
	w.content = o.Content
	if found, ours := errors.AsType[registry.Faults](err); ours {
		w.faults = append(w.faults, found...)
	}
	w.faults = inOrder(w.faults)
}

// inOrder puts faults into the order of the form, the first of each field only.
func inOrder(found registry.Faults) registry.Faults {
	var out registry.Faults
	for i, f := range found {
		if f.Field == registry.FieldYourEmail {
			found[i].Field = registry.FieldEmail
		}
	}
	for _, name := range formOrder {
		for _, f := range found {
			if f.Field == name {
				out = append(out, f)
				break
			}
		}
	}
	for _, f := range found {
		if !listed(f.Field) {
			out = append(out, f)
		}
	}
	return out
}

func listed(name registry.Field) bool {
	for _, f := range formOrder {
		if f == name {
			return true
		}
	}
	return false
}

// formOrder is the order in which the form asks.
var formOrder = []registry.Field{
	registry.FieldComune, registry.FieldLocality, registry.FieldAddress, registry.FieldPosition,
	registry.FieldKind, registry.FieldName, registry.FieldAreas, registry.FieldDescription, registry.FieldStatus,
	registry.FieldHours, registry.FieldWheelchair, registry.FieldOperator, registry.FieldLegalForm,
	registry.FieldCodiceFiscale, registry.FieldPartitaIVA, registry.FieldNetwork, registry.FieldServiceArea,
	registry.FieldEmail, registry.FieldPhone, registry.FieldWebsite, registry.FieldPerson,
	registry.FieldLicence, registry.FieldPrivacy,
}

// fault says what is wrong with a field, in both languages.
func (p *pages) fault(name registry.Field, key string, args ...any) registry.Fault {
	return registry.Fault{Field: name, IT: p.site.Texts(site.Italian).Say(key, args...), EN: p.site.Texts(site.English).Say(key, args...)}
}
