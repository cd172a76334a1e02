package registry_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"atlante/geo/registry"
)

const (
	codeOfAPerson = "RSSMRA85T10A562S"
	codeOfABody   = "00514490010"
)

func TestStrangersDoNotAskWhoseCodeItIs(t *testing.T) {
	if !registry.CodiceFiscaleOK(codeOfAPerson) || !registry.CodiceFiscaleOK(codeOfABody) {
		t.Fatal("codes that are none show nothing")
	}
	entry := good()
	entry.Contacts = append(entry.Contacts, registry.Contact{Kind: registry.Website, Value: "https://barrito.it", Publish: true})
	for code, want := range map[string]string{codeOfAPerson: "[]", "rss mra 85t10a562s": "[]", codeOfABody: "[same_codice_fiscale]"} {
		entry.Operator.CodiceFiscale = code
		asked := registry.Content{Operator: registry.Operator{CodiceFiscale: code}}
		if why, _ := registry.Alike(asked, registry.ComparedByStrangers(entry)); fmt.Sprint(why) != want {
			t.Errorf("%s: %v", code, why)
		}
		if why, _ := registry.Alike(asked, entry); len(why) != 1 {
			t.Errorf("%s, by those who may see it: %v", code, why)
		}
	}
	if c := registry.ComparedByStrangers(entry); len(c.Contacts) != 1 || len(entry.Contacts) != 2 {
		t.Error(c.Contacts, entry.Contacts)
	}
}

// The new owner after a claim reads what was said and by whom, but neither the
// private contacts nor the codes of those who were there before.
func TestHistoryHidesWhatOthersKeptPrivate(t *testing.T) {
	mail := func(value string, publish bool) registry.Contact {
		return registry.Contact{Kind: registry.Email, Value: value, Publish: publish}
	}
	said := func(n int, author uuid.UUID, code string, contacts ...registry.Contact) registry.Revision {
		c := good()
		c.Contacts, c.Operator.CodiceFiscale = contacts, code
		return registry.Revision{Number: n, Author: author, Content: c}
	}
	revisions := []registry.Revision{
		said(1, other, codeOfAPerson, mail("privata@example.org", false), mail("aperta@example.org", true)),
		said(2, uuid.Nil, codeOfAPerson, mail("bozza@example.org", false)),
		said(3, me, "", mail("mia@example.org", false), mail("lasciata@example.org", false)),
		said(4, other, codeOfAPerson, mail("mia@example.org", false), mail("ora@example.org", false), mail("altra@example.org", false)),
		said(5, other, codeOfABody, mail("ora@example.org", false)),
		said(6, other, codeOfABody, mail("attesa@example.org", false)),
	}
	e := registry.Entry{Public: 5, Waiting: 6, Last: 6}
	whole := fmt.Sprint(revisions)
	got := registry.HistoryFor(me, e, revisions)
	want := []string{
		" [{email aperta@example.org true}]",
		" []",
		" [{email mia@example.org false} {email lasciata@example.org false}]",
		" [{email mia@example.org false} {email ora@example.org false}]",
		codeOfABody + " [{email ora@example.org false}]",
		codeOfABody + " [{email attesa@example.org false}]",
	}
	for i, r := range got {
		if s := fmt.Sprint(r.Content.Operator.CodiceFiscale, " ", r.Content.Contacts); s != want[i] {
			t.Errorf("revision %d: %s, want %s", r.Number, s, want[i])
		}
	}
	if len(got) != len(revisions) || fmt.Sprint(revisions) != whole {
		t.Error("the revisions themselves have changed")
	}
}
