package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	netmail "net/mail"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// browser is somebody with cookies, behind the proxy that the service trusts.
type browser struct {
	client *http.Client
	from   string // address that the proxy says
}

func newBrowser(t testing.TB, from string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{from: from, client: &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answer is what came back; code 0 when nothing did. Unsent tells that nobody was
// there to hear the question.
type answer struct {
	code     int
	location string
	body     string
	unsent   bool
}

// cookieHost is what cookies belong to: the service changes its port at each start.
const cookieHost = "127.0.0.1"

func (b *browser) do(s *service, method, path string, form url.Values) answer {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, "http://"+s.addr+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{body: err.Error()}
	}
	req.Header.Set("X-Forwarded-For", b.from)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := b.client.Do(req)
	if err != nil {
		return answer{body: err.Error(), unsent: errors.Is(err, syscall.ECONNREFUSED)}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{body: err.Error()}
	}
	return answer{code: resp.StatusCode, location: resp.Header.Get("Location"), body: string(body)}
}

func (b *browser) get(s *service, path string) answer { return b.do(s, http.MethodGet, path, nil) }

func (b *browser) post(s *service, path string, form url.Values) answer {
	return b.do(s, http.MethodPost, path, form)
}

// form opens a page and gives what its last form would send, before anything is typed.
func (b *browser) form(t testing.TB, s *service, path string) url.Values {
	t.Helper()
	a := b.get(s, path)
	if a.code != http.StatusOK {
		t.Fatalf("%s: %d %s\n%.400s", path, a.code, a.location, a.body)
	}
	doc, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	var last url.Values
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" && attribute(n, "method") == "post" {
			last = fields(n)
		}
	}
	if last == nil {
		t.Fatalf("%s has no form\n%.400s", path, a.body)
	}
	return last
}

func fields(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		if n.Type == html.ElementNode && n.Data == "input" && attribute(n, "type") == "hidden" {
			v.Add(attribute(n, "name"), attribute(n, "value"))
		}
	}
	return v
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// withMail lets a service send its mails to a receiver, and believe the browsers
// of these tests where they come from.
func withMail(m *mailbox) func(*exec.Cmd) {
	return func(c *exec.Cmd) {
		c.Env = append(c.Env, "ATLANTE_SMTP=smtp://"+m.addr, "ATLANTE_MAIL_FROM=Atlante <atlante@esempio.example>",
			"ATLANTE_PUBLIC_URL=http://"+cookieHost, "ATLANTE_TRUSTED_PROXIES=127.0.0.1")
	}
}

// mailbox is a running `atlante dev mail`.
type mailbox struct {
	*process
	addr, dir string
}

func newMailbox(t testing.TB) *mailbox {
	t.Helper()
	m := &mailbox{addr: freeAddr(t), dir: filepath.Join(t.TempDir(), "posta")}
	c := command(filepath.Join(built.dir, "none"), "dev", "mail", "--addr", m.addr, "--out", m.dir)
	m.process = launch(t, c)
	for end := time.Now().Add(10 * time.Second); !strings.Contains(m.out.String(), "smtp://"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no mailbox: %s%s", m.out, m.err)
		}
	}
	return m
}

// received is a mail that came.
type received struct{ id, to, subject, text string }

func (m *mailbox) mails(t testing.TB) []received {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(m.dir, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	var out []received
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		msg, err := netmail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		body, err := io.ReadAll(msg.Body)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(strings.ReplaceAll(string(body), "=\r\n", ""), "=3D", "=") // quoted-printable
		out = append(out, received{msg.Header.Get("Message-Id"), strings.Trim(msg.Header.Get("To"), "<>"), msg.Header.Get("Subject"), text})
	}
	return out
}

var linkPath = regexp.MustCompile(`/accedi/[A-Za-z0-9_-]{43}`)

// link waits for the newest link that was sent to an address: longer than the
// lease of a mail whose sending was cut off.
func (m *mailbox) link(t testing.TB, to string) string {
	t.Helper()
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		mails := m.mails(t)
		for i := len(mails) - 1; i >= 0; i-- {
			if path := linkPath.FindString(mails[i].text); mails[i].to == to && path != "" {
				return path
			}
		}
	}
	t.Fatalf("no link came to %s: %+v", to, m.mails(t))
	return ""
}

// entryForm fills the form of a new entry in, as somebody in Ceres would. The
// telephone is not ticked for publication.
func entryForm(opened url.Values, name, email string, n int) url.Values {
	v := url.Values{}
	for k, x := range opened {
		v[k] = x
	}
	v.Set("kind", "partner")
	v.Set("name", name)
	v.Set("comune", "Ceres")
	v.Set("email", email)
	v.Set("phone", fmt.Sprintf("011 555 %04d", n))
	v.Set("licence", "yes")
	v.Set("privacy", "yes")
	v.Set("do", "submit")
	return v
}

// partner sends an entry in and confirms its address; it is signed in then. It
// gives the page of the entry.
func partner(t testing.TB, s *service, m *mailbox, b *browser, name, email string, n int) string {
	t.Helper()
	form := entryForm(b.form(t, s, "/partecipa/nuova"), name, email, n)
	time.Sleep(6100 * time.Millisecond) // nobody is faster
	a := b.post(s, "/partecipa/nuova", form)
	if a.code != http.StatusSeeOther || !strings.HasPrefix(a.location, "/partecipa/inviata") {
		t.Fatalf("%d %s\n%s", a.code, a.location, faultsOf(a.body))
	}
	path := m.link(t, email)
	a = b.post(s, path, url.Values{})
	if a.code != http.StatusSeeOther || !strings.HasPrefix(a.location, "/mie-schede/") {
		t.Fatalf("%d %s\n%.2000s", a.code, a.location, a.body)
	}
	entry, _, _ := strings.Cut(a.location, "?") // without what has just been done
	return entry
}

var faultText = regexp.MustCompile(`(?s)class="fault[^>]*>.*?<`)

func faultsOf(body string) string { return strings.Join(faultText.FindAllString(body, -1), "\n") }
