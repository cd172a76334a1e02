package entry

import (
	"errors"
	"slices"

	"atlante/geo"
	"atlante/geo/registry"
	"atlante/web/site"
)

// minePage lists what somebody keeps.
type minePage struct {
	site.Frame
	Done    string
	Email   string
	Entries []mineLine
	Claims  []claimLine
}

// claimLine is an entry that somebody has asked to keep, and does not keep yet.
type claimLine struct{ Name, Href, When string }

// mineLine is an entry with what it waits for and what can be done.
type mineLine struct {
	ID, Name, Role string
	State          string // in words
	Waits          string // what is waited for, "" nothing
	Since          string
	Href, Public   string // the page of the form, and that which people see
	History        string // where the reason stands that a moderator gave; "" none
	Renamed        string // the name that waits to be checked, "" when it is the public one
	Edit           string // what the link to the form says
	Attest         bool
	Version        int
	Key            string
}

func (p *pages) mine(r *site.Request) (site.Answer, error) {
	done := r.Query.Text("done", 20)
	if err := r.Query.Err(); err != nil {
		return site.Answer{}, err
	}
	who := p.Who(r.Request)
	if !who.SignedIn() {
		return signIn(r), nil
	}
	list, err := p.steps.Mine(r.Context(), who)
	if err != nil {
		return p.refused(r, err)
	}
	v := minePage{Frame: p.frame(r, r.Say("mine.title")), Email: who.Person.Email}
	if slices.Contains(doneWords, done) {
		v.Done = r.Say("done." + done)
	}
	for _, x := range list {
		l := p.mineLine(r, x, p.steps.Allowed(who, x.Entry))
		if err := p.publicName(r, x, &l); err != nil {
			return p.refused(r, err)
		}
		v.Entries = append(v.Entries, l)
	}
	v.Claims, err = p.claims(r, list)
	return site.PrivatePage("mine", v), err
}

// claims are the public entries that somebody has lately asked to keep. Whether an
// answer has come is in the mail; what he keeps by now stands in the list.
func (p *pages) claims(r *site.Request, kept []registry.Summary) ([]claimLine, error) {
	held, err := p.steps.Export(r.Context(), p.Who(r.Request))
	if err != nil {
		return nil, err
	}
	var out []claimLine
	for _, m := range held.Messages {
		keeps := slices.ContainsFunc(kept, func(x registry.Summary) bool { return x.Entry.ID == m.Entry })
		if !m.Claim || keeps || p.Now().Sub(m.At) >= lately {
			continue
		}
		place, err := p.store.Place(r.Context(), m.Entry)
		if errors.Is(err, geo.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, claimLine{place.Name, r.Page("/luoghi/" + m.Entry.String()), moment(r, m.At)})
	}
	return out, nil
}

// doneWords are what a page says after something was done.
var doneWords = []string{"saved", "confirmed", "answered", "nothing", "theirs", "attested", "withdrawn", "returned", "invited", "erased", "left", "dismissed", "elsewhere"}

func (p *pages) mineLine(r *site.Request, x registry.Summary, allowed []registry.Action) mineLine {
	e := x.Entry
	l := mineLine{ID: e.ID.String(), Name: x.Name, Role: r.Say("role." + string(x.Role)), Since: moment(r, e.ChangedAt),
		Version: e.Version, Key: p.newKey(), Href: r.Page("/mie-schede/" + e.ID.String())}
	l.State, l.Waits = stateWords(r, e, x.Placed)
	if l.Name == "" {
		l.Name = r.Say("draft.noname")
	}
	l.Edit = r.Say("mine.open")
	switch {
	case e.State == registry.Draft || e.State == registry.EmailPending:
		l.Href, l.Edit = r.Page("/partecipa/nuova?draft="+e.ID.String()), r.Say("mine.continue")
	case slices.Contains(allowed, registry.Answer):
		l.Edit = r.Say("mine.answer")
	case slices.Contains(allowed, registry.Edit):
		l.Edit = r.Say("mine.edit")
	}
	if e.Visible() {
		l.Public = r.Page("/luoghi/" + e.ID.String())
	}
	if e.State == registry.Rejected || e.State == registry.Suspended {
		l.History = r.Page("/mie-schede/" + e.ID.String() + "/storia")
	}
	l.Attest = slices.Contains(allowed, registry.Attest)
	return l
}

// publicName calls an entry what people see it called. A name that waits to be
// checked is said beside it.
func (p *pages) publicName(r *site.Request, x registry.Summary, l *mineLine) error {
	if !x.Entry.Visible() || x.Entry.Waiting == 0 {
		return nil
	}
	d, err := p.steps.Dossier(r.Context(), p.Who(r.Request), x.Entry.ID)
	if err != nil || d.Public == nil || d.Public.Content.Name == x.Name {
		return err
	}
	l.Name, l.Renamed = d.Public.Content.Name, x.Name
	return nil
}

// stateWords say where an entry stands and what is waited for.
func stateWords(r *site.Request, e registry.Entry, placed bool) (state, waits string) {
	state = r.Say("entrystate." + string(e.State))
	if e.State == registry.Published && !placed {
		waits = "waits.unplaced"
		if e.Waiting != 0 {
			waits += ".change"
		}
		return r.Say("entrystate.unplaced"), r.Say(waits)
	}
	if e.State == registry.Published && e.Waiting != 0 {
		return state, r.Say("waits.change")
	}
	return state, r.Texts.Under("waits.state.")[string(e.State)]
}
