package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/registry"
)

// soakCount gives the count that the issue names, or a smaller one.
func soakCount(full, reduced int) int {
	if soak() {
		return full
	}
	return reduced
}

// searches for something private find nothing; those for a name do.
func (h *house) searches(t *testing.T) {
	t.Helper()
	f := h.entries["published"]
	finds := func(q string) bool {
		for _, path := range []string{"/?q=", "/partecipa?q=", "/api/v1/places?q=", "/comuni?q=", "/api/v1/geocode?q=",
			"/ogc/collections/places/items?name=", "/ogc/collections/places/items?website=", "/ogc/collections/places/items?note=", "/ogc/collections/places/items?description="} {
			if w := h.ask(h.actors["v"], "GET", path+url.QueryEscape(q), nil); strings.Contains(w.Body.String(), f.id.String()) {
				return true
			}
		}
		return false
	}
	for _, x := range f.secret.Contacts {
		if finds(x.Value) {
			t.Errorf("a search for %q finds the entry", x.Value)
		}
	}
	for _, code := range []string{f.secret.Operator.CodiceFiscale, f.secret.Operator.PartitaIVA} {
		if finds(code) {
			t.Errorf("a search for %q finds the entry", code)
		}
	}
	if !finds(f.content.Name) {
		t.Error("a search for its name does not find the entry")
	}
}

// twins: whoever sends an entry like another sees what is public of the other,
// and does not learn by typing a telephone whose it is.
func (h *house) twins(t *testing.T) {
	t.Helper()
	for state, f := range h.entries {
		like := fixture{content: f.content}
		w := h.ask(h.actors["v"], "POST", "/partecipa/nuova", h.newForm(&like))
		listed := strings.Contains(w.Body.String(), f.id.String())
		if public := f.state == registry.Published; listed != public {
			t.Errorf("%s: listed as a likely twin: %v (%d)", state, listed, w.Code)
		}
		if found := hits(w); len(found) > 0 {
			t.Errorf("%s: the likely twins show %q", state, found)
		}
		other := fixture{content: contentFor("", 19)}
		other.content.Contacts = append(other.content.Contacts[:1:1], f.secret.Contacts[1])
		form := h.newForm(&other)
		form.Set("website", f.secret.Contacts[2].Value)
		if w := h.ask(h.actors["v"], "POST", "/partecipa/nuova", form); strings.Contains(w.Body.String(), f.id.String()) {
			t.Errorf("%s: whoever types its private telephone learns whose it is", state)
		}
		h.reset(h.changed())
	}
}

func (h *house) newForm(f *fixture) url.Values {
	v := formOf(f)
	v.Set("began", h.began)
	v.Set("do", "submit")
	v.Set("key", access.Key(newID(h.t)).String())
	return v
}

// faults: no error shows anything, neither to strangers nor, of what he has just
// written, to the log of the one who wrote it.
func (h *house) faults(t *testing.T, log *words) {
	t.Helper()
	f := h.entries["published"]
	page := "/mie-schede/" + f.id.String()
	expect := func(status int, a *actor, method, target string, form url.Values, headers ...string) {
		t.Helper()
		w := h.ask(a, method, target, form, headers...)
		if w.Code != status {
			t.Errorf("%s %s: %d, expected %d", method, target, w.Code, status)
		}
		if found := hits(w); len(found) > 0 {
			t.Errorf("%s %s: %d shows %q", method, target, w.Code, found)
		}
	}
	own := formOf(&fixture{content: f.secret})
	own.Set("version", strconv.Itoa(f.version))
	own.Set("key", access.Key(newID(t)).String())
	own.Set("name", f.secret.Name+" canarino")
	old := url.Values{"version": {"1"}, "key": {access.Key(newID(t)).String()}}
	v, s, o := h.actors["v"], h.actors["s"], h.actors["o"]
	expect(http.StatusBadRequest, v, "GET", "/luoghi/"+f.id.String()+"?x=1", nil)
	expect(http.StatusBadRequest, v, "GET", "/api/v1/places/"+f.id.String()+"?x=1", nil)
	expect(http.StatusNotFound, v, "GET", "/luoghi/"+newID(t).String(), nil)
	expect(http.StatusNotAcceptable, v, "GET", "/api/v1/places/"+f.id.String(), nil, "Accept", "image/png")
	expect(http.StatusForbidden, s, "POST", page+"/ritira", old)
	expect(http.StatusForbidden, s, "POST", page, own)
	expect(http.StatusForbidden, o, "POST", page, own, "Sec-Fetch-Site", "cross-site")
	expect(http.StatusUnprocessableEntity, v, "POST", "/luoghi/"+f.id.String()+"/reclama", url.Values{"began": {h.began}})
	expect(http.StatusRequestEntityTooLarge, s, "POST", page, url.Values{"text": {strings.Repeat("x", 100<<10)}})
	h.exec(`ALTER TABLE atlante.revision ADD CONSTRAINT never CHECK (number < 0) NOT VALID`)
	expect(http.StatusInternalServerError, o, "POST", page, own)
	h.exec(`ALTER TABLE atlante.revision DROP CONSTRAINT never; ALTER TABLE atlante.entry RENAME TO away`)
	expect(http.StatusInternalServerError, o, "POST", page, own)
	expect(http.StatusInternalServerError, s, "GET", page, nil)
	expect(http.StatusInternalServerError, o, "GET", page, nil)
	h.exec(`ALTER TABLE atlante.away RENAME TO entry`)
	h.reset(h.changed())
	if !strings.Contains(log.String(), "never") {
		t.Error("the log does not tell of the failures at all")
	}
}

// inKeptAnswers: what was seen and kept is not shown again once it is private:
// whoever asks with the tag of an old answer gets a new one.
func (e *estate) inKeptAnswers(t *testing.T) {
	t.Parallel()
	h := e.copied(t)
	f, v, id := h.open, h.actors["v"], h.open.id.String()
	pages := []string{"/luoghi/" + id, "/luoghi/" + id + "?lang=en", "/?place=" + id, "/api/v1/places/" + id, "/api/v1/places/" + id + "?f=geojson",
		"/api/v1/places?comune=001072", "/comuni/001072", tileOf("places", f, 14, 0), tileOf("places", f, 11, 0)}
	type kept struct{ tag, body string }
	keep := func() map[string]kept {
		out := map[string]kept{}
		for _, p := range pages {
			w := h.ask(v, "GET", p, nil)
			if w.Code == http.StatusOK {
				out[p] = kept{w.Header().Get("ETag"), w.Body.String()}
			}
		}
		return out
	}
	again := func(before map[string]kept, text string) (shown, asked int) {
		t.Helper()
		for p, k := range before {
			if !strings.Contains(k.body, text) {
				continue
			}
			shown++
			if k.tag == "" {
				continue
			}
			w := h.ask(v, "GET", p, nil, "If-None-Match", k.tag)
			asked++
			if w.Code == http.StatusNotModified || strings.Contains(w.Body.String(), text) {
				t.Errorf("%s: %d still shows %q", p, w.Code, text)
			}
		}
		return shown, asked
	}
	before := keep()
	c := f.content
	c.Contacts = append([]registry.Contact(nil), c.Contacts...)
	for i := range c.Contacts {
		c.Contacts[i].Publish = false
	}
	owner := h.actors["s"].principal
	h.step(&f, owner, registry.Order{Action: registry.Edit, Content: c})
	shown, asked := again(before, ticked)
	t.Logf("the contact stood in %d answers, %d of them with a tag", shown, asked)
	if shown == 0 || asked == 0 {
		t.Error("nothing was tried")
	}
	before = keep()
	h.step(&f, owner, registry.Order{Action: registry.Withdraw})
	shown, asked = again(before, c.Name)
	t.Logf("its name stood in %d answers, %d of them with a tag", shown, asked)
	if shown < 8 || asked < 8 {
		t.Error("hardly anything was tried")
	}
}

// inMails: mails hold no contact, no code and no address but that of their reader,
// and nothing of what people do not see but for those who keep or moderate it.
func (e *estate) inMails(t *testing.T) {
	t.Parallel()
	h := e.copied(t)
	mails := h.sendAll(t, 40)
	for _, r := range mails {
		m := geotest.Read(t, r)
		text := strings.ReplaceAll(m.Subject+"\n"+m.Text+"\n"+string(m.Raw), m.To, "")
		inside := strings.Contains(m.To, "canarino") // keeps it, or moderates it
		for _, found := range canary.FindAllString(text, -1) {
			if inside && (strings.HasPrefix(found, "canarino in attesa") || found == "canarino") {
				continue
			}
			t.Errorf("to %s, %q: %q", m.To, m.Subject, found)
		}
	}
	t.Logf("%d mails", len(mails))
}
