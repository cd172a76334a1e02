package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
)

// guarded is a mail server that takes mail through TLS, from who signs in.
type guarded struct {
	mu    sync.Mutex
	mails int
	plain int // passwords that came without TLS
}

func (g *guarded) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &guardedSession{g: g, conn: c}, nil
}

type guardedSession struct {
	g    *guarded
	conn *smtp.Conn
	in   bool
}

func (s *guardedSession) AuthMechanisms() []string { return []string{sasl.Plain} }
func (s *guardedSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if _, encrypted := s.conn.TLSConnectionState(); !encrypted {
			s.g.mu.Lock()
			s.g.plain++
			s.g.mu.Unlock()
		}
		if user != "anna" || password != "parola/segreta" {
			return smtp.ErrAuthFailed
		}
		s.in = true
		return nil
	}), nil
}
func (s *guardedSession) Reset()        {}
func (s *guardedSession) Logout() error { return nil }
func (s *guardedSession) Mail(string, *smtp.MailOptions) error {
	if !s.in {
		return smtp.ErrAuthRequired
	}
	return nil
}
func (s *guardedSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *guardedSession) Data(r io.Reader) error {
	_, err := io.ReadAll(r)
	s.g.mu.Lock()
	defer s.g.mu.Unlock()
	s.g.mails++
	return err
}

// Mail and password go through TLS, by STARTTLS and from the first byte, to a
// server whose certificate holds; to another one nothing goes.
func TestMailGoesThroughTLS(t *testing.T) {
	certified := httptest.NewTLSServer(nil) // for its certificate
	defer certified.Close()
	roots := x509.NewCertPool()
	roots.AddCert(certified.Certificate())
	config := &tls.Config{Certificates: certified.TLS.Certificates}
	for scheme, wrapped := range map[string]bool{"smtp": false, "smtps": true} {
		g := &guarded{}
		address := listen(t, g, config, wrapped)
		for _, c := range []struct {
			user  string
			roots *x509.CertPool
			mails int
			class string
		}{
			{"anna:parola%2Fsegreta@", roots, 1, ""},
			{"anna:sbagliata@", roots, 1, "refused_password"},
			{"", roots, 1, "refused_sender"},
			{"anna:parola%2Fsegreta@", nil, 1, "certificate"}, // a certificate that nobody knows
		} {
			letters, err := NewLetters("a@atlante.example", "https://atlante.example", "Ente")
			if err != nil {
				t.Fatal(err)
			}
			s, err := NewSMTP(scheme+"://"+c.user+address+"?starttls=required", letters)
			if err != nil {
				t.Fatal(err)
			}
			s.roots = c.roots
			err = s.Send(t.Context(), Message{ID: uuid.New(), To: "anna@esempio.example", Template: Approved, Lang: "it", At: time.Now(),
				Values: map[string]string{Path: "/", Name: "x"}})
			class := ""
			if f, ok := errors.AsType[*Fault](err); ok {
				class = f.Class
				if f.Permanent {
					t.Errorf("%s %s: a setting is no reason to give a mail up", scheme, class)
				}
			}
			if class != c.class || g.mails != c.mails {
				t.Errorf("%s %q: %q, %d mails; %+v", scheme, c.user, class, g.mails, err)
			}
		}
		if g.plain != 0 {
			t.Errorf("%d passwords in clear", g.plain)
		}
	}
}

func listen(t *testing.T, b smtp.Backend, config *tls.Config, wrapped bool) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(b)
	s.Domain, s.TLSConfig = "localhost", config
	address := l.Addr().String()
	if wrapped {
		l = tls.NewListener(l, config)
	}
	s.ErrorLog = dropped{}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	return address
}

type dropped struct{}

func (dropped) Printf(string, ...any) {}
func (dropped) Println(...any)        {}
