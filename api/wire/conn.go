package wire

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
)

// Connect has a server send the answers that come over a listener in one piece, with
// heads that are ready made where a handler has one (Head.Send).
//
// net/http fills a buffer of 4 KiB with the head of an answer and the begin of its
// body, sends that, and then the rest by itself: two system calls, two packets, and
// whoever reads is woken twice. And it copies, sorts, checks and writes the fields of
// the head one by one, which for a dozen takes as long as reading the request. What
// both buy: a quarter of what a tile from the cache costs.
func Connect(server *http.Server, l net.Listener) net.Listener {
	server.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, connKey{}, c) }
	server.ConnState = func(c net.Conn, state http.ConnState) {
		if c, ok := c.(*conn); ok && (state == http.StateIdle || state == http.StateHijacked) {
			c.endAnswer()
		}
	}
	return connListener{l}
}

type connKey struct{}

// connOf is the connection that a request came over; nil for one that is not ours.
func connOf(r *http.Request) *conn {
	c, _ := r.Context().Value(connKey{}).(*conn)
	return c
}

// HoldLittle asks the system to hold about so many bytes of an answer for a client
// that is slow. By itself it holds megabytes and takes nothing more until a third
// of them are gone: a client that reads on and on looks like one that sleeps. It
// does nothing without Connect.
func HoldLittle(r *http.Request, bytes int) {
	if c := connOf(r); c != nil {
		_ = c.SetWriteBuffer(bytes) // only slower without it
	}
}

type connListener struct{ net.Listener }

func (l connListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		return &conn{TCPConn: tcp}, nil
	}
	return c, err
}

// headBuffer is how large the buffer of net/http is.
const headBuffer = 4 << 10

// conn is a connection that holds a full buffer back until what follows it. A full
// buffer is sent only when more follows, or when the answer is just that long: then
// the state of the connection says that it has ended.
type conn struct {
	*net.TCPConn
	mu    sync.Mutex
	held  []byte // the buffer that waits for the rest of its answer
	ready []byte // fields to put into the head of the next answer, each with its end of line
	room  [4][]byte
	parts net.Buffers // of one piece, in room
}

func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(p) == headBuffer && len(c.held) == 0 {
		c.held = append(c.held, p...)
		return len(p), nil
	}
	if err := c.send(p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// send sends what is held back and then p, at once.
func (c *conn) send(p []byte) error {
	c.parts = c.room[:0]
	for _, part := range [][]byte{c.held, p} {
		if end := c.statusLine(part); end > 0 {
			c.parts = append(c.parts, part[:end], c.ready)
			part, c.ready = part[end:], c.ready[:0]
		}
		if len(part) > 0 {
			c.parts = append(c.parts, part)
		}
	}
	_, err := c.parts.WriteTo(c.TCPConn)
	c.held = c.held[:0]
	return err
}

var okay = []byte(" 200 OK\r\n")

// statusLine is how long the first line of an answer is whose head waits for fields; 0
// for what is no such answer.
func (c *conn) statusLine(p []byte) int {
	if version := len("HTTP/1.1"); len(c.ready) > 0 && len(p) > version && bytes.HasPrefix(p[version:], okay) {
		return version + len(okay)
	}
	return 0
}

// flush sends what is held back; the caller holds mu.
func (c *conn) flush() error {
	if len(c.held) == 0 {
		return nil
	}
	return c.send(nil)
}

func (c *conn) release() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.flush()
}

// endAnswer leaves nothing to the next answer.
func (c *conn) endAnswer() {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.flush() // the next write finds out, too
	c.ready = c.ready[:0]
}

// ReadFrom is how net/http sends files.
func (c *conn) ReadFrom(r io.Reader) (int64, error) {
	if err := c.release(); err != nil {
		return 0, err
	}
	return c.TCPConn.ReadFrom(r)
}

func (c *conn) CloseWrite() error {
	_ = c.release()
	return c.TCPConn.CloseWrite()
}

// Close sends what is held back, unless something is being sent: to a client that does
// not read that may last, and closing ends it.
func (c *conn) Close() error {
	if c.mu.TryLock() {
		_ = c.flush()
		c.mu.Unlock()
	}
	return c.TCPConn.Close()
}
