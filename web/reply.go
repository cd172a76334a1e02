package web

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
)

// request is what a page knows about who asks.
type request struct {
	*http.Request
	state state
	texts *texts
	lang  Lang
}

// part of the address, decoded.
func (r request) param(name string) (string, error) { return wire.Path(r.Request, name) }

// handler makes a page: the name of its template and its data.
type handler func(r request) (name string, view any, err error)

func (s *site) get(r chi.Router, pattern string, h handler, allowed ...string) {
	serve := func(w http.ResponseWriter, req *http.Request) {
		st, err := readState(req, allowed...)
		if err != nil {
			s.fail(w, req, err)
			return
		}
		name, view, err := h(request{req, st, s.texts[st.Lang], st.Lang})
		if err != nil {
			s.fail(w, req, err)
			return
		}
		s.send(w, req, st.Lang, name, view)
	}
	r.Get(pattern, serve)
	r.Head(pattern, serve)
}

func (s *site) send(w http.ResponseWriter, r *http.Request, lang Lang, name string, view any) {
	var b bytes.Buffer
	if err := s.pages[lang].render(&b, name, view); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Vary", "Accept-Encoding, Accept-Language")
	if err := wire.SendTagged(w, r, "text/html; charset=utf-8", b.Bytes()); err != nil {
		s.Log.ErrorContext(r.Context(), "web", "err", err)
	}
}

// errNotYet is the state before the first publication: the service has started
// and is computing. It is no fault, and it passes by itself.
var errNotYet = errors.New("no publication yet")

// fail shows what went wrong as a page, in words, with a way on.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := wire.NewProblem(r, err)
	st, _ := readState(r, append(append([]string{}, choices...), openings...)...)
	lang := Lang(wire.Lang(r))
	view := errorView{Problem: p, frame: s.frame(request{r, st.closed(), s.texts[lang], lang}, "")}
	view.Title = p.Title
	status := p.Status
	if errors.Is(err, errNotYet) {
		status = http.StatusServiceUnavailable
		view.NotYet, view.Refresh = true, 3
		view.Title = s.texts[lang].say("notyet.title")
		w.Header().Set("Retry-After", "3")
	} else if status == http.StatusInternalServerError {
		s.Log.LogAttrs(r.Context(), slog.LevelError, "page failed", slog.String("path", r.URL.Path), slog.Any("err", err))
	}
	if status == wire.StatusClientGone {
		w.WriteHeader(status)
		return
	}
	var b bytes.Buffer
	if err := s.pages[lang].render(&b, "error", view); err != nil {
		wire.Fail(s.Log, w, r, err)
		return
	}
	if status == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", strconv.Itoa(int(wire.RetryAfter/time.Second)))
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(b.Bytes()) // the client may be gone
	}
}

// errorView is the data of the page of an error.
type errorView struct {
	frame
	Problem wire.Problem
	NotYet  bool
}

// notYet turns "there is no publication" into errNotYet.
func notYet(err error) error {
	if errors.Is(err, geo.ErrNotFound) {
		return errNotYet
	}
	return err
}
