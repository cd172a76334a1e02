package wire

import (
	"context"
	"net"
	"net/http"
)

type connKey struct{}

// KeepConn keeps the connection of each request for HoldLittle.
func KeepConn(s *http.Server) {
	s.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, connKey{}, c) }
}

// HoldLittle asks the system to hold about so many bytes of an answer for a client
// that is slow. By itself it holds megabytes and takes nothing more until a third
// of them are gone: a client that reads on and on looks like one that sleeps. It
// does nothing without KeepConn.
func HoldLittle(r *http.Request, bytes int) {
	if c, is := r.Context().Value(connKey{}).(interface{ SetWriteBuffer(int) error }); is {
		_ = c.SetWriteBuffer(bytes) // only slower without it
	}
}
