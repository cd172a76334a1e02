package entry

import (
	"math"
	"slices"

	"github.com/google/uuid"

	"atlante/geo/registry"
	"atlante/web/site"
)

// duplicateView is an entry that may be the same, beside the one that was typed.
type duplicateView struct {
	ID      string
	Why     []string
	Theirs  []pair
	Ours    []pair
	Claim   string // the address of "it is ours"
	Open    string // of one's own: where it is changed; "" of others
	Visible bool
}

// pair is a label and what stands beside it.
type pair struct {
	Label, Value string
}

// duplicates are the entries that may be the one that was typed, less those of
// which its writer has said that they are others.
func (p *pages) duplicates(r *site.Request, w written, d *registry.Dossier) ([]duplicateView, error) {
	self := uuid.Nil
	if d != nil {
		self = d.ID
	}
	who := p.Who(r.Request)
	list, err := p.steps.Duplicates(r.Context(), who, w.content, self)
	if err != nil {
		return nil, err
	}
	var out []duplicateView
	for _, x := range list {
		if slices.Contains(w.form.distinct(), x.Entry.ID.String()) {
			continue
		}
		v := duplicateView{ID: x.Entry.ID.String(), Claim: r.Page("/luoghi/" + x.Entry.ID.String() + "/reclama"), Visible: x.Entry.Visible()}
		if kept := func(k registry.Steward) bool { return k.Person == who.Person.ID }; who.SignedIn() && slices.ContainsFunc(x.Entry.Stewards, kept) {
			v.Open = r.Page("/mie-schede/" + v.ID)
		}
		for _, why := range x.Why {
			v.Why = append(v.Why, r.Say("why.duplicate."+string(why), "n", metres(x.Metres)))
		}
		v.Theirs, v.Ours = p.side(r, x.Revision.Content, w.offers), p.side(r, w.content, w.offers)
		out = append(out, v)
	}
	return out, nil
}

func metres(m float64) int {
	if math.IsNaN(m) || m < 0 || m > 1e7 {
		return 0
	}
	return int(math.Round(m/10) * 10)
}

// side are the facts by which people tell one entry from another.
func (p *pages) side(r *site.Request, c registry.Content, o offers) []pair {
	kind := string(c.Kind)
	for _, k := range o.kinds {
		if k.ID == c.Kind {
			kind = r.Lang.Pick(k.NameIT, k.NameEN)
		}
	}
	out := []pair{
		{r.Say("field.name"), c.Name},
		{r.Say("field.kind"), kind},
		{r.Say("field.address"), line(c.Address, c.Locality)},
		{r.Say("field.comune"), nameOf(o.comuni, c.Comune)},
	}
	return slices.DeleteFunc(out, func(x pair) bool { return x.Value == "" })
}
