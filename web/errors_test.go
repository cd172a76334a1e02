package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestErrorsAreFriendlyPages(t *testing.T) {
	h := live(t, geotest.Store(t))
	for _, c := range []struct {
		target string
		status int
		says   string
	}{
		{"/?foo=1", 400, "non è previsto"},
		{"/?kind=portineria&kind=cer", 400, "ripetuto"},
		{"/?minutes=31&lang=en", 400, "choose 15, 30 or 45"},
		{"/?kind=piscina", 404, "piscina"},
		{"/?valley=nulla", 404, "La valle"},
		{"/?zone=12", 404, "zona 12"},
		{"/?gap=g-portineria-99999", 404, "g-portineria-99999"},
		{"/zone?q=x", 400, "non è previsto"},
		{"/zone/12", 404, "La zona 12 non c"},
		{"/zone/abc", 404, "abc"},
		{"/comuni/001999", 404, "001999"},
		{"/comuni/1272", 404, "sei cifre"},
		{"/luoghi/nope", 404, "nope"},
		{"/luoghi/018f2b6e-0000-7000-8000-000000000001", 404, "non c"},
		{"/aree/nope", 404, "nope"},
		{"/nulla?lang=en", 404, "does not exist"},
		{"/comuni/%3Cscript%3E", 404, "&lt;script&gt;"},
	} {
		w := ask(h, c.target)
		body := w.Body.String()
		if w.Code != c.status || !strings.Contains(body, c.says) || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s: status %d, want %d with %q; got\n%s", c.target, w.Code, c.status, c.says, body)
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: the error may be kept: %q", c.target, w.Header().Get("Cache-Control"))
		}
	}
}

func TestASlashTooMany(t *testing.T) {
	h := live(t, geotest.Store(t))
	for target, want := range map[string]string{"/zone/?lang=en": "/zone?lang=en", "/comuni/001272/": "/comuni/001272"} {
		w := ask(h, target)
		if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != want {
			t.Errorf("%s: status %d to %q", target, w.Code, w.Header().Get("Location"))
		}
	}
	if w := ask(h, "//evil.example/"); w.Code != http.StatusNotFound {
		t.Errorf("leads to %q", w.Header().Get("Location"))
	}
}

func TestTheCodeOfASuppressedComune(t *testing.T) {
	body := ask(live(t, geotest.Store(t)), "/comuni/001005").Body.String()
	if !strings.Contains(body, "<h1>Val di Chy</h1>") || !strings.Contains(body, "001005 era di un comune soppresso") || !strings.Contains(body, "1.223") {
		t.Errorf("got\n%s", body)
	}
}

func TestPagesCanOnlyBeRead(t *testing.T) {
	w := httptest.NewRecorder()
	live(t, geotest.Store(t)).ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader("kind=cer")))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("status %d", w.Code)
	}
}

func TestHeadersOfAPage(t *testing.T) {
	h := ask(live(t, geotest.Store(t)), "/").Header()
	csp := h.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cross-Origin-Opener-Policy") != "same-origin" {
		t.Errorf("headers %v", h)
	}
}

// What places and gaps are called is never read as HTML.
func TestHostileNamesStayText(t *testing.T) {
	const evil = `<img src=x onerror=alert(1)>"'</script>`
	v := &placeView{Place: geo.Place{Name: evil, Address: evil, Note: evil, ComuneName: evil, Source: geo.Source{Name: evil}}, KindName: evil}
	sk := sketch{Title: evil, Shapes: []sketchShape{{Path: "M0 0Z", Name: evil, Class: evil, Href: "javascript:alert(1)"}}}
	s := sitetest.New(t, site.Options{})
	section, err := s.Section(files)
	if err != nil {
		t.Fatal(err)
	}
	r := s.Router()
	section.Get(r, "/evil", func(r *site.Request) (site.Answer, error) {
		page := placePage{frame: frame{Frame: r.Frame("", evil)}, Place: v, Sketch: sk}
		page.Owner = evil
		return site.Page("place", page), nil
	})
	if body := ask(r, "/evil").Body.String(); body == "" || strings.Contains(body, "<img") || strings.Contains(body, `href="javascript:`) || strings.Count(body, "</script>") > 1 {
		t.Errorf("a name broke out:\n%s", body)
	}
}
