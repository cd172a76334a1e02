package moderation

import (
	"slices"
	"strings"

	"atlante/geo/registry"
	"atlante/web/site"
)

// warn says, before two entries become one for ever, where they differ in what
// makes a place, and who may change what afterwards.
func (p *pages) warn(r *site.Request, goes, stays *file, v *mergePage) error {
	this, other := goes.latest().Content, stays.latest().Content
	if stays.Visible() {
		other = stays.Public.Content
	}
	if this.Comune != other.Comune {
		v.Warnings = append(v.Warnings, r.Say("mod.merge.comune", "this", goes.comuneOf(this), "other", goes.comuneOf(other)))
	}
	if this.Operator.Name != "" && other.Operator.Name != "" && this.Operator.Name != other.Operator.Name {
		v.Warnings = append(v.Warnings, r.Say("mod.merge.operator", "this", this.Operator.Name, "other", other.Operator.Name))
	}
	losers, err := p.addresses(goes)
	if err != nil {
		return err
	}
	keepers, err := p.addresses(stays)
	if err != nil {
		return err
	}
	if !slices.Equal(losers, keepers) {
		v.Warnings = append(v.Warnings, r.Say("mod.merge.people", "this", listed(r, losers), "other", listed(r, keepers)))
	}
	after := r.Say("mod.merge.edits.none")
	if len(keepers) > 0 {
		after = r.Say("mod.merge.edits", "people", listed(r, keepers))
	}
	v.After = append(v.After, r.Say("mod.merge.keeps"), after)
	if gone := slices.DeleteFunc(slices.Clone(losers), func(s string) bool { return slices.Contains(keepers, s) }); len(gone) > 0 {
		v.After = append(v.After, r.Say("mod.merge.loses", "people", listed(r, gone)))
	}
	return nil
}

// addresses are those who keep an entry, sorted.
func (p *pages) addresses(f *file) ([]string, error) {
	var out []string
	if !f.may(registry.SeePrivate) {
		return out, nil
	}
	list, err := p.Registrar.Keepers(f.r.Context(), f.who, f.ID)
	for _, k := range list {
		out = append(out, k.Email)
	}
	slices.Sort(out)
	return out, err
}

func listed(r *site.Request, people []string) string {
	if len(people) == 0 {
		return r.Say("mod.merge.nobody.people")
	}
	return strings.Join(people, ", ")
}

// comuneOf names the comune of a content, or says that it has none.
func (f file) comuneOf(c registry.Content) string {
	if c.Comune == "" {
		return f.r.Say("mod.comune.none")
	}
	return f.names.Comune(c.Comune)
}
