package work_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
)

const canary = "canarino"

// told is an entry whose every text bears the canary; contacts are public or not.
func told(public bool) registry.Content {
	c := house()
	c.Name, c.Address, c.Locality = "Nome "+canary, "Via "+canary+" 1", canary
	c.Description, c.Hours, c.Note, c.PositionSource = canary, canary, canary, canary
	c.Operator.Name = "Ente " + canary
	c.Contacts = []registry.Contact{{Kind: registry.Email, Value: canary + "@example.org", Publish: public},
		{Kind: registry.Website, Value: "https://" + canary + ".example.org", Publish: public},
		{Kind: registry.ContactPerson, Value: "Signora " + canary, Publish: public}}
	return c
}

// private is an entry of which the contacts alone bear the canary.
func private() registry.Content {
	c := house()
	c.Contacts = append(told(false).Contacts, registry.Contact{Kind: registry.Phone, Value: "+390118765432"})
	c.Operator.CodiceFiscale = "97501234567"
	return c
}

// found gives the tables and columns of ours in whose rows a text is to be read,
// bytes and JSON included. Cells hold no texts of entries: they are left out, and
// so are the views that read nothing but cells and publications.
func found(t *testing.T, s *postgis.Store, text string, only ...string) []string {
	t.Helper()
	conn := geotest.Login(t, s)
	rows, err := conn.Query(t.Context(), `SELECT table_name::text, column_name::text FROM information_schema.columns
		WHERE table_schema = 'atlante' AND table_name NOT LIKE 'cell%' AND table_name NOT IN (
			SELECT view_name FROM information_schema.view_table_usage WHERE view_schema = 'atlante'
			 GROUP BY view_name HAVING bool_and(table_name LIKE 'cell%' OR table_name IN ('publication', 'latest_publication')))
		ORDER BY 1, 2`)
	if err != nil {
		t.Fatal(err)
	}
	type column struct{ Table, Column string }
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	if err != nil || len(columns) < 150 {
		t.Fatal(len(columns), err)
	}
	defer conn.Close(t.Context())
	var out []string
	for _, c := range columns {
		if len(only) > 0 && !slices.Contains(only, c.Table) {
			continue
		}
		q := fmt.Sprintf(`SELECT count(*)::int FROM %s AS x WHERE x.%s::text ILIKE '%%' || $1 || '%%' OR x.%[2]s::text ILIKE '%%' || $2 || '%%'`,
			pgx.Identifier{"atlante", c.Table}.Sanitize(), pgx.Identifier{c.Column}.Sanitize())
		if n := one[int](t, conn, q, text, fmt.Sprintf("%x", text)); n > 0 {
			out = append(out, c.Table+"."+c.Column)
		}
	}
	return out
}

var publicTables = []string{"place", "organization", "relation", "public_place", "public_zone", "public_comune", "public_gap", "latest_publication"}

// A contact that was not ticked is nowhere in what people see, nor in the mails
// of others, nor in what strangers get from the registrar.
func TestPrivateContactsStayPrivate(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner := d.person("owner@example.org")
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	stranger := d.person("stranger@example.org")
	e := d.published(owner, admin, private())
	c := private()
	c.Name = "Casa rinominata"
	c.Hours = "mai"
	d.do(owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c})
	d.do(stranger, registry.Order{Action: registry.Claim, Entry: e.ID, Text: "È la nostra casa"})

	for _, secret := range []string{canary, "8765432", "97501234567"} {
		if hits := found(t, d.store, secret, publicTables...); len(hits) > 0 {
			t.Errorf("%q is to be read in %v", secret, hits)
		}
		if hits := found(t, d.store, secret, "mail", "link", "write_key"); len(hits) > 0 {
			t.Errorf("%q is to be read in %v", secret, hits)
		}
	}
	if hits := found(t, d.store, canary); !slices.Contains(hits, "revision.content") {
		t.Fatalf("the scan finds the canary not even where it is: %v", hits)
	}
	for name, p := range map[string]access.Principal{"visitor": {}, "stranger": stranger, "planner": {Person: stranger.Person, Grants: []access.Grant{{Role: access.Planner}}}} {
		seen, err := d.Dossier(t.Context(), p, e.ID)
		if err != nil {
			t.Fatal(name, err)
		}
		twins, err := d.Duplicates(t.Context(), p, private(), uuid.Nil)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, secret := range []string{canary, "8765432", "97501234567", owner.Person.ID.String()} {
			if text := fmt.Sprintf("%+v %+v %+v", seen, seen.Public, twins); strings.Contains(text, secret) {
				t.Errorf("%s reads %q in %s", name, secret, text)
			}
		}
		if seen.Waiting != nil || len(seen.Revisions)+len(seen.Transitions)+len(seen.Claims) > 0 {
			t.Errorf("%s sees what is not for him: %+v", name, seen)
		}
		_, err = d.Do(t.Context(), p, newKey(t), registry.Order{Action: registry.Edit, Entry: e.ID, Version: 1, Content: house()})
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), canary) || !errors.Is(err, geo.ErrForbidden) {
			t.Errorf("%s edits: %+v", name, err)
		}
	}
}

// Whoever types a telephone that an entry keeps private does not learn whose it is.
func TestDuplicatesTellNoSecrets(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner, admin := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	e := d.published(owner, admin, private())
	probe := registry.Content{Kind: "partner", Name: "Tutt'altra cosa", Comune: "001272",
		Contacts: []registry.Contact{{Kind: registry.Phone, Value: "011 8765432"}}}
	twins := func(p access.Principal) []registry.Duplicate {
		t.Helper()
		out, err := d.Duplicates(t.Context(), p, probe, uuid.Nil)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := twins(access.Principal{}); len(got) != 0 {
		t.Errorf("a visitor learns %+v", got)
	}
	if got := twins(admin); len(got) != 1 || got[0].Entry.ID != e.ID || !slices.Equal(got[0].Why, []registry.Likeness{registry.SamePhone}) {
		t.Errorf("a moderator is told %+v", got)
	}
	probe = house()
	probe.Contacts, probe.Name = nil, "La casa della valle"
	if got := twins(access.Principal{}); len(got) != 1 || !slices.Equal(got[0].Why, []registry.Likeness{registry.LikeNameNear}) || got[0].Metres != 0 {
		t.Errorf("near and alike: %+v", got)
	}
	probe.Operator.CodiceFiscale = "97501234567"
	if got := twins(access.Principal{}); len(got) != 1 || got[0].Why[0] != registry.SameCodiceFiscale {
		t.Errorf("the same code: %+v", got)
	}
	if got, err := d.Duplicates(t.Context(), admin, probe, e.ID); err != nil || len(got) != 0 {
		t.Errorf("an entry is its own duplicate: %+v, %v", got, err)
	}
}

// Erasing leaves nothing of what an entry said in any row, and its mails go; the
// history keeps who and when. An import of the same place does not bring it back.
func TestErasureLeavesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner, admin := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	stranger := d.person("stranger@example.org")
	d.person("another@example.org", access.Grant{Role: access.Admin})
	e := d.published(owner, admin, told(true))
	c := told(true)
	c.Name = "Nuovo nome " + canary
	e = d.do(owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c, Text: "perché " + canary}).Entry
	d.do(stranger, registry.Order{Action: registry.Claim, Entry: e.ID, Text: "nostra, " + canary})
	d.do(access.Principal{}, registry.Order{Action: registry.Report, Entry: e.ID, Text: "sbagliata, " + canary, Email: "visitor@example.org"})
	d.do(owner, registry.Order{Action: registry.Invite, Entry: e.ID, Version: e.Version, Email: "collega@" + canary + ".example.org"})
	if hits := found(t, d.store, canary); len(hits) < 8 {
		t.Fatalf("the canary sings in %v only", hits)
	}
	now, err := d.store.Entry(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	out := d.do(owner, registry.Order{Action: registry.Erase, Entry: e.ID, Version: now.Version, Text: "basta " + canary})
	if hits := found(t, d.store, canary); len(hits) > 0 {
		t.Errorf("after the erasure the canary is in %v", hits)
	}
	if out.Entry.State != registry.Erased || len(d.journal.list) != 1 || d.journal.list[0].Entry != e.ID {
		t.Errorf("%+v, journal %+v", out.Entry, d.journal.list)
	}
	if _, err := d.store.Place(t.Context(), e.ID); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("the place is still there: %v", err)
	}
	if _, err := d.Dossier(t.Context(), owner, e.ID); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("its former owner: %v", err)
	}
	conn := geotest.Login(t, d.store)
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.transition WHERE entry = $1`, e.ID); n != now.Version+1 {
		t.Errorf("%d transitions after version %d", n, now.Version)
	}
	for _, f := range faults(t, d.store) {
		t.Error(f)
	}
}

// The journal of erasures comes before the commit: when it cannot be written,
// nothing is erased.
func TestNoErasureWithoutItsJournal(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner, admin := d.person("owner@example.org"), d.person("admin@example.org", access.Grant{Role: access.Admin})
	e := d.published(owner, admin, told(true))
	before := fingerprint(t, d.store, cellTables...)
	d.journal.fail = errors.New("disk full")
	if _, err := d.Do(t.Context(), owner, newKey(t), registry.Order{Action: registry.Erase, Entry: e.ID, Version: e.Version}); !errors.Is(err, d.journal.fail) {
		t.Errorf("erased: %v", err)
	}
	if err := d.EraseOwn(t.Context(), owner, newKey(t)); !errors.Is(err, d.journal.fail) {
		t.Errorf("forgotten: %v", err)
	}
	unchanged(t, before, fingerprint(t, d.store, cellTables...))
}

// Contents that nobody has checked yet are looked up all the same, and pins
// nowhere on Earth are not kept, not even in a draft.
func TestHostileContents(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	for name, at := range map[string]orb.Point{"nowhere": {math.NaN(), 45}, "beyond": {math.Inf(1), 45}, "far": {1e300, -1e300},
		"zero": {0, 0}, "Asti": {8.2064, 44.9008}} {
		c := house()
		c.Position = &at
		c.Name, c.Operator.CodiceFiscale = "Ca\x00sa \xff", "\x00\xff97501234567"
		if _, err := d.Duplicates(t.Context(), access.Principal{}, c, uuid.Nil); err != nil {
			t.Errorf("%s: looking for duplicates: %v", name, err)
		}
		c = house()
		c.Position = &at
		if out, err := d.Start(t.Context(), visitor(1), newKey(t), c); name != "Asti" && !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: a draft %+v, %v", name, out, err)
		}
	}
}
