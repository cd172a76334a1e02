package moderation

import (
	"strconv"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// revisionPage is the data of one revision.
type revisionPage struct {
	site.Frame
	Over             string
	Who, When        string
	Reason, Source   string
	Status           string // public, waits, was public, or was never
	Lines            []line
	Against          string // what changed against the one it was made from
	Earlier, Later   string // addresses, "" at the ends
	Entry            string
	Restore          string // address of the page that restores it, "" where that is not allowed
	Number           int
	EarlierN, LaterN int
}

func (p *pages) revision(r *site.Request, who access.Principal) (site.Answer, error) {
	id, err := entryID(r)
	if err != nil {
		return site.Answer{}, err
	}
	raw, err := r.Param("n")
	if err != nil {
		return site.Answer{}, err
	}
	n, err := strconv.Atoi(raw)
	if err != nil {
		return site.Answer{}, noRevision(raw)
	}
	f, err := p.open(r, who, id)
	if err != nil {
		return site.Answer{}, err
	}
	rev := f.revisionByNumber(n)
	if rev == nil {
		return site.Answer{}, noRevision(raw)
	}
	if err := p.nameHosts(r.Context(), f.hosts, &rev.Content); err != nil {
		return site.Answer{}, err
	}
	v := revisionPage{Frame: p.frame(r, r.Say("mod.revision.title", "revision", raw, "name", f.nameOf(*rev))), Over: f.over(),
		Who: f.by(rev.Role, rev.Author), When: r.Moment(rev.At), Reason: rev.Reason, Source: rev.Source.Name,
		Number: n, Status: f.status(*rev), Lines: f.lines(nil, &rev.Content), Entry: r.Page("/moderazione/" + id.String())}
	v.Crumbs = append(v.Crumbs, site.Part{Text: f.name(), Href: v.Entry}, site.Part{Text: r.Say("mod.revision", "revision", raw)})
	f.neighbours(&v, *rev)
	if f.restorable(*rev) {
		v.Restore = f.restoreHref(n)
	}
	return site.PrivatePage("revision", v), f.keys.err
}

func noRevision(n string) error {
	return geo.NotFound("Questa scheda non ha una revisione %q. / This entry has no revision %q.", n, n)
}

func (f file) nameOf(rev registry.Revision) string {
	if rev.Content.Name != "" {
		return rev.Content.Name
	}
	return f.name()
}

// status says what people see, or have seen, of a revision.
func (f file) status(rev registry.Revision) string {
	switch {
	case rev.Number == f.Dossier.Entry.Public && f.Visible():
		return f.r.Say("mod.revision.public")
	case rev.Number == f.Dossier.Entry.Waiting:
		return f.r.Say("mod.revision.waits")
	case rev.Approved:
		return f.r.Say("mod.revision.was")
	}
	return f.r.Say("mod.revision.never")
}

// neighbours finds the revisions before and after one.
func (f file) neighbours(v *revisionPage, rev registry.Revision) {
	if before := f.revisionByNumber(rev.Number - 1); before != nil {
		v.Earlier, v.EarlierN = f.revisionHref(before.Number), before.Number
	}
	if base := f.madeFrom(rev); base != nil && !f.draft(rev) {
		v.Against = labels(f.r, differing(base.Content, rev.Content))
	}
	if after := f.revisionByNumber(rev.Number + 1); after != nil {
		v.Later, v.LaterN = f.revisionHref(after.Number), after.Number
	}
}

// restorable tells whether a revision can go public again: only what people
// have seen can. What waits is approved instead.
func (f file) restorable(rev registry.Revision) bool {
	return rev.Approved && f.may(registry.Restore) && !(rev.Number == f.Dossier.Entry.Public && f.Visible()) && rev.Number != f.Dossier.Entry.Waiting &&
		rev.Entry != uuid.Nil && !rev.KeptBy(f.who.Person.ID)
}

func (f file) restoreHref(n int) string {
	return f.narrow.at(f.r, "/moderazione/"+f.ID.String()+"/revisioni/"+number(n)+"/ripristina")
}
