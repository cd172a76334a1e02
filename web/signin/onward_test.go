package signin_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/postgis"
	"atlante/geo/work"
	"atlante/web/signin"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

// Each finds himself where he has something to do; what the address asked for
// comes first.
func TestWhereSigningInLeads(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	anna, rita := h.person(t, "anna@esempio.example"), h.person(t, "rita@esempio.example")
	if err := h.store.SaveGrant(t.Context(), rita.ID, access.Grant{Role: access.Admin}, h.clock()); err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, x := range []struct{ email, to, leads string }{
		{anna.Email, "", "/mie-schede"},
		{rita.Email, "", "/moderazione"},
		{rita.Email, "/mie-schede/account", "/mie-schede/account"},
	} {
		b := h.browser(t)
		b.get("/accedi")
		wantStatus(t, b.post("/accedi", url.Values{"email": {x.email}, "to": {x.to}}), http.StatusSeeOther)
		n[x.email]++
		in := b.post(h.linkTo(t, x.email, n[x.email]), nil)
		if to := in.Header.Get("Location"); to != x.leads {
			t.Errorf("%s with %q: to %s, not %s", x.email, x.to, to, x.leads)
		}
	}
}

// The button says what it does, and what was confirmed is said afterwards.
func TestTheButtonSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	b := h.browser(t)
	b.get("/partecipa")
	secret, _ := access.ParseSecret(b.cookie("__Host-atlante_browser"))
	links := work.SignIn[*postgis.Store]{DB: h.store, Read: h.store, Links: work.Links{Random: rand.Reader, Now: h.clock}}
	id := uuid.Must(uuid.NewV7())
	for i, x := range []struct {
		purpose      access.Purpose
		button, then string
	}{
		{access.ToConfirm, ">Conferma la scheda<", "/mie-schede/" + id.String() + "?done=confirmed"},
		{access.ToClaim, ">Conferma la richiesta<", "/luoghi/" + id.String() + "/reclama?sent=confirmed"},
	} {
		a := access.Asking{Email: "nuova@esempio.example", Purpose: x.purpose, Entry: id, Name: "Prova", Lang: "it", Browser: secret.Hash()}
		if x.purpose == access.ToClaim {
			a.Message = uuid.Must(uuid.NewV7())
		}
		if err := links.AskLink(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		path := h.linkTo(t, a.Email, i+1)
		if text := body(t, b.get(path)); !strings.Contains(text, x.button) || strings.Contains(text, ">Entra<") {
			t.Errorf("%s: %s", x.purpose, text)
		}
		if to := b.post(path, nil).Header.Get("Location"); to != x.then {
			t.Errorf("%s: to %s", x.purpose, to)
		}
	}
}

// Without a mail server nobody is told that a message comes soon.
func TestWithoutMailNoneIsPromised(t *testing.T) {
	t.Parallel()
	for _, waits := range []bool{true, false} {
		gate, err := signin.New(signin.Options{Public: public, MailWaits: waits})
		if err != nil {
			t.Fatal(err)
		}
		s := sitetest.New(t, site.Options{})
		r := s.Router()
		if err := gate.Mount(r, s); err != nil {
			t.Fatal(err)
		}
		rec := httptest.NewRecorder()
		r.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), "GET", "/accedi?sent=1", nil))
		w := rec.Body.String()
		promised, told := strings.Contains(w, "tra poco trovi un messaggio"), strings.Contains(w, "non può spedire posta")
		if promised == waits || told != waits {
			t.Errorf("mail waits %v: promised %v, told %v", waits, promised, told)
		}
	}
}
