package site

import (
	"context"
	"io/fs"
	"net/http"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
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
// in the query of the form's action. Where the pattern has no Get beside it, a
// handler that shows the form again sets r.Links = LinksAt(…), or the words that
// change the language lead nowhere.
func (x *Section) Post(r chi.Router, pattern string, bytes int64, h Handler, allowed ...string) {
	if bytes == 0 {
		bytes = FormBytes
	}
	r.Method(http.MethodPost, pattern, x.handle(h, func(w http.ResponseWriter, req *Request) error {
		return req.readForm(w, bytes)
	}, allowed))
}

// handle reads the query, then the form, then asks the handler. The time to send
// the form is bounded by the server; the deadline is for making the answer.
func (x *Section) handle(h Handler, form func(http.ResponseWriter, *Request) error, allowed []string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r := x.site.request(req, PlainLinks(req))
		r.Query = wire.ReadForm(req, allowed...)
		if x.Prepare != nil {
			x.Prepare(r)
		}
		err := r.Query.Err()
		if err == nil && form != nil {
			err = form(w, r)
		}
		ctx, cancel := context.WithTimeout(req.Context(), wire.ReadDeadline)
		defer cancel()
		r.Request = req.WithContext(ctx)
		var a Answer
		if err == nil {
			a, err = h(r)
		}
		if err == nil {
			err = x.send(w, r, a)
		}
		if err != nil {
			x.site.Fail(w, r.Request, err)
		}
	})
}
