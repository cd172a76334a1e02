package entry

import (
	"errors"
	"slices"
	"strings"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// editView is what the form of an entry that exists says around its fields.
type editView struct {
	ID, Name     string
	State, Waits string // in words
	Words        string // of the moderator who asked for changes
	Done         string
	DoneLive     []string // fields, in words
	DoneWaiting  []string
	Reviewed     bool // the next two say what saving would do
	Live         []string
	Waiting      []string
	Answer       bool // saving answers a request
	Editable     bool
	Whole        bool // all changes wait, or none is seen yet
	Facts        []pair
	Actions      []editAction
	Keepers      []keeperLine // for those who may dismiss one of them
	Public       string
	Attest       bool
	Verified     string
}

// editAction is a way to one of the pages that ask before they act.
type editAction struct{ Href, Text string }

func (p *pages) edit(r *site.Request) (site.Answer, error) {
	done, live, waiting := r.Query.Text("done", 20), r.Query.Text("live", 500), r.Query.Text("waiting", 500)
	if err := r.Query.Err(); err != nil {
		return site.Answer{}, err
	}
	d, err := p.own(r)
	if err != nil {
		return p.refused(r, err)
	}
	if d.State == registry.Draft || d.State == registry.EmailPending {
		return site.SeeOther(r.Page("/partecipa/nuova?draft=" + d.ID.String())), nil
	}
	o, err := p.offers(r)
	if err != nil {
		return site.Answer{}, err
	}
	c := contentOf(d)
	v := p.editForm(r, fill(c, o.comuni), o, d)
	if slices.Contains(doneWords, done) {
		v.Edit.Done = r.Say("done." + done)
		v.Edit.DoneLive, v.Edit.DoneWaiting = fieldWords(r, strings.Split(live, ",")), fieldWords(r, strings.Split(waiting, ","))
	}
	if v.Edit.Keepers, err = p.keepers(r, d.ID); err != nil {
		return site.Answer{}, err
	}
	return p.withPoints(r, v, o)
}

// own gives the entry that the address names, to those who keep it or look
// after it.
func (p *pages) own(r *site.Request) (registry.Dossier, error) {
	id, err := id(r)
	if err != nil {
		return registry.Dossier{}, err
	}
	who := p.Who(r.Request)
	d, err := p.steps.Dossier(r.Context(), who, id)
	if errors.Is(err, geo.ErrNotFound) && !who.SignedIn() {
		// Mails lead here: whoever opens one signed out is shown the way in,
		// whether there is such an entry or not.
		return d, registry.ErrForbidden
	}
	if err == nil && !slices.Contains(d.Allowed, registry.SeePrivate) {
		// What is public may be known; this page is for those who keep it.
		return d, registry.ErrForbidden
	}
	return d, err
}

// fieldWords puts the names of fields into words; what is none is left out.
func fieldWords(r *site.Request, names []string) []string {
	words := r.Texts.Under("field.")
	var out []string
	for _, n := range names {
		if w := words[n]; w != "" && !strings.Contains(n, ".") && len(out) < len(formOrder) {
			out = append(out, w)
		}
	}
	return out
}

func namesOf(fields []registry.Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = string(f)
	}
	return out
}

// editForm is the form of an entry that exists.
func (p *pages) editForm(r *site.Request, f form, o offers, d registry.Dossier) *formView {
	c := contentOf(d)
	v := p.show(r, f, o, knownAs(d))
	if v.Title == "" {
		v.Title = r.Say("edit.title")
	}
	v.Crumbs = []site.Part{{Text: r.Say("mine.title"), Href: r.Page("/mie-schede")}, {Text: v.Title}}
	v.Draft, v.Version, v.Base = d.ID.String(), d.Version, revisionOf(d).Number
	e := &editView{ID: d.ID.String(), Name: v.Title, Answer: slices.Contains(d.Allowed, registry.Answer)}
	e.State, e.Waits = stateWords(r, d.Entry, d.Public != nil && d.Public.Content.Position != nil)
	e.Editable = e.Answer || slices.Contains(d.Allowed, registry.Edit)
	e.Whole = d.State != registry.Published
	e.Attest = slices.Contains(d.Allowed, registry.Attest)
	e.Verified = r.Say("verification." + string(d.Verification))
	if d.Visible() {
		e.Public = r.Page("/luoghi/" + e.ID)
	}
	e.Words = moderatorsWords(d)
	for _, a := range confirmed {
		if a.action != registry.Attest && slices.Contains(d.Allowed, a.action) {
			e.Actions = append(e.Actions, editAction{r.Page("/mie-schede/" + e.ID + "/" + a.path), r.Say("confirm." + a.path + ".link")})
		}
	}
	if !e.Editable {
		e.Facts = p.facts(r, c, o)
	}
	if !e.Whole {
		v.waits = waits
	}
	v.Edit = e
	return v
}

// knownAs is the name under which people see an entry, else what its people call it.
func knownAs(d registry.Dossier) string {
	if d.Visible() && d.Public != nil {
		return d.Public.Content.Name
	}
	return contentOf(d).Name
}

// waits are the fields by which an entry could become another one: see
// registry.Risk, which also looks at where the point has moved.
func waits(name registry.Field) bool {
	switch name {
	case registry.FieldKind, registry.FieldName, registry.FieldComune, registry.FieldOperator, registry.FieldCodiceFiscale,
		registry.FieldPartitaIVA, registry.FieldNetwork, registry.FieldServiceArea:
		return true
	}
	return false
}

// facts are all that an entry says, for those who may read and not write.
func (p *pages) facts(r *site.Request, c registry.Content, o offers) []pair {
	var out []pair
	for _, name := range formOrder {
		if words := p.say(r, c, name, o); words != "" {
			out = append(out, pair{r.Say("field." + string(name)), words})
		}
	}
	return out
}

// moderatorsWords are what the moderator wrote who asked for changes, or said no.
func moderatorsWords(d registry.Dossier) string {
	for _, t := range d.Transitions { // newest first
		switch t.Action {
		case registry.RequestChanges:
			if d.State == registry.ChangesRequested || d.State == registry.Published && d.Waiting != nil {
				return t.Reason
			}
		case registry.Reject:
			if d.State == registry.Rejected || d.State == registry.Published && d.Waiting == nil {
				return t.Reason
			}
		case registry.Edit:
			if t.Role == access.Owner || t.Role == access.Editor { // that answers; a moderator's own correction does not
				return ""
			}
		case registry.Approve, registry.Answer:
			return ""
		}
	}
	return ""
}

// change takes the form of an entry that exists.
func (p *pages) change(r *site.Request) (site.Answer, error) {
	if !p.Who(r.Request).SignedIn() {
		return p.expired(r), nil
	}
	d, err := p.own(r)
	if err != nil {
		return p.refused(r, err)
	}
	if err := p.countOwn(r); err != nil { // over the limit nothing is looked up
		return site.Answer{}, err
	}
	picked(r)
	switch r.Field("do") {
	case "theirs":
		return site.SeeOther(r.Page("/mie-schede/" + d.ID.String() + "?done=theirs")), nil
	case "picked":
		if err := p.pick(r, d); err != nil {
			return site.Answer{}, err
		}
	}
	w, err := p.read(r, contentOf(d))
	if err != nil {
		return site.Answer{}, err
	}
	if number(r.Field("version")) != d.Version {
		if len(registry.Differences(contentOf(d), w.content)) == 0 {
			// Sent again because the answer was lost: it stands there already.
			return site.SeeOther(r.Page("/mie-schede/" + d.ID.String() + "?done=saved")), nil
		}
		return p.conflict(r, w, d)
	}
	if r.Field("do") == "locate" {
		return p.editAgain(r, w, d, func(v *formView) { v.Located = true }), nil
	}
	action := registry.Edit
	if slices.Contains(d.Allowed, registry.Answer) {
		action = registry.Answer
	}
	w.check(registry.Order{Action: action}, true)
	if len(w.faults) > 0 {
		return p.editAgain(r, w, d, func(*formView) {}), nil
	}
	if r.Field("do") == "review" {
		return p.review(r, w, d, action)
	}
	return p.apply(r, w, d, action)
}

// apply saves: what may goes live, the rest waits.
func (p *pages) apply(r *site.Request, w written, d registry.Dossier, action registry.Action) (site.Answer, error) {
	done := "saved"
	if action == registry.Answer {
		done = "answered"
	}
	if action == registry.Edit && len(registry.Differences(contentOf(d), w.content)) == 0 {
		return site.SeeOther(r.Page("/mie-schede/" + d.ID.String() + "?done=nothing")), nil
	}
	out, err := p.do(r, w.order(r, d, action))
	if err != nil {
		return p.notSaved(r, w, d, err)
	}
	to := "/mie-schede/" + d.ID.String() + "?done=" + done
	if len(out.Live) > 0 {
		to += "&live=" + strings.Join(namesOf(out.Live), ",")
	}
	if len(out.Waiting) > 0 {
		to += "&waiting=" + strings.Join(namesOf(out.Waiting), ",")
	}
	return site.SeeOther(r.Page(to)), nil
}
