package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	netmail "net/mail"
	"net/textproto"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"atlante/geo"
)

// SMTP sends letters through a server.
type SMTP struct {
	host           string
	port           int
	user, password string
	tls            bool // from the first byte
	policy         gomail.TLSPolicy
	letters        *Letters
	timeout        time.Duration
	roots          *x509.CertPool // nil: those of the machine
}

// sendTimeout bounds every exchange with the server.
const sendTimeout = 20 * time.Second

// NewSMTP reads the address of a server: smtp://user:password@host:port, or
// smtps:// for TLS from the first byte. With smtp:// the connection is turned
// into TLS (STARTTLS); ?starttls=optional does without it where the server
// cannot, which is the rule for this very machine, and ?starttls=never never
// asks. A password is sent through TLS only. Errors never show the address,
// because it may hold a password.
func NewSMTP(address string, letters *Letters) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return nil, geo.Invalid("il server di posta non va bene: serve smtp://utente:password@host:porta o smtps://… / the address of the mail server is not valid")
	}
	s := &SMTP{host: u.Hostname(), port: 587, tls: u.Scheme == "smtps", policy: gomail.TLSMandatory, letters: letters, timeout: sendTimeout}
	if s.tls {
		s.port = 465
	}
	if p := u.Port(); p != "" {
		if s.port, err = strconv.Atoi(p); err != nil || s.port < 1 || s.port > 65535 {
			return nil, geo.Invalid("la porta del server di posta non va bene / the port of the mail server is not valid")
		}
	}
	if isLoopback(s.host) {
		s.policy = gomail.TLSOpportunistic
	}
	switch u.Query().Get("starttls") {
	case "":
	case "required":
		s.policy = gomail.TLSMandatory
	case "optional":
		s.policy = gomail.TLSOpportunistic
	case "never":
		s.policy = gomail.NoTLS
	default:
		return nil, geo.Invalid("starttls può essere required, optional o never / starttls is required, optional or never")
	}
	s.user = u.User.Username()
	s.password, _ = u.User.Password()
	return s, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send sends a message and gives a *Fault when the server has not taken it. When
// ctx ends the connection is cut; whether the server had taken the message by
// then nobody knows.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := s.letters.compose(m)
	if err != nil {
		return &Fault{Class: "content", Permanent: true}
	}
	sending, done := context.WithCancel(ctx)
	defer done() // closes the connection, which the library leaves open after some failures
	client, err := s.client(func(dialing context.Context, network, address string) (net.Conn, error) {
		conn, err := s.dial(dialing, network, address)
		if err == nil {
			context.AfterFunc(sending, func() { _ = conn.Close() })
		}
		return conn, err
	})
	if err != nil {
		return &Fault{Class: "settings"}
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() { // what went wrong after the server had taken it does not matter
		return nil
	}
	return faultOf(err)
}

func (s *SMTP) client(dial gomail.DialContextFunc) (*gomail.Client, error) {
	o := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(s.timeout), gomail.WithHELO(s.letters.domain()),
		gomail.WithDialContextFunc(dial), gomail.WithoutNoop(), gomail.WithTLSConfig(s.tlsConfig())}
	if s.tls { // dial has done it: with the library's own option it takes our connection for a plain one
		o = append(o, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	} else {
		o = append(o, gomail.WithTLSPolicy(s.policy))
	}
	if s.user != "" {
		o = append(o, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	return gomail.NewClient(s.host, o...)
}

// dial opens the connection, with TLS from the first byte for smtps.
func (s *SMTP) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if s.tls {
		d := tls.Dialer{Config: s.tlsConfig()}
		return d.DialContext(ctx, network, address)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, address)
}

func (s *SMTP) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}
}

// compose writes the letter as RFC 5322 wants it. The same message gives the
// same bytes whenever it is sent.
func (l *Letters) compose(m Message) (*gomail.Msg, error) {
	letter, err := l.Letter(m)
	if err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(l.from)
	msg.ToMailAddress(&netmail.Address{Address: letter.To})
	msg.Subject(letter.Subject)
	msg.SetMessageIDWithValue(letter.MessageID)
	msg.SetDateWithValue(m.At)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("Content-Language", m.Lang)
	msg.SetBodyString(gomail.TypeTextPlain, letter.Text)
	return msg, nil
}

// Fault is why a server has not taken a message. Its text names no address.
type Fault struct {
	Class     string // "unreachable", "refused_recipient", …
	Permanent bool   // trying again does not help
}

// Error gives the class alone: what servers answer often holds addresses.
func (f *Fault) Error() string { return "mail not sent: " + f.Class }

// faultOf sorts an error of the exchange.
func faultOf(err error) *Fault {
	sent, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return &Fault{Class: beforeSending(err)}
	}
	permanent := sent.ErrorCode() >= 500
	switch sent.Reason {
	case gomail.ErrSMTPRcptTo:
		return &Fault{Class: "refused_recipient", Permanent: permanent}
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose, gomail.ErrWriteContent:
		return &Fault{Class: "refused_content", Permanent: permanent}
	case gomail.ErrSMTPMailFrom:
		return &Fault{Class: "refused_sender"} // a setting, which somebody mends
	}
	return &Fault{Class: "interrupted"}
}

// beforeSending says why it did not come to sending: settings, which somebody
// mends, or a server that is away.
func beforeSending(err error) string {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "certificate"
	}
	if said, ok := errors.AsType[*textproto.Error](err); ok && said.Code/10 == 53 {
		return "refused_password"
	}
	if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, context.Canceled) {
		return "unreachable"
	}
	return "no_agreement" // no TLS, or no way to sign in that both know
}
