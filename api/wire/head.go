package wire

import (
	"bytes"
	"net/http"
	"strconv"
)

// Head is the fields that a handler sets in the head of its answer, each once; they go
// before those that middlewares have set. The zero value is empty.
type Head struct {
	fields [headRoom]headField
	n      int
}

// headRoom is more than any handler sets; one more panics.
const headRoom = 16

type headField struct{ name, value string }

// Set adds a field. Its name must be in the canonical form of net/http, and none that
// net/http sets itself.
func (h *Head) Set(name, value string) {
	h.fields[h.n] = headField{name, value}
	h.n++
}

// SetMachine sets what Machine does, for handlers that stand before it, but Vary: they
// know better what their answer depends on.
func (h *Head) SetMachine() {
	for _, f := range machineFields {
		h.Set(f.name, f.value)
	}
}

func (h *Head) has(name string) bool {
	for i := range h.n {
		if h.fields[i].name == name {
			return true
		}
	}
	return false
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

// Send answers 200 with a body, which must not be empty; Content-Type must be among the
// fields. To GET over a connection of InOnePiece all fields go as they are into the
// head that net/http writes, which adds the length and the date.
func (h *Head) Send(w http.ResponseWriter, r *http.Request, body []byte) {
	header := w.Header()
	if c := connOf(r); c != nil && r.Method == http.MethodGet && c.take(h, header, len(body)) {
		header["Content-Type"] = nil // net/http need not guess
	} else {
		h.into(header)
	}
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone: nothing to do about it
	}
}

// take moves the fields of an answer with so many bytes from h and header into the head
// that comes next. It takes none when there is a line break in one: that must not pass
// for one field more.
func (c *conn) take(h *Head, header http.Header, bodyLength int) bool {
	out, lines := c.ready[:0], h.n
	for i := range h.n {
		out = appendField(out, h.fields[i].name, h.fields[i].value)
	}
	for name, values := range header {
		if netHTTP(name) || h.has(name) {
			continue
		}
		for _, v := range values {
			out = appendField(out, name, v)
			lines++
		}
	}
	if bytes.Count(out, []byte{'\n'}) != lines || bytes.Count(out, []byte{'\r'}) != lines {
		c.ready = out[:0]
		return false
	}
	for name := range header {
		if !netHTTP(name) {
			delete(header, name)
		}
	}
	c.ready, c.long = out, bodyLength >= headBuffer
	return true
}

func appendField(out []byte, name, value string) []byte {
	return append(append(append(append(out, name...), ": "...), value...), "\r\n"...)
}

// netHTTP tells the fields that net/http must know of, as it acts on them.
func netHTTP(name string) bool {
	switch name {
	case "Connection", "Content-Length", "Date", "Trailer", "Transfer-Encoding":
		return true
	}
	return false
}
