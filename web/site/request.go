package site

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"atlante/api/wire"
	"atlante/geo"
)

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

// Origin is the scheme and host of this site, without a slash at the end, for
// addresses that are copied or read elsewhere.
func (r *Request) Origin() string { return r.Site.Origin(r.Request) }

// Say gives a text in the reader's language.
func (r *Request) Say(key string, args ...any) string { return r.Texts.Say(key, args...) }

// Page is the address of another page, with what the reader has chosen.
func (r *Request) Page(path string) string { return r.Links.Page(path) }

// Fault is what is wrong in a form, for the list above it: {{template "faults" …}}.
type Fault struct {
	Field string // the id of the field, "" when it is about the whole form
	Text  string
}
