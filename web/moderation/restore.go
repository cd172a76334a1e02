package moderation

import (
	"strconv"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// restorePage shows what changes back before an earlier revision goes public
// again: nobody restores by a click in a list.
type restorePage struct {
	site.Frame
	Trouble       *trouble
	Over          string
	Number        int
	Changed       []line // from what people see to what they would see
	Before, After string // titles of the columns
	Drops         bool   // a change that waits is kept, and says so
	Entry         string
	Do            *form
}

func (p *pages) restore(r *site.Request, who access.Principal) (site.Answer, error) {
	raw, err := r.Param("n")
	if err != nil {
		return site.Answer{}, err
	}
	n, err := strconv.Atoi(raw)
	if err != nil {
		return site.Answer{}, noRevision(raw)
	}
	v, err := p.restoreView(r, who, n, typed{})
	if err != nil {
		return site.Answer{}, err
	}
	return site.PrivatePage("restore", v), nil
}

// restoreAgain shows the page with what is wrong, as it was typed.
func (p *pages) restoreAgain(r *site.Request, who access.Principal, o registry.Order, faults []fault) (site.Answer, error) {
	t := typedOf(o, faults)
	t.sure = r.Field("sure") == "yes"
	v, err := p.restoreView(r, who, o.Revision, t)
	if err != nil {
		return site.Answer{}, err
	}
	v.Trouble = &trouble{Title: r.Say("form.faults", "n", len(faults)), Faults: faults}
	return site.FormAgain("restore", v), nil
}

func (p *pages) restoreView(r *site.Request, who access.Principal, n int, t typed) (restorePage, error) {
	id, err := entryID(r)
	if err != nil {
		return restorePage{}, err
	}
	f, err := p.open(r, who, id)
	if err != nil {
		return restorePage{}, err
	}
	rev := f.revisionByNumber(n)
	switch {
	case rev == nil:
		return restorePage{}, noRevision(number(n))
	case !f.restorable(*rev):
		return restorePage{}, geo.Forbidden("Questa revisione non si può rimettere: non è mai stata pubblica, è già quella pubblica, l'hai scritta tu, o la scheda non è in uno stato che lo permette. / This revision cannot be restored: it was never public, it is public now, you wrote it, or the state of the entry does not allow it.")
	}
	now := f.Public
	if now == nil {
		now = f.latest()
	}
	if err := p.nameHosts(r.Context(), f.hosts, &rev.Content); err != nil {
		return restorePage{}, err
	}
	to := registry.Restored(rev.Content, f.latest().Content)
	raw := number(n)
	v := restorePage{Frame: p.frame(r, r.Say("mod.restore.title", "revision", raw, "name", f.name())), Over: f.over(), Number: n,
		Changed: changedLines(f.lines(&now.Content, &to)), Before: r.Say("mod.restore.before", "revision", number(now.Number)),
		After: r.Say("mod.restore.after", "revision", raw), Drops: f.Waiting != nil && f.Public != nil, Entry: r.Page("/moderazione/" + id.String())}
	v.Crumbs = append(v.Crumbs, site.Part{Text: f.name(), Href: v.Entry},
		site.Part{Text: r.Say("mod.revision", "revision", raw), Href: f.revisionHref(n)}, site.Part{Text: r.Say("mod.act.restore")})
	do := f.form(registry.Restore, t, func(x *form) { x.Revision = n })
	v.Do = &do
	return v, f.keys.err
}
