package registry_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

var (
	noon      = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	partner   = access.Principal{Person: access.Person{ID: me}}
	moderator = access.Principal{Person: access.Person{ID: other}, Grants: []access.Grant{{Role: access.ZoneModerator, Zone: 1}}}
)

// public gives a published entry of the partner with one approved revision.
func public(c registry.Content) registry.Before {
	return registry.Before{
		Ground: ground(),
		Entry: registry.Entry{ID: uuid.UUID{9}, State: registry.Published, Version: 4, Public: 1, Checked: 1, Last: 1, Zone: 1, Comune: "001272", Kind: "portineria",
			Verification: registry.ModeratorChecked, Stewards: []registry.Steward{{Person: me, Role: access.Owner}}},
		Revisions: []registry.Revision{{Entry: uuid.UUID{9}, Number: 1, Content: c, Author: me, Role: access.Owner, Approved: true, Source: geo.Source{Name: "elenco"}}},
	}
}

// then follows a step, as the store does.
func then(b registry.Before, s registry.Step) registry.Before {
	b.Entry = s.Entry
	b.Revisions = append(append([]registry.Revision{}, b.Revisions...), s.Revisions...)
	return b
}

func decide(t *testing.T, b registry.Before, p access.Principal, o registry.Order) registry.Step {
	t.Helper()
	o.Version = b.Entry.Version
	s, err := registry.Default().Decide(b, o, p, noon)
	if err != nil {
		t.Fatalf("%s: %v", o.Action, err)
	}
	return s
}

func TestAnEditIsSplit(t *testing.T) {
	b := public(good())
	edited := good()
	edited.Name, edited.Hours = "Nome nuovo", "9-12"
	s := decide(t, b, partner, registry.Order{Action: registry.Edit, Content: edited, Text: "orari"})
	if s.Entry.Public != 2 || s.Entry.Waiting != 3 || s.Entry.Checked != 1 || len(s.Revisions) != 2 || s.Entry.State != registry.Published {
		t.Fatalf("%+v", s.Entry)
	}
	if live := s.Revisions[0]; live.Content.Name != good().Name || live.Content.Hours != "9-12" || !live.Approved || live.Source.Name != "elenco" {
		t.Errorf("live: %+v", live)
	}
	if w := s.Revisions[1]; w.Content.Name != "Nome nuovo" || w.Approved || w.Reason != "orari" {
		t.Errorf("waiting: %+v", w)
	}
	if fmt.Sprint(s.Live, s.Waiting) != "[hours] [name]" || !s.Entry.SubmittedAt.Equal(noon) {
		t.Error(s.Live, s.Waiting, s.Entry.SubmittedAt)
	}
	b = then(b, s)
	back := decide(t, b, partner, registry.Order{Action: registry.Edit, Content: b.Revisions[1].Content})
	if back.Entry.Waiting != 0 || len(back.Revisions) != 0 {
		t.Error("an edit that takes the change back leaves something waiting")
	}
	ok := decide(t, b, moderator, registry.Order{Action: registry.Approve, Revision: 3})
	if ok.Approved != 3 || ok.Entry.Public != 3 || ok.Entry.Checked != 3 || ok.Entry.Waiting != 0 {
		t.Errorf("approved: %+v", ok.Entry)
	}
	no := decide(t, b, moderator, registry.Order{Action: registry.Reject, Reason: registry.ReasonUnverifiable})
	if no.Entry.State != registry.Published || no.Entry.Public != 2 || no.Entry.Waiting != 0 || no.Transition.Revision != 3 {
		t.Errorf("rejected: %+v", no.Entry)
	}
}

// Whoever proposes another network or comune does not choose by that who
// moderates a published entry, reads its history and decides on claims.
func TestAProposalDoesNotChooseTheModerators(t *testing.T) {
	table := registry.Default()
	b := public(good())
	moved := good()
	moved.Network, moved.Comune, moved.Position = "rete", "001191", nil
	b = then(b, decide(t, b, partner, registry.Order{Action: registry.Edit, Content: moved}))
	if b.Entry.Waiting == 0 || b.Entry.Zone != 1 || b.Entry.Network != "" || b.Entry.Comune != "001272" {
		t.Errorf("%+v", b.Entry)
	}
	for _, g := range []access.Grant{{Role: access.NetworkModerator, Network: "rete"}, {Role: access.ZoneModerator, Zone: 5}} {
		p := access.Principal{Person: access.Person{ID: uuid.UUID{44}}, Grants: []access.Grant{g}}
		for _, a := range table.Allowed(p, b.Entry) {
			if a != registry.SeePublic && a != registry.Claim && a != registry.Report {
				t.Errorf("%s: %s", g.Role, a)
			}
		}
	}
	b = then(b, decide(t, b, moderator, registry.Order{Action: registry.Approve, Revision: b.Entry.Waiting}))
	if b.Entry.Zone != 5 || b.Entry.Network != "rete" {
		t.Errorf("approved: %+v", b.Entry)
	}
}

// A few metres may lie in another comune: then the pin waits, and what says where
// it is with it.
func TestAPinOverTheBorderWaits(t *testing.T) {
	b := public(good())
	edited := good()
	edited.Position, edited.Address, edited.Hours = &orb.Point{7.68, 45.07 + 20/111_195.0}, "Via Po 1", "9-12"
	for _, astray := range []bool{false, true} {
		b.Astray = astray
		s := decide(t, b, partner, registry.Order{Action: registry.Edit, Content: edited})
		want := map[bool]string{false: "[address position hours] []", true: "[hours] [address position]"}[astray]
		if got := fmt.Sprint(s.Live, s.Waiting); got != want {
			t.Errorf("astray %v: %s", astray, got)
		}
	}
	b.Astray = true // as before, and nobody has touched it
	edited.Position = good().Position
	if s := decide(t, b, partner, registry.Order{Action: registry.Edit, Content: edited}); s.Entry.Waiting != 0 {
		t.Errorf("other words wait for a pin that stays: %v", s.Waiting)
	}
}

func TestAModeratorApprovesWhatHeLookedAt(t *testing.T) {
	b := public(good())
	edited := good()
	edited.Name = "Uno"
	b = then(b, decide(t, b, partner, registry.Order{Action: registry.Edit, Content: edited}))
	_, err := registry.Default().Decide(b, registry.Order{Action: registry.Approve, Revision: 1, Version: b.Entry.Version}, moderator, noon)
	var conflict *registry.Conflict
	if !errors.As(err, &conflict) || !errors.Is(err, geo.ErrConflict) || conflict.Theirs.Content.Name != "Uno" {
		t.Error(err)
	}
}

func TestAModeratorsEditLeavesTheWaitingChange(t *testing.T) {
	b := public(good())
	renamed, corrected := good(), good()
	renamed.Name, corrected.Note = "Nome nuovo", "corretto"
	b = then(b, decide(t, b, partner, registry.Order{Action: registry.Edit, Content: renamed}))
	s := decide(t, b, moderator, registry.Order{Action: registry.Edit, Content: corrected})
	if s.Entry.Public != 3 || s.Entry.Waiting != 4 || s.Entry.Checked != 3 {
		t.Fatalf("%+v", s.Entry)
	}
	if w := s.Revisions[1]; w.Content.Name != "Nome nuovo" || w.Content.Note != "corretto" || w.Author != me {
		t.Errorf("%+v", w)
	}
}

func TestAModeratorTicksNoContact(t *testing.T) {
	edited := good()
	edited.Contacts = []registry.Contact{{Kind: registry.Email, Value: "info@example.org", Publish: true}}
	b := public(good())
	o := registry.Order{Action: registry.Edit, Content: edited, Version: b.Entry.Version}
	if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrInvalid) {
		t.Error(err)
	}
	o.Content.Contacts = append(good().Contacts, registry.Contact{Kind: registry.Website, Value: "https://example.org", Publish: true})
	if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrInvalid) {
		t.Error("a website that its owner has not ticked:", err)
	}
	o.Content = edited
	b.Entry.Stewards = nil
	if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrInvalid) {
		t.Error("its owner has left, and what was private becomes public:", err)
	}
	o.Content.Contacts = append(good().Contacts, registry.Contact{Kind: registry.Phone, Value: "+390114420000", Publish: true})
	if _, err := registry.Default().Decide(b, o, moderator, noon); err != nil {
		t.Error(err)
	}
}

func TestApplyAsksTheConditionsToo(t *testing.T) {
	b := public(good()) // nothing waits
	o := registry.Order{Action: registry.Approve, Version: b.Entry.Version}
	if _, err := registry.Default().Apply(b, o, registry.By{Person: other, Role: access.ZoneModerator}, noon); !errors.Is(err, geo.ErrForbidden) {
		t.Error(err)
	}
}

// What was public once and was taken back stays private when the old revision
// is restored, be it an address, a telephone or a website.
func TestRestoreKeepsContactsPrivate(t *testing.T) {
	ticked := good()
	ticked.Contacts = []registry.Contact{{Kind: registry.Email, Value: "info@example.org", Publish: true}, {Kind: registry.Website, Value: "https://example.org", Publish: true}}
	b := public(ticked)
	b = then(b, decide(t, b, partner, registry.Order{Action: registry.Edit, Content: good()}))
	s := decide(t, b, moderator, registry.Order{Action: registry.Restore, Revision: 1})
	if got := s.Revisions[0].Content.PublicContacts(); len(got) != 0 || len(s.Revisions[0].Content.Contacts) != 2 || s.Entry.Public != 3 {
		t.Error(got, s.Entry.Public)
	}
	if !ticked.Contacts[0].Publish || !b.Revisions[0].Content.Contacts[0].Publish {
		t.Error("the earlier revision has changed")
	}
}

// A draft was never anybody's to read: it does not become public by a restoring.
func TestRestoreBringsNoDraftToThePublic(t *testing.T) {
	b := public(good())
	edited := good()
	edited.Name = "Nome proposto"
	b = then(b, decide(t, b, partner, registry.Order{Action: registry.Edit, Content: edited}))
	o := registry.Order{Action: registry.Restore, Revision: b.Entry.Waiting, Version: b.Entry.Version}
	if s, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("%+v %v", s.Entry, err)
	}
}

func TestImport(t *testing.T) {
	row := good()
	row.Name, row.Hours = "Nome dell'elenco", "8-20"
	o := registry.Order{Action: registry.Import, Content: row, Text: "luoghi.csv", Source: geo.Source{Name: "elenco 2026"}}
	by := registry.Program(registry.Import, uuid.Nil)
	kept := public(good())
	s, err := registry.Default().Apply(kept, o, by, noon)
	if err != nil || s.Entry.Public != 1 || s.Entry.Waiting != 2 || s.Revisions[0].Reason != "import luoghi.csv" || s.Revisions[0].Source.Name != "elenco 2026" {
		t.Fatalf("of a kept entry: %+v %v", s.Entry, err)
	}
	mine := good()
	mine.Name = "Nome mio"
	waits := then(kept, decide(t, kept, partner, registry.Order{Action: registry.Edit, Content: mine}))
	s, err = registry.Default().Apply(waits, o, by, noon)
	if w := s.Revisions[0].Content; err != nil || w.Name != "Nome mio" || w.Hours != "8-20" {
		t.Errorf("beside a change: %+v %v", w, err)
	}
	free := public(good())
	free.Entry.Stewards = nil
	s, err = registry.Default().Apply(free, o, by, noon)
	if err != nil || s.Entry.Public != 2 || s.Entry.Checked != 2 || s.Entry.Waiting != 0 {
		t.Errorf("of a free entry: %+v %v", s.Entry, err)
	}
	s, err = registry.Default().Apply(then(free, s), o, by, noon)
	if err != nil || len(s.Revisions) != 0 {
		t.Errorf("the same row twice: %+v %v", s.Revisions, err)
	}
	s, err = registry.Default().Apply(registry.Before{Entry: registry.Entry{ID: uuid.UUID{8}}, Ground: ground()}, o, by, noon)
	if err != nil || !s.Entry.Visible() || s.Entry.Version != 1 || s.Entry.Zone != 1 || s.Entry.Verification != registry.Unverified {
		t.Errorf("a new one: %+v %v", s.Entry, err)
	}
	free.Entry.State = registry.Suspended
	if _, err = registry.Default().Apply(free, o, by, noon); !errors.Is(err, geo.ErrForbidden) {
		t.Error("a file brings a suspended entry back:", err)
	}
}

func TestErasureLeavesATombstone(t *testing.T) {
	b := public(good())
	o := registry.Order{Action: registry.Erase, Version: -1} // for whatever version stands there
	s, err := registry.Default().Decide(b, o, partner, noon)
	want := registry.Entry{ID: b.Entry.ID, State: registry.Erased, Version: 5, Last: 1, Verification: registry.Unverified, ChangedAt: noon}
	if err != nil || !s.Scrub || !reflect.DeepEqual(s.Entry, want) {
		t.Errorf("%+v %v", s, err)
	}
	b.Entry.State, b.Entry.MergedInto = registry.Merged, uuid.UUID{3}
	if s, err := registry.Default().Decide(b, o, partner, noon); err != nil || !s.Scrub || s.Entry.State != registry.Merged || s.Entry.MergedInto != (uuid.UUID{3}) {
		t.Errorf("of a merged one: %+v %v", s, err)
	}
}
