package signin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/geotest"
)

// Nobody learns from an answer whether an address is known.
func TestKnownAndUnknownAddressesAreAnsweredAlike(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	h.person(t, "anna@esempio.example")
	moderator := h.person(t, "capo@esempio.example")
	if err := h.store.SaveGrant(t.Context(), moderator.ID, access.Grant{Role: access.Admin}, h.clock()); err != nil {
		t.Fatal(err)
	}
	var first string
	for _, email := range []string{"anna@esempio.example", "ANNA@esempio.example", "capo@esempio.example", "nessuno@esempio.example", "x@altro.example"} {
		b := h.browser(t)
		b.get("/accedi")
		answer := b.post("/accedi", url.Values{"email": {email}})
		page := b.get("/accedi?sent=1")
		got := fmt.Sprint(answer.StatusCode, answer.Header, body(t, answer), page.StatusCode, page.Header, body(t, page))
		if first == "" {
			first = got
		}
		if got != first || strings.Contains(got, email) {
			t.Errorf("%s: %s\nexpected %s", email, got, first)
		}
	}
	if m := geotest.AwaitMail(t, h.box, "nessuno@esempio.example", 1); strings.Contains(m.Text, "/accedi/") || !strings.Contains(m.Text, public+"/partecipa") {
		t.Errorf("an unknown address gets %s", m.Text)
	}
	if n := h.count(t, `SELECT count(*) FROM atlante.person`); n != 2 {
		t.Errorf("%d people: asking made one", n)
	}
}

// Nor from the time that the answer takes. The pairs are interleaved, so that
// what else the machine does falls on both.
func TestKnownAndUnknownAddressesTakeAsLong(t *testing.T) {
	h := build(t, public, false)
	h.hour = true
	pairs := soak(500, 200)
	for i := range pairs {
		h.person(t, fmt.Sprintf("nota%d@esempio.example", i))
	}
	b := h.browser(t)
	b.get("/accedi")
	ask := func(email string) time.Duration {
		began := time.Now()
		answer := b.post("/accedi", url.Values{"email": {email}})
		took := time.Since(began)
		wantStatus(t, answer, http.StatusSeeOther)
		return took
	}
	for i := range 20 { // the first ones fill caches
		ask(fmt.Sprintf("prima%d@esempio.example", i))
		ask("nota0@esempio.example")
	}
	var known, unknown []time.Duration
	for i := range pairs {
		one := func() { known = append(known, ask(fmt.Sprintf("nota%d@esempio.example", i))) }
		other := func() { unknown = append(unknown, ask(fmt.Sprintf("mai%d@esempio.example", i))) }
		if i%2 == 0 {
			one()
			other()
		} else {
			other()
			one()
		}
	}
	ratio := float64(median(known)) / float64(median(unknown))
	t.Logf("known %s, unknown %s, ratio %.3f over %d pairs", median(known), median(unknown), ratio, pairs)
	if ratio < 0.8 || ratio > 1.25 {
		t.Errorf("the ratio of the medians is %.3f", ratio)
	}
	if n := h.count(t, `SELECT count(*) FROM atlante.mail`); n != 2*pairs+40 {
		t.Errorf("%d mails wait", n)
	}
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// A form that says nothing sensible is shown again, with what was typed.
func TestAnAddressThatIsNone(t *testing.T) {
	t.Parallel()
	h := build(t, public, false)
	b := h.browser(t)
	for _, email := range []string{"", "anna", "anna@", "a@b.it\r\nBcc: c@d.it", "<script>alert(1)</script>", strings.Repeat("a", 300) + "@b.it"} {
		answer := b.ask(email, "/mie-schede")
		wantStatus(t, answer, http.StatusUnprocessableEntity)
		text := body(t, answer)
		if strings.Contains(text, "<script>alert") || !strings.Contains(text, `aria-invalid="true"`) || !strings.Contains(text, `href="#email"`) ||
			!strings.Contains(text, `name="to" value="/mie-schede"`) {
			t.Errorf("%q: %s", email, text)
		}
	}
	wantStatus(t, b.post("/accedi", url.Values{"email": {"a@b.it"}, "website": {"http://spam.example"}}), http.StatusSeeOther)
	if n := h.count(t, `SELECT count(*) FROM atlante.mail`); n != 0 {
		t.Errorf("%d mails", n)
	}
}

// The limiter stands before the mails, and is closed when it cannot count.
func TestTooManyLinks(t *testing.T) {
	t.Parallel()
	h := build(t, public, false)
	b := h.browser(t)
	for i := range 6 {
		want := http.StatusSeeOther
		if i == 5 {
			want = http.StatusTooManyRequests
		}
		answer := b.ask("anna@esempio.example", "")
		wantStatus(t, answer, want)
		if i == 5 && answer.Header.Get("Retry-After") == "" {
			t.Error("no word about when to come back")
		}
	}
	for i := range 80 { // each from another machine of the same IPv6 /48
		b.from = fmt.Sprintf("[2001:db8:7:%x::%x]:40000", i, i+1)
		b.ask(fmt.Sprintf("p%d@esempio.example", i), "")
	}
	if n := h.count(t, `SELECT count(*) FROM atlante.mail`); n != 65 {
		t.Errorf("%d mails, expected 5 and 60", n)
	}
	if _, err := h.conn.Exec(t.Context(), `ALTER TABLE atlante.rate RENAME TO away`); err != nil {
		t.Fatal(err)
	}
	b.from = "203.0.113.9:40000"
	answer := b.ask("carla@esempio.example", "")
	wantStatus(t, answer, http.StatusServiceUnavailable)
	if n := h.count(t, `SELECT count(*) FROM atlante.mail`); n != 65 || answer.Header.Get("Retry-After") == "" {
		t.Errorf("%d mails without a limiter", n)
	}
	wantStatus(t, b.post("/accedi/"+access.Secret(uuidPair()).Text(), nil), http.StatusServiceUnavailable)
}

// Only our own proxies are heard when they say whom they speak for.
func TestWhereARequestComesFrom(t *testing.T) {
	t.Parallel()
	h := build(t, public, false)
	for _, c := range []struct {
		from      string
		forwarded []string
		want      string
	}{
		{"192.0.2.1:1", nil, "192.0.2.1"},
		{"192.0.2.1:1", []string{"203.0.113.5"}, "192.0.2.1"},
		{"10.1.2.3:1", []string{"203.0.113.5"}, "203.0.113.5"},
		{"10.1.2.3:1", []string{"198.51.100.1, 203.0.113.5"}, "203.0.113.5"},
		{"10.1.2.3:1", []string{"198.51.100.1", "203.0.113.5"}, "203.0.113.5"},
		{"10.1.2.3:1", []string{"203.0.113.5, evil"}, "10.1.2.3"},
		{"10.1.2.3:1", nil, "10.1.2.3"},
		{"[::ffff:10.1.2.3]:1", []string{"2001:db8::7"}, "2001:db8::7"},
		{"[2001:db8::1]:1", []string{"203.0.113.5"}, "2001:db8::1"},
	} {
		b := h.browser(t)
		b.from, b.headers = c.from, http.Header{"X-Forwarded-For": c.forwarded}
		if got := strings.Fields(b.who())[1]; got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestCookiesAreKeptClose(t *testing.T) {
	t.Parallel()
	for _, address := range []string{public, "http://localhost:8080"} {
		h := build(t, address, true)
		h.person(t, "anna@esempio.example")
		b := h.browser(t)
		prefix := ""
		if address == public {
			prefix = "__Host-"
		}
		look := b.get("/accedi")
		b.post("/accedi", url.Values{"email": {"anna@esempio.example"}})
		path := strings.TrimPrefix(geotest.AwaitMail(t, h.box, "anna@esempio.example", 1).Link(t, "/accedi/"), address)
		in := b.post(path, nil)
		wantStatus(t, in, http.StatusSeeOther)
		for name, answer := range map[string]*http.Response{prefix + "atlante_browser": look, prefix + "atlante_session": in} {
			list := answer.Cookies()
			if len(list) != 1 {
				t.Fatalf("%s: cookies %v", address, list)
			}
			c := list[0]
			if c.Name != name || !c.HttpOnly || c.Secure != (address == public) || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" ||
				c.MaxAge < 29*24*3600 || len(c.Value) != 43 {
				t.Errorf("%s: %+v", address, c)
			}
			if answer.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: kept: %v", address, answer.Header)
			}
		}
		if again := b.get("/accedi"); len(again.Cookies()) != 0 {
			t.Errorf("the secret of the browser changes: %v", again.Cookies())
		}
		var value string
		if err := h.conn.QueryRow(t.Context(), `SELECT token FROM atlante.session`).Scan(&value); err != nil || value == b.cookie(prefix+"atlante_session") {
			t.Errorf("the database holds the token itself, %v", err)
		}
	}
}

// A session that somebody put into this browser is not the one it comes in with.
func TestTheTokenChangesAtSignIn(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	anna, bruno := h.person(t, "anna@esempio.example"), h.person(t, "bruno@esempio.example")
	b := h.browser(t)
	b.ask(anna.Email, "")
	b.post(h.linkTo(t, anna.Email, 1), nil)
	first := b.cookie("__Host-atlante_session")
	b.ask(bruno.Email, "")
	b.post(h.linkTo(t, bruno.Email, 1), nil)
	if second := b.cookie("__Host-atlante_session"); second == first || !strings.HasPrefix(b.who(), bruno.Email) || h.sessions(t) != 1 {
		t.Errorf("%s, %d sessions", b.who(), h.sessions(t))
	}
	made := h.browser(t)
	made.headers.Set("Cookie", "__Host-atlante_session="+strings.Repeat("A", 43)+"; __Host-atlante_browser=x")
	if who := made.who(); !strings.HasPrefix(who, " ") {
		t.Errorf("a token that somebody made up: %s", who)
	}
}

// Roles are those of now, and who signs out everywhere is out everywhere.
func TestEverywhere(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	anna := h.person(t, "anna@esempio.example")
	var all []*browser
	for i := range 3 {
		b := h.browser(t)
		b.ask(anna.Email, "")
		b.post(h.linkTo(t, anna.Email, i+1), nil)
		all = append(all, b)
	}
	if text := body(t, all[0].get("/accedi")); strings.Contains(text, "/moderazione") {
		t.Error("moderates without a role")
	}
	if err := h.store.SaveGrant(t.Context(), anna.ID, access.Grant{Role: access.Admin}, h.clock()); err != nil {
		t.Fatal(err)
	}
	if text := body(t, all[0].get("/accedi")); !strings.Contains(text, "/moderazione") {
		t.Error("a new role counts at once")
	}
	all[0].post("/esci", nil)
	if strings.Contains(all[0].who(), anna.Email) || !strings.Contains(all[1].who(), anna.Email) {
		t.Error("one is out, the others are not")
	}
	all[1].post("/esci", url.Values{"everywhere": {"1"}})
	if strings.Contains(all[2].who(), anna.Email) || h.sessions(t) != 0 {
		t.Error("still in somewhere")
	}
}

func TestProgramsComeByToken(t *testing.T) {
	t.Parallel()
	h := build(t, public, false)
	client := uuid.New()
	token := access.Secret(uuidPair())
	if err := h.store.SaveToken(t.Context(), token.Hash(), "prova", client, h.clock()); err != nil {
		t.Fatal(err)
	}
	b := h.browser(t)
	b.headers.Set("Authorization", "Bearer "+token.Text())
	if who := b.who(); !strings.Contains(who, client.String()) {
		t.Errorf("who: %s", who)
	}
	for _, wrong := range []string{"Bearer x", "Bearer " + access.Secret(uuidPair()).Text(), "bearer "} {
		b.headers.Set("Authorization", wrong)
		wantStatus(t, b.get("/chi"), http.StatusForbidden)
	}
	b.headers.Set("Authorization", "Basic YTpi")
	wantStatus(t, b.get("/chi"), http.StatusOK)
}

// Whoever is signed in does not pass for a visitor while the database is away.
func TestWithoutADatabaseNobodyIsAVisitor(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	h.person(t, "anna@esempio.example")
	b := h.browser(t)
	b.ask("anna@esempio.example", "")
	b.post(h.linkTo(t, "anna@esempio.example", 1), nil)
	if _, err := h.conn.Exec(t.Context(), `ALTER TABLE atlante.session RENAME TO away`); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, b.get("/chi"), http.StatusInternalServerError)
	wantStatus(t, h.browser(t).get("/chi"), http.StatusOK)
}
