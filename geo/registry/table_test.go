package registry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// expected is what the house wants, written apart from the table: for every
// action who may take it, from where to where, and under which condition.
// v visitor, r reporter, e editor, o owner, z zone moderator, n network
// moderator, p planner, a administrator, c API client. "=" stays.
const expected = `
see_public      v       published= merged=
see_private     o       draft= email_pending=
see_private     eozna   submitted= in_review= changes_requested= published= archived= rejected= merged= suspended=
see_history     o       draft= email_pending=
see_history     ozna    submitted= in_review= changes_requested= published= archived= rejected= merged= suspended=
see_history     a       erased=
start_entry     vo      >draft
save            o       draft=
submit          o       draft>email_pending email_pending=
submit_verified o       draft>submitted email_pending>submitted ?signed_in
confirm         o       email_pending>submitted ?by_program
import          a       >published published= ?by_program
edit            eo      submitted=
edit            eozna   published=
answer          eo      changes_requested>in_review
attest          eo      published=
invite          o       published=
join            e       published= ?by_program
withdraw        o       submitted>archived in_review>archived changes_requested>archived
withdraw        oa      published>archived
return          o       archived>submitted
claim           vr      published= ?stranger
report          vr      published=
dismiss         ozna    submitted= in_review= changes_requested= published= archived= rejected= suspended=
leave           eo      submitted= in_review= changes_requested= published= archived= rejected= suspended= merged=
erase           oa      draft>erased email_pending>erased submitted>erased in_review>erased changes_requested>erased published>erased
erase           oa      archived>erased rejected>erased suspended>erased merged=
take            zna     submitted>in_review changes_requested>in_review rejected>in_review
approve         zna     submitted>published in_review>published
approve         zna     published= ?has_waiting
request_changes zna     in_review>changes_requested
reject          zna     submitted>rejected in_review>rejected changes_requested>rejected
reject          zna     published= ?has_waiting
suspend         zna     published>suspended
resume          zna     suspended>published
restore         zna     published= suspended>published
restore         zna     archived>published ?no_owner
merge           zna     published>merged submitted>merged in_review>merged changes_requested>merged suspended>merged archived>merged
accept_claim    zna     submitted= in_review= changes_requested= published= archived= rejected= suspended=
decline_claim   zna     submitted= in_review= changes_requested= published= archived= rejected= suspended=
close_report    zna     submitted= in_review= changes_requested= published= archived= rejected= suspended=
see_queue       zna     =
see_own         o       =
export_own      o       =
erase_own       o       =
manage_people   a       =
`

type want struct {
	roles []access.Role
	to    registry.State
	when  registry.Condition
}

func wants(t *testing.T) map[[2]string]want {
	t.Helper()
	letters := map[rune]access.Role{'v': access.Visitor, 'r': access.Reporter, 'e': access.Editor, 'o': access.Owner, 'z': access.ZoneModerator,
		'n': access.NetworkModerator, 'p': access.Planner, 'a': access.Admin, 'c': access.APIClient}
	out := map[[2]string]want{}
	for line := range strings.Lines(expected) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		var w want
		for _, r := range words[1] {
			w.roles = append(w.roles, letters[r])
		}
		ways := words[2:]
		if when, ok := strings.CutPrefix(ways[len(ways)-1], "?"); ok {
			w.when, ways = registry.Condition(when), ways[:len(ways)-1]
		}
		for _, way := range ways {
			from, to, moves := strings.Cut(way, ">")
			if !moves {
				from = strings.TrimSuffix(way, "=")
				to = from
			}
			w.to = registry.State(to)
			pair := [2]string{words[0], from}
			if _, twice := out[pair]; twice {
				t.Fatalf("%v is expected twice", pair)
			}
			out[pair] = w
		}
	}
	return out
}

// unlike tells where a table behaves other than expected; "" nowhere. It asks as
// callers do: by principals on entries.
func unlike(table registry.Table, expect map[[2]string]want, actions ...registry.Action) string {
	states := append([]registry.State{""}, registry.States()...)
	for _, a := range actions {
		for _, s := range states {
			w, allowed := expect[[2]string{string(a), string(s)}]
			rule, found := table.Find(a, s)
			if found != allowed || found && rule.To != w.to {
				return string(a) + " in " + string(s)
			}
			for _, c := range casesOf(s) {
				role, ok := ask(table, c, a, s)
				if expectRole(w, c) != role || ok != (role != "") {
					return string(a) + " in " + string(s) + " as " + string(c.role) + ": " + string(role)
				}
			}
		}
	}
	return ""
}

// acase is somebody who holds one role on an entry, in one circumstance.
type acase struct {
	role     access.Role
	signedIn bool
	waiting  bool
	owned    bool // by somebody else, where the role is not the owner's
}

func casesOf(s registry.State) []acase {
	var out []acase
	for _, r := range access.Roles() {
		for _, bits := range []acase{{}, {waiting: true}, {owned: true}, {waiting: true, owned: true}} {
			bits.role = r
			bits.signedIn = r != access.Visitor && r != access.APIClient
			out = append(out, bits)
		}
	}
	if s == registry.Draft || s == registry.EmailPending {
		out = append(out, acase{role: access.Owner}) // by browser
	}
	return out
}

var (
	me, other = uuid.UUID{1}, uuid.UUID{2}
	browser   = access.Hash{7}
)

func ask(table registry.Table, c acase, a registry.Action, s registry.State) (access.Role, bool) {
	e := registry.Entry{ID: uuid.UUID{9}, State: s, Zone: 3, Network: "rete", Browser: access.Hash{99}}
	var p access.Principal
	if c.signedIn {
		p.Person.ID = me
	}
	if c.waiting {
		e.Waiting = 2
	}
	if c.owned && c.role != access.Owner {
		e.Stewards = append(e.Stewards, registry.Steward{Person: other, Role: access.Owner})
	}
	switch c.role {
	case access.Visitor, access.Reporter:
	case access.APIClient:
		p.Client = uuid.UUID{5}
	case access.Owner, access.Editor:
		if c.signedIn {
			e.Stewards = append(e.Stewards, registry.Steward{Person: me, Role: c.role})
		} else {
			p.Browser, e.Browser = browser, browser
		}
	default:
		p.Grants = []access.Grant{{Role: c.role, Zone: 3, Network: "rete"}}
	}
	if s == "" {
		return table.AsAnywhere(p, a)
	}
	return table.As(p, a, e)
}

// expectRole works out the role from the words of the house alone.
func expectRole(w want, c acase) access.Role {
	steward := c.role == access.Owner || c.role == access.Editor
	switch w.when {
	case registry.ByProgram:
		return ""
	case registry.SignedIn:
		if !c.signedIn {
			return ""
		}
	case registry.HasWaiting:
		if !c.waiting {
			return ""
		}
	case registry.Stranger:
		if steward {
			return ""
		}
	case registry.NoOwner:
		if c.owned || c.role == access.Owner {
			return ""
		}
	}
	held := []access.Role{access.Visitor}
	if c.signedIn {
		held = append(held, access.Reporter)
	}
	if w.to == "" || w.when == "" && w.to == registry.Draft && slices.Contains(w.roles, access.Visitor) { // anywhere
		if c.signedIn {
			held = append(held, access.Owner)
		}
		if c.role == access.Editor { // is for one entry, not anywhere
			c.role = access.Visitor
		}
	}
	held = append(held, c.role)
	for _, r := range append(access.Roles()[1:], access.Visitor) {
		if slices.Contains(held, r) && slices.Contains(w.roles, r) {
			return r
		}
	}
	return ""
}

func TestTheTableIsWhatTheHouseWants(t *testing.T) {
	if err := registry.Default().Validate(); err != nil {
		t.Fatal(err)
	}
	if where := unlike(registry.Default(), wants(t), registry.Actions()...); where != "" {
		t.Fatal(where)
	}
	if n := len(wants(t)); n != len(registry.Default()) {
		t.Errorf("%d rules expected, %d in the table", n, len(registry.Default()))
	}
}

// Every rule counts: taking one away, a role from it, adding one to it, leading
// it elsewhere or changing its condition is noticed.
func TestEveryRuleOfTheTableIsTested(t *testing.T) {
	expect := wants(t)
	tried := 0
	for i, r := range registry.Default() {
		name := string(r.Action) + " in " + string(r.From)
		survives := func(what string, table registry.Table) {
			t.Helper()
			tried++
			if unlike(table, expect, r.Action) == "" {
				t.Errorf("not noticed: %s", what)
			}
		}
		survives(name+" taken away", slices.Delete(registry.Default(), i, i+1))
		for j, role := range r.Roles {
			m := registry.Default()
			m[i].Roles = slices.Delete(slices.Clone(r.Roles), j, j+1)
			if r.If != registry.ByProgram { // who may not ask at all: see TestTheProgramsOwnSteps
				survives(name+" without "+string(role), m)
			}
		}
		w := expect[[2]string{string(r.Action), string(r.From)}]
		for _, role := range access.Roles() {
			if slices.Contains(r.Roles, role) || idle(w, role, r.From) {
				continue
			}
			m := registry.Default()
			m[i].Roles = append(slices.Clone(r.Roles), role)
			survives(name+" with "+string(role), m)
		}
		for _, to := range registry.States() {
			if to != r.To {
				m := registry.Default()
				m[i].To = to
				survives(name+" to "+string(to), m)
			}
		}
		if r.If != "" {
			m := registry.Default()
			m[i].If = ""
			survives(name+" without its condition", m)
		}
	}
	t.Logf("%d changes of the table, all noticed", tried)
}

// idle tells whether naming one more role changes nothing for anybody: those who
// hold it may already, or the condition keeps all of them out.
func idle(w want, role access.Role, s registry.State) bool {
	more := want{append(slices.Clone(w.roles), role), w.to, w.when}
	return !slices.ContainsFunc(casesOf(s), func(c acase) bool { return expectRole(w, c) != expectRole(more, c) })
}

func TestTheProgramsOwnSteps(t *testing.T) {
	for a, role := range map[registry.Action]access.Role{registry.Confirm: access.Owner, registry.Join: access.Editor, registry.Import: access.Admin} {
		if by := registry.Program(a, me); by.Role != role || by.Person != me {
			t.Errorf("%s is taken as %v", a, by)
		}
		for _, r := range registry.Default() {
			if r.Action == a && !slices.Equal(r.Roles, []access.Role{role}) {
				t.Errorf("%s in %q is for %v", a, r.From, r.Roles)
			}
		}
	}
}

func TestBrokenTables(t *testing.T) {
	whole := registry.Default()
	for _, c := range []struct {
		name  string
		table registry.Table
	}{
		{"empty", nil},
		{"twice", append(registry.Default(), whole[0])},
		{"unknown action", append(registry.Default(), registry.Rule{Action: "dance", From: registry.Draft, Roles: whole[0].Roles, To: registry.Draft})},
		{"unknown state", append(registry.Default(), registry.Rule{Action: registry.Take, From: "lost", Roles: whole[0].Roles, To: registry.Draft})},
		{"nobody", append(registry.Default(), registry.Rule{Action: registry.Take, From: registry.Draft, To: registry.Draft})},
		{"out of merged", append(registry.Default(), registry.Rule{Action: registry.Resume, From: registry.Merged, Roles: whole[0].Roles, To: registry.Published})},
		{"out of erased", append(registry.Default(), registry.Rule{Action: registry.Resume, From: registry.Erased, Roles: whole[0].Roles, To: registry.Published})},
		{"reading moves", append(registry.Default(), registry.Rule{Action: registry.SeePublic, From: registry.Archived, Roles: whole[0].Roles, To: registry.Draft})},
		{"unreachable", slices.DeleteFunc(registry.Default(), func(r registry.Rule) bool { return r.To == registry.Suspended && r.From != registry.Suspended })},
	} {
		if c.table.Validate() == nil {
			t.Errorf("%s: found good", c.name)
		}
	}
}

func TestNobodyModeratesHisOwn(t *testing.T) {
	table := registry.Default()
	for _, role := range []access.Role{access.ZoneModerator, access.NetworkModerator, access.Admin} {
		p := access.Principal{Person: access.Person{ID: me}, Grants: []access.Grant{{Role: role, Zone: 3, Network: "rete"}}}
		for _, kept := range []access.Role{access.Owner, access.Editor} {
			e := registry.Entry{State: registry.InReview, Zone: 3, Network: "rete", Stewards: []registry.Steward{{Person: me, Role: kept}}}
			if _, ok := table.As(p, registry.Approve, e); ok {
				t.Errorf("%s approves what he keeps as %s", role, kept)
			}
			e.Stewards[0].Person = other
			if as, ok := table.As(p, registry.Approve, e); !ok || as != role {
				t.Errorf("%s cannot approve what another keeps", role)
			}
		}
	}
}

func TestModeratorsOfElsewhere(t *testing.T) {
	e := registry.Entry{State: registry.Submitted, Zone: 3, Network: "rete"}
	for _, g := range []access.Grant{{Role: access.ZoneModerator, Zone: 4}, {Role: access.ZoneModerator}, {Role: access.NetworkModerator, Network: "altra"}, {Role: access.NetworkModerator}} {
		p := access.Principal{Person: access.Person{ID: me}, Grants: []access.Grant{g}}
		if _, err := registry.Default().Permit(p, registry.Take, e); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("%v: %v", g, err)
		}
		none := registry.Entry{State: registry.Submitted}
		if registry.Default().Knows(p, none) {
			t.Errorf("%v moderates an entry of no zone and no network", g)
		}
	}
}

func TestPermitHidesWhatMayNotBeKnown(t *testing.T) {
	visitor := access.Principal{}
	for s, kind := range map[registry.State]error{
		registry.Draft: geo.ErrNotFound, registry.InReview: geo.ErrNotFound, registry.Suspended: geo.ErrNotFound, registry.Erased: geo.ErrNotFound,
		registry.Published: geo.ErrForbidden, registry.Merged: geo.ErrForbidden,
	} {
		if _, err := registry.Default().Permit(visitor, registry.Approve, registry.Entry{State: s, Browser: access.Hash{}}); !errors.Is(err, kind) {
			t.Errorf("%s: %v, want %v", s, err, kind)
		}
	}
	if _, err := registry.Default().PermitAnywhere(visitor, registry.ManagePeople); !errors.Is(err, registry.ErrForbidden) {
		t.Error(err)
	}
}

func TestADraftWithAStewardIsNotTheBrowsers(t *testing.T) {
	e := registry.Entry{State: registry.Draft, Browser: browser}
	p := access.Principal{Browser: browser}
	if !slices.Contains(registry.RolesOn(p, e), access.Owner) {
		t.Error("the browser does not own its draft")
	}
	e.Stewards = []registry.Steward{{Person: other, Role: access.Owner}}
	if slices.Contains(registry.RolesOn(p, e), access.Owner) {
		t.Error("the next one at the same browser owns somebody's draft")
	}
}
