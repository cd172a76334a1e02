package signin_test

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// The whole way in and out, by the mail that a real server received.
func TestComingInAndGoing(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	anna := h.person(t, "anna@esempio.example")
	b := h.browser(t)
	sent := b.ask("Anna@Esempio.example", "/mie-schede?done=1")
	wantStatus(t, sent, http.StatusSeeOther)
	if to := sent.Header.Get("Location"); to != "/accedi?sent=1" {
		t.Errorf("to %s", to)
	}
	path := h.linkTo(t, anna.Email, 1)
	page := b.get(path)
	wantStatus(t, page, http.StatusOK)
	if text := body(t, page); !strings.Contains(text, `action="`+path+`"`) || page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("no button in %s", text)
	}
	in := b.post(path, nil)
	wantStatus(t, in, http.StatusSeeOther)
	if to := in.Header.Get("Location"); to != "/mie-schede?done=1" {
		t.Errorf("to %s", to)
	}
	if who := b.who(); !strings.HasPrefix(who, anna.Email+" ") {
		t.Errorf("who: %s", who)
	}
	if text := body(t, b.get("/accedi")); !strings.Contains(text, anna.Email) || !strings.Contains(text, "/esci") {
		t.Errorf("the account says %s", text)
	}
	old := b.cookie("__Host-atlante_session")
	out := b.post("/esci", nil)
	wantStatus(t, out, http.StatusSeeOther)
	if h.sessions(t) != 0 || strings.Contains(b.who(), anna.Email) || b.cookie("__Host-atlante_session") != "" {
		t.Error("still in")
	}
	stale := h.browser(t)
	stale.headers.Set("Cookie", "__Host-atlante_session="+old)
	if strings.Contains(stale.who(), anna.Email) {
		t.Error("the old token still lets in")
	}
}

func TestNoSessionFrom(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	anna := h.person(t, "anna@esempio.example")
	b := h.browser(t)
	b.ask(anna.Email, "")
	path := h.linkTo(t, anna.Email, 1)
	none := func(what string) {
		t.Helper()
		if n := h.sessions(t); n != 0 {
			t.Fatalf("%d sessions from %s", n, what)
		}
	}
	for range 5 {
		wantStatus(t, b.get(path), http.StatusOK)
		wantStatus(t, b.do("HEAD", path, nil), http.StatusOK)
	}
	none("GET and HEAD")
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS"} {
		if r := b.do(method, path, nil); r.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, r.StatusCode)
		}
	}
	none("other methods")
	other := h.browser(t)
	wantStatus(t, other.get(path), http.StatusGone)
	wantStatus(t, other.post(path, nil), http.StatusGone)
	other.get("/accedi") // now it has a secret, but another one
	wantStatus(t, other.post(path, nil), http.StatusGone)
	none("another browser")
	crossed := h.browser(t)
	crossed.jar = b.jar
	crossed.headers.Set("Sec-Fetch-Site", "cross-site")
	wantStatus(t, crossed.post(path, nil), http.StatusForbidden)
	crossed.headers = http.Header{"Origin": {"https://evil.example"}}
	wantStatus(t, crossed.post(path, nil), http.StatusForbidden)
	none("a form of another site")
	h.forward(10 * time.Minute)
	wantStatus(t, b.get(path), http.StatusGone)
	wantStatus(t, b.post(path, nil), http.StatusGone)
	none("an expired link")
	h.forward(-10 * time.Minute)
	wantStatus(t, b.post(path, nil), http.StatusSeeOther) // all of that has changed nothing
	if n := h.sessions(t); n != 1 {
		t.Fatalf("%d sessions", n)
	}
	b.post("/esci", nil)
	wantStatus(t, b.post(path, nil), http.StatusGone)
	wantStatus(t, b.get(path), http.StatusGone)
	none("a link used before")
}

// Guessing opens nothing, and the limit is not what keeps it from doing so: each
// guess comes from a network of its own.
func TestGuessesOpenNothing(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	anna := h.person(t, "anna@esempio.example")
	b := h.browser(t)
	b.ask(anna.Email, "")
	real, _ := access.ParseSecret(strings.TrimPrefix(h.linkTo(t, anna.Email, 1), "/accedi/"))
	guesses := soak(10000, 500)
	rows := work.SignIn[*postgis.Store]{DB: h.store, Read: h.store, Links: work.Links{Random: strings.NewReader(""), Now: h.clock}}
	cookie, _ := access.ParseSecret(b.cookie("__Host-atlante_browser"))
	for i := range guesses {
		guess := real // wrong in one bit, in the browser that asked
		guess[i/8%32] ^= 1 << (i % 8)
		if i >= 256 { // or in all
			guess = access.Secret(uuidPair())
		}
		b.from = "[" + sixth(i) + "]:40000"
		if r := b.post("/accedi/"+guess.Text(), nil); r.StatusCode != http.StatusGone {
			t.Fatalf("guess %d: %d %s", i, r.StatusCode, body(t, r))
		}
		if _, err := rows.ConsumeLink(t.Context(), guess.Text(), cookie.Hash()); err == nil {
			t.Fatalf("guess %d has used a link", i)
		}
	}
	if n := h.sessions(t) + h.count(t, `SELECT count(*) FROM atlante.link WHERE used_at IS NOT NULL`); n != 0 {
		t.Errorf("%d sessions or used links", n)
	}
	for _, odd := range []string{"x", strings.Repeat("A", 43), strings.Repeat("a", 5000), "%00", "..%2f..", "%ff", real.Text() + "=", real.Text() + "%20", strings.ToUpper(real.Text())} {
		if r := b.post("/accedi/"+odd, nil); r.StatusCode == http.StatusSeeOther || r.StatusCode >= 500 {
			t.Errorf("%q: %d", odd, r.StatusCode)
		}
	}
	if n := h.sessions(t); n != 0 {
		t.Errorf("%d sessions", n)
	}
	b.from = "192.0.2.1:40000"
	wantStatus(t, b.post("/accedi/"+real.Text(), nil), http.StatusSeeOther)
}

// One address may not guess for long.
func TestGuessesAreLimited(t *testing.T) {
	t.Parallel()
	h := build(t, public, false)
	b := h.browser(t)
	for i := range 61 {
		want := http.StatusGone
		if i == 60 {
			want = http.StatusTooManyRequests
		}
		wantStatus(t, b.post("/accedi/"+access.Secret(uuidPair()).Text(), nil), want)
	}
}

func uuidPair() (out [32]byte) {
	a, b := uuid.New(), uuid.New()
	copy(out[:16], a[:])
	copy(out[16:], b[:])
	return out
}

// sixth is an address in the IPv6 network number i.
func sixth(i int) string {
	const hex = "0123456789abcdef"
	return "2001:db8:" + string([]byte{hex[i>>12&15], hex[i>>8&15], hex[i>>4&15], hex[i&15]}) + "::1"
}

// Links lead to the public address, whatever a request says about hosts.
func TestLinksNeverFollowTheHost(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	h.person(t, "anna@esempio.example")
	b := h.browser(t)
	b.host = "evil.example"
	b.headers = http.Header{"X-Forwarded-Host": {"evil.example"}, "Forwarded": {"host=evil.example"}, "X-Forwarded-Proto": {"http"},
		"X-Original-Url": {"//evil.example"}, "Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"same-origin"}}
	b.get("/accedi")
	answer := b.post("/accedi", url.Values{"email": {"anna@esempio.example"}, "to": {"//evil.example/x"}})
	wantStatus(t, answer, http.StatusSeeOther)
	m := geotest.AwaitMail(t, h.box, "anna@esempio.example", 1)
	if strings.Contains(string(m.Raw), "evil") || !strings.Contains(m.Text, public+"/accedi/") {
		t.Errorf("%s", m.Raw)
	}
	b.host, b.headers = "", http.Header{}
	in := b.post(h.linkTo(t, "anna@esempio.example", 1), nil)
	if to := in.Header.Get("Location"); in.StatusCode != http.StatusSeeOther || to != "/mie-schede" {
		t.Errorf("%d to %s", in.StatusCode, to)
	}
}

// The secret that a browser is given is kept by no cache, on no way: neither with
// a page nor with a redirect to it.
func TestTheSecretOfABrowserIsNeverKept(t *testing.T) {
	t.Parallel()
	h := build(t, public, false)
	for _, path := range []string{"/partecipa", "/partecipa/", "/accedi", "/accedi/", "/luoghi/x/reclama", "/luoghi/x/reclama/", "/chi"} {
		answer := h.browser(t).get(path)
		if set := len(answer.Cookies()) > 0; set && answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, %v", path, answer.StatusCode, answer.Header)
		} else if !set && path == "/partecipa/" {
			t.Errorf("%s gives no cookie any more: what does this test show?", path)
		}
	}
}

// Where a request comes from is told by our proxies, the outermost first: walking
// from the right, the first that is none of ours.
func TestClientsBehindProxies(t *testing.T) {
	t.Parallel()
	h := build(t, public, false)
	for _, c := range []struct {
		from  string
		hops  []string
		wants string
	}{
		{"198.51.100.1:1", []string{"203.0.113.9"}, "198.51.100.1"},
		{"10.0.0.1:1", nil, "10.0.0.1"},
		{"10.0.0.1:1", []string{"203.0.113.9"}, "203.0.113.9"},
		{"10.0.0.1:1", []string{"1.2.3.4, 203.0.113.9"}, "203.0.113.9"},
		{"10.0.0.1:1", []string{"1.2.3.4, 203.0.113.9, 10.9.9.9"}, "203.0.113.9"},
		{"10.0.0.1:1", []string{"1.2.3.4", "203.0.113.9,10.9.9.9", "10.8.8.8"}, "203.0.113.9"},
		{"10.0.0.1:1", []string{"203.0.113.9, ::ffff:10.9.9.9"}, "203.0.113.9"},
		{"10.0.0.1:1", []string{"10.7.7.7, 10.9.9.9"}, "10.7.7.7"},
		{"10.0.0.1:1", []string{"203.0.113.9, unknown"}, "10.0.0.1"},
		{"10.0.0.1:1", []string{"203.0.113.9, unknown, 10.9.9.9"}, "10.9.9.9"},
		{"10.0.0.1:1", []string{"2001:db8::1"}, "2001:db8::1"},
	} {
		b := h.browser(t)
		b.from, b.headers["X-Forwarded-For"] = c.from, c.hops
		body, err := io.ReadAll(b.get("/chi").Body)
		if words := strings.Fields(string(body)); err != nil || words[len(words)-1] != c.wants {
			t.Errorf("%s with %q: %s, %v", c.from, c.hops, body, err)
		}
	}
}

// To confirm an entry any browser will do; to come in only the one that asked.
func TestConfirmingInAnotherBrowser(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	mine := h.browser(t)
	mine.get("/partecipa")
	secret, _ := access.ParseSecret(mine.cookie("__Host-atlante_browser"))
	entry := uuid.New()
	links := work.SignIn[*postgis.Store]{DB: h.store, Read: h.store, Links: work.Links{Random: rand.Reader, Now: h.clock}}
	ask := func(email string) {
		t.Helper()
		if err := links.AskLink(t.Context(), access.Asking{Email: email, Purpose: access.ToConfirm, Entry: entry, Name: "Circolo <b>di</b> prova",
			Lang: "it", Browser: secret.Hash()}); err != nil {
			t.Fatal(err)
		}
	}
	ask("nuova@esempio.example")
	path := h.linkTo(t, "nuova@esempio.example", 1)
	other := h.browser(t)
	wantStatus(t, other.get(path), http.StatusOK)
	if n := h.count(t, `SELECT count(*) FROM atlante.person`); n != 0 || len(h.confirmed) != 0 {
		t.Fatalf("looking has made %d people and confirmed %d", n, len(h.confirmed))
	}
	h.refuse = errors.New("the disk is full")
	wantStatus(t, other.post(path, nil), http.StatusInternalServerError)
	h.refuse = nil
	if n := h.count(t, `SELECT (SELECT count(*) FROM atlante.person) + (SELECT count(*) FROM atlante.link WHERE used_at IS NOT NULL)`); n != 0 {
		t.Fatalf("what failed has left %d rows", n)
	}
	done := other.post(path, nil)
	wantStatus(t, done, http.StatusOK)
	if text := body(t, done); !strings.Contains(text, "in attesa di controllo") || !strings.Contains(text, "In questo browser non sei dentro") {
		t.Errorf("%s", text)
	}
	if h.sessions(t) != 0 || len(h.confirmed) != 1 || h.confirmed[0].Entry != entry || h.confirmed[0].Folded != "nuova@esempio.example" {
		t.Fatalf("%d sessions, confirmed %+v", h.sessions(t), h.confirmed)
	}
	wantStatus(t, other.post(path, nil), http.StatusGone)
	wantStatus(t, mine.post(path, nil), http.StatusGone)
	ask("nuova@esempio.example")
	in := mine.post(h.linkTo(t, "nuova@esempio.example", 2), nil)
	if to := in.Header.Get("Location"); in.StatusCode != http.StatusSeeOther || to != "/mie-schede/"+entry.String()+"?done=confirmed" || h.sessions(t) != 1 {
		t.Errorf("%d to %s", in.StatusCode, to)
	}
	if len(h.confirmed) != 2 || h.count(t, `SELECT count(*) FROM atlante.person`) != 1 {
		t.Errorf("confirmed %d", len(h.confirmed))
	}
}

// No answer, and no log line, shows a token; nor does an error.
func TestTokensStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	h := build(t, public, true)
	h.person(t, "anna@esempio.example")
	b := h.browser(t)
	b.ask("anna@esempio.example", "")
	path := h.linkTo(t, "anna@esempio.example", 1)
	token := strings.TrimPrefix(path, "/accedi/")
	b.get(path)
	b.get(path + "?unknown=1")
	b.do("PUT", path, nil)
	if _, err := h.conn.Exec(t.Context(), `ALTER TABLE atlante.link RENAME TO away`); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, b.get(path), http.StatusInternalServerError)
	wantStatus(t, b.post(path, nil), http.StatusInternalServerError)
	if _, err := h.conn.Exec(t.Context(), `ALTER TABLE atlante.away RENAME TO link`); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, b.post(path, nil), http.StatusSeeOther)
	log := h.log.String()
	for what, secret := range map[string]string{"link": token, "session": b.cookie("__Host-atlante_session"), "browser": b.cookie("__Host-atlante_browser"),
		"address": "anna@esempio.example"} {
		if secret == "" || strings.Contains(log, secret) {
			t.Errorf("the log shows the %s: %s", what, log)
		}
	}
	if !strings.Contains(log, "/accedi/…") {
		t.Errorf("log: %s", log)
	}
	if page := b.get(path).Header.Get("Referrer-Policy"); page != "strict-origin" {
		t.Errorf("Referrer-Policy %s", page)
	}
}
