package work_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/registry"
	"atlante/geo/work"
)

// Erasing an account takes the address out of every row, with what the person
// wrote and nobody has seen; what people see stays, without an owner and without
// contacts that were not published.
func TestEraseOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	owner := d.person(canary + "@example.org")
	c := house()
	c.Contacts = append(c.Contacts, registry.Contact{Kind: registry.Email, Value: canary + "@example.org", Publish: true},
		registry.Contact{Kind: registry.Phone, Value: "+390118765432"})
	e := d.published(owner, admin, c)
	draft := d.do(owner, registry.Order{Action: registry.StartEntry, Content: told(true)}).Entry
	d.do(owner, registry.Order{Action: registry.Report, Entry: placesOf(t, d.store, geo.PlaceFilter{Q: "Barrito"})[0].ID, Text: "chiuso, dice " + canary})
	if hits := found(t, d.store, canary); len(hits) < 6 {
		t.Fatalf("the canary sings in %v only", hits)
	}

	h, err := d.Export(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Entries) != 2 || len(h.Consents) != 2 || len(h.Messages) != 1 || h.Person.Email != canary+"@example.org" || h.Since.IsZero() || h.Mails == 0 {
		t.Errorf("held: %d entries, %d consents, %d messages, %d mails, %+v", len(h.Entries), len(h.Consents), len(h.Messages), h.Mails, h.Person)
	}

	if err := d.EraseOwn(t.Context(), owner, newKey(t)); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{canary, "8765432"} {
		if hits := found(t, d.store, secret); len(hits) > 0 {
			t.Errorf("%q is still in %v", secret, hits)
		}
	}
	p, err := d.store.Place(t.Context(), e.ID)
	if err != nil || len(p.Contacts) != 1 || p.Contacts[0].Value != "info@valle.example.org" {
		t.Errorf("people see %+v, %v", p.Contacts, err)
	}
	for id, want := range map[uuid.UUID]registry.State{e.ID: registry.Published, draft.ID: registry.Erased} {
		if got, err := d.store.Entry(t.Context(), id); err != nil || got.State != want || len(got.Stewards) != 0 {
			t.Errorf("%+v, %v; expected %s", got, err, want)
		}
	}
	if again := d.person(canary + "@example.org"); again.Person.ID == owner.Person.ID {
		t.Error("whoever comes back with the address is the one who left")
	}
	if want := []work.Erasure{{Entry: draft.ID}, {Person: owner.Person.ID}}; len(d.journal.list) != 2 ||
		d.journal.list[0].Entry != want[0].Entry || d.journal.list[1].Person != want[1].Person {
		t.Errorf("journal %+v", d.journal.list)
	}
	for _, f := range faults(t, d.store) {
		t.Error(f)
	}
}

// What was erased before an older copy came back is erased again, and the
// journal stays as it was; twice is once.
func TestReplayOfErasures(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	owner, leaves := d.person("owner@example.org"), d.person(canary+"@example.org")
	e := d.published(owner, admin, told(true))
	list := []work.Erasure{{Entry: e.ID, At: time.Now()}, {Person: leaves.Person.ID, At: time.Now()}, {Entry: uuid.New(), At: time.Now()}, {Person: uuid.New(), At: time.Now()}}
	for i, want := range []int{2, 0} {
		if n, err := d.Replay(t.Context(), list); err != nil || n != want {
			t.Errorf("time %d: %d erased, %v", i+1, n, err)
		}
	}
	if hits := found(t, d.store, canary); len(hits) > 0 {
		t.Errorf("the canary is still in %v", hits)
	}
	if len(d.journal.list) != 0 {
		t.Errorf("the journal grew: %+v", d.journal.list)
	}
}

// Left alone, drafts that nobody signed in keeps are erased, messages whose
// address was never confirmed and keys of writes forgotten; all else stays.
func TestPrune(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	owner := d.person("owner@example.org")
	conn := geotest.Login(t, d.store)
	place := placesOf(t, d.store, geo.PlaceFilter{Q: "Barrito"})[0]
	left := d.do(visitor(1), registry.Order{Action: registry.StartEntry, Content: told(false)}).Entry
	kept := d.do(owner, registry.Order{Action: registry.StartEntry, Content: house()}).Entry
	d.do(access.Principal{}, registry.Order{Action: registry.Report, Entry: place.ID, Text: "chiuso", Email: "visitor@example.org"})
	d.do(owner, registry.Order{Action: registry.Report, Entry: place.ID, Text: "chiuso"})
	count := func() [3]int {
		return [3]int{one[int](t, conn, `SELECT count(*)::int FROM atlante.write_key`), one[int](t, conn, `SELECT count(*)::int FROM atlante.message`),
			one[int](t, conn, `SELECT count(*)::int FROM atlante.entry WHERE state = 'draft'`)}
	}
	for _, x := range []struct {
		later time.Duration
		want  [3]int
	}{{47 * time.Hour, [3]int{4, 2, 2}}, {49 * time.Hour, [3]int{0, 2, 2}}, {8 * 24 * time.Hour, [3]int{0, 1, 2}}, {91 * 24 * time.Hour, [3]int{0, 1, 1}}} {
		d.Now = func() time.Time { return time.Now().Add(x.later) }
		if err := d.Prune(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := count(); got != x.want {
			t.Errorf("after %s: keys, messages, drafts %v, expected %v", x.later, got, x.want)
		}
	}
	for id, want := range map[uuid.UUID]registry.State{left.ID: registry.Erased, kept.ID: registry.Draft} {
		if e, err := d.store.Entry(t.Context(), id); err != nil || e.State != want {
			t.Errorf("%s, %v; expected %s", e.State, err, want)
		}
	}
	if hits := found(t, d.store, canary); len(hits) > 0 {
		t.Errorf("of the draft is left %v", hits)
	}
}

const cecchi = "kind,name,address,locality,comune,lat,lon,operating_status,note\n" +
	"casa_del_quartiere,Cecchi Point,Via Antonio Cecchi 17,Aurora,Torino,,,active,%\n"

// A file never overwrites an entry that somebody keeps: the row waits, once, and
// nothing that its people have sent in is pushed aside. One that is not public
// any more stays so.
func TestImportOfWhatSomebodyKeeps(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	owner := d.person("owner@example.org")
	place := placesOf(t, d.store, geo.PlaceFilter{Q: "Cecchi Point"})[0]
	file := func(note string) string { return strings.Replace(cecchi, "%", note, 1) }
	mustImport(t, d.store, "uno.csv", file("del file"), geo.PlaceChanges{Changed: 1})

	d.do(owner, registry.Order{Action: registry.Claim, Entry: place.ID, Text: "siamo noi"})
	items := d.queue(admin, registry.QueueFilter{})
	e := d.do(admin, registry.Order{Action: registry.AcceptClaim, Entry: place.ID, Version: items[0].Entry.Version, Message: items[0].Message}).Entry
	seen, err := d.Dossier(t.Context(), owner, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	c := seen.Public.Content
	c.Hours, c.Note = "10-22", "detta dal proprietario"
	e = d.do(owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c}).Entry

	mustImport(t, d.store, "uno.csv", file("del file"), geo.PlaceChanges{Same: 1}) // told before
	mustImport(t, d.store, "due.csv", file("del file nuovo"), geo.PlaceChanges{Waiting: 1})
	mustImport(t, d.store, "due.csv", file("del file nuovo"), geo.PlaceChanges{Same: 1})
	if p, err := d.store.Place(t.Context(), e.ID); err != nil || p.Note != "detta dal proprietario" || p.Hours != "10-22" {
		t.Errorf("people see %q, %v", p.Note, err)
	}
	items = d.queue(admin, registry.QueueFilter{What: "change"})
	if len(items) != 1 || items[0].Entry.ID != e.ID {
		t.Fatalf("queue %+v", items)
	}
	seen, err = d.Dossier(t.Context(), admin, e.ID)
	if err != nil || seen.Waiting.Content.Note != "del file nuovo" || seen.Waiting.Content.Hours != "10-22" || seen.Waiting.Reason != "import "+t.Name() || seen.Waiting.Author != uuid.Nil {
		t.Errorf("waiting %+v, %v", seen.Waiting, err)
	}

	// What its people send in is never pushed aside.
	c.Name = "Cecchi Point Hub"
	e = d.do(owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: seen.Version, Content: c}).Entry
	mustImport(t, d.store, "tre.csv", file("terza"), geo.PlaceChanges{Kept: 1})
	if now, err := d.store.Entry(t.Context(), e.ID); err != nil || now.Waiting != e.Waiting || now.Version != e.Version {
		t.Errorf("%+v, %v", now, err)
	}
	// What was withdrawn is not brought back, nor what was erased.
	e = d.do(owner, registry.Order{Action: registry.Withdraw, Entry: e.ID, Version: e.Version}).Entry
	mustImport(t, d.store, "tre.csv", file("terza"), geo.PlaceChanges{Kept: 1})
	d.do(owner, registry.Order{Action: registry.Erase, Entry: e.ID, Version: e.Version})
	mustImport(t, d.store, "tre.csv", file("terza"), geo.PlaceChanges{Kept: 1})
	for _, f := range faults(t, d.store) {
		t.Error(f)
	}
}

// What a moderator has mended is not undone by the next reading of the same file.
func TestImportAfterAModerator(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	text := strings.Replace(cecchi, "%", "", 1)
	mustImport(t, d.store, "uno.csv", text, geo.PlaceChanges{Changed: 1})
	place := placesOf(t, d.store, geo.PlaceFilter{Q: "Cecchi Point"})[0]
	seen, err := d.Dossier(t.Context(), admin, place.ID)
	if err != nil {
		t.Fatal(err)
	}
	c := seen.Public.Content
	c.Address, c.Description = "Via Antonio Cecchi 17/21", "corretta"
	out := d.do(admin, registry.Order{Action: registry.Edit, Entry: place.ID, Version: seen.Version, Content: c})
	if !slices.Contains(out.Live, registry.FieldAddress) {
		t.Fatalf("%+v", out)
	}
	mustImport(t, d.store, "uno.csv", text, geo.PlaceChanges{Same: 1})
	mustImport(t, d.store, "due.csv", strings.Replace(cecchi, "%", "nuova", 1), geo.PlaceChanges{Waiting: 1})
	if p, err := d.store.Place(t.Context(), place.ID); err != nil || p.Address != c.Address || p.Description != "corretta" {
		t.Errorf("people see %+v, %v", p, err)
	}
}

// An import and an edit that meet: one of them is told, nothing is lost.
func TestImportMeetsAnEdit(t *testing.T) {
	t.Parallel()
	d := newDesk(t, geotest.Store(t))
	admin := d.person("admin@example.org", access.Grant{Role: access.Admin})
	for i := range 6 {
		place := placesOf(t, d.store, geo.PlaceFilter{Q: "Cecchi Point"})[0]
		seen, err := d.Dossier(t.Context(), admin, place.ID)
		if err != nil {
			t.Fatal(err)
		}
		c := seen.Public.Content
		c.Hours = strings.Repeat("x", i+1)
		done := make(chan error)
		go func() {
			_, err := imported(t, d.store, "luoghi.csv", strings.Replace(cecchi, "%", strings.Repeat("n", i+1), 1))
			done <- err
		}()
		_, edit := d.Do(t.Context(), admin, newKey(t), registry.Order{Action: registry.Edit, Entry: place.ID, Version: seen.Version, Content: c})
		load := <-done
		if load != nil && !errors.Is(load, geo.ErrConflict) || edit != nil && !errors.Is(edit, geo.ErrConflict) || load != nil && edit != nil {
			t.Errorf("import %v, edit %v", load, edit)
		}
		if p, err := d.store.Place(t.Context(), place.ID); err != nil || edit == nil && p.Hours != c.Hours {
			t.Errorf("the edit is lost: %q, %v", p.Hours, err)
		}
	}
	for _, f := range faults(t, d.store) {
		t.Error(f)
	}
}
