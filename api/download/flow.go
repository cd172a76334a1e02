package download

import (
	"net/http"
	"time"
)

// flow sends an answer in pieces, each of which the client must take in time: a
// file may take as long as it needs while it gets on.
type flow struct {
	w        http.ResponseWriter
	c        *http.ResponseController
	now      func() time.Time
	patience time.Duration
	sent     int64
}

func (f *flow) Write(b []byte) (int, error) {
	written := 0
	for len(b) > 0 {
		_ = f.c.SetWriteDeadline(f.now().Add(f.patience)) // not every writer has one
		n, err := f.w.Write(b[:min(len(b), piece)])
		written, f.sent, b = written+n, f.sent+int64(n), b[n:]
		if err != nil {
			return written, err
		}
	}
	return written, nil
}
