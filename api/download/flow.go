package download

import (
	"net/http"
	"strconv"
	"time"
)

// flow writes an answer in pieces, each of which the client must take in time: a
// file may take as long as it needs while it gets on. Nothing goes out before the
// first piece is full, so that a short answer has a length and an early error is
// still a problem of its own.
type flow struct {
	w        http.ResponseWriter
	c        *http.ResponseController
	now      func() time.Time
	patience time.Duration
	headers  func()
	held     []byte
	begun    bool
}

func newFlow(w http.ResponseWriter, now func() time.Time, patience time.Duration, headers func()) *flow {
	return &flow{w: w, c: http.NewResponseController(w), now: now, patience: patience, headers: headers, held: make([]byte, 0, piece)}
}

func (f *flow) Write(b []byte) (int, error) {
	written := len(b)
	for len(b) > 0 {
		if len(f.held) == cap(f.held) {
			if err := f.send(); err != nil {
				return 0, err
			}
		}
		n := min(len(b), cap(f.held)-len(f.held))
		f.held, b = append(f.held, b[:n]...), b[n:]
	}
	return written, nil
}

// send sends what is held. The client has the whole patience for it.
func (f *flow) send() error {
	f.begin()
	_ = f.c.SetWriteDeadline(f.now().Add(f.patience)) // not every writer has one
	_, err := f.w.Write(f.held)
	f.held = f.held[:0]
	return err
}

func (f *flow) begin() {
	if !f.begun {
		f.begun = true
		f.headers()
		f.w.WriteHeader(http.StatusOK)
	}
}

// end sends the rest.
func (f *flow) end() error {
	if !f.begun {
		f.w.Header().Set("Content-Length", strconv.Itoa(len(f.held)))
	}
	return f.send()
}
