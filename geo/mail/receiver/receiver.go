// Package receiver is a real SMTP server that keeps what it receives: for tests,
// and for trying Atlante out without a mail server. It sends nothing on.
package receiver

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"atlante/geo"
)

// Received is a mail as it came.
type Received struct {
	From string
	To   []string
	Data []byte // header and body, lines end in CR LF
}

// Receiver takes mails on this very machine.
type Receiver struct {
	server   *smtp.Server
	listener net.Listener
	keep     func(Received) error
	done     chan error

	mu    sync.Mutex
	mails []Received
}

// The bounds of a mail.
const (
	maxBytes = 1 << 20
	maxTime  = 30 * time.Second
)

// Start listens on a loopback address; port 0 takes any. Every mail goes through
// keep before the client is told that it was taken: an error of keep is
// told to the client (an *smtp.SMTPError as it is, others as 451). nil keeps in
// memory only.
func Start(ctx context.Context, address string, keep func(Received) error) (*Receiver, error) {
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, geo.Invalid("il ricevitore di posta ascolta solo su questa macchina: usa 127.0.0.1:porta / the receiver listens on this very machine only")
	}
	var listen net.ListenConfig
	l, err := listen.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	r := &Receiver{listener: l, keep: keep, done: make(chan error, 1)}
	r.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{receiver: r}, nil }))
	r.server.Domain = "localhost"
	r.server.MaxMessageBytes, r.server.MaxRecipients = maxBytes, 10
	r.server.ReadTimeout, r.server.WriteTimeout = maxTime, maxTime
	r.server.ErrorLog = quiet{}
	go func() { r.done <- r.server.Serve(l) }()
	return r, nil
}

// Address is where the receiver listens.
func (r *Receiver) Address() string { return r.listener.Addr().String() }

// Close ends all connections.
func (r *Receiver) Close() error {
	err := r.server.Close()
	if served := <-r.done; served != nil && !errors.Is(served, smtp.ErrServerClosed) && !errors.Is(served, net.ErrClosed) {
		return errors.Join(err, served)
	}
	return err
}

// Mails gives what was received so far, in the order in which it came.
func (r *Receiver) Mails() []Received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.mails)
}

func (r *Receiver) take(m Received) error {
	if r.keep != nil {
		if err := r.keep(m); err != nil {
			if _, ok := errors.AsType[*smtp.SMTPError](err); ok {
				return err
			}
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "not kept"}
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mails = append(r.mails, m)
	return nil
}

// session is one connection.
type session struct {
	receiver *Receiver
	now      Received
}

func (s *session) Reset()        { s.now = Received{} }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.now.From = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.now.To = append(s.now.To, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.now.Data = data
	return s.receiver.take(s.now)
}

// quiet drops what the server says about clients that leave in the middle.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}
