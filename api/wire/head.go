package wire

import (
	"bytes"
	"net/http"
	"strconv"
)

// Head is the fields of an answer's head, each set once. The zero value is empty.
type Head struct {
	fields [headRoom]headField
	n      int
}

// headRoom is far more fields than any answer has.
const headRoom = 20

type headField struct{ name, value string }

// Set adds a field. Its name must be in the canonical form of net/http.
func (h *Head) Set(name, value string) {
	h.fields[h.n] = headField{name, value}
	h.n++
}

// Write begins an answer.
func (h *Head) Write(w http.ResponseWriter, status int) {
	h.into(w.Header())
	w.WriteHeader(status)
}

func (h *Head) into(header http.Header) {
	for _, f := range h.fields[:h.n] {
		header[f.name] = []string{f.value}
	}
}

// Send answers 200 with a body, which must not be empty. To GET over a connection of
// Connect the fields go as they are into the head that net/http writes; it adds what
// middlewares have set, the date and the length.
func (h *Head) Send(w http.ResponseWriter, r *http.Request, body []byte) {
	header := w.Header()
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	if c := connOf(r); c != nil && r.Method == http.MethodGet && c.take(h) {
		header["Content-Type"] = nil // it is among the fields: net/http need not guess
	} else {
		h.into(header)
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone: nothing to do about it
	}
}

// take keeps fields for the head of the answer that comes next. It takes none with a
// line break in it: that must not pass for more fields.
func (c *conn) take(h *Head) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.ready[:0]
	for _, f := range h.fields[:h.n] {
		out = append(append(append(append(out, f.name...), ": "...), f.value...), "\r\n"...)
	}
	c.ready = out
	if bytes.Count(out, []byte{'\n'}) != h.n || bytes.Count(out, []byte{'\r'}) != h.n {
		c.ready = out[:0]
		return false
	}
	return true
}
