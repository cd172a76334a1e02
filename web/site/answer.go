package site

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"atlante/api/wire"
)

// Answer is what a handler gives: a page, or the address to go on to.
type Answer struct {
	Page string // name of the template
	View any    // embeds a Frame
	// Status is 200 when it is 0; a form that is shown again has 422.
	Status int
	// Private pages belong to a person: nobody keeps a copy. Answers to a POST,
	// those with a status other than 200 and those with cookies always are.
	Private bool
	// To is a path of this site. The browser goes there with GET, so that
	// loading the page again does not send the form again.
	To      string
	Cookies []*http.Cookie
	// Anywhere lets pages of other sites show this one inside theirs. It must hold
	// nothing that a click could be lured into: no form, nothing of a person.
	Anywhere bool
	// File is sent in the place of a page.
	File *File
}

// File is something to keep: a table of what a page shows.
type File struct {
	Name string // that the browser proposes; letters, digits, dashes, a dot
	Type string // media type
	Body []byte
}

// Download answers with a file that anybody may keep.
func Download(f File) Answer { return Answer{File: &f} }

// Page answers with a page that anybody may see and keep.
func Page(name string, view any) Answer { return Answer{Page: name, View: view} }

// PrivatePage answers with a page that belongs to a person.
func PrivatePage(name string, view any) Answer { return Answer{Page: name, View: view, Private: true} }

// FormAgain shows a form again with what is wrong in it.
func FormAgain(name string, view any) Answer {
	return Answer{Page: name, View: view, Status: http.StatusUnprocessableEntity, Private: true}
}

// SeeOther sends the reader on to another page of this site.
func SeeOther(path string) Answer { return Answer{To: path} }

// Permanently sends the reader, and every later one, to where the page is now
// for ever.
func Permanently(path string) Answer { return Answer{To: path, Status: http.StatusPermanentRedirect} }

// send writes the answer, or gives the error that keeps it from being written.
func (x *Section) send(w http.ResponseWriter, r *Request, a Answer) error {
	if a.To != "" && !ours(a.To) {
		return fmt.Errorf("%q does not lead to a page of this site", a.To)
	}
	if a.File != nil {
		x.site.vary(w)
		w.Header().Set("Content-Disposition", `attachment; filename="`+a.File.Name+`"`)
		return wire.SendTagged(w, r.Request, a.File.Type, a.File.Body)
	}
	var body []byte
	if a.To == "" {
		var err error
		if body, err = x.pages[r.Lang].render(a.Page, a.View); err != nil {
			return err
		}
	}
	for _, c := range a.Cookies {
		http.SetCookie(w, c)
	}
	cookies := len(w.Header().Values("Set-Cookie")) > 0 // also by what stands before the pages
	if a.To != "" {
		status := http.StatusSeeOther
		if a.Status == http.StatusPermanentRedirect {
			status = a.Status
		}
		if status == http.StatusSeeOther || cookies {
			w.Header().Set("Cache-Control", "no-store")
		}
		http.Redirect(w, r.Request, a.To, status)
		return nil
	}
	x.site.vary(w)
	if a.Anywhere {
		w.Header().Set("Content-Security-Policy", anywhere)
	}
	if a.Private || r.Fields != nil || cookies || a.Status != 0 && a.Status != http.StatusOK {
		sendPrivate(w, r.Request, max(a.Status, http.StatusOK), body)
		return nil
	}
	return wire.SendTagged(w, r.Request, "text/html; charset=utf-8", body)
}

// vary tells caches what a page depends on; the header shows who is signed in.
func (s *Site) vary(w http.ResponseWriter) {
	vary := "Accept-Encoding, Accept-Language"
	if s.options.Account != nil {
		vary += ", Cookie"
	}
	w.Header().Set("Vary", alsoAccept(w.Header().Get("Vary"), vary))
}

// sendPrivate writes a page of which nobody keeps a copy.
func sendPrivate(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone
	}
}

// ours tells an address on this host: "//host" and "/\host" lead elsewhere.
func ours(to string) bool {
	return strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.ContainsAny(to, "\\\r\n\t")
}

// ErrNotYet is the state before the first publication: the service has started
// and is computing. It is no fault, and it passes by itself.
var ErrNotYet = errors.New("no publication yet")

// errOnlyForms is a page asked for at the address of a form's action.
var errOnlyForms = errors.New("only forms come here")

// errorView is the data of the page of an error.
type errorView struct {
	Frame
	Problem wire.Problem
	NotYet  bool
	Soon    bool // it passes by itself
	Gone    bool // a place that its people have taken from the map
	Back    []Part
}

// Fail shows what went wrong as a page, in words, with a way on. The answer must
// not have begun.
func (s *Site) Fail(w http.ResponseWriter, req *http.Request, err error) { s.fail(w, req, err, nil) }

func (s *Site) fail(w http.ResponseWriter, req *http.Request, err error, back []Part) {
	r, p := s.request(req, s.options.Links(req)), wire.NewProblem(req, err)
	view := errorView{Problem: p, Frame: r.Frame("", p.Title), Back: back}
	status := p.Status
	view.Gone = status == http.StatusGone && s.options.TakePart
	switch {
	case errors.Is(err, ErrNotYet):
		status = http.StatusServiceUnavailable
		view.NotYet, view.Refresh = true, 3
		view.Title = r.Say("notyet.title")
		w.Header().Set("Retry-After", "3")
	case errors.Is(err, errOnlyForms):
		status = http.StatusMethodNotAllowed
		view.Title, view.Problem.Detail = r.Say("onlyforms.title"), r.Say("onlyforms.text")
	case status == http.StatusServiceUnavailable && req.Method == http.MethodGet: // it passes by itself, and no form is lost
		view.Soon = true
		if wait, waits := p.RetryAfter(); waits {
			view.Refresh = int(wait / time.Second)
		}
	case status == http.StatusInternalServerError:
		s.options.Log.LogAttrs(req.Context(), slog.LevelError, "page failed", slog.String("path", req.URL.Path), slog.Any("err", err))
	}
	if status == wire.StatusClientGone {
		w.WriteHeader(status)
		return
	}
	body, err := s.errors[r.Lang].render("error", view)
	if err != nil {
		wire.Fail(s.options.Log, w, req, err)
		return
	}
	if wait, waits := p.RetryAfter(); waits && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)))
	}
	sendPrivate(w, req, status, body)
}
