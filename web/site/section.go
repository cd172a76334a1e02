package site

import (
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
)

// Section is a group of pages with templates and texts of its own.
type Section struct {
	// Prepare, where it is set, reads what all pages of the section may say in
	// their query, before faults of the query become an error. It may put other
	// Links into the request.
	Prepare func(*Request)
	site    *Site
	pages   map[Lang]templates
}

// Section takes in pages/*.html (those called parts_* are shared by the others),
// texts/it.json and texts/en.json, and long texts like texts/method.it.html.
func (s *Site) Section(files fs.FS) (*Section, error) {
	x := &Section{site: s, pages: map[Lang]templates{}}
	for _, lang := range Languages {
		if err := s.texts[lang].add(files); err != nil {
			return nil, err
		}
		var err error
		if x.pages[lang], err = pagesOf(files, s.texts[lang]); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// Request is what a handler knows about who asks.
type Request struct {
	*http.Request
	Site   *Site
	Texts  *Texts
	Lang   Lang
	Links  Links
	Query  *wire.Query // already without unknown parameters; lang is always allowed
	Fields url.Values  // of the form that was sent; nil for GET
}

// Handler makes an answer, or says why it cannot.
type Handler func(*Request) (Answer, error)

// FormBytes bounds the form of a POST where the route does not say otherwise.
const FormBytes = 64 << 10

// Get mounts a page. allowed are the parameters of its query.
func (x *Section) Get(r chi.Router, pattern string, h Handler, allowed ...string) {
	serve := x.handle(h, nil, allowed)
	r.Method(http.MethodGet, pattern, serve)
	r.Method(http.MethodHead, pattern, serve)
}

// Post mounts what takes a form, url-encoded and of at most so many bytes; 0 is
// FormBytes. Forms sent by pages of other hosts are refused. The language stands
// in the query of the form's action.
func (x *Section) Post(r chi.Router, pattern string, bytes int64, h Handler, allowed ...string) {
	if bytes == 0 {
		bytes = FormBytes
	}
	r.Method(http.MethodPost, pattern, x.handle(h, func(w http.ResponseWriter, req *Request) error {
		return req.readForm(w, bytes)
	}, allowed))
}

// handle reads the query, then the form, then asks the handler.
func (x *Section) handle(h Handler, form func(http.ResponseWriter, *Request) error, allowed []string) http.Handler {
	serve := func(w http.ResponseWriter, req *http.Request) {
		r := x.site.request(req, PlainLinks(req))
		r.Query = wire.ReadForm(req, allowed...)
		if x.Prepare != nil {
			x.Prepare(r)
		}
		err := r.Query.Err()
		if err == nil && form != nil {
			err = form(w, r)
		}
		var a Answer
		if err == nil {
			a, err = h(r)
		}
		if err == nil {
			err = x.send(w, r, a)
		}
		if err != nil {
			x.site.Fail(w, req, err)
		}
	}
	return wire.Deadline(wire.ReadDeadline)(http.HandlerFunc(serve))
}

func (s *Site) request(r *http.Request, links Links) *Request {
	lang := Lang(wire.Lang(r))
	return &Request{Request: r, Site: s, Texts: s.texts[lang], Lang: lang, Links: links}
}

// readForm reads the body as the fields of a form.
func (r *Request) readForm(w http.ResponseWriter, bytes int64) error {
	if err := r.Site.origins.Check(r.Request); err != nil {
		return geo.Forbidden("Il modulo è stato inviato da un altro sito: aprilo qui e riprova. / The form was sent by another site: open it here and try again.")
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return geo.Invalid("Serve un modulo (application/x-www-form-urlencoded). / A form is needed (application/x-www-form-urlencoded).")
	}
	r.Body = http.MaxBytesReader(w, r.Body, bytes)
	if err := r.ParseForm(); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return fmt.Errorf("form: %w", err)
		}
		return geo.Invalid("Il modulo non è scritto bene: ricarica la pagina e riprova. / The form is malformed: reload the page and try again.")
	}
	for name, values := range r.PostForm {
		for _, v := range append(values, name) {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return geo.Invalid("Il modulo contiene caratteri non validi: serve testo UTF-8. / The form holds characters that are not valid: UTF-8 text is needed.")
			}
		}
	}
	r.Fields = r.PostForm
	return nil
}

// Field is the value of a field of the form, without blanks around it and with
// plain line ends.
func (r *Request) Field(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(r.Fields.Get(name), "\r\n", "\n"))
}

// Param is a part of the address, decoded.
func (r *Request) Param(name string) (string, error) { return wire.Path(r.Request, name) }

// Say gives a text in the reader's language.
func (r *Request) Say(key string, args ...any) string { return r.Texts.Say(key, args...) }

// Page is the address of another page, with what the reader has chosen.
func (r *Request) Page(path string) string { return r.Links.Page(path) }
