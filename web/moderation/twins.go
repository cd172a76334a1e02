package moderation

import (
	"math"
	"slices"
	"strings"

	orbgeo "github.com/paulmach/orb/geo"

	"atlante/geo/registry"
	"atlante/web/site"
)

// twin is an entry that may be the same as another, both side by side.
type twin struct {
	Name, Over, State, Why string
	Href                   string // of its page here
	Merge                  string // address that shows what merging would do, "" where it is not allowed
	Rows                   []twinRow
	Goes, Stays            string // titles of the columns
}

// twinRow is a field of both; Same marks what they say alike.
type twinRow struct {
	Label       string
	This, Other []value
	Same        bool
}

// twins are the possible duplicates of what the entry says now.
func (p *pages) twins(r *site.Request, f file) ([]twin, error) {
	rev := f.latest()
	if rev == nil || f.State == registry.Merged || f.State == registry.Erased {
		return nil, nil
	}
	list, err := p.Registrar.Duplicates(r.Context(), f.who, rev.Content, f.ID)
	if err != nil {
		return nil, err
	}
	var out []twin
	for _, d := range list {
		if err := p.nameHosts(r.Context(), f.hosts, &d.Revision.Content); err != nil {
			return nil, err
		}
		t := twin{Name: d.Revision.Content.Name, Over: p.whereIs(f, d.Revision.Content), State: r.Say("mod.state." + string(d.Entry.State)),
			Why: why(r, d), Href: r.Page("/moderazione/" + d.Entry.ID.String()), Rows: f.twinRows(rev.Content, d.Revision.Content),
			Goes: r.Say("mod.twin.this"), Stays: r.Say("mod.twin.other")}
		if f.may(registry.Merge) {
			t.Merge = f.narrow.at(r, "/moderazione/"+f.ID.String()+"/unisci", "into", d.Entry.ID.String())
		}
		out = append(out, t)
	}
	return out, nil
}

func (p *pages) whereIs(f file, c registry.Content) string {
	parts := []string{f.names.Kind(c.Kind), c.Address, f.names.Comune(c.Comune)}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// why says what makes two entries look like one, and how far apart they are.
func why(r *site.Request, d registry.Duplicate) string {
	var out []string
	for _, l := range d.Why {
		out = append(out, r.Say("mod.like."+string(l)))
	}
	if !math.IsNaN(d.Metres) {
		out = append(out, r.Say("mod.apart", "distance", distance(r, d.Metres)))
	}
	return strings.Join(out, ", ")
}

// twinRows are the fields of two entries; "the same" is said where both speak.
func (f file) twinRows(this, other registry.Content) []twinRow {
	var out []twinRow
	for _, l := range f.lines(&this, &other) {
		row := twinRow{Label: l.Label, This: l.Before, Other: l.After, Same: !l.Changed && len(l.Before) > 0}
		if l.Field == registry.FieldPosition && this.Position != nil && other.Position != nil {
			row.Other = append(row.Other, value{Text: f.r.Say("mod.apart", "distance", distance(f.r, orbgeo.Distance(*this.Position, *other.Position)))})
		}
		out = append(out, row)
	}
	return out
}
