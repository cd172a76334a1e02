package work_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/registry"
)

// Whose a personal code is, is nothing that Atlante answers to strangers; whether
// there is an entry of a body is.
func TestStrangersDoNotFindByPersonalCodes(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner, admin := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	for code, want := range map[string]int{"RSSMRA85T10A562S": 0, "00514490010": 1} {
		c := house()
		c.Operator.CodiceFiscale, c.Position, c.Contacts[0].Publish = code, nil, false
		d.published(owner, admin, c)
		probe := registry.Content{Operator: registry.Operator{CodiceFiscale: code}}
		for _, p := range []access.Principal{{}, visitor(5), d.person("altri@example.org")} {
			if got, err := d.Duplicates(t.Context(), p, probe, uuid.Nil); err != nil || len(got) != want {
				t.Errorf("%s: %d found, %v", code, len(got), err)
			}
		}
		if got, err := d.Duplicates(t.Context(), admin, probe, uuid.Nil); err != nil || len(got) != 1 {
			t.Errorf("%s: a moderator finds %d, %v", code, len(got), err)
		}
	}
}

// A claim that is accepted opens the history, but not the private contacts and
// codes of the people who were there before.
func TestAClaimDoesNotOpenFormerPrivateContacts(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	former, admin := d.person("prima@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	c := house()
	c.Operator.CodiceFiscale = "RSSMRA85T10A562S"
	secrets := []string{"+390112345678", "Canarina Segreta", c.Operator.CodiceFiscale}
	e := d.published(former, admin, c)
	c.Contacts, c.Operator.CodiceFiscale = c.Contacts[:1], ""
	e = d.do(former, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c}).Entry
	e = d.do(admin, registry.Order{Action: registry.Approve, Entry: e.ID, Version: e.Version, Revision: e.Waiting}).Entry
	claimant := d.person("dopo@example.org")
	d.do(claimant, registry.Order{Action: registry.Claim, Entry: e.ID, Text: "siamo noi"})
	item := d.queue(admin, registry.QueueFilter{What: "claim"})[0]
	d.do(admin, registry.Order{Action: registry.AcceptClaim, Entry: e.ID, Version: e.Version, Message: item.Message})
	for who, want := range map[*access.Principal]bool{&claimant: false, &former: true, &admin: true} {
		seen, err := d.Dossier(t.Context(), *who, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		held, err := d.Export(t.Context(), *who)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(seen.Revisions, held)
		for _, s := range secrets {
			if strings.Contains(text, s) != want {
				t.Errorf("%s is told %s: %v", who.Person.Email, s, !want)
			}
		}
		if who == &claimant && (len(seen.Revisions) < 3 || !strings.Contains(text, "info@valle.example.org")) {
			t.Errorf("the history: %s", text)
		}
	}
}
