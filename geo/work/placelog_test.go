package work_test

import (
	"testing"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/registry"
)

// The life of an entry, step by step, and imports: whoever follows the changes of
// places sees what people see. What is withdrawn or erased is gone.
func TestChangesOfPlacesFollowEntries(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	m := geotest.NewMirror(t, s)
	d := newDesk(t, s)
	owner := d.person("owner@example.org")
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	c := house()
	edited := c
	edited.Name = "Un altro nome"
	e := d.do(owner, registry.Order{Action: registry.StartEntry, Content: c}).Entry
	for _, x := range []struct {
		action registry.Action
		by     access.Principal
		change func(*registry.Order, registry.Entry)
		shown  bool
	}{
		{registry.Submit, owner, func(o *registry.Order, _ registry.Entry) { o.Content, o.Consents = c, consents() }, false},
		{registry.Approve, admin, func(o *registry.Order, e registry.Entry) { o.Revision = e.Waiting }, true},
		{registry.Edit, owner, func(o *registry.Order, _ registry.Entry) { o.Content = edited }, true},
		{registry.Suspend, admin, func(o *registry.Order, _ registry.Entry) { o.Reason = registry.ReasonAbuse }, false},
		{registry.Resume, admin, func(*registry.Order, registry.Entry) {}, true},
		{registry.Withdraw, owner, func(*registry.Order, registry.Entry) {}, false},
		{registry.Erase, owner, func(*registry.Order, registry.Entry) {}, false},
	} {
		var err error
		if e, err = s.Entry(t.Context(), e.ID); err != nil {
			t.Fatal(err)
		}
		o := registry.Order{Action: x.action, Entry: e.ID, Version: e.Version}
		x.change(&o, e)
		d.do(x.by, o)
		m.Same(string(x.action))
		if _, shown := m.Rows[e.ID.String()]; shown != x.shown {
			t.Errorf("after %s it is shown: %v", x.action, shown)
		}
	}
	mustImport(t, s, "luoghi.csv", threePlaces, geo.PlaceChanges{New: 3})
	m.Same("imported")
	mustImport(t, s, "luoghi.csv", threePlaces, geo.PlaceChanges{Same: 3})
	m.Same("imported again")
	if m.Whole != 1 {
		t.Errorf("all places were read %d times", m.Whole)
	}
}
