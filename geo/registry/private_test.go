package registry_test

import (
	"fmt"
	"testing"

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
