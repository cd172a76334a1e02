package moderation

import (
	"slices"

	"atlante/geo/registry"
)

// revisionRow is a revision in the list of all.
type revisionRow struct {
	Number              int
	Href                string
	When, Who, Says     string // Says: what changed against the one it was made from
	Public, Waits, Seen bool
	Restore             string // address of the page that restores it, "" where that is not allowed
}

// reviews are the revisions, newest first: those that were sent or that people
// have seen, and apart from them the drafts, which nobody but their author read.
func (f file) reviews() (sent, drafts []revisionRow) {
	for _, rev := range f.Revisions {
		row := revisionRow{Number: rev.Number, Href: f.revisionHref(rev.Number), When: f.r.Moment(rev.At), Who: f.by(rev.Role, rev.Author),
			Public: rev.Number == f.Dossier.Entry.Public && f.Visible(), Waits: rev.Number == f.Dossier.Entry.Waiting, Seen: rev.Approved}
		if f.draft(rev) {
			drafts = append(drafts, row)
			continue
		}
		if base := f.madeFrom(rev); base != nil {
			row.Says = labels(f.r, differing(base.Content, rev.Content))
		}
		if f.restorable(rev) {
			row.Restore = f.restoreHref(rev.Number)
		}
		sent = append(sent, row)
	}
	return sent, drafts
}

// draft tells whether a revision was only ever saved, or sent to an address that
// was never confirmed with it.
func (f file) draft(rev registry.Revision) bool {
	if rev.Approved || rev.Number == f.Dossier.Entry.Public || rev.Number == f.Dossier.Entry.Waiting {
		return false
	}
	named := false
	for _, t := range f.Transitions {
		if t.Revision == rev.Number {
			if !slices.Contains([]registry.Action{registry.StartEntry, registry.Save, registry.Submit}, t.Action) {
				return false
			}
			named = true
		}
	}
	return named
}

// madeFrom is the revision that another one was made from: the one that people
// saw then, else the one sent before. Public and waiting ones alternate, so that
// the number before it is often something else.
func (f file) madeFrom(rev registry.Revision) *registry.Revision {
	var before *registry.Revision
	for i := range f.Revisions { // newest first
		r := &f.Revisions[i]
		if r.Number >= rev.Number {
			continue
		}
		if r.Approved {
			return r
		}
		if before == nil && !f.draft(*r) {
			before = r
		}
	}
	return before
}
