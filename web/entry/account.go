package entry

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"atlante/geo"
	"atlante/geo/registry"
	"atlante/web/site"
)

// accountPage is what is held about somebody: to take along, or to erase.
type accountPage struct {
	site.Frame
	Action, Key, Email string
	Fault              string
	Faults             []faultLine
	Entries, Drafts    int
	Held               []pair // what is kept, in words
	Kept               []keptEntry
}

// keptEntry is an entry of which the history is kept.
type keptEntry struct {
	Name, State, Href string
	Fate              string // what becomes of it when its keeper goes, in words
	Versions, Steps   int
}

func (p *pages) account(r *site.Request) (site.Answer, error) {
	v, err := p.accountPage(r)
	if err != nil {
		return p.refused(r, err)
	}
	return site.PrivatePage("account", v), nil
}

func (p *pages) accountPage(r *site.Request) (accountPage, error) {
	who := p.Who(r.Request)
	if !who.SignedIn() {
		return accountPage{}, registry.ErrForbidden
	}
	v := accountPage{Frame: p.frame(r, r.Say("account.title")), Action: r.Page(r.URL.Path), Key: p.newKey(), Email: who.Person.Email}
	v.Crumbs = []site.Part{{Text: r.Say("mine.title"), Href: r.Page("/mie-schede")}, {Text: v.Title}}
	h, err := p.steps.Export(r.Context(), who)
	if err == nil {
		v.tell(r, h)
	}
	return v, err
}

// tell puts into words all that the file holds.
func (v *accountPage) tell(r *site.Request, h registry.Holding) {
	for _, x := range h.Entries {
		e := x.Entry
		k := keptEntry{Name: r.Say("draft.noname"), State: r.Say("entrystate." + string(e.State)), Href: r.Page("/mie-schede/" + e.ID.String()),
			Versions: len(x.Revisions), Steps: len(x.Transitions), Fate: r.Say("account.fate." + fate(e))}
		if d := (registry.Dossier{Entry: e, Revisions: x.Revisions}); contentOf(d).Name != "" {
			k.Name = contentOf(d).Name
		}
		if v.Kept = append(v.Kept, k); e.State == registry.Draft || e.State == registry.EmailPending {
			v.Drafts++
		} else {
			v.Entries++
		}
	}
	var roles []string
	for _, g := range h.Grants {
		roles = append(roles, r.Say("by."+string(g.Role)))
	}
	add := func(key, value string) {
		if value != "" && value != "0" {
			v.Held = append(v.Held, pair{r.Say(key), value})
		}
	}
	add("field.email", h.Person.Email)
	add("account.held.since", moment(r, h.Since))
	add("account.held.roles", strings.Join(roles, ", "))
	add("account.held.entries", strconv.Itoa(v.Entries))
	add("account.held.drafts", strconv.Itoa(v.Drafts))
	add("account.held.written", strconv.Itoa(len(h.Written)))
	add("account.held.done", strconv.Itoa(len(h.Done)))
	add("account.held.consents", strconv.Itoa(len(h.Consents)))
	add("account.held.messages", strconv.Itoa(len(h.Messages)))
	add("account.held.sessions", strconv.Itoa(h.Sessions))
	add("account.held.mails", strconv.Itoa(h.Mails))
}

// fate is what becomes of an entry when one of those who keep it is forgotten; see
// work.Registrar.EraseOwn.
func fate(e registry.Entry) string {
	switch {
	case len(e.Stewards) > 1:
		return "kept"
	case e.Public == 0:
		return "erased"
	}
	return "left"
}

// eraseAccount forgets a person, once the address was typed again.
func (p *pages) eraseAccount(r *site.Request) (site.Answer, error) {
	v, err := p.accountPage(r)
	if err != nil {
		return p.refused(r, err)
	}
	if !strings.EqualFold(r.Field("typed"), v.Email) {
		v.Fault = r.Say("fault.email.typed")
		v.Faults = []faultLine{{"typed", v.Fault}}
		return site.FormAgain("account", v), nil
	}
	if err := p.countOwn(r); err != nil {
		return site.Answer{}, err
	}
	key, err := p.key(r, "erase_own")
	if err != nil {
		return site.Answer{}, err
	}
	if err := p.steps.EraseOwn(r.Context(), p.Who(r.Request), key); err != nil {
		return p.refused(r, err)
	}
	return site.SeeOther(r.Page("/partecipa?done=forgotten")), nil
}

// export answers with all that is held about the one who asks, as a file.
func (p *pages) export(w http.ResponseWriter, r *http.Request) {
	who := p.Who(r)
	if !who.SignedIn() {
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, "/accedi?to="+escape(r.URL.Path), http.StatusSeeOther)
		return
	}
	h, err := p.steps.Export(r.Context(), who)
	var body []byte
	if err == nil {
		body, err = json.MarshalIndent(holdingOf(h), "", "  ")
	}
	if err != nil {
		if errors.Is(err, geo.ErrNotFound) {
			err = errGone()
		}
		p.site.Fail(w, r, err)
		return
	}
	head := w.Header()
	head.Set("Content-Type", "application/json; charset=utf-8")
	head.Set("Content-Disposition", `attachment; filename="atlante-i-miei-dati.json"`)
	head.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(append(body, '\n')) // the client may be gone
}
