package work_test

import (
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
