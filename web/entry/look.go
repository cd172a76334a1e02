package entry

import (
	"errors"
	"slices"
	"strings"
	"time"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// lookPage is where everything begins: is it on the map already?
type lookPage struct {
	site.Frame
	Q      string
	Done   string
	Hits   []hit
	More   bool // there are more than are shown
	New    string
	Drafts []draftLine // to be finished
	Sent   []draftLine // sent, their address waits to be confirmed
	Mine   bool        // somebody is signed in
}

// hit is an entry that the words have found.
type hit struct {
	Name, Kind, Where, Href, Claim string
	Planned                        bool
}

// draftLine is a draft that this browser or person has begun.
type draftLine struct{ Name, Href, When string }

const hitsShown = 12

func (p *pages) look(r *site.Request) (site.Answer, error) {
	q, done := strings.TrimSpace(r.Query.Text("q", 200)), r.Query.Text("done", 20)
	if err := r.Query.Err(); err != nil {
		return site.Answer{}, err
	}
	v := lookPage{Frame: p.frame(r, r.Say("look.title")), Q: q, New: "/partecipa/nuova", Mine: p.Who(r.Request).SignedIn()}
	v.Description = r.Say("look.about")
	if done == "forgotten" {
		v.Done = r.Say("done.forgotten")
	}
	if q != "" {
		v.New += "?name=" + escape(q)
		var err error
		if v.Hits, v.More, err = p.hits(r, q); err != nil {
			return site.Answer{}, err
		}
	}
	var err error
	v.Drafts, v.Sent, err = p.drafts(r)
	return site.PrivatePage("look", v), err
}

// hits looks over all public entries, whatever the filters of the map are.
func (p *pages) hits(r *site.Request, q string) ([]hit, bool, error) {
	kinds, err := p.store.Kinds(r.Context())
	if err != nil {
		return nil, false, err
	}
	places, next, err := p.store.Places(r.Context(), geo.PlaceFilter{Q: q, Page: geo.Page{Limit: hitsShown}})
	var out []hit
	for _, x := range places {
		path := "/luoghi/" + x.ID.String()
		h := hit{Name: x.Name, Kind: string(x.Kind), Where: line(x.Address, x.Locality, x.ComuneName), Href: r.Page(path),
			Claim: r.Page(path + "/reclama"), Planned: x.Status == geo.StatusPlanned}
		for _, k := range kinds {
			if k.ID == x.Kind {
				h.Kind = r.Lang.Pick(k.NameIT, k.NameEN)
			}
		}
		out = append(out, h)
	}
	return out, next != "", err
}

// drafts are those that wait to be finished, and those that were sent and wait for
// their address to be confirmed; newest first.
func (p *pages) drafts(r *site.Request) (begun, sent []draftLine, err error) {
	who := p.Who(r.Request)
	if !who.SignedIn() && who.Browser.IsZero() {
		return nil, nil, nil
	}
	list, err := p.steps.Mine(r.Context(), who)
	for _, x := range list {
		d := draftLine{Name: x.Name, When: moment(r, x.Entry.ChangedAt)}
		if d.Name == "" {
			d.Name = r.Say("draft.noname")
		}
		switch x.Entry.State {
		case registry.Draft:
			d.Href = r.Page("/partecipa/nuova?draft=" + x.Entry.ID.String())
			begun = append(begun, d)
		case registry.EmailPending:
			d.Href = r.Page("/partecipa/inviata?draft=" + x.Entry.ID.String())
			sent = append(sent, d)
		}
	}
	return begun, sent, err
}

// moment is a date and time that no line end parts.
func moment(r *site.Request, t time.Time) string {
	return strings.ReplaceAll(r.Moment(t), " ", "\u00a0")
}

// sentPage says what happens now.
type sentPage struct {
	site.Frame
	Name    string
	Email   string // whole: only who typed it, or reads it, comes here
	Pending bool   // the address waits to be confirmed
	// The form by which the message is sent again, or to another address.
	Action, Key, Draft, Typed, Fault string
	Version                          int
}

// sent follows the sending of a new entry.
func (p *pages) sent(r *site.Request) (site.Answer, error) {
	raw := r.Query.Text("draft", 36)
	if err := r.Query.Err(); err != nil {
		return site.Answer{}, err
	}
	d, err := p.draft(r, raw)
	if err != nil {
		return p.refused(r, err)
	}
	if d == nil {
		return site.SeeOther(r.Page("/partecipa")), nil
	}
	if d.State == registry.Draft {
		return site.SeeOther(r.Page("/partecipa/nuova?draft=" + raw)), nil
	}
	return site.PrivatePage("sent", p.sentPage(r, *d)), nil
}

func (p *pages) sentPage(r *site.Request, d registry.Dossier) sentPage {
	c := contentOf(d)
	v := sentPage{Frame: p.frame(r, r.Say("sent.title")), Name: c.Name, Pending: d.State == registry.EmailPending,
		Email: emailOf(c), Action: r.Page("/partecipa/inviata"), Key: p.newKey(), Draft: d.ID.String(), Version: d.Version}
	v.Typed = v.Email
	if v.Pending {
		v.Title = r.Say("sent.pending")
	}
	return v
}

// sendAgain sends the message with the link once more, to another address when
// one is given.
func (p *pages) sendAgain(r *site.Request) (site.Answer, error) {
	d, err := p.draft(r, r.Field("draft"))
	if err != nil {
		return p.refused(r, err)
	}
	if d == nil || d.State != registry.EmailPending {
		return site.SeeOther(r.Page("/partecipa")), nil
	}
	c, email := contentOf(*d), r.Field("email")
	if email == "" {
		email = emailOf(c)
	} else {
		c.Contacts = readdressed(c.Contacts, email)
	}
	if err := p.count(r, access.Submissions(), email); err != nil {
		return site.Answer{}, err
	}
	// The boxes were ticked when the entry was sent: it is the same one.
	_, err = p.do(r, registry.Order{Action: registry.Submit, Entry: d.ID, Version: number(r.Field("version")), Content: c, Email: email,
		Consents: []registry.Consent{{What: registry.ConsentLicence, Version: LicenceVersion, Given: true},
			{What: registry.ConsentPrivacy, Version: PrivacyVersion, Given: true}}})
	if faults, ours := errors.AsType[registry.Faults](err); ours {
		v := p.sentPage(r, *d)
		v.Typed, v.Fault = email, faults.In(string(r.Lang))
		return site.FormAgain("sent", v), nil
	}
	if err != nil {
		return p.refused(r, err)
	}
	return site.SeeOther(r.Page("/partecipa/inviata?draft=" + d.ID.String())), nil
}

// readdressed puts an address in the place of the first; it stays private until
// its owner says otherwise.
func readdressed(list []registry.Contact, email string) []registry.Contact {
	list = slices.Clone(list)
	i := slices.IndexFunc(list, func(k registry.Contact) bool { return k.Kind == registry.Email })
	if i < 0 {
		return append(list, registry.Contact{Kind: registry.Email, Value: email})
	}
	if list[i].Value != email {
		list[i] = registry.Contact{Kind: registry.Email, Value: email}
	}
	return list
}
