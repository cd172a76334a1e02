package site

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-chi/chi/v5"

	"atlante/geo"
)

func wordless(pages map[string]string) fstest.MapFS {
	files := fstest.MapFS{
		"texts/it.json": {Data: []byte(`{"guest.title": "Libro degli ospiti", "guest.name": "Il nome"}`)},
		"texts/en.json": {Data: []byte(`{"guest.title": "Guest book", "guest.name": "The name"}`)},
	}
	for name, text := range pages {
		files["pages/"+name+".html"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

const bookPage = `{{define "body"}}<main id="main"><h1>{{.Title}}</h1>{{template "faults" .Faults}}
<form method="post" action="{{.Page "/book"}}"><input id="name" name="name" value="{{.Name}}"></form></main>{{end}}`

type bookView struct {
	Frame
	Name   string
	Faults []Fault
}

// book is a section with a form: GET shows it, POST takes it.
func book(t *testing.T, s *Site) chi.Router {
	t.Helper()
	x, err := s.Section(wordless(map[string]string{"book": bookPage}))
	if err != nil {
		t.Fatal(err)
	}
	r := s.Router()
	x.Get(r, "/book", func(r *Request) (Answer, error) {
		return PrivatePage("book", bookView{Frame: r.Frame("takepart", r.Say("guest.title"))}), nil
	}, "page")
	x.Post(r, "/book", 100, func(r *Request) (Answer, error) {
		switch name := r.Field("name"); name {
		case "":
			v := bookView{Frame: r.Frame("takepart", r.Say("guest.title"))}
			v.Faults = []Fault{{"name", r.Say("guest.name")}}
			return FormAgain("book", v), nil
		case "away":
			return SeeOther("//elsewhere.example"), nil
		case "nobody":
			return Answer{}, geo.Forbidden("non spetta a te / not yours to do")
		}
		a := SeeOther(r.Page("/book"))
		a.Cookies = []*http.Cookie{{Name: "seen", Value: "1"}}
		return a, nil
	})
	x.Post(r, "/book/strike", 0, func(*Request) (Answer, error) { return SeeOther("/book"), nil })
	return r
}

func send(h http.Handler, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", target, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func get(h http.Handler, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
	return w
}

func TestAFormThatIsWellFilledLeadsOn(t *testing.T) {
	h := book(t, mustSite(t))
	w := send(h, "/book?lang=en", "name=+Ada+")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/book?lang=en" ||
		w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(w.Header().Get("Set-Cookie"), "seen=1") {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
}

func TestAFormIsShownAgainWithWhatIsWrong(t *testing.T) {
	h := book(t, mustSite(t))
	w := send(h, "/book?lang=en", "name=++")
	body := w.Body.String()
	for _, want := range []string{`<html lang="en">`, "One thing needs mending", `<a href="#name">The name</a>`,
		`action="/book?lang=en"`, `href="/book?lang=it"`, `href="/zone?lang=en"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	if w.Code != http.StatusUnprocessableEntity || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
}

func TestFormsThatAreRefused(t *testing.T) {
	h := book(t, mustSite(t))
	for _, c := range []struct {
		name, target, body string
		headers            []string
		status             int
		says               string
	}{
		{"too large", "/book", "name=" + strings.Repeat("a", 100), nil, 413, "Troppo grande"},
		{"not a form", "/book", `{"name":"Ada"}`, []string{"Content-Type", "application/json"}, 422, "Serve un modulo"},
		{"malformed", "/book", "name=%zz", nil, 422, "non è scritto bene"},
		{"not text", "/book", "name=%ff", nil, 422, "UTF-8"},
		{"a zero byte", "/book?lang=en", "name=%00", nil, 422, "UTF-8 text is needed"},
		{"unknown parameter", "/book?foo=1", "name=Ada", nil, 400, "non è previsto"},
		{"another site", "/book", "name=Ada", []string{"Sec-Fetch-Site", "cross-site"}, 403, "da un altro sito"},
		{"another origin", "/book", "name=Ada", []string{"Origin", "https://evil.example"}, 403, "da un altro sito"},
		{"not allowed", "/book?lang=en", "name=nobody", nil, 403, "not yours to do"},
		{"leads away", "/book", "name=away", nil, 500, "Errore nostro"},
	} {
		w := send(h, c.target, c.body, c.headers...)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) || w.Header().Get("Cache-Control") != "no-store" ||
			!strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s: status %d, want %d with %q; got\n%s", c.name, w.Code, c.status, c.says, w.Body)
		}
	}
	for name, headers := range map[string][]string{
		"this host": {"Sec-Fetch-Site", "same-origin"}, "this origin": {"Origin", "http://example.com"}, "the public address": {"Origin", "https://atlante.example"},
	} {
		s, err := New(Options{Log: mustSite(t).options.Log, Now: mustSite(t).Now, Assets: fstest.MapFS{}, PublicURL: "https://atlante.example/"})
		if err != nil {
			t.Fatal(err)
		}
		if w := send(book(t, s), "/book", "name=Ada", headers...); w.Code != http.StatusSeeOther {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
}

func TestPagesOfAPersonAreNeverKept(t *testing.T) {
	h := book(t, mustSite(t))
	w := get(h, "/book?page=2")
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
	if body := w.Body.String(); !strings.Contains(body, `href="/book?lang=en&amp;page=2"`) || strings.Contains(body, "Partecipa") {
		t.Errorf("got\n%s", body)
	}
}

// What sets a cookie is kept by nobody, whoever sets it and whatever is answered:
// a shared cache would hand the secret of one browser to many.
func TestWhatSetsACookieIsNeverKept(t *testing.T) {
	s := mustSite(t)
	x, err := s.Section(wordless(map[string]string{"book": bookPage}))
	if err != nil {
		t.Fatal(err)
	}
	pages := s.Router()
	x.Get(pages, "/open", func(r *Request) (Answer, error) {
		return Page("book", bookView{Frame: r.Frame("takepart", r.Say("guest.title"))}), nil
	})
	x.Get(pages, "/moved", func(*Request) (Answer, error) { return Permanently("/open"), nil })
	x.Get(pages, "/given", func(*Request) (Answer, error) {
		return Answer{To: "/open", Status: http.StatusPermanentRedirect, Cookies: []*http.Cookie{{Name: "seen", Value: "1"}}}, nil
	})
	before := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "secret", Value: "1"})
		pages.ServeHTTP(w, r)
	})
	for _, c := range []struct {
		path string
		h    http.Handler
		kept bool
	}{{"/open", before, false}, {"/moved", before, false}, {"/given", pages, false}, {"/open", pages, true}, {"/moved", pages, true}} {
		w := get(c.h, c.path)
		if kept := w.Header().Get("Cache-Control") != "no-store"; kept != c.kept || w.Code != http.StatusOK && w.Code != http.StatusPermanentRedirect {
			t.Errorf("%s: %d, %v", c.path, w.Code, w.Header())
		}
	}
}

func TestTheAddressOfAnActionOpenedAsAPage(t *testing.T) {
	w := get(book(t, mustSite(t)), "/book/strike")
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" || !strings.Contains(w.Body.String(), "Qui arriva solo un modulo") {
		t.Errorf("status %d, %v\n%s", w.Code, w.Header(), w.Body)
	}
}

func TestWordsThatAreThereOnlyWhenAskedFor(t *testing.T) {
	o := mustSite(t).options
	o.TakePart = true
	o.Account = func(r *Request) []NavItem { return []NavItem{{Text: "Accedi", Href: r.Page("/accedi")}} }
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	w := get(book(t, s), "/book")
	body := w.Body.String()
	if !strings.Contains(body, `<a href="/partecipa" aria-current="page">Partecipa</a>`) || !strings.Contains(body, `<a href="/accedi">Accedi</a>`) {
		t.Errorf("got\n%s", body)
	}
	if !strings.Contains(w.Header().Get("Vary"), "Cookie") {
		t.Errorf("Vary %q", w.Header().Get("Vary"))
	}
}

func TestNoTextIsSaidByTwoSections(t *testing.T) {
	s := mustSite(t)
	book(t, s)
	if _, err := s.Section(wordless(nil)); err == nil || !strings.Contains(err.Error(), "guest.") {
		t.Errorf("got %v", err)
	}
}

func TestABrokenPageShowsAtStart(t *testing.T) {
	if _, err := mustSite(t).Section(wordless(map[string]string{"broken": "{{define"})); err == nil {
		t.Error("no error")
	}
}

func TestLinksOfAFormShownAtAnotherPath(t *testing.T) {
	r := httptest.NewRequest("POST", "/book/strike?lang=en&page=2", nil)
	if l := LinksAt(r, "/book"); l.InLang(Italian) != "/book?lang=it&page=2" || l.Page("/x?y=1") != "/x?y=1&lang=en" || l.Home() != "/?lang=en" {
		t.Errorf("%s, %s, %s", l.InLang(Italian), l.Page("/x?y=1"), l.Home())
	}
}
