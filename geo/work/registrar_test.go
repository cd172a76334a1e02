package work_test

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
	"atlante/geo/work"
)

// desk is a registrar over a store, with the people of a test.
type desk struct {
	*work.Registrar[*postgis.Store]
	t       testing.TB
	store   *postgis.Store
	journal *journal
}

// journal keeps in memory what the file of erasures would.
type journal struct {
	mu   sync.Mutex
	list []work.Erasure
	fail error // of the next line
}

func (j *journal) add(e work.Erasure) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fail != nil {
		return j.fail
	}
	j.list = append(j.list, e)
	return nil
}

func (j *journal) Erased(_ context.Context, id uuid.UUID, at time.Time) error {
	return j.add(work.Erasure{Entry: id, At: at})
}

func (j *journal) Forgotten(_ context.Context, id uuid.UUID, at time.Time) error {
	return j.add(work.Erasure{Person: id, At: at})
}

func newDesk(t testing.TB, s *postgis.Store) *desk {
	t.Helper()
	j := &journal{}
	return &desk{t: t, store: s, journal: j, Registrar: &work.Registrar[*postgis.Store]{
		DB: s, Read: s, Table: registry.Default(), Links: work.Links{Random: rand.Reader, Now: time.Now},
		Journal: j, Now: time.Now, NewID: uuid.NewV7}}
}

// person is somebody who has shown to read an address, with roles.
func (d *desk) person(email string, grants ...access.Grant) access.Principal {
	d.t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		d.t.Fatal(err)
	}
	p, err := d.store.SavePerson(d.t.Context(), access.Person{ID: id, Email: email, Lang: "it"}, time.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, g := range grants {
		if err := d.store.SaveGrant(d.t.Context(), p.ID, g, time.Now()); err != nil {
			d.t.Fatal(err)
		}
	}
	return access.Principal{Person: p, Grants: grants}
}

func visitor(secret byte) access.Principal {
	return access.Principal{Browser: access.Secret{secret, 1}.Hash()}
}

func newKey(t testing.TB) access.Key {
	t.Helper()
	k, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// do takes a step that must succeed.
func (d *desk) do(p access.Principal, o registry.Order) registry.Outcome {
	d.t.Helper()
	out, err := d.Do(d.t.Context(), p, newKey(d.t), o)
	if err != nil {
		d.t.Fatalf("%s: %v", o.Action, err)
	}
	return out
}

// house is what an association in Ceres says of itself; its telephone and the
// name of whom to ask for are private.
func house() registry.Content {
	return registry.Content{Kind: "casa_del_quartiere", Name: "Casa della valle", Comune: "001072", Address: "Piazza Municipio 1",
		Position: &orb.Point{7.3900, 45.3131}, Precision: geo.PrecisionExact, PositionSource: "segnato sulla mappa",
		Network: "case_del_quartiere", Operator: registry.Operator{Name: "Associazione della valle", LegalForm: registry.APS},
		Areas: []registry.Area{registry.Inclusion}, Description: "Un posto per stare insieme", Hours: "lun-ven 9-18",
		Contacts: []registry.Contact{{Kind: registry.Email, Value: "info@valle.example.org", Publish: true},
			{Kind: registry.Phone, Value: "+390112345678"}, {Kind: registry.ContactPerson, Value: "Canarina Segreta"}}}
}

func consents() []registry.Consent {
	return []registry.Consent{{What: registry.ConsentLicence, Version: "2026-07-01", Given: true},
		{What: registry.ConsentPrivacy, Version: "2026-07-01", Given: true}}
}

// published brings an entry of an owner through the hands of a moderator.
func (d *desk) published(owner, moderator access.Principal, c registry.Content) registry.Entry {
	d.t.Helper()
	e := d.do(owner, registry.Order{Action: registry.StartEntry, Content: c}).Entry
	e = d.do(owner, registry.Order{Action: registry.Submit, Entry: e.ID, Version: e.Version, Content: c, Consents: consents()}).Entry
	return d.do(moderator, registry.Order{Action: registry.Approve, Entry: e.ID, Version: e.Version, Revision: e.Waiting}).Entry
}

// A visitor's draft, saved, sent in, confirmed by the link of the mail, asked to be
// changed, answered, approved: people see it from then on, without what is private.
func TestEntryFromDraftToTheMap(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	conn := geotest.Login(t, d.store)
	ceres := one[string](t, conn, `SELECT id FROM atlante.comune WHERE name = 'Ceres'`)
	zone := one[int](t, conn, `SELECT zone FROM atlante.comune WHERE name = 'Ceres'`)
	moderator := d.person("moderatrice@example.org", access.Grant{Role: access.ZoneModerator, Zone: geo.ZoneID(zone)})
	c := house()
	c.Comune = geo.ComuneID(ceres)
	who := visitor(1)

	e := d.do(who, registry.Order{Action: registry.StartEntry, Content: registry.Content{Name: "Casa"}}).Entry
	e = d.do(who, registry.Order{Action: registry.Save, Entry: e.ID, Version: e.Version, Content: c}).Entry
	sent := d.do(who, registry.Order{Action: registry.Submit, Entry: e.ID, Version: e.Version, Content: c, Consents: consents(), Email: "Owner@Example.org"})
	if e = sent.Entry; e.State != registry.EmailPending || sent.Mailed != "O…@Example.org" {
		t.Fatalf("%+v", sent)
	}
	if items, _, err := d.Queue(t.Context(), moderator, registry.QueueFilter{}); err != nil || len(items) != 0 {
		t.Fatalf("in the queue before the address is confirmed: %+v, %v", items, err)
	}
	owner := d.person("owner@example.org")
	if err := d.ConfirmEntry(t.Context(), owner.Person, e.ID); err != nil {
		t.Fatal(err)
	}
	items, _, err := d.Queue(t.Context(), moderator, registry.QueueFilter{})
	if err != nil || len(items) != 1 || items[0].Name != c.Name || items[0].What != "entry" {
		t.Fatalf("queue %+v, %v", items, err)
	}
	e = items[0].Entry
	e = d.do(moderator, registry.Order{Action: registry.Take, Entry: e.ID, Version: e.Version}).Entry
	e = d.do(moderator, registry.Order{Action: registry.RequestChanges, Entry: e.ID, Version: e.Version, Text: "Manca il quartiere"}).Entry
	c.Locality = "Centro"
	e = d.do(owner, registry.Order{Action: registry.Answer, Entry: e.ID, Version: e.Version, Content: c}).Entry
	e = d.do(moderator, registry.Order{Action: registry.Approve, Entry: e.ID, Version: e.Version, Revision: e.Waiting}).Entry
	if e.State != registry.Published || e.Public != e.Last {
		t.Fatalf("%+v", e)
	}
	p, err := d.store.Place(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != c.Name || p.Locality != "Centro" || p.Operator != c.Operator.Name || p.Network != "case_del_quartiere" ||
		len(p.Contacts) != 1 || p.Contacts[0].Value != "info@valle.example.org" || p.Verification != "moderator_checked" || p.Source.Name == "" {
		t.Errorf("people see %+v", p)
	}
	if templates := column[string](t, conn, `SELECT template FROM atlante.mail ORDER BY created_at, template`); len(templates) != 6 {
		t.Errorf("mails: %v", templates)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.relation WHERE place = $1`, e.ID); n != 2 {
		t.Errorf("%d relations", n)
	}
	for _, f := range faults(t, d.store) {
		t.Error(f)
	}
}
