package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"atlante/geo"
	"atlante/geo/mail"
	"atlante/geo/postgis/cluster"
)

// mailSettings say how mails leave. Without a server they wait in the outbox.
type mailSettings struct {
	SMTP mailServer `env:"ATLANTE_SMTP" placeholder:"URL" help:"Server di posta: smtp://utente:password@host:587 o smtps://…; senza, le mail aspettano / mail server; without, mails wait."`
	From string     `name:"mail-from" env:"ATLANTE_MAIL_FROM" placeholder:"INDIRIZZO" help:"Chi scrive le mail, come \"Atlante <atlante@esempio.it>\" / sender of mails."`
}

// mailServer is the address of a mail server. It may hold a password, so no text
// of it shows more than where the server is.
type mailServer struct{ address string }

// UnmarshalText takes whatever is given: the parser of the command line shows the
// value with an error of this method. What is wrong is said by mailSettings.Validate.
func (m *mailServer) UnmarshalText(text []byte) error {
	m.address = strings.TrimSpace(string(text))
	return nil
}

// check refuses an address that mail.NewSMTP does not understand.
func (m mailServer) check() error {
	if !m.set() {
		return nil
	}
	if _, err := mail.NewSMTP(m.address, nil); err != nil {
		return fmt.Errorf("ATLANTE_SMTP: %w", err)
	}
	return nil
}

// String is for logs and people.
func (m mailServer) String() string {
	u, err := url.Parse(m.address)
	if m.address == "" || err != nil {
		return "nessuno / none"
	}
	return u.Scheme + "://" + m.host(u)
}

func (mailServer) host(u *url.URL) string {
	port := u.Port()
	if port == "" && u.Scheme == "smtps" {
		port = "465"
	} else if port == "" {
		port = "587"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// here tells whether the server runs on this machine, as one for trials does.
func (m mailServer) here() bool {
	u, err := url.Parse(m.address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// set tells whether there is a server.
func (m mailServer) set() bool { return m.address != "" }

// Validate is asked by the parser of the command line.
func (m mailSettings) Validate() error {
	if err := m.SMTP.check(); err != nil {
		return err
	}
	_, err := m.letters("http://localhost", "")
	return err
}

// letters are written with the public address of the service in their links.
func (m mailSettings) letters(public, owner string) (*mail.Letters, error) {
	from := m.From
	if u, err := url.Parse(public); from == "" && err == nil {
		from = "Atlante <no-reply@" + u.Hostname() + ">"
	}
	return mail.NewLetters(from, public, owner)
}

// sender sends mails, nil without a server.
func (m mailSettings) sender(public, owner string) (*mail.SMTP, error) {
	letters, err := m.letters(public, owner)
	if err != nil || !m.SMTP.set() {
		return nil, err
	}
	return mail.NewSMTP(m.SMTP.address, letters)
}

// greeted connects to the mail server, hears its greeting and leaves: no mail is
// sent and nobody signs in.
func (m mailServer) greeted(ctx context.Context) (string, error) {
	u, err := url.Parse(m.address)
	if err != nil {
		return "", geo.Invalid("ATLANTE_SMTP")
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var conn net.Conn
	if u.Scheme == "smtps" {
		conn, err = (&tls.Dialer{}).DialContext(ctx, "tcp", m.host(u))
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", m.host(u))
	}
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if end, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(end)
	}
	line, err := bufio.NewReaderSize(conn, 1024).ReadSlice('\n')
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(string(line), "220") {
		return "", geo.Invalid("non è un server di posta: dice / it is no mail server: %q", strings.TrimSpace(string(line)))
	}
	_, _ = conn.Write([]byte("QUIT\r\n"))
	return strings.TrimSpace(string(line)), nil
}

// checkMail looks at the settings for mails, and whether the server answers. No
// server is a choice, not a fault.
func checkMail(ctx context.Context, m mailSettings, public string) []cluster.Finding {
	f := cluster.Finding{Name: "Posta / mail", OK: true}
	if !m.SMTP.set() {
		f.Found = "nessun server: le mail aspettano, nessuno può accedere / no server: mails wait, nobody can sign in"
		f.Mend = "export ATLANTE_SMTP=smtp://utente:password@posta.esempio.it:587"
		if public == "" { // nobody is served yet: that is for docs/gestione.md
			f.Mend = "per provare su questa macchina / to try it here: atlante dev mail"
		}
		return []cluster.Finding{f}
	}
	said, err := m.SMTP.greeted(ctx)
	f.Found = m.SMTP.String() + ": " + said
	if err != nil {
		f.OK, f.Found = false, m.SMTP.String()+": non risponde / does not answer: "+err.Error()
		f.Mend = "export ATLANTE_SMTP=smtp://utente:password@posta.esempio.it:587"
	}
	from := cluster.Finding{Name: "Mittente / sender", OK: m.From != "", Found: m.From}
	if m.From == "" {
		from.Found, from.Mend = "nessuno / none", "export ATLANTE_MAIL_FROM='Atlante <atlante@esempio.it>'"
	}
	links := cluster.Finding{Name: "Indirizzo pubblico / address", OK: public != "", Found: public}
	if public == "" {
		links.Found = "nessuno: i collegamenti nelle mail portano a questa macchina / none: links in mails lead to this machine"
		links.Mend = "export ATLANTE_PUBLIC_URL=https://atlante.esempio.it"
	}
	if public == "" && m.SMTP.here() { // tried at home: sender and links have a default that fits
		from.OK, from.Mend = true, ""
		links.OK, links.Found, links.Mend = true, "questa macchina / this machine", ""
	}
	return []cluster.Finding{f, from, links}
}

// proxies are the machines that may say for whom they speak.
type proxies []netip.Prefix

// UnmarshalText takes addresses and networks, with commas between them.
func (p *proxies) UnmarshalText(text []byte) error {
	*p = nil
	for _, word := range strings.FieldsFunc(string(text), func(r rune) bool { return r == ',' || r == ' ' }) {
		network, err := netip.ParsePrefix(word)
		if address, e := netip.ParseAddr(word); e == nil {
			network, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			return geo.Invalid("%q non è un indirizzo né una rete: per esempio 127.0.0.1 o 10.0.0.0/8 / is no address and no network", word)
		}
		*p = append(*p, network)
	}
	return nil
}
