package moderation

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"atlante/geo/access"
	"atlante/geo/registry"
)

func TestWhoMayComeIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	elsewhere := d.zone%11 + 1
	for _, c := range []struct {
		name         string
		who          access.Principal
		queue, entry int
	}{
		{"visitor", access.Principal{}, 303, 303},
		{"browser with drafts", access.Principal{Browser: access.Hash{1}}, 303, 303},
		{"signed in", d.person("qualcuno@example.org"), 403, 403},
		{"owner", d.owner, 403, 403},
		{"planner", d.person("p@example.org", access.Grant{Role: access.Planner}), 403, 403},
		{"moderator of another zone", d.person("altra@example.org", access.Grant{Role: access.ZoneModerator, Zone: elsewhere}), 200, 404},
		{"moderator of another network", d.person("rete@example.org", access.Grant{Role: access.NetworkModerator, Network: "portinerie"}), 200, 404},
		{"moderator who keeps it", access.Principal{Person: d.owner.Person, Grants: []access.Grant{{Role: access.Admin}}}, 200, 403},
		{"moderator", d.moderator, 200, 200},
		{"administrator", d.person("admin@example.org", access.Grant{Role: access.Admin}), 200, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.who = c.who
			p := d.get("/moderazione?what=entry")
			if p.status != c.queue {
				t.Errorf("queue: %d, want %d", p.status, c.queue)
			}
			if p.status == 303 && p.location != "/accedi?to="+url.QueryEscape("/moderazione?what=entry") {
				t.Errorf("sent to %s", p.location)
			}
			if p.status == 403 && !strings.Contains(p.text(), "Questa pagina è di chi modera") {
				t.Error(p.text())
			}
			for _, path := range []string{at(e), at(e) + "/revisioni/1", at(e) + "/unisci"} {
				p := d.get(path)
				if p.status != c.entry {
					t.Errorf("%s: %d, want %d", path, p.status, c.entry)
				}
				if c.entry != 200 {
					p.lacks("segreta@valle.example.org", "Piazza Municipio")
				}
				if got := p.header.Get("Cache-Control"); got != "no-store" {
					t.Errorf("Cache-Control %q", got)
				}
			}
		})
	}
}

// Whoever may not decide cannot, whatever is posted.
func TestWhoMayNotDecide(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	p := d.get(at(e))
	for name, who := range map[string]access.Principal{
		"visitor":   {},
		"signed in": d.person("qualcuno@example.org"),
		"owner":     d.owner,
		"elsewhere": d.person("altra@example.org", access.Grant{Role: access.ZoneModerator, Zone: d.zone%11 + 1}),
		"keeps it":  {Person: d.owner.Person, Grants: d.moderator.Grants},
	} {
		d.who = who
		for _, decision := range decisions {
			_, fields := p.form("/approva")
			fields.Set("text", "parole")
			fields.Set("reason", "abuse")
			if got := d.post(at(e)+"/"+decision.path, fields); got.status != 403 && got.status != 404 {
				t.Errorf("%s %s: %d", name, decision.path, got.status)
			}
		}
	}
	if now := d.entry(e.ID); now.Version != e.Version || now.State != e.State {
		t.Errorf("something was done: %+v", now)
	}
}

func TestFormsOfOtherSites(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	action, fields := d.get(at(e)).form("/approva")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, action, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	d.ask(r).must(http.StatusForbidden, "altro sito")
	if d.entry(e.ID).State != registry.Submitted {
		t.Error("it was done")
	}
}

// Thirty things: the oldest first, each once over the pages, counted by zone.
func TestQueuePages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i := range 30 {
		c := portineria(fmt.Sprintf("Luogo %02d", i))
		if i%3 == 0 {
			c.Comune, c.Position = "001272", nil // Torino
		}
		c.Contacts = []registry.Contact{{Kind: registry.Email, Value: fmt.Sprintf("a%d@example.org", i)}}
		d.sent(c)
		d.now = d.now.Add(time.Hour)
	}
	d.get("/moderazione").must(http.StatusOK, "20 cose aspettano")
	d.who = d.person("admin@example.org", access.Grant{Role: access.Admin})
	p := d.get("/moderazione").must(http.StatusOK, "30 cose aspettano", "Tutte (30)", "1 · Torino (10)", "Schede nuove (30)", "Modifiche (0)")
	var seen []string
	for {
		seen = append(seen, namesOn(p)...)
		next := linkNext(p)
		if next == "" {
			break
		}
		p = d.get(next).must(http.StatusOK)
	}
	if len(seen) != 30 {
		t.Fatalf("%d lines over the pages", len(seen))
	}
	for i, name := range seen {
		if want := fmt.Sprintf("Luogo %02d", i); name != want {
			t.Errorf("line %d is %s", i, name)
		}
	}
	d.get("/moderazione?zone=1").must(http.StatusOK, "10 cose aspettano", "Luogo 27").lacks("Luogo 28")
	d.get("/moderazione?zone=1&lang=en").must(http.StatusOK, "10 things wait; the first since yesterday.").lacks("aspetta")
	for _, bad := range []string{"?zone=x", "?what=all", "?after=x", "?nope=1", "?zone=1&zone=2"} {
		d.get("/moderazione" + bad).must(http.StatusBadRequest)
	}
}

func namesOn(p page) []string {
	var out []string
	for n := range p.doc.Descendants() {
		if n.Data == "span" && attr(n, "class") == "name" {
			out = append(out, n.FirstChild.Data)
		}
	}
	return out
}

func linkNext(p page) string {
	for n := range p.doc.Descendants() {
		if n.Type == html.ElementNode && attr(n, "rel") == "next" {
			return attr(n, "href")
		}
	}
	return ""
}

// A notice tells what was done, never what an address says was done to a name.
func TestNoticeCannotBeForged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.get("/moderazione?done=approve&of=nobody").must(http.StatusOK, "Approvata.")
	if text := d.get("/moderazione?done=steal").must(http.StatusOK).text(); strings.Contains(text, "steal") {
		t.Error(text)
	}
	d.get("/moderazione?done=approve&of=0197f5a0-2222-7000-8000-00000000abcd").must(http.StatusOK, "Approvata.")
}

// What people write is text, wherever it shows.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	hostile := `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	c := portineria(hostile)
	c.Description, c.Hours, c.Address, c.Note = hostile, hostile, hostile, hostile
	e := d.sent(c)
	p := d.get(at(e))
	d.send(p, "/prendi")
	d.send(d.get(at(e)), "/modifiche", "text", hostile)
	for _, path := range []string{"/moderazione", at(e), at(e) + "/revisioni/1", at(e) + "/unisci?q=" + url.QueryEscape(hostile)} {
		p := d.get(path)
		for n := range p.doc.Descendants() {
			if n.Data == "img" || n.Data == "script" && attr(n, "type") != "application/json" {
				t.Errorf("%s: %s became an element", path, n.Data)
			}
		}
		if path != "/moderazione" && !strings.Contains(p.text(), `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`) {
			t.Errorf("%s does not show it as typed", path)
		}
	}
}
