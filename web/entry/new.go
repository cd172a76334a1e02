package entry

import (
	"errors"
	"net/url"
	"time"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// LicenceVersion and PrivacyVersion are the dates of the texts that the form
// shows; what somebody agrees to is kept with them.
const (
	LicenceVersion = "2026-11-22"
	PrivacyVersion = "2026-11-22"
)

// blank shows the form for a new entry, or the draft that this browser keeps.
func (p *pages) blank(r *site.Request) (site.Answer, error) {
	name, draft := r.Query.Text("name", 200), r.Query.Text("draft", 36)
	saved := r.Query.Text("saved", 1)
	if err := r.Query.Err(); err != nil {
		return site.Answer{}, err
	}
	o, err := p.offers(r)
	if err != nil {
		return site.Answer{}, err
	}
	f := form{url.Values{string(registry.FieldName): {name}}}
	if who := p.Who(r.Request); who.SignedIn() {
		f.values.Set(string(registry.FieldEmail), who.Person.Email)
	}
	d, err := p.draft(r, draft)
	if err != nil || d != nil && d.State != registry.Draft {
		return p.notDraft(r, d, err)
	}
	if d != nil {
		c := contentOf(*d)
		f = fill(c, o.comuni)
	}
	v := p.newForm(r, f, o, d)
	if d != nil && saved != "" {
		v.Saved = p.clock(r, d.ChangedAt)
	}
	return p.withPoints(r, v, o)
}

// notDraft leads to where an entry that is no draft any more can be seen.
func (p *pages) notDraft(r *site.Request, d *registry.Dossier, err error) (site.Answer, error) {
	switch {
	case err != nil:
		return p.refused(r, err)
	case d.State == registry.EmailPending:
		return site.SeeOther(r.Page("/partecipa/inviata?draft=" + d.ID.String())), nil
	}
	return site.SeeOther(r.Page("/mie-schede/" + d.ID.String())), nil
}

// newForm is the form of a new entry, with its draft where there is one.
func (p *pages) newForm(r *site.Request, f form, o offers, d *registry.Dossier) *formView {
	v := p.show(r, f, o, r.Say("new.title"))
	v.Crumbs = []site.Part{{Text: r.Say("look.title"), Href: r.Page("/partecipa")}, {Text: r.Say("new.title")}}
	v.New, v.Began = true, r.Field("began")
	if _, ok := p.began(v.Began); !ok {
		v.Began = p.begin(p.Now())
	}
	if d != nil {
		v.Draft, v.Version = d.ID.String(), d.Version
	}
	return v
}

// withPoints offers the points of an address that is filled in already.
func (p *pages) withPoints(r *site.Request, v *formView, o offers) (site.Answer, error) {
	comune, ok := comuneNamed(o.comuni, v.form.get(registry.FieldComune))
	if !ok && v.form.text(namePoint) == "" {
		return site.PrivatePage("form", v), nil
	}
	answers, err := p.points(r.Context(), v.form, comune)
	if err != nil {
		return site.Answer{}, err
	}
	v.offerPoints(r, answers, v.form.text(namePoint) != "" && v.PointFor() == "")
	return site.PrivatePage("form", v), nil
}

// draft finds the entry that the form names; nil when it names none.
func (p *pages) draft(r *site.Request, raw string) (*registry.Dossier, error) {
	if raw == "" {
		return nil, nil
	}
	id, err := parseID(raw)
	if err != nil {
		return nil, err
	}
	d, err := p.steps.Dossier(r.Context(), p.Who(r.Request), id)
	if err != nil {
		return nil, err
	}
	return &d, nil
}

// contentOf is what an entry says to those who write it: what waits, else what
// people see, else what was written last.
func contentOf(d registry.Dossier) registry.Content {
	return revisionOf(d).Content
}

func revisionOf(d registry.Dossier) registry.Revision {
	switch {
	case d.Waiting != nil:
		return *d.Waiting
	case d.Public != nil:
		return *d.Public
	case len(d.Revisions) > 0:
		return d.Revisions[0]
	}
	return registry.Revision{Entry: d.ID}
}

// send takes the form of a new entry. Whatever is asked, the draft is saved.
func (p *pages) send(r *site.Request) (site.Answer, error) {
	picked(r)
	if readForm(r).text(nameHoney) != "" {
		return p.honey(r)
	}
	// First of all: over the limit nothing is looked up.
	if err := p.count(r, access.Drafts(), ""); err != nil {
		return p.refused(r, err)
	}
	d, err := p.draft(r, r.Field("draft"))
	if err != nil || d != nil && d.State != registry.Draft {
		return p.notDraft(r, d, err)
	}
	var before registry.Content
	if d != nil {
		before = contentOf(*d)
	}
	w, err := p.read(r, before)
	if err != nil {
		return site.Answer{}, err
	}
	switch r.Field("do") {
	case "submit", "":
		return p.submit(r, w, d)
	case "locate":
		if w.asks { // the question stands beside the points
			w.faults = inOrder(w.faults[:len(w.faults)-1])
		}
		return p.keep(r, w, d, func(v *formView) { v.Located = true })
	case "autosave":
		return p.autosave(r, w, d)
	}
	return p.save(r, w, d)
}

// stored saves the draft, and gives the entry as it is then.
func (p *pages) stored(r *site.Request, w written, d *registry.Dossier) (registry.Entry, error) {
	if d != nil {
		out, err := p.do(r, registry.Order{Action: registry.Save, Entry: d.ID, Version: number(r.Field("version")), Content: w.content})
		return out.Entry, err
	}
	key, err := p.key(r, "start")
	if err != nil {
		return registry.Entry{}, err
	}
	out, err := p.steps.Start(r.Context(), p.Who(r.Request), key, w.content)
	return out.Entry, err
}

// keep saves the draft and shows the form again, as it was typed.
func (p *pages) keep(r *site.Request, w written, d *registry.Dossier, more func(*formView)) (site.Answer, error) {
	e, err := p.stored(r, w, d)
	if err != nil {
		return p.notStored(r, w, d, err)
	}
	v := p.newForm(r, w.form, w.offers, &registry.Dossier{Entry: e})
	v.found(r, w)
	v.Saved = p.clock(r, p.Now())
	more(v)
	if len(w.faults) == 0 {
		return site.PrivatePage("form", v), nil
	}
	v.blame(w.faults)
	return site.FormAgain("form", v), nil
}

// save keeps the draft; the browser then asks for it again.
func (p *pages) save(r *site.Request, w written, d *registry.Dossier) (site.Answer, error) {
	if len(w.faults) > 0 {
		return p.keep(r, w, d, func(*formView) {})
	}
	e, err := p.stored(r, w, d)
	if err != nil {
		return p.notStored(r, w, d, err)
	}
	return site.SeeOther(r.Page("/partecipa/nuova?saved=1&draft=" + e.ID.String())), nil
}

// savedView tells the script of the form what was saved, in a page of few words.
type savedView struct {
	site.Frame
	Draft, Key, Saved string
	Version           int
}

// autosave is save for the script: its answer is small.
func (p *pages) autosave(r *site.Request, w written, d *registry.Dossier) (site.Answer, error) {
	e, err := p.stored(r, w, d)
	if conflict, other := errors.AsType[*registry.Conflict](err); other {
		return site.FormAgain("saved", savedView{p.frame(r, r.Say("saved.title")), conflict.Entry.ID.String(), p.newKey(),
			r.Say("fault.draft.elsewhere"), conflict.Entry.Version}), nil
	}
	if err != nil {
		return p.refused(r, err)
	}
	return site.PrivatePage("saved", savedView{p.frame(r, r.Say("saved.title")), e.ID.String(), p.newKey(),
		p.clock(r, p.Now()), e.Version}), nil
}

// honey answers a program that fills in every field. Nothing is saved.
func (p *pages) honey(r *site.Request) (site.Answer, error) {
	o, err := p.offers(r)
	if err != nil {
		return site.Answer{}, err
	}
	v := p.newForm(r, readForm(r), o, nil)
	v.Draft, v.Version = r.Field("draft"), number(r.Field("version"))
	v.blame(registry.Faults{p.fault(nameHoney, "fault.honey")})
	return site.FormAgain("form", v), nil
}

// clock says when a draft was saved.
func (p *pages) clock(r *site.Request, t time.Time) string {
	return r.Say("saved.at", "time", t.In(p.Location).Format("15:04"))
}

// key is the key of a step that a form asks for: made of the key that the form
// was given and of all that it holds. The same form sent twice counts once; one
// that was changed after going back is another.
func (p *pages) key(r *site.Request, step string) (access.Key, error) {
	given, err := access.ParseKey(r.Field("key"))
	return access.Key(uuid.NewSHA1(uuid.UUID(given), []byte(step+"\n"+r.Fields.Encode()))), err
}

// newKey is the key of a form that is shown. Without randomness it is the zero
// key, with which no form is taken.
func (p *pages) newKey() string {
	k, err := access.NewKey(p.Random)
	if err != nil {
		p.Log.Error("entry", "err", err)
	}
	return k.String()
}

// do takes a step with the key of the form.
func (p *pages) do(r *site.Request, o registry.Order) (registry.Outcome, error) {
	key, err := p.key(r, string(o.Action))
	if err != nil {
		return registry.Outcome{}, err
	}
	o.Lang = string(r.Lang)
	return p.steps.Do(r.Context(), p.Who(r.Request), key, o)
}

// count counts a write against its limit, from where it comes and for an address
// as it was typed. Who is signed in counts too, for his own address, and against
// what one person may write: a confirmed address is no way round a limit.
func (p *pages) count(r *site.Request, limit access.Limit, email string) error {
	folded := ""
	if p.Who(r.Request).SignedIn() {
		if err := p.countOwn(r); err != nil {
			return err
		}
	}
	if _, f, err := access.ParseEmail(email); err == nil { // what is wrong with it is said elsewhere
		folded = f
	}
	return p.Limits.Take(r.Context(), limit, p.From(r.Request, folded))
}

// countOwn counts what people change in their own name.
func (p *pages) countOwn(r *site.Request) error {
	return p.Limits.Take(r.Context(), access.OwnWrites(), p.From(r.Request, ""))
}
