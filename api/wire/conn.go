package wire

import (
	"bytes"
	"context"
	"net"
	"net/http"
)

// InOnePiece has a server send answers that come with a ready head (Head.Send) in one
// piece. It sets ConnContext and ConnState of the server, and is for plain HTTP/1.
//
// net/http copies, sorts, checks and writes the fields of a head one by one, into a
// buffer of 4 KiB that the begin of the body fills; it sends that, and then the rest by
// itself: two system calls, two packets, and whoever reads is woken twice.
func InOnePiece(server *http.Server, l net.Listener) net.Listener {
	server.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, connKey{}, c) }
	server.ConnState = func(c net.Conn, state http.ConnState) {
		if c, ok := c.(*conn); ok && state == http.StateIdle {
			c.ready, c.held = c.ready[:0], c.held[:0] // the next answer finds nothing of this one
		}
	}
	return pieceListener{l}
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
// does nothing without InOnePiece.
func HoldLittle(r *http.Request, bytes int) {
	if c := connOf(r); c != nil {
		_ = c.SetWriteBuffer(bytes) // only slower without it
	}
}

type pieceListener struct{ net.Listener }

func (l pieceListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		return &conn{TCPConn: tcp}, nil
	}
	return c, err
}

// headBuffer is how large the buffer of net/http is.
const headBuffer = 4 << 10

// conn is a connection that puts ready fields into the head of an answer. It holds that
// head back until the rest of the body comes, which it has been told will come: so
// nothing is ever left to send when an answer has ended. Only the goroutine that
// net/http serves the connection with writes to it.
type conn struct {
	*net.TCPConn
	ready []byte // fields to put into the next head, each with its end of line
	long  bool   // that answer is longer than the buffer of net/http
	held  []byte // the full buffer with that head in it
	parts net.Buffers
	room  [4][]byte // for parts
}

func (c *conn) Write(p []byte) (int, error) {
	if len(c.ready) == 0 {
		return c.TCPConn.Write(p)
	}
	head, rest := p, []byte(nil)
	if len(c.held) > 0 {
		head, rest = c.held, p
	}
	end := firstLine(head)
	if end == 0 {
		return c.TCPConn.Write(p)
	}
	if len(c.held) == 0 && c.long && len(p) == headBuffer {
		c.held = append(c.held, p...)
		return len(p), nil
	}
	before := len(c.ready) + len(c.held)
	c.parts = append(c.room[:0], head[:end], c.ready, head[end:], rest)
	n, err := c.parts.WriteTo(c.TCPConn)
	c.ready, c.held = c.ready[:0], c.held[:0]
	return max(0, int(n)-before), err
}

var statusOK = []byte(" 200 OK\r\n")

// firstLine is how long the first line is of what begins an answer 200; 0 for anything
// else.
func firstLine(p []byte) int {
	if version := len("HTTP/1.1"); len(p) > version && bytes.HasPrefix(p[version:], statusOK) {
		return version + len(statusOK)
	}
	return 0
}
