package main

import (
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Roles by command: given, listed, taken away; what makes no sense is refused
// with words, and with the right exit code.
func TestRolesByCommand(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	if r := atlante(t, 0, data, "user", "list"); !strings.Contains(r.out, "user add") {
		t.Errorf("%s", r.out)
	}
	atlante(t, 0, data, "user", "add", "Anna@Esempio.it", "--role", "admin")
	atlante(t, 0, data, "user", "add", "anna@esempio.it", "--role", "zone_moderator", "--zone", "7")
	atlante(t, 0, data, "user", "add", "anna@esempio.it", "--role", "zone_moderator", "--zone", "7") // once more is once
	atlante(t, 0, data, "user", "add", "bruno@esempio.it", "--role", "network_moderator", "--network", "case_del_quartiere")
	list := atlante(t, 0, data, "user", "list").out
	if strings.Count(list, "\n") != 3 || !strings.Contains(list, "zona 7") || !strings.Contains(list, "rete case_del_quartiere") {
		t.Errorf("%s", list)
	}
	for says, c := range map[string]struct {
		code int
		args []string
	}{
		"--role":             {2, []string{"add", "x@esempio.it"}},
		"owner":              {2, []string{"add", "x@esempio.it", "--role", "owner"}},
		"--zone":             {2, []string{"add", "x@esempio.it", "--role", "zone_moderator"}},
		"--zone serve":       {2, []string{"add", "x@esempio.it", "--role", "admin", "--zone", "3"}},
		"--network":          {2, []string{"add", "x@esempio.it", "--role", "network_moderator"}},
		"e-mail":             {2, []string{"add", "x", "--role", "admin"}},
		"da 1 a 11":          {1, []string{"add", "x@esempio.it", "--role", "zone_moderator", "--zone", "12"}},
		"case_del_quartiere": {1, []string{"add", "x@esempio.it", "--role", "network_moderator", "--network", "nessuna"}},
		"non è noto":         {1, []string{"remove", "x@esempio.it"}},
		"non ha il ruolo":    {1, []string{"remove", "anna@esempio.it", "--role", "planner"}},
		"UUID":               {2, []string{"revoke", "abc"}},
		"nessun token":       {1, []string{"revoke", "0198c1de-0000-7000-8000-000000000000"}},
	} {
		if r := atlante(t, c.code, data, append([]string{"user"}, c.args...)...); !strings.Contains(r.err, says) {
			t.Errorf("%v: %s", c.args, r.err)
		}
	}
	atlante(t, 0, data, "user", "remove", "anna@esempio.it", "--role", "zone_moderator", "--zone", "7")
	atlante(t, 0, data, "user", "remove", "bruno@esempio.it")
	if list := atlante(t, 0, data, "user", "list").out; strings.Count(list, "\n") != 1 || !strings.Contains(list, "admin") {
		t.Errorf("%s", list)
	}
}

// A token is shown once, and works until it is revoked.
func TestTokenByCommand(t *testing.T) {
	t.Parallel()
	s := serving(t, begunDir(t))
	r := atlante(t, 0, s.data, "user", "token", "Prova")
	token := strings.TrimSpace(r.out)
	if len(token) != 43 || strings.Contains(r.err, token) {
		t.Fatalf("%q %s", token, r.err)
	}
	ask := func() int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.addr+"/partecipa", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	if code := ask(); code != http.StatusOK {
		t.Errorf("with the token: %d", code)
	}
	words := strings.Fields(r.err[strings.Index(r.err, "revoke"):])
	atlante(t, 0, s.data, "user", "revoke", words[1])
	if code := ask(); code != http.StatusForbidden {
		t.Errorf("after it was revoked: %d", code)
	}
	if n := sql(t, s.data, "SELECT count(*) FROM atlante.token WHERE encode(token, 'escape') LIKE '%"+token+"%'"); n != "0" {
		t.Error("the database knows the token")
	}
	s.interrupt(t)
}

// Without a mail server the service runs, says so, and keeps the mails; with one,
// they leave, and a role that was given lets its person in until it is taken away.
func TestMailsWaitForAServer(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	atlante(t, 0, data, "user", "add", "admin@esempio.example", "--role", "admin")
	s := serving(t, data)
	b := newBrowser(t, "10.0.0.1")
	if a := b.get(s, "/accedi"); !strings.Contains(a.body, "non può spedire posta") {
		t.Errorf("%.3000s", a.body)
	}
	form := b.form(t, s, "/accedi")
	form.Set("email", "admin@esempio.example")
	if a := b.post(s, "/accedi", form); a.code != http.StatusSeeOther {
		t.Fatalf("%d", a.code)
	}
	if r := atlante(t, 0, data, "outbox"); !strings.Contains(r.out, "1 in attesa") || strings.Contains(r.out, "esempio.example") {
		t.Errorf("%s", r.out)
	}
	s.interrupt(t)
	if n := strings.Count(s.err.String(), "ATLANTE_SMTP"); n != 1 {
		t.Errorf("the log says %d times that mails wait\n%s", n, s.err)
	}

	m := newMailbox(t)
	s = serving(t, data, withMail(m))
	if a := newBrowser(t, "10.0.0.2").get(s, "/accedi"); strings.Contains(a.body, "non può spedire posta") {
		t.Error("the page still says that mails wait")
	}
	path := m.link(t, "admin@esempio.example")
	if a := b.post(s, path, url.Values{}); a.code != http.StatusSeeOther {
		t.Fatalf("%s: %d", path, a.code)
	}
	if a := b.get(s, "/moderazione"); a.code != http.StatusOK {
		t.Errorf("the moderation: %d", a.code)
	}
	atlante(t, 0, data, "user", "remove", "admin@esempio.example")
	if a := b.get(s, "/moderazione"); a.code != http.StatusSeeOther {
		t.Errorf("without the role: %d", a.code)
	}
	s.until(t, 20*time.Second, "the mail is not marked as sent", func() bool {
		return strings.Contains(atlante(t, 0, data, "outbox").out, "spedite")
	})
	if strings.Contains(s.err.String(), path) || strings.Contains(s.err.String(), "admin@") {
		t.Errorf("the log holds a link or an address\n%s", s.err)
	}
	s.interrupt(t)
}

// Settings of mail and tiles: wrong ones are refused, and no password is shown, neither
// then nor by the doctor.
func TestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	data := newDir(t) + "/data"
	run := func(code int, args []string, env ...string) result {
		t.Helper()
		c := command(data, args...)
		c.Env = append(c.Env, env...)
		r := launch(t, c).wait(t, time.Minute)
		if r.code != code || strings.Contains(r.out+r.err, "segretissima") {
			t.Errorf("%v %v: exit %d\n%s%s", args, env, r.code, r.out, r.err)
		}
		return r
	}
	for _, bad := range []string{"smtp://u:segretissima@host:0", "http://u:segretissima@host", "smtp://u:segretissima@", "segretissima", "smtp://u:segretissima@host?starttls=perhaps"} {
		if r := run(2, []string{"serve"}, "ATLANTE_SMTP="+bad); !strings.Contains(r.err, "ATLANTE_SMTP") {
			t.Errorf("%s: %s", bad, r.err)
		}
	}
	run(2, []string{"serve"}, "ATLANTE_MAIL_FROM=nessuno")
	for _, bad := range []string{"ATLANTE_TILES_CACHE=0", "ATLANTE_TILES_CACHE=268435456", "ATLANTE_TILES_MEMORY=-1"} {
		if r := run(2, []string{"serve"}, bad); !strings.Contains(r.err, bad) {
			t.Errorf("%s: %s", bad, r.err)
		}
	}
	run(2, []string{"serve"}, "ATLANTE_TRUSTED_PROXIES=10.0.0.0/8,proxy")
	if r := run(1, []string{"doctor"}, "ATLANTE_SMTP=smtp://u:segretissima@127.0.0.1:1"); !strings.Contains(r.out, "✗ Posta") {
		t.Errorf("%s", r.out)
	}
	m := newMailbox(t)
	good := []string{"ATLANTE_SMTP=smtp://u:segretissima@" + m.addr, "ATLANTE_MAIL_FROM=Atlante <a@esempio.example>", "ATLANTE_PUBLIC_URL=https://esempio.example"}
	if r := run(0, []string{"doctor"}, good...); !strings.Contains(r.out, "✓ Posta") || len(m.mails(t)) != 0 {
		t.Errorf("%s", r.out)
	}
	m.signal(syscall.SIGINT)
}

func TestProxiesAreRead(t *testing.T) {
	t.Parallel()
	var p proxies
	if err := p.UnmarshalText([]byte("127.0.0.1, 10.0.0.0/8,::1")); err != nil || len(p) != 3 || p[0].Bits() != 32 || p[2].Bits() != 128 {
		t.Errorf("%v, %v", p, err)
	}
}
