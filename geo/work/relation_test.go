package work_test

import (
	"testing"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/registry"
)

// The bodies behind places: one that operates two places is one; it keeps its id
// over edits, goes with the last place that people see, and comes with the first;
// one that is known from elsewhere stays as it is known.
func TestBodiesBehindPlaces(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	conn := geotest.Login(t, d.store)
	owner, admin := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	host := placesOf(t, d.store, geo.PlaceFilter{Q: "Cecchi Point"})[0]
	c := house()
	c.Host = host.ID
	first := d.published(owner, admin, c)
	c.Name = "Casa della seconda valle"
	second := d.published(owner, admin, c)
	body := func() []uuid.UUID {
		t.Helper()
		return column[uuid.UUID](t, conn, `SELECT id FROM atlante.organization WHERE name = $1`, c.Operator.Name)
	}
	before := body()
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.relation WHERE organization = $1`, before[0]); len(before) != 1 || n != 2 {
		t.Fatalf("%d bodies, %d places", len(before), n)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.relation WHERE place = $1 AND what IN ('hosts', 'member_of') AND (host = $2 OR network = 'case_del_quartiere')`, first.ID, host.ID); n != 2 {
		t.Errorf("%d relations to host and network", n)
	}
	c.Hours = "mai"
	second = d.do(owner, registry.Order{Action: registry.Edit, Entry: second.ID, Version: second.Version, Content: c}).Entry
	first = d.do(owner, registry.Order{Action: registry.Withdraw, Entry: first.ID, Version: first.Version}).Entry
	if after := body(); len(after) != 1 || after[0] != before[0] {
		t.Errorf("the body was %v and is %v", before, after)
	}
	d.do(admin, registry.Order{Action: registry.Suspend, Entry: second.ID, Version: second.Version, Reason: registry.ReasonOther, Text: "prova"})
	if after := body(); len(after) != 0 {
		t.Errorf("nobody sees its places, and there still is %v", after)
	}
	d.do(admin, registry.Order{Action: registry.Resume, Entry: second.ID, Version: second.Version + 1})
	if after := body(); len(after) != 1 {
		t.Errorf("people see a place again, of %v", after)
	}

	c.Operator.Name = one[string](t, conn, `SELECT name FROM atlante.organization WHERE relation LIKE 'took part%' ORDER BY name LIMIT 1`)
	c.Name, c.Host = "Casa di chi ha partecipato", uuid.Nil
	known := body()
	third := d.published(owner, admin, c)
	d.do(owner, registry.Order{Action: registry.Withdraw, Entry: third.ID, Version: third.Version})
	if after := body(); len(after) != 1 || after[0] != known[0] {
		t.Errorf("a participant was %v and is %v", known, after)
	}
}
