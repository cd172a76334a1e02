package work_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
	"atlante/geo/work"
)

// signIn uses links as the service does.
func (d *desk) signIn() work.SignIn[*postgis.Store] {
	return work.SignIn[*postgis.Store]{DB: d.store, Read: d.store, Links: d.Links, Confirmed: d.Confirmed}
}

// token reads the secret of the last link that was mailed to an address.
func (d *desk) token(email string) string {
	d.t.Helper()
	conn := geotest.Login(d.t, d.store)
	defer conn.Close(d.t.Context())
	path := one[string](d.t, conn, `SELECT values->>'path' FROM atlante.mail WHERE folded = $1 ORDER BY created_at DESC, id DESC LIMIT 1`, email)
	return strings.TrimPrefix(path, "/accedi/")
}

// use uses the link that was mailed to an address.
func (d *desk) use(email string, browser access.Hash) access.Principal {
	d.t.Helper()
	done, err := d.signIn().ConsumeLink(d.t.Context(), d.token(email), browser)
	if err != nil {
		d.t.Fatal(err)
	}
	return access.Principal{Person: done.Person}
}

func (d *desk) templates(email string) []string {
	d.t.Helper()
	conn := geotest.Login(d.t, d.store)
	defer conn.Close(d.t.Context())
	return column[string](d.t, conn, `SELECT template FROM atlante.mail WHERE folded = $1 ORDER BY created_at, id`, email)
}

func (d *desk) queue(p access.Principal, f registry.QueueFilter) []registry.QueueItem {
	d.t.Helper()
	items, _, err := d.Queue(d.t.Context(), p, f)
	if err != nil {
		d.t.Fatal(err)
	}
	return items
}

// A visitor's claim counts once its address is confirmed; the claimant becomes
// the owner when a moderator says so, and is told.
func TestClaimOfAnImportedPlace(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	place := placesOf(t, d.store, geo.PlaceFilter{Q: "Cecchi Point"})[0]
	who := visitor(7)

	d.do(who, registry.Order{Action: registry.Claim, Entry: place.ID, Text: "Siamo noi", Email: "cecchi@example.org", Lang: "it"})
	if items := d.queue(admin, registry.QueueFilter{}); len(items) != 0 {
		t.Fatalf("in the queue before its address is confirmed: %+v", items)
	}
	if got := d.templates("admin@example.org"); len(got) != 0 {
		t.Errorf("moderators were told of it: %v", got)
	}
	claimant := d.use("cecchi@example.org", who.Browser)
	items := d.queue(admin, registry.QueueFilter{What: "claim"})
	if len(items) != 1 || items[0].Entry.ID != place.ID || items[0].Name != "Cecchi Point" {
		t.Fatalf("queue %+v", items)
	}
	seen, err := d.Dossier(t.Context(), admin, place.ID)
	if err != nil || len(seen.Claims) != 1 || seen.Claims[0].Text != "Siamo noi" || seen.Claims[0].Email != "cecchi@example.org" {
		t.Fatalf("%+v, %v", seen.Claims, err)
	}
	o := registry.Order{Action: registry.AcceptClaim, Entry: place.ID, Version: seen.Version, Message: items[0].Message}
	e := d.do(admin, o).Entry
	if !slices.Contains(e.Stewards, registry.Steward{Person: claimant.Person.ID, Role: access.Owner}) {
		t.Errorf("stewards %+v", e.Stewards)
	}
	o.Version = e.Version
	if _, err := d.Do(t.Context(), admin, newKey(t), o); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("accepted twice: %v", err)
	}
	if got := d.templates("cecchi@example.org"); !slices.Equal(got, []string{"confirm_claim", "claim_accepted"}) {
		t.Errorf("the claimant got %v", got)
	}
	if got := d.templates("admin@example.org"); !slices.Equal(got, []string{"claim_received"}) {
		t.Errorf("the moderator got %v", got)
	}
	if p, err := d.store.Place(t.Context(), place.ID); err != nil || p.Verification != "self_confirmed" {
		t.Errorf("verification %q, %v", p.Verification, err)
	}
	if mine, err := d.Mine(t.Context(), claimant); err != nil || len(mine) != 1 || mine[0].Role != access.Owner {
		t.Errorf("mine %+v, %v", mine, err)
	}
}

// The owner invites, the one who is invited joins by the link of the mail, edits,
// and is dismissed.
func TestInvitedEditor(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner, admin := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	e := d.published(owner, admin, house())
	e = d.do(owner, registry.Order{Action: registry.Invite, Entry: e.ID, Version: e.Version, Email: "collega@example.org"}).Entry
	first := d.token("collega@example.org")
	e = d.do(owner, registry.Order{Action: registry.Invite, Entry: e.ID, Version: e.Version, Email: "collega@example.org"}).Entry
	second := d.token("collega@example.org")
	done, err := d.signIn().ConsumeLink(t.Context(), first, access.Hash{})
	if err != nil {
		t.Fatal(err)
	}
	editor := access.Principal{Person: done.Person}
	seen, err := d.Dossier(t.Context(), editor, e.ID)
	if err != nil || seen.Version != e.Version+1 || len(seen.Stewards) != 2 {
		t.Fatalf("%+v, %v", seen.Entry, err)
	}
	c := seen.Public.Content
	c.Hours = "solo il sabato"
	out := d.do(editor, registry.Order{Action: registry.Edit, Entry: e.ID, Version: seen.Version, Content: c})
	if !slices.Equal(out.Live, []registry.Field{registry.FieldHours}) || out.Waiting != nil {
		t.Errorf("live %v, waiting %v", out.Live, out.Waiting)
	}
	e = d.do(owner, registry.Order{Action: registry.Dismiss, Entry: e.ID, Version: out.Entry.Version, Person: editor.Person.ID}).Entry
	if _, err := d.Do(t.Context(), editor, newKey(t), registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c}); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("dismissed and still editing: %v", err)
	}
	if _, err := d.signIn().ConsumeLink(t.Context(), second, access.Hash{}); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("dismissed, and let in by another invitation: %v", err)
	}
	if got := d.templates("collega@example.org"); !slices.Equal(got, []string{"invited", "invited", "dismissed"}) {
		t.Errorf("the editor who was dismissed got %v", got)
	}
}

// What an editor gets of all that is held is no more than what he may see: not
// the contacts that were taken out before he came.
func TestEditorsExportWithoutHistory(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner, admin := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	e := d.published(owner, admin, house())
	seen, err := d.Dossier(t.Context(), owner, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	c := seen.Public.Content
	c.Contacts = c.Contacts[:1]
	e = d.do(owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c}).Entry
	d.do(owner, registry.Order{Action: registry.Invite, Entry: e.ID, Version: e.Version, Email: "collega@example.org"})
	editor := d.use("collega@example.org", access.Hash{})
	for who, want := range map[*access.Principal]bool{&owner: true, &editor: false} {
		h, err := d.Export(t.Context(), *who)
		if err != nil || len(h.Entries) != 1 {
			t.Fatalf("%+v, %v", h.Entries, err)
		}
		if got := len(h.Entries[0].Revisions) > 1 && len(h.Entries[0].Transitions) > 1; got != want {
			t.Errorf("%s: %d revisions, %d transitions", who.Person.Email, len(h.Entries[0].Revisions), len(h.Entries[0].Transitions))
		}
	}
}

// An older link to the same address does nothing more; a link to an address that
// was mended afterwards does not work.
func TestConfirmedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	who := visitor(3)
	e := d.do(who, registry.Order{Action: registry.StartEntry, Content: house()}).Entry
	submit := registry.Order{Action: registry.Submit, Entry: e.ID, Version: e.Version, Content: house(), Consents: consents(), Email: "sbagliata@example.org"}
	submit.Version = d.do(who, submit).Entry.Version
	wrong := d.token("sbagliata@example.org")
	submit.Email = "una@example.org"
	submit.Version = d.do(who, submit).Entry.Version
	first := d.token("una@example.org")
	d.do(who, submit)

	if _, err := d.signIn().ConsumeLink(t.Context(), wrong, access.Hash{}); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("the address that was mended still confirms: %v", err)
	}
	owner := d.use("una@example.org", who.Browser)
	if _, err := d.signIn().ConsumeLink(t.Context(), first, who.Browser); err != nil {
		t.Errorf("an older link of the same: %v", err)
	}
	entry, err := d.store.Entry(t.Context(), e.ID)
	if err != nil || entry.State != registry.Submitted || !slices.Equal(entry.Stewards, []registry.Steward{{Person: owner.Person.ID, Role: access.Owner}}) || !entry.Browser.IsZero() {
		t.Errorf("%+v, %v", entry, err)
	}
	if mine, err := d.Mine(t.Context(), who); err != nil || len(mine) != 0 {
		t.Errorf("the browser still has %+v, %v", mine, err)
	}
	conn := geotest.Login(t, d.store)
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.consent WHERE entry = $1 AND person = $2`, e.ID, owner.Person.ID); n != 6 {
		t.Errorf("%d consents are signed", n)
	}
}

// What was merged redirects to what stays, over several merges; its open claims
// follow; two merges the other way round do not both happen.
func TestMergedRedirects(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	claimant := d.person("claimant@example.org")
	places := placesOf(t, d.store, geo.PlaceFilter{Kinds: []geo.KindID{"casa_del_quartiere"}})
	a, b, c := places[0].ID, places[1].ID, places[2].ID
	d.do(claimant, registry.Order{Action: registry.Claim, Entry: a, Text: "nostra"})
	d.do(admin, registry.Order{Action: registry.Merge, Entry: a, Version: 1, Into: b})
	d.do(admin, registry.Order{Action: registry.Merge, Entry: b, Version: 1, Into: c})
	for _, id := range []uuid.UUID{a, b} {
		_, err := d.store.Place(t.Context(), id)
		var moved *geo.Moved
		if !errors.As(err, &moved) || moved.To != c || !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("%s: %v", id, err)
		}
		if seen, err := d.Dossier(t.Context(), access.Principal{}, id); err != nil || seen.MergedInto == uuid.Nil || seen.Public != nil {
			t.Errorf("what a visitor sees: %+v, %v", seen, err)
		}
	}
	if items := d.queue(admin, registry.QueueFilter{}); len(items) != 1 || items[0].Entry.ID != c {
		t.Errorf("the claim is at %+v", items)
	}
	if _, err := d.Do(t.Context(), admin, newKey(t), registry.Order{Action: registry.Merge, Entry: c, Version: 1, Into: a}); err == nil {
		t.Error("a circle of merges")
	}
	x, y := places[3].ID, places[4].ID
	errs := make(chan error)
	for _, pair := range [][2]uuid.UUID{{x, y}, {y, x}} {
		go func() {
			_, err := d.Do(t.Context(), admin, newKey(t), registry.Order{Action: registry.Merge, Entry: pair[0], Version: 1, Into: pair[1]})
			errs <- err
		}()
	}
	if one, two := <-errs, <-errs; (one == nil) == (two == nil) {
		t.Errorf("two merges the other way round: %v, %v", one, two)
	}
	for _, f := range faults(t, d.store) {
		t.Error(f)
	}
}

// The queue shows a moderator what lies in the own zone or network, and never the
// own entries.
func TestQueueByZoneAndNetwork(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	conn := geotest.Login(t, d.store)
	owner := d.person("owner@example.org")
	send := func(comune, network string) registry.Entry {
		c := house()
		c.Comune, c.Network, c.Position, c.Precision = geo.ComuneID(comune), access.NetworkID(network), nil, geo.PrecisionNone
		e := d.do(owner, registry.Order{Action: registry.StartEntry, Content: c}).Entry
		return d.do(owner, registry.Order{Action: registry.Submit, Entry: e.ID, Version: e.Version, Content: c, Consents: consents()}).Entry
	}
	torino, valley := send("001272", ""), send("001003", "portinerie")
	zone := geo.ZoneID(one[int](t, conn, `SELECT zone FROM atlante.comune WHERE id = '001003'`))
	for name, x := range map[string]struct {
		grants []access.Grant
		filter registry.QueueFilter
		want   []uuid.UUID
	}{
		"admin":            {[]access.Grant{{Role: access.Admin}}, registry.QueueFilter{}, []uuid.UUID{torino.ID, valley.ID}},
		"admin, zone":      {[]access.Grant{{Role: access.Admin}}, registry.QueueFilter{Zone: zone}, []uuid.UUID{valley.ID}},
		"admin, network":   {[]access.Grant{{Role: access.Admin}}, registry.QueueFilter{Network: "portinerie"}, []uuid.UUID{valley.ID}},
		"admin, changes":   {[]access.Grant{{Role: access.Admin}}, registry.QueueFilter{What: "change"}, nil},
		"of the valley":    {[]access.Grant{{Role: access.ZoneModerator, Zone: zone}}, registry.QueueFilter{}, []uuid.UUID{valley.ID}},
		"of Torino":        {[]access.Grant{{Role: access.ZoneModerator, Zone: 1}}, registry.QueueFilter{}, []uuid.UUID{torino.ID}},
		"of the network":   {[]access.Grant{{Role: access.NetworkModerator, Network: "portinerie"}}, registry.QueueFilter{}, []uuid.UUID{valley.ID}},
		"of another":       {[]access.Grant{{Role: access.NetworkModerator, Network: "case_del_quartiere"}}, registry.QueueFilter{}, nil},
		"beyond one's own": {[]access.Grant{{Role: access.ZoneModerator, Zone: 1}}, registry.QueueFilter{Zone: zone}, nil},
	} {
		p := access.Principal{Person: access.Person{ID: uuid.New()}, Grants: x.grants}
		var got []uuid.UUID
		for after := ""; ; {
			f := x.filter
			f.Limit, f.After = 1, after
			items, next, err := d.Queue(t.Context(), p, f)
			if err != nil {
				t.Fatal(name, err)
			}
			for _, i := range items {
				got = append(got, i.Entry.ID)
			}
			if after = next; next == "" {
				break
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, expected %v", name, got, x.want)
		}
	}
	own := access.Principal{Person: owner.Person, Grants: []access.Grant{{Role: access.Admin}}}
	if items := d.queue(own, registry.QueueFilter{}); len(items) != 0 {
		t.Errorf("one's own entries: %+v", items)
	}
	if _, _, err := d.Queue(t.Context(), owner, registry.QueueFilter{}); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("an owner reads the queue: %v", err)
	}
	if _, _, err := d.Queue(t.Context(), own, registry.QueueFilter{Page: geo.Page{After: "cXVpIHF1bw"}}); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("a cursor of nobody: %v", err)
	}
}
