package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"atlante/geo/access"
	"atlante/geo/geotest"
)

// page is an answer to a hostile request, read as a browser reads it.
type page struct {
	*httptest.ResponseRecorder
	x      *hostile
	target string
	doc    *html.Node
}

func (x *hostile) get(a *actor, target string) page {
	x.t.Helper()
	return x.read(target, x.ask(a, "GET", target, nil))
}

func (x *hostile) post(a *actor, target string, form url.Values) page {
	x.t.Helper()
	form = cloned(form)
	if !form.Has("key") || form.Get("key") != x.text.text {
		form.Set("key", access.Key(newID(x.t)).String())
	}
	return x.read("POST "+target, x.ask(a, "POST", target, form))
}

func cloned(form url.Values) url.Values {
	out := url.Values{}
	for name, values := range form {
		out[name] = slices.Clone(values)
	}
	return out
}

// read holds an answer to what every answer must keep.
func (x *hostile) read(target string, w *httptest.ResponseRecorder) page {
	x.t.Helper()
	x.count["answers"]++
	p := page{w, x, target, nil}
	if w.Code >= 500 {
		x.t.Errorf("%q at %s: %d", x.text.text, target, w.Code)
	}
	if to := w.Header().Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\")) {
		x.t.Errorf("%q at %s leads to %q", x.text.text, target, to)
	}
	for _, c := range w.Result().Cookies() {
		if c.Name != "atlante_browser" && c.Name != "atlante_session" {
			x.t.Errorf("%q at %s sets the cookie %q", x.text.text, target, c.Name)
		}
	}
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		if strings.HasPrefix(w.Header().Get("Content-Type"), "application/") && strings.Contains(w.Header().Get("Content-Type"), "json") && !json.Valid(w.Body.Bytes()) {
			x.t.Errorf("%q at %s: not JSON", x.text.text, target)
		}
		return p
	}
	var err error
	if p.doc, err = html.Parse(strings.NewReader(w.Body.String())); err != nil {
		x.t.Fatal(err)
	}
	for n := range p.doc.Descendants() {
		if n.Type == html.ElementNode {
			if what := harmful(n); what != "" {
				x.t.Errorf("%q at %s: %s", x.text.text, target, what)
			}
		}
	}
	return p
}

// harmful tells what an element does that no page of ours does.
func harmful(n *html.Node) string {
	switch n.Data {
	case "iframe", "frame", "object", "embed", "base", "plaintext", "applet", "marquee", "math", "video", "audio", "style", "template", "xmp":
		return "<" + n.Data + ">"
	case "script":
		switch {
		case strings.HasPrefix(attribute(n, "src"), "/assets/"):
		case slices.Contains([]string{"application/json", "application/ld+json"}, attribute(n, "type")) && n.FirstChild != nil && json.Valid([]byte(n.FirstChild.Data)):
		default:
			return "a script that is not ours"
		}
	case "meta":
		if attribute(n, "http-equiv") != "" {
			return "<meta http-equiv>"
		}
	}
	for _, a := range n.Attr {
		value := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
		switch {
		case strings.HasPrefix(a.Key, "on"):
			return "handler " + a.Key
		case a.Key == "style", a.Key == "srcdoc":
			return a.Key + "=" + a.Val
		case n.Data == "link" && attribute(n, "rel") == "icon" && value == "data:,": // ours: there is none
		case a.Key == "href" && strings.HasPrefix(value, "mailto:") && strings.Contains(value, "?"):
			return "a mail with headers: " + a.Val
		case a.Key == "href" && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") || strings.HasPrefix(value, "vbscript:")):
			return "href=" + a.Val
		case slices.Contains([]string{"src", "srcset", "action", "formaction", "poster", "data", "background", "ping", "xlink:href"}, a.Key) &&
			(!strings.HasPrefix(value, "/") || strings.HasPrefix(value, "//")):
			return a.Key + "=" + a.Val
		}
	}
	return ""
}

// valid tells whether the text is one that a form may hold: UTF-8 without NUL.
func (p page) valid() bool {
	return p.Code != http.StatusBadRequest && utf8.ValidString(p.x.text.text) && !strings.ContainsRune(p.x.text.text, 0)
}

func (p page) input(name string) *html.Node {
	if p.doc == nil {
		return nil
	}
	for n := range p.doc.Descendants() {
		if (n.Data == "input" || n.Data == "textarea") && attribute(n, "name") == name {
			return n
		}
	}
	return nil
}

func (p page) has(name string) bool { return p.input(name) != nil }

// field is what stands in a field of a form.
func (p page) field(name string) string {
	n := p.input(name)
	switch {
	case n == nil:
		return ""
	case n.Data == "input":
		return attribute(n, "value")
	case n.FirstChild != nil:
		return n.FirstChild.Data
	}
	return ""
}

// faults are the fields that the list of faults names.
func (p page) faults() []string {
	var out []string
	if p.doc == nil {
		return nil
	}
	for n := range p.doc.Descendants() {
		if n.Data == "div" && attribute(n, "id") == "faults" {
			for a := range n.Descendants() {
				if name, ok := strings.CutPrefix(attribute(a, "href"), "#"); ok && a.Data == "a" {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// contains looks for a text among the texts of the page.
func (p page) contains(text, what string) {
	p.x.t.Helper()
	want := givenBack(text)
	if p.doc == nil || p.Code >= 300 {
		p.x.t.Errorf("%q at %s: %d, no page", text, p.target, p.Code)
		return
	}
	for n := range p.doc.Descendants() {
		if n.Type == html.TextNode && strings.Contains(n.Data, want) {
			p.x.count["shown as typed"]++
			return
		}
	}
	p.x.t.Errorf("%s: %s is not shown as it was typed: %q", p.target, what, want)
}

// says looks for fields of the entry on a page.
func (x *hostile) says(p page, fields ...string) {
	x.t.Helper()
	for _, name := range fields {
		p.contains(x.form.Get(name), name)
	}
}

// same compares what a field holds with the hostile text.
func (x *hostile) same(got, what string) {
	x.t.Helper()
	x.sameAs(got, x.text.text, what)
}

func (x *hostile) sameAs(got, want, what string) {
	x.t.Helper()
	if givenBack(got) != givenBack(want) {
		x.t.Errorf("%s: %.200q, typed %.200q", what, got, want)
		return
	}
	x.count["shown as typed"]++
}

// versioned adds the present version of the entry to a form.
func (x *hostile) versioned(form url.Values) url.Values {
	var version string
	if err := x.rows.QueryRow(x.t.Context(), `SELECT version::text FROM atlante.entry WHERE id = $1`, x.id).Scan(&version); err != nil {
		x.t.Fatal(err)
	}
	if form == nil {
		form = url.Values{}
	}
	form.Set("version", version)
	return form
}

// decide takes a step of a moderator that must succeed.
func (x *hostile) decide(to string, form url.Values) {
	x.t.Helper()
	if p := x.post(x.actors["z"], to, x.versioned(form)); p.Code != http.StatusSeeOther {
		x.t.Errorf("%q at %s: %d", x.text.text, to, p.Code)
	}
}

// words takes a step with hostile words, or, where they are refused and shown
// again, with others; it gives those that were taken.
func (x *hostile) words(to string, form url.Values) string {
	x.t.Helper()
	form = x.versioned(form)
	form.Set("text", x.text.text)
	p := x.post(x.actors["z"], to, form)
	if p.Code == http.StatusSeeOther {
		x.count["words of moderators taken"]++
		return x.text.text
	}
	if p.Code != http.StatusUnprocessableEntity {
		x.t.Errorf("%q at %s: %d", x.text.text, to, p.Code)
	}
	if p.has("text") && givenBack(x.text.text) != "" {
		found := false
		for n := range p.doc.Descendants() {
			found = found || n.Data == "textarea" && n.FirstChild != nil && givenBack(n.FirstChild.Data) == givenBack(x.text.text)
		}
		if !found {
			x.t.Errorf("%s: the words %.200q are lost", to, x.text.text)
		}
	}
	form.Set("text", "Due righe")
	x.decide(to, form)
	return "Due righe"
}

// checkMails sends all mails through a real server: each goes to one reader, has
// the headers of its kind and no others, and quotes what people wrote.
func (h *house) checkMails(t *testing.T, count map[string]int) {
	t.Helper()
	mails := h.sendAll(t, count["texts"])
	headers := ""
	for _, r := range mails {
		m := geotest.Read(t, r)
		var names []string
		for name, values := range m.Header {
			names = append(names, name)
			if len(values) != 1 {
				t.Errorf("%s stands %d times in a mail to %s", name, len(values), m.To)
			}
		}
		slices.Sort(names)
		if headers == "" {
			headers = strings.Join(names, " ")
		}
		if got := strings.Join(names, " "); got != headers {
			t.Errorf("headers %s, expected %s", got, headers)
		}
		if len(r.To) != 1 || strings.Contains(strings.Join(r.To, ""), "ostile.example") || strings.ContainsAny(m.Subject, "\r\n\u2028\u202e\u2066\x00") {
			t.Errorf("to %v: %q", r.To, m.Subject)
		}
		for line := range strings.Lines(m.Text) {
			if lower := strings.ToLower(line); strings.HasPrefix(lower, "bcc:") || strings.HasPrefix(lower, "content-type:") || strings.HasPrefix(lower, "subject:") ||
				strings.HasPrefix(lower, "mail from:") || strings.HasPrefix(lower, "rcpt to:") {
				t.Errorf("a mail to %s has the line %q", m.To, line)
			}
		}
	}
	count["mails"] = len(mails)
	t.Logf("headers of all mails: %s", headers)
}

// checkTables: what the SQL of the texts would have done has not been done, and
// the tables for spreadsheets begin no cell as a formula.
func (h *house) checkTables(t *testing.T) {
	t.Helper()
	var people int
	if err := h.rows.QueryRow(t.Context(), `SELECT count(*) FROM atlante.person`).Scan(&people); err != nil || people < 10 {
		t.Errorf("%d people, %v", people, err)
	}
	for _, path := range []string{"/zone.csv", "/comuni.csv"} {
		w := h.ask(h.actors["v"], "GET", path, nil)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
		for line := range strings.Lines(w.Body.String()) {
			for cell := range strings.SplitSeq(strings.TrimRight(line, "\r\n"), ",") {
				if c := strings.Trim(cell, `"`); c != "" && strings.ContainsAny(c[:1], "=+@\t\r") {
					t.Errorf("%s: the cell %q is a formula", path, c)
				}
			}
		}
	}
}
