package main

import (
	"fmt"
	"net/url"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// fixture is an entry in one state, with all that a form about it may name.
type fixture struct {
	name          string
	id            uuid.UUID
	state         registry.State
	version       int
	waiting       int
	public        int // the last that people have seen
	claim, report uuid.UUID
	content       registry.Content
	secret        registry.Content // as it was written, where content is what strangers send
}

// The people of the matrix, by letter. Visitors are v, b and c: b is the browser
// that wrote draft_browser and pending, B the same browser with somebody signed
// in, x a moderator of the zone who is also an editor of the entry.
const actorLetters = "vbreoszZnNpacxB"

// The zone and network of all entries of the matrix, and others.
const (
	homeNetwork  = access.NetworkID("case_del_quartiere")
	otherNetwork = access.NetworkID("portinerie")
)

// people makes somebody of every role.
func (h *house) makePeople(home, other geo.ZoneID) {
	h.t.Helper()
	mod := func(z geo.ZoneID) access.Grant { return access.Grant{Role: access.ZoneModerator, Zone: z} }
	net := func(n access.NetworkID) access.Grant { return access.Grant{Role: access.NetworkModerator, Network: n} }
	for letter, grants := range map[string][]access.Grant{
		"r": nil, "e": nil, "o": nil, "s": nil, "z": {mod(home)}, "Z": {mod(other)}, "n": {net(homeNetwork)}, "N": {net(otherNetwork)},
		"p": {{Role: access.Planner}}, "a": {{Role: access.Admin}}, "x": {mod(home)}, "B": nil,
		"desk": {{Role: access.Admin}}, "claimant": nil, // behind the scenes
	} {
		h.actors[letter] = h.signIn(h.address(letter), grants...)
	}
	h.actors["v"] = &actor{name: "v"}
	h.actors["c"] = &actor{name: "c"}
	token := newSecret(h.t)
	client := newID(h.t)
	if err := h.store.SaveToken(h.t.Context(), token.Hash(), "prova", client, time.Now()); err != nil {
		h.t.Fatal(err)
	}
	h.actors["c"].token, h.actors["c"].principal.Client = token.Text(), client
	b := &actor{name: "b", cookies: map[string]string{}}
	page := h.ask(b, "GET", "/partecipa/nuova", nil)
	b.keep(page)
	secret, ok := access.ParseSecret(b.cookies["atlante_browser"])
	found := began.FindSubmatch(page.Body.Bytes())
	if !ok || found == nil {
		h.t.Fatalf("the form of a new entry: %d %v", page.Code, page.Header())
	}
	b.principal.Browser = secret.Hash()
	h.estate.began, h.opened = string(found[1]), time.Now()
	h.actors["b"] = b
	h.actors["B"].cookies["atlante_browser"] = b.cookies["atlante_browser"]
	h.actors["B"].principal.Browser = secret.Hash()
}

var began = regexp.MustCompile(`name="began" value="([^"]+)"`)

// makeEntries brings an entry into every state by the steps that people take, and
// gives it those who keep it and messages. draft_browser, pending and
// archived_free have no steward; all others have o as owner, e and x as editors,
// also where the steps lead to none, so that every role is tried in every state.
func (h *house) makeEntries() {
	h.t.Helper()
	desk, owner, browser := h.actors["desk"].principal, h.actors["o"].principal, h.actors["b"].principal
	aim := h.submitted("meta", h.actors["claimant"].principal)
	h.aim = *h.step(aim, desk, registry.Order{Action: registry.Approve, Revision: aim.waiting})

	h.draft("draft", owner)
	h.draft("draft_browser", browser)
	for _, name := range []string{"pending", "pending_kept"} {
		f := h.draft(name, browser)
		h.step(f, browser, registry.Order{Action: registry.Submit, Content: f.content, Consents: agreed(), Email: name + "@gente.example"})
	}
	h.submitted("submitted", owner)
	h.step(h.submitted("in_review", owner), desk, registry.Order{Action: registry.Take})
	f := h.step(h.submitted("changes_requested", owner), desk, registry.Order{Action: registry.Take})
	h.step(f, desk, registry.Order{Action: registry.RequestChanges, Text: "Manca l'orario"})
	h.step(h.submitted("rejected", owner), desk, registry.Order{Action: registry.Reject, Reason: registry.ReasonClosed})
	h.published("published", owner)
	h.publishedWaiting(owner)
	h.step(h.published("archived", owner), owner, registry.Order{Action: registry.Withdraw})
	h.step(h.step(h.published("archived_free", owner), owner, registry.Order{Action: registry.Withdraw}), owner, registry.Order{Action: registry.Leave})
	h.step(h.published("merged", owner), desk, registry.Order{Action: registry.Merge, Into: h.aim.id})
	h.step(h.published("suspended", owner), desk, registry.Order{Action: registry.Suspend, Reason: registry.ReasonOther, Text: "Da verificare"})
	h.step(h.published("erased", owner), owner, registry.Order{Action: registry.Erase})
	other := h.published("altrui", h.actors["s"].principal) // s keeps another entry
	delete(h.entries, other.name)
	delete(h.entries, aim.name)
	for _, f := range h.entries {
		h.surround(f)
	}
}

func (h *house) publishedWaiting(owner access.Principal) {
	f := h.published("published_waiting", owner)
	f.content.Name += h.waits
	h.step(f, owner, registry.Order{Action: registry.Edit, Content: f.content})
}

// surround gives an entry its stewards, a claim and a report.
func (h *house) surround(f *fixture) {
	h.t.Helper()
	if f.name != "draft_browser" && f.name != "pending" && f.name != "archived_free" {
		for letter, role := range map[string]access.Role{"o": access.Owner, "e": access.Editor, "x": access.Editor} {
			h.exec(`INSERT INTO atlante.steward (entry, person, role, since) VALUES ($1, $2, $3, now()) ON CONFLICT DO NOTHING`,
				f.id, h.actors[letter].principal.Person.ID, role)
		}
	}
	if f.state == registry.Erased { // as if its place were still known: moderators of the zone are tried as well
		h.exec(`UPDATE atlante.entry SET comune = $2, network = $3 WHERE id = $1`, f.id, f.content.Comune, f.content.Network)
	}
	if err := h.rows.QueryRow(h.t.Context(), `SELECT version FROM atlante.entry WHERE id = $1`, f.id).Scan(&f.version); err != nil {
		h.t.Fatal(err) // who left it, or erased it, was not told
	}
	f.claim, f.report = h.unconfirmed(f, true), h.unconfirmed(f, false)
	for _, id := range []uuid.UUID{f.claim, f.report} {
		if _, err := h.store.ConfirmMessage(h.t.Context(), id, h.actors["claimant"].principal.Person.ID, time.Now()); err != nil {
			h.t.Fatal(err)
		}
	}
}

// unconfirmed is a claim or report whose address has not been confirmed.
func (h *house) unconfirmed(f *fixture, claim bool) uuid.UUID {
	h.t.Helper()
	m := registry.Message{ID: newID(h.t), Entry: f.id, Claim: claim, Text: "È nostra, o qualcosa non va", At: time.Now()}
	if err := h.store.InsertMessage(h.t.Context(), m); err != nil {
		h.t.Fatal(err)
	}
	return m.ID
}

func (h *house) draft(name string, by access.Principal) *fixture {
	h.t.Helper()
	f := &fixture{name: name, content: h.says(name, len(h.entries))}
	h.entries[name] = f
	return h.step(f, by, registry.Order{Action: registry.StartEntry, Content: f.content})
}

func (h *house) submitted(name string, by access.Principal) *fixture {
	h.t.Helper()
	f := h.draft(name, by)
	return h.step(f, by, registry.Order{Action: registry.Submit, Content: f.content, Consents: agreed()})
}

func (h *house) published(name string, by access.Principal) *fixture {
	h.t.Helper()
	f := h.submitted(name, by)
	return h.step(f, h.actors["desk"].principal, registry.Order{Action: registry.Approve, Revision: f.waiting})
}

// step takes a step that must succeed.
func (h *house) step(f *fixture, by access.Principal, o registry.Order) *fixture {
	h.t.Helper()
	o.Entry, o.Version = f.id, f.version
	out, err := h.people.registrar.Do(h.t.Context(), by, access.Key(newID(h.t)), o)
	if err != nil {
		h.t.Fatalf("%s: %s: %v", f.name, o.Action, err)
	}
	f.id, f.state, f.version, f.waiting = out.Entry.ID, out.Entry.State, out.Entry.Version, out.Entry.Waiting
	if out.Entry.Public != 0 { // who leaves is not told
		f.public = out.Entry.Public
	}
	return f
}

func agreed() []registry.Consent {
	return []registry.Consent{{What: registry.ConsentLicence, Version: "2026-07-01", Given: true}, {What: registry.ConsentPrivacy, Version: "2026-07-01", Given: true}}
}

// contentFor is what entry number n says: unlike all others in name, place,
// telephone and domain, so that none passes for another.
func contentFor(_ string, n int) registry.Content {
	names := []string{"Ariete", "Bilancia", "Cancro", "Dedalo", "Eridano", "Fenice", "Gemelli", "Ercole", "Idra", "Leone", "Mensa", "Norma",
		"Orione", "Pegaso", "Quadrante", "Regolo", "Sagittario", "Toro", "Unicorno", "Vergine"}
	name := names[n%len(names)]
	return registry.Content{Kind: "casa_del_quartiere", Name: name + " di Ceres", Comune: "001072", Address: fmt.Sprintf("Via %s %d", name, n+1),
		Position: &orb.Point{7.38 + float64(n)*0.003, 45.31}, Precision: geo.PrecisionExact, PositionSource: "indicata sulla mappa da chi ha scritto la scheda",
		Network: homeNetwork, Operator: registry.Operator{Name: "Associazione " + name, LegalForm: registry.APS}, Status: geo.StatusActive,
		Areas: []registry.Area{registry.Inclusion}, Description: "Un posto per stare insieme",
		Contacts: []registry.Contact{{Kind: registry.Email, Value: fmt.Sprintf("info@scheda%d.example", n), Publish: true},
			{Kind: registry.Phone, Value: fmt.Sprintf("+3901234567%02d", n)}}}
}

// formOf is the form of an entry as a browser would send it, with a description
// that is new.
func formOf(f *fixture) url.Values {
	c := f.content
	return url.Values{"comune": {"Ceres"}, "name": {c.Name}, "kind": {string(c.Kind)}, "address": {c.Address}, "operator": {c.Operator.Name},
		"legal_form": {string(c.Operator.LegalForm)}, "network": {string(c.Network)}, "areas": {string(c.Areas[0])}, "status": {"active"},
		"description": {"Una descrizione più lunga"}, "email": {c.Contacts[0].Value}, "email_public": {"yes"}, "phone": {c.Contacts[1].Value},
		"point": {fmt.Sprintf("%.6f,%.6f", c.Position.Lon(), c.Position.Lat())}, "point_keep": {"yes"}, "licence": {"yes"}, "privacy": {"yes"}}
}
