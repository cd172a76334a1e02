package signin_test

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/api/wire"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/mail"
	"atlante/geo/mail/receiver"
	"atlante/geo/postgis"
	"atlante/geo/work"
	"atlante/web/signin"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

func TestTextsAndTheirUses(t *testing.T) {
	s := sitetest.New(t, site.Options{})
	gate, err := signin.New(signin.Options{Public: "https://atlante.example"})
	if err != nil {
		t.Fatal(err)
	}
	if err := gate.Mount(s.Router(), s); err != nil {
		t.Fatal(err)
	}
	all := []string{"sign_in", "confirm", "claim", "report", "invite"}
	sitetest.Texts(t, s, map[string][]string{"signin.link.": all, "signin.done.": all, "signin.go.": all})
}

// soak gives the count that the issue names, or a smaller one.
func soak(full, reduced int) int {
	if os.Getenv("ATLANTE_SOAK") != "" {
		return full
	}
	return reduced
}

const public = "https://atlante.example"

// house is the gate with everything that it stands on: PostGIS, the outbox, and
// a mail server.
type house struct {
	store   *postgis.Store
	conn    *pgx.Conn
	box     *receiver.Receiver
	handler http.Handler
	log     *lockedLog

	mu        sync.Mutex
	now       time.Time
	hours     int
	hour      bool // the limiter's clock moves an hour with every look: limits stay out of the way
	confirmed []access.Link
	refuse    error // of what a link was for
}

type lockedLog struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) forward(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) limiterClock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.hour {
		h.hours++
	}
	return h.now.Add(time.Duration(h.hours) * time.Hour)
}

func (h *house) confirm(_ context.Context, _ *postgis.Store, _ access.Person, l access.Link) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refuse != nil {
		return h.refuse
	}
	h.confirmed = append(h.confirmed, l)
	return nil
}

// build makes a house at a public address; without sending nobody delivers mails.
func build(t testing.TB, address string, sending bool) *house {
	t.Helper()
	// The real time: the sessions of scs end by the clock of the machine.
	h := &house{store: geotest.Empty(t), log: &lockedLog{}, now: time.Now().UTC().Truncate(time.Second)}
	h.conn = geotest.Login(t, h.store)
	log := slog.New(slog.NewTextHandler(h.log, nil))
	secret, err := access.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	gate, err := signin.New(signin.Options{
		Log: log, People: h.store, Sessions: postgis.Sessions{Store: h.store, Now: h.clock}, Public: address,
		Links:   work.SignIn[*postgis.Store]{DB: h.store, Read: h.store, Links: work.Links{Random: rand.Reader, Now: h.clock}, Confirmed: h.confirm},
		Limits:  &access.Limiter{Counters: h.store, Secret: secret[:], Now: h.limiterClock},
		Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Random: rand.Reader, Now: h.clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := sitetest.New(t, site.Options{Log: log, Account: signin.Account})
	pages := s.Router()
	if err := gate.Mount(pages, s); err != nil {
		t.Fatal(err)
	}
	pages.Get("/partecipa", func(w http.ResponseWriter, r *http.Request) { tell(w, r) })
	pages.Get("/chi", func(w http.ResponseWriter, r *http.Request) { tell(w, r) })
	h.handler = wire.Log(log, h.clock)(wire.Recover(log)(gate.Known(s.Fail)(pages)))
	if sending {
		h.send(t, address)
	}
	return h
}

// tell says who asks.
func tell(w http.ResponseWriter, r *http.Request) {
	p := signin.Principal(r)
	_, _ = io.WriteString(w, p.Person.Email+" "+p.Client.String()+" "+signin.Who(r, "").Address.String())
	if !p.Browser.IsZero() {
		_, _ = io.WriteString(w, " browser")
	}
}

func (h *house) send(t testing.TB, address string) {
	t.Helper()
	h.box = geotest.Mailbox(t, nil)
	letters, err := mail.NewLetters("Atlante <no-reply@atlante.example>", address, "Ente")
	if err != nil {
		t.Fatal(err)
	}
	smtp, err := mail.NewSMTP("smtp://"+h.box.Address(), letters)
	if err != nil {
		t.Fatal(err)
	}
	o := &work.Outbox{Rows: h.store, Sender: smtp, Log: geotest.Log(), Now: h.clock, Look: 10 * time.Millisecond}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { o.Run(ctx); close(done) }()
	t.Cleanup(func() { stop(); <-done })
}

func (h *house) person(t testing.TB, email string) access.Person {
	t.Helper()
	p, err := h.store.SavePerson(t.Context(), access.Person{ID: uuid.Must(uuid.NewV7()), Email: email, Lang: "it"}, h.clock())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (h *house) count(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := h.conn.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (h *house) sessions(t testing.TB) int {
	t.Helper()
	return h.count(t, `SELECT count(*) FROM atlante.session`)
}

// browser is one browser: it keeps cookies, and follows no redirect by itself.
type browser struct {
	t       testing.TB
	h       *house
	jar     http.CookieJar
	from    string // address and port
	host    string // in the Host header, "" as it should be
	headers http.Header
}

func (h *house) browser(t testing.TB) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, h: h, jar: jar, from: "192.0.2.1:40000", headers: http.Header{}}
}

func (b *browser) do(method, path string, form url.Values) *http.Response {
	b.t.Helper()
	u, err := url.Parse(public + path)
	if err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(b.t.Context(), method, u.String(), strings.NewReader(form.Encode()))
	r.RemoteAddr = b.from
	if b.host != "" {
		r.Host = b.host
	}
	for name, values := range b.headers {
		r.Header[name] = values
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range b.jar.Cookies(u) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.h.handler.ServeHTTP(w, r)
	answer := w.Result()
	b.jar.SetCookies(u, answer.Cookies())
	return answer
}

func (b *browser) get(path string) *http.Response { b.t.Helper(); return b.do("GET", path, nil) }

func (b *browser) post(path string, form url.Values) *http.Response {
	b.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	return b.do("POST", path, form)
}

// ask asks for a link as people do: the page first, then the form.
func (b *browser) ask(email, to string) *http.Response {
	b.t.Helper()
	b.get("/accedi")
	return b.post("/accedi", url.Values{"email": {email}, "to": {to}})
}

// who is what a page knows about this browser.
func (b *browser) who() string { b.t.Helper(); return body(b.t, b.get("/chi")) }

func (b *browser) cookie(name string) string {
	u, _ := url.Parse(public)
	for _, c := range b.jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// linkTo is the path of the link in the mail number n to somebody.
func (h *house) linkTo(t testing.TB, email string, n int) string {
	t.Helper()
	l := geotest.AwaitMail(t, h.box, email, n).Link(t, "/accedi/")
	path, ours := strings.CutPrefix(l, public)
	if !ours {
		t.Fatalf("the link leads elsewhere: %s", l)
	}
	return path
}

func wantStatus(t testing.TB, r *http.Response, status int) {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("%d, expected %d: %s", r.StatusCode, status, body(t, r))
	}
}
