package site

import (
	"net/http"
	"strings"
)

// Show answers with a page of the section at an address that is not the
// section's own: that of a service for programs, which has read its query itself
// and shows the same answer to people. The error is one that kept the page from
// being written; nothing has been sent then.
func (x *Section) Show(w http.ResponseWriter, req *http.Request, h Handler) error {
	forPeople(w)
	r := x.site.request(req, PlainLinks(req))
	a, err := h(r)
	if err != nil {
		return err
	}
	return x.send(w, r, a)
}

// FailBeside is Fail at such an address, with the pages to go back to.
func (s *Site) FailBeside(w http.ResponseWriter, req *http.Request, err error, back ...Part) {
	forPeople(w)
	s.fail(w, req, err, back)
}

// forPeople takes back what the headers of programs say: the page loads its
// style, and other formats are at the same address.
func forPeople(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Del("Cross-Origin-Resource-Policy")
	h.Set("Vary", negotiated)
}

// negotiated is the beginning of Vary where people and programs share an address.
const negotiated = "Accept, "

// alsoAccept keeps what a shared address depends on.
func alsoAccept(before, vary string) string {
	if strings.HasPrefix(before, negotiated) {
		return negotiated + vary
	}
	return vary
}
