package registry_test

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
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

// check compares what the step says with what must hold, then writes it.
func (m *model) check(r *rapid.T, x *row, s registry.Step, o registry.Order, p access.Principal) {
	before, tr := x.entry, s.Transition
	switch {
	case !m.arrows[[2]registry.State{before.State, s.Entry.State}]:
		r.Fatalf("illegal: %s leads from %q to %q", o.Action, before.State, s.Entry.State)
	case before.State == registry.Erased, before.State == registry.Merged && s.Entry.State != registry.Merged:
		r.Fatalf("%s leads out of %q", o.Action, before.State)
	case s.Entry.Version != before.Version+1 || tr.Version != s.Entry.Version:
		r.Fatalf("version %d after %d", s.Entry.Version, before.Version)
	case tr.From != before.State || tr.To != s.Entry.State:
		r.Fatalf("transition says %s to %s", tr.From, tr.To)
	case !p.SignedIn() && p.Browser != before.Browser && o.Action != registry.StartEntry && o.Action != registry.Import:
		r.Fatalf("a visitor took %s on %q", o.Action, before.State)
	case tr.Revision < 0 || tr.Revision > s.Entry.Last:
		r.Fatalf("transition names revision %d of %d", tr.Revision, s.Entry.Last)
	}
	x.write(r, s)
	x.note(s, o)
	m.invariants(r, x, s)
}

func (x *row) write(r *rapid.T, s registry.Step) {
	for _, rev := range s.Revisions {
		if rev.Number != len(x.revisions)+1 {
			r.Fatalf("revision %d after %d", rev.Number, len(x.revisions))
		}
		x.revisions = append(x.revisions, rev)
		if rev.Approved {
			c := rev.Content
			x.approved = &c
		}
	}
	if s.Approved != 0 {
		x.revisions[s.Approved-1].Approved = true
		c := x.revisions[s.Approved-1].Content
		x.approved = &c
	}
	if s.Scrub {
		for i := range x.revisions {
			x.revisions[i].Content = registry.Content{}
		}
		x.approved, x.checked, x.ticked = nil, nil, nil
	}
	x.entry = s.Entry
	x.transitions++
	x.orders++
}

// note keeps, by who acted, what a moderator has let through and which contacts
// its people have ticked.
func (x *row) note(s registry.Step, o registry.Order) {
	role := s.Transition.Role
	byModerator := role == access.ZoneModerator || role == access.NetworkModerator || role == access.Admin
	if s.Scrub || x.approved == nil {
		x.tick(s, o)
		return
	}
	if byModerator && (s.Approved != 0 || slices.ContainsFunc(s.Revisions, func(r registry.Revision) bool { return r.Approved })) {
		x.checked = x.approved.Position
	}
	x.imported = x.imported || o.Action == registry.Import
	x.tick(s, o)
}

func (x *row) tick(s registry.Step, o registry.Order) {
	switch s.Transition.Action {
	case registry.StartEntry, registry.Save, registry.Submit, registry.SubmitVerified, registry.Answer, registry.Edit:
		if s.Transition.Role == access.Owner || s.Transition.Role == access.Editor {
			x.ticked = map[registry.Contact]bool{}
			for _, c := range o.Content.PublicContacts() {
				x.ticked[c] = true
			}
		}
	}
}

func (m *model) invariants(r *rapid.T, x *row, s registry.Step) {
	e := x.entry
	if x.transitions != x.orders || e.Version != x.transitions {
		r.Fatalf("%d transitions, %d accepted orders, version %d", x.transitions, x.orders, e.Version)
	}
	if e.Last != len(x.revisions) || e.Public > e.Last || e.Waiting > e.Last || e.Checked > e.Last {
		r.Fatalf("numbers beyond the last revision: %+v", e)
	}
	if (e.State == registry.Merged) != (e.MergedInto != uuid.Nil) || e.MergedInto == e.ID {
		r.Fatalf("%s is merged into %s", e.State, e.MergedInto)
	}
	if e.State == registry.Erased && (e.Public != 0 || e.Waiting != 0 || len(e.Stewards) != 0 || e.Kind != "" || e.Browser != access.Hash{}) {
		r.Fatalf("an erased entry says %+v", e)
	}
	m.visible(r, x, s)
}

// visible: people see what was last approved, a name or a place only as a
// moderator let it through, and no contact that its people have not ticked.
func (m *model) visible(r *rapid.T, x *row, s registry.Step) {
	e := x.entry
	if e.State != registry.Published {
		if e.Visible() {
			r.Fatalf("visible in %s", e.State)
		}
		return
	}
	if !e.Visible() || x.approved == nil || !x.revisions[e.Public-1].Approved {
		r.Fatalf("published without an approved revision: %+v", e)
	}
	seen := x.revisions[e.Public-1].Content
	if d := registry.Differences(*x.approved, seen); len(d) > 0 {
		r.Fatalf("people see something else than what was last approved: %v", d)
	}
	if (x.checked == nil) != (seen.Position == nil) || x.checked != nil && flat(*x.checked, *seen.Position) > 101 {
		r.Fatalf("the pin walked from %v to %v", x.checked, seen.Position)
	}
	for _, c := range seen.PublicContacts() {
		if x.ticked != nil && !x.imported && c.Kind != registry.Website && !x.ticked[c] {
			r.Fatalf("%v is public after %s; its people have not ticked it", c, s.Transition.Action)
		}
	}
}

// flat is the distance in metres on a plane that fits at 45°: another formula
// than the registry's.
func flat(a, b orb.Point) float64 {
	return math.Hypot((a[0]-b[0])*111_195*math.Cos(a[1]*math.Pi/180), (a[1]-b[1])*111_195)
}

// content changes a few things of a content.
func content(r *rapid.T, c registry.Content) registry.Content {
	pick := func(label string) bool { return rapid.IntRange(0, 2).Draw(r, label) == 0 }
	if c.Name == "" || pick("name") {
		c.Name = rapid.SampledFrom([]string{"Portineria A", "Casa B", "Circolo C"}).Draw(r, "the name")
	}
	if c.Kind == "" || pick("kind") {
		c.Kind = rapid.SampledFrom([]geo.KindID{"portineria", "partner"}).Draw(r, "the kind")
	}
	if c.Comune == "" || pick("comune") {
		c.Comune = rapid.SampledFrom([]geo.ComuneID{"001272", "001191"}).Draw(r, "the comune")
	}
	if pick("network") {
		c.Network = rapid.SampledFrom([]access.NetworkID{"", "rete"}).Draw(r, "the network")
	}
	if pick("words") {
		c.Description = rapid.SampledFrom([]string{"", "uno", "due"}).Draw(r, "description")
		c.Hours = rapid.SampledFrom([]string{"", "9-12"}).Draw(r, "hours")
	}
	if pick("pin") {
		if c.Position == nil {
			c.Position, c.Precision = &orb.Point{7.68, 45.07}, geo.PrecisionExact
		}
		step := rapid.Float64Range(-0.0012, 0.0012).Draw(r, "by")
		c.Position = &orb.Point{c.Position[0] + step, c.Position[1]}
	}
	if c.Contacts == nil || pick("contacts") {
		c.Contacts = []registry.Contact{
			{Kind: registry.Email, Value: "info@example.org", Publish: rapid.Bool().Draw(r, "publish mail")},
			{Kind: registry.Phone, Value: "+390111234567", Publish: rapid.Bool().Draw(r, "publish phone")},
		}
	}
	return c
}

// pick draws an index and not the thing, so that a failure can be read.
func pick[T any](r *rapid.T, list []T, label string) T {
	return list[rapid.IntRange(0, len(list)-1).Draw(r, label)]
}
