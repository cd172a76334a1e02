package moderation

import (
	"regexp"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// mergePage shows the entry that goes beside the one that stays, or looks for
// the one that stays.
type mergePage struct {
	site.Frame
	Trouble  *trouble
	Name     string // of the entry that goes
	Entry    string // its address
	Action   string // of the form that searches
	Q        string
	Hidden   []option // filters that the search carries along
	Found    []found
	Looked   bool // something was searched
	Twins    []twin
	Stays    *twin    // both side by side, once chosen
	Warnings []string // where both differ in what makes a place: look again
	After    []string // what happens: who may change what, what is kept
	Swap     string   // address of the same the other way round, "" where not allowed
	Do       *form
}

// found is an entry that the search gives.
type found struct{ Name, Over, Href string }

func (p *pages) merge(r *site.Request, who access.Principal) (site.Answer, error) {
	into := r.Query.Text("into", 300)
	q := r.Query.Text("q", 200)
	if err := r.Query.Err(); err != nil {
		return site.Answer{}, err
	}
	if id := idIn(q); into == "" && id != "" { // an address or an id was pasted
		into, q = id, ""
	}
	v, err := p.mergeView(r, who, q, into, typed{})
	if err != nil {
		return site.Answer{}, err
	}
	return site.PrivatePage("merge", v), nil
}

// mergeAgain shows the page with what is wrong.
func (p *pages) mergeAgain(r *site.Request, who access.Principal, o registry.Order, faults []fault) (site.Answer, error) {
	into := ""
	if o.Into != uuid.Nil {
		into = o.Into.String()
	}
	t := typedOf(o, faults)
	t.sure = r.Field("sure") == "yes"
	v, err := p.mergeView(r, who, "", into, t)
	if err != nil {
		return site.Answer{}, err
	}
	v.Trouble = &trouble{Title: r.Say("form.faults", "n", len(faults)), Faults: faults}
	return site.FormAgain("merge", v), nil
}

func (p *pages) mergeView(r *site.Request, who access.Principal, q, into string, t typed) (mergePage, error) {
	id, err := entryID(r)
	if err != nil {
		return mergePage{}, err
	}
	f, err := p.open(r, who, id)
	if err != nil {
		return mergePage{}, err
	}
	switch {
	case f.may(registry.Merge):
	case f.OwnWords:
		return mergePage{}, geo.Forbidden("Questa scheda l'hai scritta tu: la unisce un'altra persona che modera. / You wrote this entry: another moderator merges it.")
	default:
		return mergePage{}, geo.Forbidden("In questo stato la scheda non si può unire a un'altra. / In its present state this entry cannot be merged into another.")
	}
	v := mergePage{Frame: p.frame(r, r.Say("mod.merge.title", "name", f.name())), Name: f.name(), Q: q,
		Entry: f.narrow.at(r, "/moderazione/"+id.String()), Action: r.Page("/moderazione/" + id.String() + "/unisci")}
	v.Crumbs = append(v.Crumbs, site.Part{Text: f.name(), Href: v.Entry}, site.Part{Text: r.Say("mod.act.merge")})
	for _, name := range filters {
		if value := f.narrow.query().Get(name); value != "" {
			v.Hidden = append(v.Hidden, option{Value: value, Text: name})
		}
	}
	if into != "" {
		err = p.sideBySide(r, &f, &v, into, t)
	} else {
		err = p.candidates(r, f, &v)
	}
	if err != nil {
		return v, err
	}
	return v, f.keys.err
}

// candidates are the entries that look alike, and those that a search finds.
func (p *pages) candidates(r *site.Request, f file, v *mergePage) error {
	var err error
	if v.Twins, err = p.twins(r, f); err != nil || v.Q == "" {
		return err
	}
	v.Looked = true
	list, _, err := p.Atlas.Places(r.Context(), geo.PlaceFilter{Q: v.Q, Page: geo.Page{Limit: 20}})
	for _, place := range list {
		if place.ID != f.ID {
			v.Found = append(v.Found, found{place.Name, f.kindAt(place),
				f.narrow.at(r, "/moderazione/"+f.ID.String()+"/unisci", "into", place.ID.String())})
		}
	}
	return err
}

// kindAt is what a place is and in which comune, when it has one.
func (f file) kindAt(place geo.Place) string {
	if place.Comune == "" {
		return f.names.Kind(place.Kind) + " · " + f.r.Say("mod.comune.none")
	}
	return f.names.Kind(place.Kind) + " · " + f.names.Comune(place.Comune)
}

// sideBySide puts the entry that stays beside this one, with the form.
func (p *pages) sideBySide(r *site.Request, f *file, v *mergePage, raw string, t typed) error {
	id, err := uuid.Parse(raw)
	if err != nil || id == f.ID {
		return geo.Invalid("Scegli un'altra scheda, diversa da questa. / Choose another entry, not this one.")
	}
	d, err := p.Registrar.Dossier(r.Context(), f.who, id)
	if err != nil {
		return err
	}
	stays := file{Dossier: d, speller: f.speller, narrow: f.narrow, who: f.who, keys: f.keys}
	theirs, mine := stays.latest(), f.latest()
	if stays.Visible() {
		theirs = stays.Public // what people will be led to
	}
	if theirs == nil || mine == nil {
		return notHere()
	}
	if err := p.nameHosts(r.Context(), f.hosts, &theirs.Content); err != nil {
		return err
	}
	v.Stays = &twin{Name: stays.nameOf(*theirs), Over: p.whereIs(*f, theirs.Content), State: r.Say("mod.state." + string(d.State)),
		Href: r.Page("/moderazione/" + id.String()), Rows: f.twinRows(mine.Content, theirs.Content),
		Goes: r.Say("mod.merge.goes"), Stays: r.Say("mod.merge.stays")}
	if err := p.warn(r, f, &stays, v); err != nil {
		return err
	}
	if stays.may(registry.Merge) {
		v.Swap = f.narrow.at(r, "/moderazione/"+id.String()+"/unisci", "into", f.ID.String())
	}
	if own(d.Roles) {
		v.Trouble = &trouble{Title: r.Say("mod.merge.yours")}
		return nil
	}
	do := f.form(registry.Merge, t, func(x *form) { x.Into = id.String() })
	v.Do = &do
	return nil
}

var idPattern = regexp.MustCompile(`[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)

// idIn finds an id in what was typed, like the address of a place.
func idIn(q string) string { return idPattern.FindString(q) }
