package registry_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// ownWords are the ways to write something oneself that a moderator may then
// decide on.
func ownWords(t *testing.T, author access.Principal) map[string]registry.Before {
	t.Helper()
	fresh := registry.Before{Entry: registry.Entry{ID: uuid.UUID{9}}, Ground: ground()}
	signedIn := then(fresh, decide(t, fresh, author, registry.Order{Action: registry.StartEntry, Content: good()}))
	signedIn = then(signedIn, decide(t, signedIn, author, registry.Order{Action: registry.Submit, Content: good()}))

	p := access.Principal{Browser: browser}
	confirmed := then(fresh, decide(t, fresh, p, registry.Order{Action: registry.StartEntry, Content: good()}))
	confirmed = then(confirmed, decide(t, confirmed, p, registry.Order{Action: registry.Submit, Content: good(), Email: "ada@example.org"}))
	s, err := registry.Default().Apply(confirmed, registry.Order{Action: registry.Confirm}, registry.Program(registry.Confirm, author.Person.ID), noon)
	if err != nil {
		t.Fatal(err)
	}
	confirmed = then(confirmed, s)

	change := public(good())
	change.Entry.Stewards = append(change.Entry.Stewards, registry.Steward{Person: author.Person.ID, Role: access.Editor})
	renamed := good()
	renamed.Name = "Nome nuovo"
	change = then(change, decide(t, change, author, registry.Order{Action: registry.Edit, Content: renamed}))
	return map[string]registry.Before{"submitted, signed in": signedIn, "submitted by browser and confirmed": confirmed, "a waiting change": change}
}

// Whoever leaves an entry does not become its moderator by that.
func TestLeavingIsNoWayAroundFourEyes(t *testing.T) {
	table := registry.Default()
	for name, b := range ownWords(t, moderator) {
		b = then(b, decide(t, b, moderator, registry.Order{Action: registry.Leave}))
		for _, state := range registry.States() {
			b.Entry.State = state
			for _, a := range registry.Actions() {
				role, may := table.As(moderator, a, b.Entry)
				if !may || a.Reads() || !a.Moves() || role == access.Visitor || a == registry.Withdraw || a == registry.Erase {
					continue
				}
				o := registry.Order{Action: a, Version: b.Entry.Version, Revision: b.Entry.Waiting, Content: good(), Into: uuid.UUID{3}, Message: uuid.UUID{7}}
				b.Into = &registry.Entry{ID: o.Into, State: registry.Published, Public: 1}
				b.Message = &registry.Message{ID: o.Message, Entry: b.Entry.ID, Claim: a != registry.CloseReport, Person: uuid.UUID{5}}
				if _, err := table.Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrForbidden) {
					t.Errorf("%s: %s in %s by its author: %v", name, a, state, err)
				}
				another := moderator
				another.Person.ID = uuid.UUID{33}
				if _, err := table.Decide(b, o, another, noon); errors.Is(err, geo.ErrForbidden) {
					t.Errorf("%s: %s in %s by another: %v", name, a, state, err)
				}
			}
		}
	}
}

// What a moderator is told that he may do is what the table lets him do: with a
// revision that he wrote himself before him, less than anywhere else.
func TestAllowedKnowsAuthors(t *testing.T) {
	table := registry.Default()
	another := moderator
	another.Person.ID = uuid.UUID{33}
	for name, b := range ownWords(t, moderator) {
		b = then(b, decide(t, b, moderator, registry.Order{Action: registry.Leave}))
		for _, state := range registry.States() {
			b.Entry.State = state
			for who, p := range map[string]access.Principal{"its author": moderator, "another": another} {
				allowed := table.AllowedBy(p, b.Entry, b.Revisions)
				for _, a := range registry.Actions() {
					if _, may := table.As(p, a, b.Entry); a.Reads() || !a.Moves() || !may {
						continue
					}
					o := registry.Order{Action: a, Version: b.Entry.Version, Content: good(), Into: uuid.UUID{3}, Message: uuid.UUID{7}}
					if a == registry.Approve {
						o.Revision = b.Entry.Waiting
					}
					b.Into = &registry.Entry{ID: o.Into, State: registry.Published, Public: 1}
					b.Message = &registry.Message{ID: o.Message, Entry: b.Entry.ID, Claim: a != registry.CloseReport, Person: uuid.UUID{5}}
					_, err := table.Decide(b, o, p, noon)
					if refused := errors.Is(err, geo.ErrForbidden); refused == slices.Contains(allowed, a) {
						t.Errorf("%s: %s in %s by %s: refused %v, allowed %v", name, a, state, who, refused, allowed)
					}
				}
				if who == "another" && !slices.Equal(allowed, table.Allowed(p, b.Entry)) {
					t.Errorf("%s in %s: %v", name, state, allowed)
				}
			}
		}
	}
}

// An earlier revision of his own he cannot bring back either; one that he wrote
// as a moderator he can.
func TestNobodyRestoresHisOwnWords(t *testing.T) {
	for _, x := range []struct {
		role access.Role
		want error
	}{{access.Editor, geo.ErrForbidden}, {access.Owner, geo.ErrForbidden}, {access.ZoneModerator, nil}, {access.Admin, nil}} {
		b := public(good())
		b.Revisions[0].Author, b.Revisions[0].Role = other, x.role
		edited := good()
		edited.Hours = "9-12"
		b = then(b, decide(t, b, partner, registry.Order{Action: registry.Edit, Content: edited}))
		o := registry.Order{Action: registry.Restore, Revision: 1, Version: b.Entry.Version}
		if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, x.want) {
			t.Errorf("written as %s: %v", x.role, err)
		}
	}
}

// What people see again is what counts, also where somebody else's change waits.
func TestNobodyResumesHisOwnWords(t *testing.T) {
	b := public(good())
	b.Revisions[0].Author = other
	edited := good()
	edited.Name = "Nome nuovo"
	b = then(b, decide(t, b, partner, registry.Order{Action: registry.Edit, Content: edited}))
	b.Entry.State = registry.Suspended
	o := registry.Order{Action: registry.Resume, Version: b.Entry.Version}
	if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrForbidden) {
		t.Error(err)
	}
}

// What enters the queue by a confirmed address has the person as its author.
func TestWhatIsConfirmedHasAnAuthor(t *testing.T) {
	b := ownWords(t, partner)["submitted by browser and confirmed"]
	w := b.Revisions[len(b.Revisions)-1]
	if w.Number != b.Entry.Waiting || w.Author != me || w.Role != access.Owner || len(registry.Differences(w.Content, good())) != 0 {
		t.Errorf("%+v %+v", b.Entry, w)
	}
}
