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

func TestMergeAndFourEyes(t *testing.T) {
	b := public(good())
	into := registry.Entry{ID: uuid.UUID{3}, State: registry.Published}
	o := registry.Order{Action: registry.Merge, Into: into.ID, Version: b.Entry.Version}
	for _, x := range []struct {
		name string
		into *registry.Entry
		kind error
	}{
		{"good", &into, nil},
		{"none", nil, geo.ErrInvalid},
		{"another", &registry.Entry{ID: uuid.UUID{4}, State: registry.Published}, geo.ErrInvalid},
		{"merged away", &registry.Entry{ID: into.ID, State: registry.Merged}, geo.ErrInvalid},
		{"not yet public", &registry.Entry{ID: into.ID, State: registry.Submitted}, geo.ErrInvalid},
		{"in review", &registry.Entry{ID: into.ID, State: registry.InReview}, geo.ErrInvalid},
		{"the moderator's own", &registry.Entry{ID: into.ID, State: registry.Published, Stewards: []registry.Steward{{Person: other, Role: access.Editor}}}, geo.ErrForbidden},
	} {
		b.Into = x.into
		if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, x.kind) {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	fresh := b // two that nobody has seen yet
	fresh.Entry.State, fresh.Entry.Public, fresh.Entry.Waiting = registry.Submitted, 0, 1
	fresh.Into = &registry.Entry{ID: into.ID, State: registry.InReview}
	if _, err := registry.Default().Decide(fresh, o, moderator, noon); err != nil {
		t.Error("a submission into another:", err)
	}
	o.Into = b.Entry.ID
	b.Into = &b.Entry
	if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrInvalid) {
		t.Error("merged into itself:", err)
	}
}

func TestClaims(t *testing.T) {
	b := public(good())
	claimant := uuid.UUID{5}
	b.Message = &registry.Message{ID: uuid.UUID{7}, Entry: b.Entry.ID, Claim: true, Person: claimant}
	s := decide(t, b, moderator, registry.Order{Action: registry.AcceptClaim, Message: uuid.UUID{7}})
	want := []registry.Steward{{Person: me, Role: access.Editor}, {Person: claimant, Role: access.Owner}}
	if !reflect.DeepEqual(s.Entry.Stewards, want) || b.Entry.Stewards[0].Role != access.Owner {
		t.Error(s.Entry.Stewards, b.Entry.Stewards)
	}
	owner := access.Principal{Person: access.Person{ID: claimant}}
	s = decide(t, then(b, s), owner, registry.Order{Action: registry.Dismiss, Person: me})
	if len(s.Entry.Stewards) != 1 {
		t.Error(s.Entry.Stewards)
	}
	b.Message.Person = other
	o := registry.Order{Action: registry.AcceptClaim, Message: uuid.UUID{7}, Version: b.Entry.Version}
	if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrForbidden) {
		t.Error("a moderator accepts his own claim:", err)
	}
	b.Message.Person, b.Message.Claim = claimant, false
	if _, err := registry.Default().Decide(b, o, moderator, noon); !errors.Is(err, geo.ErrInvalid) {
		t.Error("a report accepted as a claim:", err)
	}
}

func TestAVisitorsWay(t *testing.T) {
	p := access.Principal{Browser: browser}
	b := registry.Before{Entry: registry.Entry{ID: uuid.UUID{9}}, Ground: ground()}
	b = then(b, decide(t, b, p, registry.Order{Action: registry.StartEntry, Content: registry.Content{Name: "A"}}))
	b = then(b, decide(t, b, p, registry.Order{Action: registry.Save, Content: good()}))
	b = then(b, decide(t, b, p, registry.Order{Action: registry.Submit, Content: good(), Email: "ada@example.org"}))
	if _, err := registry.Default().Decide(b, registry.Order{Action: registry.Confirm, Version: 3}, p, noon); !errors.Is(err, geo.ErrForbidden) {
		t.Error("a browser confirms its own address:", err)
	}
	s, err := registry.Default().Apply(b, registry.Order{Action: registry.Confirm}, registry.Program(registry.Confirm, me), noon)
	if err != nil || s.Entry.State != registry.Submitted || s.Entry.Browser != (access.Hash{}) || s.Entry.Zone != 1 || len(s.Entry.Stewards) != 1 {
		t.Fatalf("%+v %v", s.Entry, err)
	}
	b = then(b, s)
	if _, err := registry.Default().Decide(b, registry.Order{Action: registry.Edit, Version: 4}, p, noon); !errors.Is(err, geo.ErrNotFound) {
		t.Error("the browser still finds it:", err)
	}
	b = then(b, decide(t, b, moderator, registry.Order{Action: registry.Approve, Revision: b.Entry.Waiting}))
	if !b.Entry.Visible() || b.Entry.Verification != registry.ModeratorChecked {
		t.Errorf("%+v", b.Entry)
	}
	if _, err := registry.Default().Decide(registry.Before{}, registry.Order{Action: registry.StartEntry}, access.Principal{}, noon); !errors.Is(err, geo.ErrInvalid) {
		t.Error("a draft that nobody would own:", err)
	}
}

func TestWhoIsSignedInNeedsNoConfirmation(t *testing.T) {
	b := registry.Before{Entry: registry.Entry{ID: uuid.UUID{9}}, Ground: ground()}
	visitor := access.Principal{Browser: browser}
	b = then(b, decide(t, b, visitor, registry.Order{Action: registry.StartEntry, Content: good()}))
	signedIn := partner
	signedIn.Browser = browser
	s := decide(t, b, signedIn, registry.Order{Action: registry.Submit, Content: good()})
	if s.Entry.State != registry.Submitted || s.Transition.Action != registry.SubmitVerified || s.Entry.Stewards[0].Person != me {
		t.Errorf("%+v", s.Entry)
	}
}

func TestAttest(t *testing.T) {
	b := public(good())
	s := decide(t, b, partner, registry.Order{Action: registry.Attest})
	if c := s.Revisions[0].Content; c.ConfirmedOn != "2026-07-01" || s.Entry.Public != 2 || s.Entry.Checked != 1 || s.Entry.Verification != registry.ModeratorChecked {
		t.Errorf("%+v %+v", c, s.Entry)
	}
	lie := good()
	lie.ConfirmedOn = "2099-01-01"
	s = decide(t, b, partner, registry.Order{Action: registry.Edit, Content: lie})
	if len(s.Revisions) != 0 {
		t.Error("a date of confirmation was typed")
	}
}

// A stranger who sends an order with an old version learns nothing.
func TestConflictsAreForInsiders(t *testing.T) {
	b := public(good())
	o := registry.Order{Action: registry.Edit, Content: good(), Version: 1}
	for _, p := range []access.Principal{{}, {Browser: browser}, {Person: access.Person{ID: uuid.UUID{66}}}, {Client: uuid.UUID{1}}} {
		if _, err := registry.Default().Decide(b, o, p, noon); !errors.Is(err, geo.ErrForbidden) {
			t.Errorf("%v", err)
		}
	}
	if _, err := registry.Default().Decide(b, o, partner, noon); !errors.Is(err, geo.ErrConflict) {
		t.Error(err)
	}
}

func ExampleTable_Decide() {
	p := access.Principal{Browser: access.Hash{1}}
	before := registry.Before{Entry: registry.Entry{ID: uuid.UUID{9}}, Ground: ground()}
	draft := registry.Order{Action: registry.StartEntry, Content: registry.Content{Name: "Casa A", Position: &orb.Point{7.68, 45.07}}}
	step, err := registry.Default().Decide(before, draft, p, time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC))
	fmt.Println(step.Entry.State, step.Entry.Version, step.Revisions[0].Number, err)
	// Output: draft 1 1 <nil>
}

func TestAPinCannotBeWalkedAway(t *testing.T) {
	b := public(good())
	north := func(m float64) registry.Content {
		c := good()
		c.Position = &orb.Point{7.68, 45.07 + m/111_195}
		return c
	}
	b = then(b, decide(t, b, partner, registry.Order{Action: registry.Edit, Content: north(60)}))
	if b.Entry.Public != 2 || b.Entry.Waiting != 0 {
		t.Fatalf("60 m: %+v", b.Entry)
	}
	s := decide(t, b, partner, registry.Order{Action: registry.Edit, Content: north(120)})
	if s.Entry.Public != 2 || s.Entry.Waiting != 3 {
		t.Errorf("another 60 m: %+v", s.Entry)
	}
	b = then(b, s)
	b = then(b, decide(t, b, moderator, registry.Order{Action: registry.Approve, Revision: 3}))
	if s := decide(t, b, partner, registry.Order{Action: registry.Edit, Content: north(180)}); s.Entry.Waiting != 0 {
		t.Errorf("after approval it is measured from there: %+v", s.Entry)
	}
}
