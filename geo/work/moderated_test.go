package work_test

import (
	"errors"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/registry"
)

// What waits, be it proposed by its people or by a file, does not choose who
// moderates an entry: the queue of those elsewhere stays empty, and they see what
// everybody sees.
func TestWhatWaitsDoesNotChooseItsModerators(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	conn := geotest.Login(t, d.store)
	zone := one[int](t, conn, `SELECT zone FROM atlante.comune WHERE name = 'Pinerolo'`)
	admin, owner := d.person("admin@example.org", access.Grant{Role: access.Admin}), d.person("owner@example.org")
	elsewhere := d.person("altrove@example.org", access.Grant{Role: access.ZoneModerator, Zone: geo.ZoneID(zone)})
	ofNetwork := d.person("rete@example.org", access.Grant{Role: access.NetworkModerator, Network: "case_del_quartiere"})

	file := "external_id,kind,name,comune,operating_status\n77,casa_del_quartiere,Casa che si sposta,%,active\n"
	mustImport(t, d.store, "casa.csv", strings.Replace(file, "%", "Torino", 1), geo.PlaceChanges{New: 1})
	place := placesOf(t, d.store, geo.PlaceFilter{Q: "Casa che si sposta"})[0]
	d.do(owner, registry.Order{Action: registry.Claim, Entry: place.ID, Text: "siamo noi"})
	item := d.queue(admin, registry.QueueFilter{What: "claim"})[0]
	e := d.do(admin, registry.Order{Action: registry.AcceptClaim, Entry: place.ID, Version: item.Entry.Version, Message: item.Message}).Entry
	mustImport(t, d.store, "casa.csv", strings.Replace(file, "%", "Pinerolo", 1), geo.PlaceChanges{Waiting: 1})
	check := func(what string) registry.Entry {
		t.Helper()
		now, err := d.store.Entry(t.Context(), e.ID)
		if err != nil || now.Waiting == 0 || now.Comune != e.Comune || now.Zone != e.Zone || now.Network != e.Network {
			t.Errorf("%s: %+v, %v", what, now, err)
		}
		for _, p := range []access.Principal{elsewhere, ofNetwork} {
			if items := d.queue(p, registry.QueueFilter{}); len(items) != 0 {
				t.Errorf("%s: %s has %+v", what, p.Person.Email, items)
			}
			seen, err := d.Dossier(t.Context(), p, e.ID)
			if err != nil || seen.Waiting != nil || len(seen.Revisions)+len(seen.Claims)+len(seen.Stewards) != 0 {
				t.Errorf("%s: %s sees %+v, %v", what, p.Person.Email, seen, err)
			}
			o := registry.Order{Action: registry.Approve, Entry: e.ID, Version: now.Version, Revision: now.Waiting}
			if _, err := d.Do(t.Context(), p, newKey(t), o); !errors.Is(err, geo.ErrForbidden) {
				t.Errorf("%s: %s decides: %v", what, p.Person.Email, err)
			}
		}
		return now
	}
	now := check("a file")

	seen, err := d.Dossier(t.Context(), owner, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	c := seen.Public.Content
	c.Network = "case_del_quartiere"
	d.do(owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: now.Version, Content: c})
	check("its people")
}
