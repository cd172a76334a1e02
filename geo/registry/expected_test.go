package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

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
take            zna     published= ?has_waiting
approve         zna     submitted>published in_review>published
approve         zna     published= ?has_waiting
request_changes zna     in_review>changes_requested
request_changes zna     published= ?has_waiting
place           zna     submitted= in_review=
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
