package main

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// try asks a route as an actor, about an entry, and says what came of it in the
// words of the expectations. Everything is as before afterwards.
func (h *house) try(b *block, f *fixture, a *actor) string {
	h.t.Helper()
	var out string
	if b.method == stepMethod {
		out = h.take(registry.Action(b.route), f, a.principal)
	} else {
		target, form := h.request(b, f, a)
		w := h.ask(a, b.method, target, form)
		out = strconv.Itoa(w.Code)
		if to := w.Header().Get("Location"); strings.HasPrefix(to, "/accedi?to=") {
			out += " accedi"
		}
	}
	changed := h.changed()
	if len(changed) > 0 {
		out += " " + h.after(f, changed)
	}
	h.reset(changed)
	return out
}

// after is the state of the entry that was asked for, or of a new one, once
// something has changed.
func (h *house) after(f *fixture, changed []string) string {
	h.t.Helper()
	query, id := `SELECT state FROM atlante.entry WHERE id = $1`, uuid.Nil
	switch {
	case f != nil:
		id = f.id
	case slices.Contains(changed, "entry"):
		query = `SELECT coalesce(min(state), '+') FROM atlante.entry WHERE id NOT IN (SELECT id FROM kept.entry) AND id <> $1`
	default:
		return "+"
	}
	var state string
	if err := h.rows.QueryRow(h.t.Context(), query, id).Scan(&state); err != nil {
		h.t.Fatal(err)
	}
	if state == "+" { // no new one
		return state
	}
	return ">" + state
}

// request is the smallest one that is complete, so that nothing but who asks,
// and in which state, decides.
func (h *house) request(b *block, f *fixture, a *actor) (target string, form url.Values) {
	fill := func(name string) string {
		if name == "id" && f != nil {
			return f.id.String()
		}
		if name == "token" {
			return h.token(b.way, f)
		}
		if name == "n" && strings.Contains(b.route, "revisioni") {
			if f != nil && strings.HasSuffix(b.route, "/ripristina") {
				return strconv.Itoa(max(f.public, 1))
			}
			return "1"
		}
		if name == "id" {
			name = "gap"
		}
		return h.fill[name]
	}
	target = b.route
	for strings.Contains(target, "{") {
		before, rest, _ := strings.Cut(target, "{")
		name, after, _ := strings.Cut(rest, "}")
		target = before + fill(name) + after
	}
	target = strings.Replace(target, "*", "niente.js", 1)
	switch b.route {
	case "/partecipa/nuova", "/partecipa/inviata":
		if f != nil && b.method != "POST" {
			target += "?draft=" + f.id.String()
		}
	case "/api/v1/geocode":
		target += "?q=ceres"
	}
	if b.method == "POST" {
		form = h.form(b, f, a)
		form.Set("key", access.Key(newID(h.t)).String())
	}
	return target, form
}

// form is what a browser would send.
func (h *house) form(b *block, f *fixture, a *actor) url.Values {
	v := url.Values{}
	if f != nil {
		v.Set("version", strconv.Itoa(f.version))
	}
	switch step := b.route[strings.LastIndex(b.route, "/")+1:]; {
	case b.route == "/accedi":
		v.Set("email", "qualcuno@gente.example")
	case b.route == "/mie-schede/account":
		v.Set("typed", a.principal.Person.Email)
	case strings.HasPrefix(b.route, "/partecipa/"):
		v = h.entryForm(b, f)
	case strings.HasPrefix(b.route, "/luoghi/"):
		v = url.Values{"text": {"Siamo noi"}, "email": {"vicina@gente.example"}, "began": {h.began}}
	case step == "togli":
		v.Set("person", h.actors["e"].principal.Person.ID.String())
	case b.route == "/mie-schede/{id}":
		v = formOf(f)
		v.Set("version", strconv.Itoa(f.version))
	case step == "invita":
		v.Set("email", "invitata@gente.example")
	case step == "cancella":
		v.Set("typed", f.content.Name)
	case strings.HasPrefix(b.route, "/moderazione/"):
		h.decision(step, f, v)
	}
	return v
}

// entryForm is the form of a new entry, or that of a draft.
func (h *house) entryForm(b *block, f *fixture) url.Values {
	if f == nil {
		f = &fixture{content: contentFor("", 19)}
	}
	v := formOf(f)
	v.Set("began", h.began)
	if f.version > 0 {
		v.Set("draft", f.id.String())
		v.Set("version", strconv.Itoa(f.version))
	}
	v.Set("do", map[string]string{"start": "save", "save": "save"}[b.way])
	if v.Get("do") == "" {
		v.Set("do", "submit")
	}
	return v
}

// decision adds what a step of a moderator asks for.
func (h *house) decision(step string, f *fixture, v url.Values) {
	switch step {
	case "approva":
		v.Set("revision", strconv.Itoa(max(f.waiting, 1)))
	case "punto", "metti":
		v.Set("lat", "45,3")
		v.Set("lon", "7,4")
		v.Set("text", "Sentiti al telefono")
	case "modifiche":
		v.Set("text", "Manca l'orario")
	case "rifiuta", "sospendi":
		v.Set("reason", "duplicate")
	case "unisci":
		v.Set("into", h.aim.id.String())
		v.Set("sure", "yes")
	case "ripristina":
		v.Set("revision", strconv.Itoa(max(f.public, 1)))
		v.Set("text", "Era giusta prima")
		v.Set("sure", "yes")
	case "accetta", "respingi":
		v.Set("message", f.claim.String())
	case "chiudi":
		v.Set("message", f.report.String())
	}
}

// token is the secret of a link for a purpose; those about entries are made for
// each of them.
func (h *house) token(way string, f *fixture) string {
	if f == nil {
		return h.links[way]
	}
	return h.links[way+" "+f.name]
}

// makeLinks makes links that somebody unknown has been sent, asked for in the
// browser b.
func (h *house) makeLinks() {
	h.t.Helper()
	h.estate.links = map[string]string{}
	link := func(key string, l access.Link) {
		h.t.Helper()
		secret := newSecret(h.t)
		asked := time.Now().Add(time.Hour) // so that it is young, however long the matrix takes
		l.Token, l.Lang, l.AskedAt, l.ExpiresAt = secret.Hash(), "it", asked, asked.Add(l.Purpose.Life())
		l.Email, l.Folded = "nuova@gente.example", "nuova@gente.example"
		if l.Purpose != access.ToInvite {
			l.Browser = h.actors["b"].principal.Browser
		}
		if err := h.store.SaveLink(h.t.Context(), l); err != nil {
			h.t.Fatal(err)
		}
		h.links[key] = secret.Text()
	}
	link("sign_in", access.Link{Purpose: access.ToSignIn})
	for name, f := range h.entries {
		link("confirm "+name, access.Link{Purpose: access.ToConfirm, Entry: f.id})
		link("invite "+name, access.Link{Purpose: access.ToInvite, Entry: f.id})
		link("claim "+name, access.Link{Purpose: access.ToClaim, Entry: f.id, Message: h.unconfirmed(f, true)})
		link("report "+name, access.Link{Purpose: access.ToReport, Entry: f.id, Message: h.unconfirmed(f, false)})
	}
}
