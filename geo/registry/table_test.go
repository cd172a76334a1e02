package registry_test

import (
	"errors"
	"slices"
	"testing"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

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
