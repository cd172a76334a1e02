package moderation

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// entryPage is the data of one entry: all that a moderator needs on one screen.
type entryPage struct {
	site.Frame
	Notice  *notice
	Taken   string   // by whom and since when somebody is at it, or what was asked for
	Trouble *trouble // what kept the last step from being taken
	Over    string   // kind, comune, zone
	State   string
	Waits   string // since when, "" when nothing does
	Late    bool
	Merged  string // address of the entry that stays
	Compare comparison
	Sketch  *sketch
	Map     *mapConfig
	Point   *pointForm // nil where the table does not allow it
	Twins   []twin
	Claims  []messageView
	Reports []messageView
	Keepers string
	People  []keeperRow
	History []step
	Reviews []revisionRow
	Drafts  []revisionRow
	Agreed  []consentRow
	Decide  choices
	Own     bool   // some of what may be decided is for another moderator
	Skip    string // address of the next thing that waits, "" when this is all
	Where   string // of the queue, as it was narrowed

	id uuid.UUID
}

// comparison is what people see beside what waits.
type comparison struct {
	Before, After *heading // of the columns
	Changed, Same []line
}

// heading of a column: a revision.
type heading struct {
	Number        int
	Href          string
	Who, When     string
	Reason, Words string
}

func (p *pages) entry(r *site.Request, who access.Principal) (site.Answer, error) {
	v, err := p.entryView(r, who, typed{})
	if err != nil {
		return site.Answer{}, err
	}
	if v.Notice, err = p.notice(r, who, v.id, v.Title); err != nil {
		return site.Answer{}, err
	}
	return site.PrivatePage("entry", v), nil
}

// file is an entry with what its page is made from.
type file struct {
	registry.Dossier
	speller
	narrow narrow
	who    access.Principal
	keys   *keys
}

// open reads an entry that the principal moderates.
func (p *pages) open(r *site.Request, who access.Principal, id uuid.UUID) (file, error) {
	d, err := p.Registrar.Dossier(r.Context(), who, id)
	if err != nil {
		return file{}, err
	}
	switch {
	case own(d.Roles): // by the table of rules he is nothing more on it
		return file{}, geo.Forbidden("Questa scheda è anche tua: la decide un'altra persona che modera. / This entry is also yours: another moderator decides.")
	case !moderates(d.Roles):
		return file{}, notHere()
	}
	n, err := readNarrow(r)
	if err != nil {
		return file{}, err
	}
	words, err := p.names(r)
	if err != nil {
		return file{}, err
	}
	f := file{d, speller{r, words, map[uuid.UUID]string{}}, n, who, &keys{random: p.Random}}
	return f, p.nameHosts(r.Context(), f.hosts, contentOf(d.Public), contentOf(d.Waiting))
}

func moderates(roles []access.Role) bool {
	return slices.ContainsFunc(roles, func(role access.Role) bool {
		return role == access.ZoneModerator || role == access.NetworkModerator || role == access.Admin
	})
}

func (p *pages) nameHosts(ctx context.Context, hosts map[uuid.UUID]string, contents ...*registry.Content) error {
	for _, c := range contents {
		if c == nil || c.Host == uuid.Nil || hosts[c.Host] != "" {
			continue
		}
		name, err := p.hostName(ctx, c.Host)
		if err != nil {
			return err
		}
		hosts[c.Host] = name
	}
	return nil
}

func contentOf(rev *registry.Revision) *registry.Content {
	if rev == nil {
		return nil
	}
	return &rev.Content
}

// latest is what waits, else what people see, else what was written last; nil
// when nothing is left of it.
func (f file) latest() *registry.Revision {
	switch {
	case f.Waiting != nil:
		return f.Waiting
	case f.Public != nil:
		return f.Public
	case len(f.Revisions) > 0:
		return &f.Revisions[0]
	}
	return nil
}

func (f file) name() string {
	if rev := f.latest(); rev != nil && rev.Content.Name != "" {
		return rev.Content.Name
	}
	return f.r.Say("mod.nameless")
}

func (p *pages) entryView(r *site.Request, who access.Principal, t typed) (entryPage, error) {
	id, err := entryID(r)
	if err != nil {
		return entryPage{}, err
	}
	f, err := p.open(r, who, id)
	if err != nil {
		return entryPage{}, err
	}
	v := entryPage{Frame: p.frame(r, f.name()), State: r.Say("mod.state." + string(f.State)), Over: f.over(),
		Where: f.narrow.at(r, "/moderazione"), Taken: f.taken(), id: f.ID}
	v.Crumbs = []site.Part{{Text: r.Say("mod.queue.title"), Href: v.Where}, {Text: v.Title}}
	if f.MergedInto != uuid.Nil {
		v.Merged = f.narrow.at(r, "/moderazione/"+f.MergedInto.String())
	}
	if f.Waiting != nil && !f.SubmittedAt.IsZero() {
		v.Waits, v.Late = p.waited(r, f.SubmittedAt), p.late(r, f.SubmittedAt)
	}
	v.Compare = f.compare()
	v.Keepers = r.Say("mod.keepers", "n", len(f.Stewards))
	v.History = f.history()
	v.Reviews, v.Drafts = f.reviews()
	v.Claims, v.Reports = f.messages(f.Dossier.Claims, t), f.messages(f.Dossier.Reports, t)
	v.Decide, v.Own = f.choices(t), f.OwnWords
	if f.keys.err != nil {
		return v, f.keys.err
	}
	if v.Point, err = p.point(r, f, t); err != nil {
		return v, err
	}
	return v, p.surround(r, who, f, &v)
}

// surround adds what is found by asking further: the map, those like it, what
// comes next.
func (p *pages) surround(r *site.Request, who access.Principal, f file, v *entryPage) error {
	before, after := contentOf(f.Public), contentOf(f.Waiting)
	if before == nil && after == nil {
		after = contentOf(f.latest())
	}
	var err error
	if v.Sketch, err = p.sketch(r, f.ID, before, after); err != nil {
		return err
	}
	v.Map = f.mapConfig(before, after)
	if v.Twins, err = p.twins(r, f); err != nil {
		return err
	}
	if v.People, err = p.people(f); err != nil {
		return err
	}
	if v.Agreed, err = p.consents(f); err != nil {
		return err
	}
	v.Skip, err = p.following(r, who, f.narrow, f.ID)
	return err
}

func own(roles []access.Role) bool {
	return slices.Contains(roles, access.Owner) || slices.Contains(roles, access.Editor)
}

// over says what and where, above the name.
func (f file) over() string {
	parts := []string{f.names.Kind(f.Kind)}
	if f.Comune != "" {
		parts = append(parts, f.names.Comune(f.Comune))
	}
	if zone := f.names.zones[f.Zone]; zone != "" {
		parts = append(parts, f.r.Say("mod.zone", "zone", number(int(f.Zone)), "name", zone))
	}
	if f.Network != "" {
		parts = append(parts, f.names.Network(f.Network))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// compare puts what people see beside what waits. When there is only one of
// them, it stands alone.
func (f file) compare() comparison {
	var c comparison
	before, after := f.Public, f.Waiting
	if before == nil && after == nil {
		after = f.latest()
	}
	if before != nil {
		c.Before = f.heading(*before)
	}
	if after != nil {
		c.After = f.heading(*after)
	}
	all := f.lines(contentOf(before), contentOf(after))
	if before != nil && after != nil {
		c.Changed, c.Same = changedLines(all), sameLines(all)
		return c
	}
	if after == nil { // people see it and nothing waits
		for i := range all {
			all[i].Before, all[i].After = nil, all[i].Before
		}
		c.After, c.Before = c.Before, nil
	}
	c.Same = all
	return c
}

func (f file) heading(rev registry.Revision) *heading {
	h := &heading{Number: rev.Number, Href: f.revisionHref(rev.Number), Who: f.by(rev.Role, rev.Author), When: f.r.Moment(rev.At), Reason: rev.Reason}
	switch rev.Number {
	case f.Dossier.Entry.Waiting:
		h.Words = f.r.Say("mod.compare.waits")
	case f.Dossier.Entry.Public:
		h.Words = f.r.Say("mod.compare.public")
		if !f.Visible() {
			h.Words = f.r.Say("mod.compare.was")
		}
	default:
		h.Words = f.r.Say("mod.compare.last")
	}
	return h
}

func (f file) revisionHref(n int) string {
	return f.r.Page("/moderazione/" + f.ID.String() + "/revisioni/" + number(n))
}
