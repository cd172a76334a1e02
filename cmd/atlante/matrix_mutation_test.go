package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// waysOf are the ways over HTTP in which an action is asked for, or what it
// allows is seen.
var waysOf = map[registry.Action]string{
	registry.SeePublic:      "GET /mie-schede/{id}, GET /partecipa/inviata, POST /moderazione/{id}/prendi",
	registry.SeePrivate:     "GET /mie-schede/{id}, GET /partecipa/inviata, GET /moderazione/{id}",
	registry.SeeHistory:     "GET /mie-schede/{id}/storia, GET /moderazione/{id}/revisioni/{n}, GET /moderazione/{id}",
	registry.Save:           "POST /partecipa/nuova save",
	registry.Submit:         "POST /partecipa/nuova submit, POST /partecipa/inviata",
	registry.SubmitVerified: "POST /partecipa/nuova submit, POST /partecipa/inviata",
	registry.Confirm:        "POST /accedi/{token} confirm",
	registry.Join:           "POST /accedi/{token} invite",
	registry.Edit:           "POST /mie-schede/{id}, POST /moderazione/{id}/punto",
	registry.Answer:         "POST /mie-schede/{id}",
	registry.Withdraw:       "GET /mie-schede/{id}/ritira, POST /mie-schede/{id}/ritira",
	registry.Return:         "GET /mie-schede/{id}/rimetti, POST /mie-schede/{id}/rimetti",
	registry.Invite:         "GET /mie-schede/{id}/invita, POST /mie-schede/{id}/invita",
	registry.Dismiss:        "POST /mie-schede/{id}/togli, POST /moderazione/{id}/togli",
	registry.Leave:          "GET /mie-schede/{id}/lascia, POST /mie-schede/{id}/lascia",
	registry.Attest:         "GET /mie-schede/{id}/conferma, POST /mie-schede/{id}/conferma",
	registry.Erase:          "GET /mie-schede/{id}/cancella, POST /mie-schede/{id}/cancella",
	registry.Claim:          "POST /luoghi/{id}/reclama",
	registry.Report:         "POST /luoghi/{id}/segnala",
	registry.Take:           "POST /moderazione/{id}/prendi",
	registry.Approve:        "POST /moderazione/{id}/approva",
	registry.RequestChanges: "POST /moderazione/{id}/modifiche",
	registry.Place:          "POST /moderazione/{id}/metti",
	registry.Reject:         "POST /moderazione/{id}/rifiuta",
	registry.Merge:          "GET /moderazione/{id}/unisci, POST /moderazione/{id}/unisci",
	registry.Suspend:        "POST /moderazione/{id}/sospendi",
	registry.Resume:         "POST /moderazione/{id}/riattiva",
	registry.Restore:        "GET /moderazione/{id}/revisioni/{n}/ripristina, POST /moderazione/{id}/ripristina",
	registry.AcceptClaim:    "POST /moderazione/{id}/reclamo/accetta",
	registry.DeclineClaim:   "POST /moderazione/{id}/reclamo/respingi",
	registry.CloseReport:    "POST /moderazione/{id}/segnalazione/chiudi",
	registry.StartEntry:     "POST /partecipa/nuova start",
	registry.SeeQueue:       "GET /moderazione",
	registry.SeeOwn:         "GET /mie-schede",
	registry.ExportOwn:      "GET /mie-schede/esporta",
	registry.EraseOwn:       "POST /mie-schede/account",
}

// mutation is a table with one rule changed.
type mutation struct {
	rule  registry.Rule // as it was
	what  string
	table registry.Table
}

// mutations are all single changes of all rules: taken away, one role less, one
// more, leading elsewhere, without its condition.
func mutations() []mutation {
	var out []mutation
	for i, rule := range registry.Default() {
		change := func(what string, f func(*registry.Rule)) {
			table := registry.Default()
			f(&table[i])
			out = append(out, mutation{rule, what, table})
		}
		out = append(out, mutation{rule, "taken away", slices.Delete(registry.Default(), i, i+1)})
		for _, role := range access.Roles() {
			if slices.Contains(rule.Roles, role) {
				change("without "+string(role), func(r *registry.Rule) {
					r.Roles = slices.DeleteFunc(slices.Clone(r.Roles), func(x access.Role) bool { return x == role })
				})
			} else {
				change("with "+string(role), func(r *registry.Rule) { r.Roles = append(slices.Clone(r.Roles), role) })
			}
		}
		for _, to := range registry.States() {
			if to != rule.To {
				change("to "+string(to), func(r *registry.Rule) { r.To = to })
			}
		}
		if rule.If != "" {
			change("without its condition", func(r *registry.Rule) { r.If = "" })
		}
	}
	return out
}

func (m mutation) String() string {
	return fmt.Sprintf("%s in %q, %s", m.rule.Action, m.rule.From, m.what)
}

// idle tells why a change means nothing to anybody, "" where it does: nothing
// that is read or said beside an entry leads anywhere, and the one who now holds
// a role more, or less, may do the same as before.
func (h *house) idle(m mutation) string {
	a, from := m.rule.Action, m.rule.From
	if strings.HasPrefix(m.what, "to ") && (!a.Moves() || from == "" && a != registry.StartEntry) {
		return "leads nowhere"
	}
	if strings.HasPrefix(m.what, "to ") || m.what == "taken away" {
		return ""
	}
	if m.rule.If == registry.ByProgram {
		if strings.HasPrefix(m.what, "with ") {
			return "the program has one role"
		}
		return ""
	}
	for _, who := range h.actors {
		if from == "" {
			_, was := registry.Default().AsAnywhere(who.principal, a)
			if _, is := m.table.AsAnywhere(who.principal, a); is != was {
				return ""
			}
			continue
		}
		if a.By(who.principal) != a {
			continue // what he asks for has a rule of its own
		}
		for _, f := range h.entries {
			e, err := h.store.Entry(h.t.Context(), f.id)
			if err != nil {
				h.t.Fatal(err)
			}
			_, was := registry.Default().As(who.principal, a, e)
			if _, is := m.table.As(who.principal, a, e); is != was {
				return ""
			}
		}
	}
	return "nobody gains or loses anything"
}

// noticesEveryChange: a change of any one rule makes an expectation fail: over
// HTTP, or, where the page has a second reason to refuse or there is none, of the
// steps below. Every 12th change, all with ATLANTE_SOAK=1.
func (e *estate) noticesEveryChange(t *testing.T) {
	t.Parallel()
	h := e.copied(t)
	blocks := map[string]*block{}
	for _, b := range readExpectations(t) {
		blocks[b.name()] = b
	}
	counts := map[string]int{}
	for i, m := range mutations() {
		if !soak() && i%12 != 0 {
			continue
		}
		counts["changes"]++
		if m.rule.Action == registry.ManagePeople || m.rule.Action == registry.Import && (m.rule.From == "" || m.what != "without its condition") {
			counts["of commands, no request asks"]++
			continue
		}
		if why := h.idle(m); why != "" {
			counts["idle: "+why]++
			continue
		}
		h.people.registrar.Table = m.table
		switch {
		case h.notices(m, blocks, strings.Split(waysOf[m.rule.Action], ", ")):
			counts["noticed over HTTP"]++
		case h.notices(m, blocks, []string{stepMethod + " " + string(m.rule.Action)}):
			counts["noticed by the steps"]++
		default:
			counts["not noticed"]++
			t.Errorf("not noticed: %s", m)
		}
		h.people.registrar.Table = registry.Default()
	}
	t.Logf("%v", counts)
}

// notices asks until something is other than expected.
func (h *house) notices(m mutation, blocks map[string]*block, names []string) bool {
	h.t.Helper()
	for _, name := range names {
		b := blocks[name]
		if b == nil {
			continue
		}
		for _, state := range b.states(h.estate) {
			if f := h.entries[state]; f != nil && f.state != m.rule.From {
				continue
			}
			for _, letter := range actorLetters {
				var s sheet
				a := string(letter)
				if !s.mark(h.estate, b, state, a, h.try(b, h.entries[state], h.actors[a])) {
					return true
				}
			}
		}
	}
	return false
}
