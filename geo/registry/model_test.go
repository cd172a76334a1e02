package registry_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// TestModel drives random orders by random principals over several entries and
// checks after each what must always hold. ATLANTE_SOAK=1 runs it 10,000 times.
func TestModel(t *testing.T) {
	soak := os.Getenv("ATLANTE_SOAK") == "1"
	if soak {
		if err := flag.Set("rapid.checks", "10000"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set("rapid.checks", "100") })
	}
	arrows := map[[2]registry.State]bool{}
	for pair, w := range wants(t) {
		arrows[[2]registry.State{registry.State(pair[1]), w.to}] = true
	}
	accepted := map[registry.Action]int{}
	rapid.Check(t, func(r *rapid.T) {
		m := newModel(arrows, accepted)
		for range rapid.IntRange(30, 80).Draw(r, "orders") {
			m.order(r)
		}
	})
	for _, a := range registry.Actions() {
		if soak && a.Moves() && accepted[a] == 0 { // a hundred runs may miss a rare one
			t.Errorf("the model never came to %s", a)
		}
	}
	t.Log(accepted)
}

// model is the registry as rows, and what it must say, kept apart.
type model struct {
	table    registry.Table
	ground   registry.Ground
	people   []access.Principal
	rows     []*row
	arrows   map[[2]registry.State]bool
	accepted map[registry.Action]int
	at       time.Time
}

type row struct {
	entry       registry.Entry
	revisions   []registry.Revision
	transitions int
	orders      int
	approved    *registry.Content // what was last approved: what people may see
	checked     *orb.Point        // the pin that a moderator last let through
	ticked      map[registry.Contact]bool
	imported    bool
}

func newModel(arrows map[[2]registry.State]bool, accepted map[registry.Action]int) *model {
	person := func(n byte, grants ...access.Grant) access.Principal {
		return access.Principal{Person: access.Person{ID: uuid.UUID{n}}, Grants: grants}
	}
	both := person(4)
	both.Browser = access.Hash{1}
	return &model{
		table: registry.Default(), ground: ground(), arrows: arrows, accepted: accepted, at: time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC),
		people: []access.Principal{
			{}, {Browser: access.Hash{1}}, {Browser: access.Hash{2}}, person(1), person(2), person(3), both,
			person(5, access.Grant{Role: access.ZoneModerator, Zone: 1}), person(6, access.Grant{Role: access.ZoneModerator, Zone: 5}),
			person(7, access.Grant{Role: access.NetworkModerator, Network: "rete"}), person(8, access.Grant{Role: access.Admin}),
			person(9, access.Grant{Role: access.Planner}), {Client: uuid.UUID{1}},
		},
	}
}

// order draws one order: mostly one that somebody may give, else any by anybody.
func (m *model) order(r *rapid.T) {
	m.at = m.at.Add(time.Minute)
	p := pick(r, m.people, "who")
	if len(m.rows) == 0 || len(m.rows) < 5 && rapid.IntRange(0, 9).Draw(r, "new") == 9 {
		m.begin(r, p)
		return
	}
	x := pick(r, m.rows, "entry")
	action := pick(r, registry.Actions(), "action")
	if rapid.IntRange(0, 7).Draw(r, "any") != 7 {
		action, p = m.likely(r, x.entry, p)
	}
	o := registry.Order{Action: action, Entry: x.entry.ID, Version: x.entry.Version}
	if rapid.IntRange(0, 9).Draw(r, "stale") == 9 {
		o.Version--
	}
	m.fill(r, &o, x)
	m.take(r, x, o, p)
}

// likely draws an action that is possible and then somebody who may take it.
// What ends an entry is put off, or no run would get far.
func (m *model) likely(r *rapid.T, e registry.Entry, p access.Principal) (registry.Action, access.Principal) {
	who := map[registry.Action][]access.Principal{}
	var actions []registry.Action
	for _, a := range registry.Actions() {
		for _, q := range m.people {
			rule, ok := m.table.Find(a, e.State)
			if _, may := m.table.As(q, a, e); may && a.Moves() || ok && rule.If == registry.ByProgram && q.SignedIn() {
				who[a] = append(who[a], q)
			}
		}
		ends := a == registry.Erase || a == registry.Merge || a == registry.Leave
		if len(who[a]) > 0 && (!ends || rapid.IntRange(0, 9).Draw(r, "end") == 9) {
			actions = append(actions, a)
		}
	}
	if len(actions) == 0 {
		return registry.Approve, p
	}
	a := pick(r, actions, "likely action")
	return a, pick(r, who[a], "by")
}

func (m *model) begin(r *rapid.T, p access.Principal) {
	x := &row{entry: registry.Entry{ID: uuid.UUID{byte(100 + len(m.rows))}}}
	o := registry.Order{Action: rapid.SampledFrom([]registry.Action{registry.StartEntry, registry.StartEntry, registry.Import}).Draw(r, "begin"), Entry: x.entry.ID}
	o.Content = content(r, registry.Content{})
	if m.take(r, x, o, p) {
		m.rows = append(m.rows, x)
	}
}

func (m *model) fill(r *rapid.T, o *registry.Order, x *row) {
	o.Content = content(r, x.latest())
	o.Revision = x.entry.Waiting
	if o.Action == registry.Restore || rapid.IntRange(0, 9).Draw(r, "other revision") == 9 {
		o.Revision = rapid.IntRange(0, x.entry.Last+1).Draw(r, "revision")
	}
	o.Into = pick(r, m.rows, "into").entry.ID
	o.Person = pick(r, m.people, "person").Person.ID
	if len(x.entry.Stewards) > 0 && rapid.Bool().Draw(r, "a steward") {
		o.Person = pick(r, x.entry.Stewards, "steward").Person
	}
	o.Message = uuid.UUID{77}
}

func (x *row) latest() registry.Content {
	n := x.entry.Waiting
	if n == 0 {
		n = x.entry.Public
	}
	if n == 0 {
		return registry.Content{}
	}
	return x.revisions[n-1].Content
}

// take gives the order to the registry as the store does, and writes what comes
// of it.
func (m *model) take(r *rapid.T, x *row, o registry.Order, p access.Principal) bool {
	b := registry.Before{Entry: x.entry, Ground: m.ground}
	for _, n := range registry.Needs(x.entry, o) {
		if n <= len(x.revisions) {
			b.Revisions = append(b.Revisions, x.revisions[n-1])
		}
	}
	for _, y := range m.rows {
		if y.entry.ID == o.Into {
			b.Into = &y.entry
		}
	}
	claim := o.Action != registry.CloseReport
	b.Message = &registry.Message{ID: o.Message, Entry: x.entry.ID, Claim: claim, Person: o.Person}
	var step registry.Step
	var err error
	switch o.Action {
	case registry.Confirm, registry.Join, registry.Import:
		by := registry.Program(o.Action, p.Person.ID)
		if o.Action == registry.Import {
			by.Person = uuid.Nil
		}
		step, err = m.table.Apply(b, o, by, m.at)
	default:
		step, err = m.table.Decide(b, o, p, m.at)
	}
	if err != nil {
		m.refused(r, x, o, p, err)
		return false
	}
	if step.Transition == nil {
		if o.Action != registry.Claim && o.Action != registry.Report {
			r.Fatalf("%s leaves no transition", o.Action)
		}
		if fmt.Sprint(step.Entry) != fmt.Sprint(x.entry) {
			r.Fatalf("%s changed the entry", o.Action)
		}
		return true
	}
	m.accepted[step.Transition.Action]++
	m.check(r, x, step, o, p)
	return true
}

func (m *model) refused(r *rapid.T, x *row, o registry.Order, p access.Principal, err error) {
	var conflict *registry.Conflict
	switch {
	case errors.As(err, &conflict):
		if _, sees := m.table.As(p, registry.SeePrivate, x.entry); !sees {
			r.Fatalf("a conflict shows the entry to one who may not see it: %s in %s", o.Action, x.entry.State)
		}
	case errors.Is(err, geo.ErrNotFound) || errors.Is(err, geo.ErrForbidden) || errors.Is(err, geo.ErrInvalid):
	default:
		r.Fatalf("%s: %v", o.Action, err)
	}
}
