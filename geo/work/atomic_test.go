package work_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
)

// The same key twenty times at once makes one entry, and twenty equal answers.
func TestTheSameKeyIsOneWrite(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	conn := geotest.Login(t, d.store)
	before := one[int](t, conn, `SELECT count(*)::int FROM atlante.entry`)
	key := newKey(t)
	ids := make([]uuid.UUID, 20)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			out, err := d.Start(t.Context(), visitor(1), key, house())
			if err != nil {
				t.Error(err)
			}
			ids[i] = out.Entry.ID
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] || id == uuid.Nil {
			t.Fatalf("answers differ: %v", ids)
		}
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.entry`); n != before+1 {
		t.Errorf("%d new entries", n-before)
	}
	other := house()
	other.Name = "Un'altra"
	if _, err := d.Start(t.Context(), visitor(1), key, other); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("the same key with other contents: %v", err)
	}
	if out, err := d.Start(t.Context(), visitor(2), key, house()); err != nil || out.Entry.ID == ids[0] {
		t.Errorf("the key of somebody else: %v, %v", out.Entry.ID, err)
	}
	if _, err := d.Start(t.Context(), visitor(1), access.Key{}, house()); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("without a key: %v", err)
	}
}

// A step whose n-th statement fails leaves nothing behind, whatever n is; when
// none fails, all of it is there.
func TestStepsAreWholeOrNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner := d.person("owner@example.org")
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	d.person("another@example.org", access.Grant{Role: access.Admin})
	stranger := d.person("stranger@example.org")
	c := house()
	edited := c
	edited.Name, edited.Hours = "Un altro nome", "sempre"
	steps := []struct {
		action registry.Action
		by     access.Principal
		change func(*registry.Order, registry.Entry)
	}{
		{registry.Submit, owner, func(o *registry.Order, _ registry.Entry) { o.Content, o.Consents = c, consents() }},
		{registry.Approve, admin, func(o *registry.Order, e registry.Entry) { o.Revision = e.Waiting }},
		{registry.Edit, owner, func(o *registry.Order, _ registry.Entry) { o.Content = edited }},
		{registry.Invite, owner, func(o *registry.Order, _ registry.Entry) { o.Email = "nuova@example.org" }},
		{registry.Claim, stranger, func(o *registry.Order, _ registry.Entry) { o.Text = "è nostra" }},
		{registry.Suspend, admin, func(o *registry.Order, _ registry.Entry) { o.Reason = registry.ReasonAbuse }},
		{registry.Resume, admin, func(*registry.Order, registry.Entry) {}},
		{registry.Withdraw, owner, func(*registry.Order, registry.Entry) {}},
		{registry.Erase, owner, func(*registry.Order, registry.Entry) {}},
	}
	e := d.do(owner, registry.Order{Action: registry.StartEntry, Content: c}).Entry
	before := fingerprint(t, d.store, cellTables...)
	for _, x := range steps {
		var err error
		if e, err = d.store.Entry(t.Context(), e.ID); err != nil {
			t.Fatal(err)
		}
		o := registry.Order{Action: x.action, Entry: e.ID, Version: e.Version}
		x.change(&o, e)
		failed, stride := 0, 3
		if soak() {
			stride = 1
		}
		for n := 1; ; n += stride {
			err := d.cutAfter(n, x.by, o)
			if err == nil {
				break
			}
			if failed++; !errors.Is(err, context.Canceled) || failed > 80 {
				t.Fatalf("%s cut at statement %d: %v", x.action, n, err)
			}
			if soak() || n%9 == 1 && n > 1 { // a fingerprint takes its time
				unchanged(t, before, fingerprint(t, d.store, cellTables...))
			}
		}
		after := fingerprint(t, d.store, cellTables...)
		somethingChanged(t, before, after)
		before = after
		if failed*stride < 6 {
			t.Errorf("%s: only %d statements could fail", x.action, failed*stride)
		}
	}
}

// cutAfter takes a step whose connection is called off after n statements.
func (d *desk) cutAfter(n int, p access.Principal, o registry.Order) error {
	d.t.Helper()
	ctx, cut := context.WithCancel(d.t.Context())
	defer cut()
	done := 0
	ctx = postgis.Timed(ctx, func(statement string, _ time.Duration) {
		if done++; done == n && statement != "commit" {
			cut()
		}
	})
	_, err := d.Do(ctx, p, newKey(d.t), o)
	return err
}

// somethingChanged expects that a step which did not fail has written.
func somethingChanged(t *testing.T, before, after map[string]sum) {
	t.Helper()
	if len(changedTables(before, after)) == 0 {
		t.Error("a step that did not fail has changed nothing")
	}
}
