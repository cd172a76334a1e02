package web

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
	"atlante/geo/work"
)

// What an entry says beside its place is on its page; what is private is not;
// what was merged leads on for ever, what was withdrawn is gone in kind words.
func TestThePageOfAnEntry(t *testing.T) {
	store := geotest.Store(t)
	h := live(t, store)
	desk := &work.Registrar[*postgis.Store]{DB: store, Read: store, Table: registry.Default(),
		Links: work.Links{Random: rand.Reader, Now: time.Now}, Now: time.Now, NewID: uuid.NewV7, Journal: work.NewErasureFile(t.TempDir() + "/erasures")}
	owner, moderator := someone(t, store, "prima@example.org"), someone(t, store, "admin@example.org", access.Grant{Role: access.Admin})
	publish := func(name string) registry.Entry {
		c := registry.Content{Kind: "partner", Name: name, Comune: "001072", Description: "Prima riga\nseconda <riga>", Hours: "lun-ven",
			Wheelchair: registry.WheelchairLimited, Areas: []registry.Area{registry.Inclusion}, Operator: registry.Operator{LegalForm: registry.APS, CodiceFiscale: "97500490012"},
			Network: "case_del_quartiere", Contacts: []registry.Contact{{Kind: registry.Email, Value: "segreta@example.org"}, {Kind: registry.Phone, Value: "0123 456789", Publish: true},
				{Kind: registry.Website, Value: "prova.example.org", Publish: true}}}
		e := order(t, desk, owner, registry.Entry{}, registry.Order{Action: registry.StartEntry, Content: c})
		e = order(t, desk, owner, e, registry.Order{Action: registry.Submit, Content: c, Consents: []registry.Consent{
			{What: registry.ConsentLicence, Version: "x", Given: true}, {What: registry.ConsentPrivacy, Version: "x", Given: true}}})
		return order(t, desk, moderator, e, registry.Order{Action: registry.Approve, Revision: e.Waiting})
	}
	first, second := publish("Luogo di prova"), publish("Un doppione")
	body := strings.ReplaceAll(ask(h, "/luoghi/"+first.ID.String()).Body.String(), "&#43;", "+")
	for _, want := range []string{"seconda &lt;riga&gt;", "lun-ven", "si entra in parte", "Inclusione sociale e lavorativa", "promozione sociale",
		`href="tel:+390123456789"`, `href="https://prova.example.org"`, "/reclama", "/segnala"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q: %s", want, body)
		}
	}
	for _, secret := range []string{"segreta@", "97500490012"} {
		if strings.Contains(body, secret) {
			t.Errorf("the page says %q", secret)
		}
	}
	panel := ask(h, "/?place="+first.ID.String()).Body.String()
	for _, want := range []string{"seconda &lt;riga&gt;", "lun-ven", "si entra in parte", `href="https://prova.example.org"`} {
		if !strings.Contains(panel, want) {
			t.Errorf("the panel beside the map does not say %q", want)
		}
	}
	if strings.Contains(panel, "segreta@") || !strings.Contains(body, `id="fresh"`) {
		t.Error("the panel says what is private, or the page does not notice newer data")
	}
	order(t, desk, moderator, second, registry.Order{Action: registry.Merge, Into: first.ID})
	w := ask(h, "/luoghi/"+second.ID.String()+"?lang=en")
	if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "/luoghi/"+first.ID.String()+"?lang=en" {
		t.Errorf("a merged entry: %d to %q", w.Code, w.Header().Get("Location"))
	}
	first = order(t, desk, owner, first, registry.Order{Action: registry.Withdraw})
	gone := func(e registry.Entry, what string) {
		t.Helper()
		for _, path := range []string{"/luoghi/", "/?place="} {
			w := ask(h, path+e.ID.String())
			if body := w.Body.String(); w.Code != http.StatusGone || !strings.Contains(body, "Questo luogo non è più sulla mappa") || strings.Contains(body, "Luogo di prova") {
				t.Errorf("%s, %s: %d %s", what, path, w.Code, body)
			}
		}
		if list, _, err := store.Places(t.Context(), geo.PlaceFilter{Q: "Luogo di prova"}); err != nil || slices.ContainsFunc(list, func(p geo.Place) bool { return p.ID == e.ID }) {
			t.Errorf("%s, and still found: %v", what, err)
		}
	}
	gone(first, "a withdrawn entry")
	gone(second, "an entry merged into a withdrawn one")
	first = order(t, desk, owner, first, registry.Order{Action: registry.Erase})
	gone(first, "an erased entry")
	// What nobody has ever seen was never there.
	c := registry.Content{Kind: "partner", Name: "Mai vista", Comune: "001072"}
	draft := order(t, desk, owner, registry.Entry{}, registry.Order{Action: registry.StartEntry, Content: c})
	draft = order(t, desk, owner, draft, registry.Order{Action: registry.Erase})
	if w := ask(h, "/luoghi/"+draft.ID.String()); w.Code != http.StatusNotFound {
		t.Errorf("an erased draft: %d", w.Code)
	}
}

func someone(t *testing.T, store *postgis.Store, email string, grants ...access.Grant) access.Principal {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	p, err := store.SavePerson(t.Context(), access.Person{ID: id, Email: email, Lang: "it"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return access.Principal{Person: p, Grants: grants}
}

func order(t *testing.T, desk *work.Registrar[*postgis.Store], p access.Principal, e registry.Entry, o registry.Order) registry.Entry {
	t.Helper()
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o.Entry, o.Version = e.ID, e.Version
	out, err := desk.Do(t.Context(), p, key, o)
	if err != nil {
		t.Fatal(err)
	}
	return out.Entry
}
