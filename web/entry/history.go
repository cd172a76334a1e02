package entry

import (
	"slices"

	"atlante/geo/registry"
	"atlante/web/site"
)

// historyPage tells what happened to an entry, newest first.
type historyPage struct {
	site.Frame
	Name  string
	Lines []historyLine
}

// historyLine is one step: when, by whom, what.
type historyLine struct {
	When, What, Who, Why string
	Changes              []changeLine
}

// changeLine is a field before and after.
type changeLine struct{ Label, Old, New string }

func (p *pages) history(r *site.Request) (site.Answer, error) {
	d, err := p.own(r)
	if err == nil && !slices.Contains(d.Allowed, registry.SeeHistory) {
		err = registry.ErrForbidden
	}
	if err != nil {
		return p.refused(r, err)
	}
	o, err := p.offers(r)
	if err != nil {
		return site.Answer{}, err
	}
	v := historyPage{Frame: p.frame(r, r.Say("history.title")), Name: contentOf(d).Name}
	v.Crumbs = []site.Part{{Text: r.Say("mine.title"), Href: r.Page("/mie-schede")},
		{Text: v.Name, Href: r.Page("/mie-schede/" + d.ID.String())}, {Text: v.Title}}
	me := p.Who(r.Request).Person.ID
	for _, t := range d.Transitions {
		if quiet(t.Action) {
			continue
		}
		l := historyLine{When: r.Moment(t.At), What: r.Say("action." + string(t.Action)), Why: t.Reason, Who: r.Say("by." + string(t.Role))}
		switch {
		case t.Actor == me:
			l.Who = r.Say("by.me")
		case t.Role == "":
			l.Who = r.Say("by.program")
		}
		l.Changes = p.changes(r, d, t, o)
		v.Lines = append(v.Lines, l)
	}
	return site.PrivatePage("history", v), nil
}

// quiet are the steps on the way to one that counts: drafts, and a moderator who
// begins to read.
func quiet(a registry.Action) bool {
	return a == registry.StartEntry || a == registry.Save || a == registry.Take
}

// changes are the fields that somebody changed by a step; a decision or a
// withdrawal changes none, whatever waits beside it. A step may write two revisions,
// what goes live and what waits: the last of them says both.
func (p *pages) changes(r *site.Request, d registry.Dossier, t registry.Transition, o offers) []changeLine {
	if t.Revision == 0 || t.Action != registry.Edit && t.Action != registry.Answer && t.Action != registry.Restore {
		return nil
	}
	before, known := registry.Revision{}, false
	refused := false
	for _, older := range d.Transitions { // newest first
		if older.Version >= t.Version {
			continue
		}
		refused = refused || older.Action == registry.Reject
		if refused { // what it said came to nothing: people see the one before
			before, known = approved(d, t.Revision)
			break
		}
		if older.Revision != 0 && older.Revision < t.Revision {
			before, known = revision(d, older.Revision)
			break
		}
	}
	after, there := revision(d, t.Revision)
	if !known || !there {
		return nil
	}
	var out []changeLine
	for _, x := range registry.Differences(before.Content, after.Content) {
		out = append(out, changeLine{r.Say("field." + string(x.Field)), p.say(r, before.Content, x.Field, o), p.say(r, after.Content, x.Field, o)})
	}
	return out
}

// approved is the last revision before another that people have seen.
func approved(d registry.Dossier, before int) (out registry.Revision, known bool) {
	for _, x := range d.Revisions {
		if x.Approved && x.Number < before && x.Number > out.Number {
			out, known = x, true
		}
	}
	return out, known
}

func revision(d registry.Dossier, number int) (registry.Revision, bool) {
	for _, x := range d.Revisions {
		if x.Number == number {
			return x, true
		}
	}
	return registry.Revision{}, false
}
