package work_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/registry"
)

// Who may not give an order is told so, or that there is nothing; what is wrong
// with the form is for those who may.
func TestPermissionComesBeforeTheForm(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner, admin, other := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin}), d.person("altri@example.org")
	public := d.published(owner, admin, house())
	draft := d.do(owner, registry.Order{Action: registry.StartEntry, Content: house()}).Entry
	for _, x := range []struct {
		name  string
		who   access.Principal
		order registry.Order
		want  error
	}{
		{"a visitor's edit", visitor(9), registry.Order{Action: registry.Edit, Entry: public.ID, Version: public.Version}, geo.ErrForbidden},
		{"a stranger's edit", other, registry.Order{Action: registry.Edit, Entry: public.ID, Version: public.Version}, geo.ErrForbidden},
		{"a rejection by its owner", owner, registry.Order{Action: registry.Suspend, Entry: public.ID, Version: public.Version}, geo.ErrForbidden},
		{"of a draft that is not to be known", other, registry.Order{Action: registry.Submit, Entry: draft.ID, Version: draft.Version}, geo.ErrNotFound},
		{"of nothing", other, registry.Order{Action: registry.Edit, Entry: uuid.UUID{1}}, geo.ErrNotFound},
		{"of what has changed meanwhile", owner, registry.Order{Action: registry.Edit, Entry: public.ID, Version: public.Version - 1}, geo.ErrConflict},
		{"its owner's", owner, registry.Order{Action: registry.Edit, Entry: public.ID, Version: public.Version}, geo.ErrInvalid},
		{"a visitor's claim without an address", visitor(9), registry.Order{Action: registry.Claim, Entry: public.ID}, geo.ErrInvalid},
	} {
		if _, err := d.Do(t.Context(), x.who, newKey(t), x.order); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", x.name, err, x.want)
		}
	}
}
