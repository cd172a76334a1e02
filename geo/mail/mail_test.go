package mail_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/mail"
	"atlante/geo/mail/receiver"
)

const site = "https://atlante.example"

func letters(t *testing.T) *mail.Letters {
	t.Helper()
	l, err := mail.NewLetters("Atlante <no-reply@atlante.example>", site+"/", "Città di prova")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// message is one with all the values that its template wants.
func message(t mail.Template, lang string, value func(name string) string) mail.Message {
	m := mail.Message{ID: uuid.New(), To: "anna@esempio.example", Template: t, Lang: lang, Values: map[string]string{},
		At: time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)}
	for _, name := range t.Needs() {
		m.Values[name] = value(name)
	}
	return m
}

func plain(name string) string {
	if name == mail.Path {
		return "/luoghi/0190"
	}
	return "Valore di " + name
}

// Every mail has both languages and says all that it is given.
func TestEveryMailIsWritten(t *testing.T) {
	l := letters(t)
	subjects := map[string]mail.Template{}
	for _, lang := range []string{"it", "en"} {
		for _, name := range mail.Templates() {
			got, err := l.Letter(message(name, lang, plain))
			if err != nil {
				t.Errorf("%s %s: %v", lang, name, err)
				continue
			}
			if other, taken := subjects[lang+got.Subject]; taken {
				t.Errorf("%s: %s has the subject of %s", lang, name, other)
			}
			subjects[lang+got.Subject] = name
			for _, v := range name.Needs() {
				want := plain(v)
				if v == mail.Path {
					want = site + want
				}
				if !strings.Contains(got.Text, want) {
					t.Errorf("%s %s does not say its %s: %q", lang, name, v, got.Text)
				}
			}
			if got.Subject == "" || strings.Contains(got.Text, "no value") || !strings.Contains(got.Text, "Città di prova") ||
				!strings.Contains(got.Text, site+"\n") || strings.Contains(got.Text, "\n\n\n\n") {
				t.Errorf("%s %s: %q %q", lang, name, got.Subject, got.Text)
			}
			for _, line := range strings.Split(got.Text, "\n") {
				if len([]rune(line)) > 100 {
					t.Errorf("%s %s: a long line: %q", lang, name, line)
				}
			}
		}
	}
}

func TestMessagesThatCannotBeSent(t *testing.T) {
	good := message(mail.Rejected, "it", plain)
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*mail.Message){
		"template": func(m *mail.Message) { m.Template = "x" },
		"id":       func(m *mail.Message) { m.ID = uuid.Nil },
		"language": func(m *mail.Message) { m.Lang = "fr" },
		"time":     func(m *mail.Message) { m.At = time.Time{} },
		"address":  func(m *mail.Message) { m.To = "a@b.it\r\nBcc: c@d.it" },
		"missing":  func(m *mail.Message) { delete(m.Values, mail.Reason) },
		"more":     func(m *mail.Message) { m.Values["x"] = "y" },
		"path":     func(m *mail.Message) { m.Values[mail.Path] = "//evil.example" },
		"utf-8":    func(m *mail.Message) { m.Values[mail.Text] = "\xff" },
		"zero":     func(m *mail.Message) { m.Values[mail.Text] = "a\x00b" },
		"long":     func(m *mail.Message) { m.Values[mail.Text] = strings.Repeat("a", 17<<10) },
	} {
		m := message(mail.Rejected, "it", plain)
		change(&m)
		if err := m.Check(); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// hostile texts, each of which tries to become something else than text.
var hostile = []string{
	"Circolo\r\nBcc: spia@evil.example", "Circolo\nSubject: altro\n\nnuovo testo", "a\rb", "a\r\n.\r\nMAIL FROM:<x@y.z>\r\n",
	".", "..", "=?utf-8?q?Bcc:_x@y.z?=", "<b>grassetto</b>", "<script>alert(1)</script>", "{{.link}} {{template \"x\"}}", "%s%d%n",
	"\u202eosrevni\u202c", "zero\u200bwidth", "riga\u2028nuova\u2029riga\u0085qui\vlì\fla", "=cmd|' /C calc'!A0", "'; DROP TABLE mail; --",
	strings.Repeat("à", 3000), strings.Repeat("x", 5000), "🏔️ Ca' d'Inverso", "--boundary\r\nContent-Type: text/html\r\n\r\n<b>",
	"From anna@esempio.example", "-- ", "", " ", "\t",
}

// Whatever stands in a value stays text in the body: header, recipients and the
// number of mails are the same, and people read what was typed.
func TestNoValueBecomesAHeader(t *testing.T) {
	box := geotest.Mailbox(t, nil)
	sender := smtpTo(t, box.Address())
	for i, text := range hostile {
		m := message(mail.Rejected, "it", func(name string) string {
			if name == mail.Path {
				return "/luoghi/0190"
			}
			return text
		})
		to := message(mail.Reported, "it", func(name string) string { return m.Values[name] })
		to.Values = map[string]string{mail.Path: "/luoghi/0190", mail.Name: text, mail.Where: text}
		for _, one := range []mail.Message{m, to} {
			if err := sender.Send(t.Context(), one); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
		if n := len(box.Mails()); n != 2*(i+1) {
			t.Fatalf("%q: %d mails", text, n)
		}
		first, second := geotest.Read(t, box.Mails()[2*i]), geotest.Read(t, box.Mails()[2*i+1])
		soundHeader(t, text, first)
		soundHeader(t, text, second)
		flat := func(s string) string {
			return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n", "\f", "\n").Replace(s)
		}
		for _, line := range strings.Split(strings.TrimRight(flat(text), "\n"), "\n") {
			if strings.TrimSpace(text) != "" && !strings.Contains(first.Text, "\n> "+line+"\n") {
				t.Errorf("%q: the line %q is not there as typed: %q", text, line, first.Text)
			}
		}
		if strings.ContainsAny(second.Subject, "\r\n\u202e\u200b\u2028") || len([]rune(second.Subject)) > 120 {
			t.Errorf("%q: subject %q", text, second.Subject)
		}
	}
}

// soundHeader checks that a mail has the header that we wrote and no line over
// the limits of RFC 5322.
func soundHeader(t *testing.T, text string, m geotest.Mail) {
	t.Helper()
	known := []string{"From", "To", "Subject", "Message-Id", "Date", "Mime-Version", "Auto-Submitted", "Content-Language", "Content-Type", "Content-Transfer-Encoding"}
	if len(m.Header) != len(known) {
		t.Errorf("%q: header %v", text, m.Header)
	}
	for _, name := range known {
		if len(m.Header[name]) != 1 {
			t.Errorf("%q: %s is %v", text, name, m.Header[name])
		}
	}
	if m.To != "anna@esempio.example" || !strings.Contains(m.Header.Get("To"), "<anna@esempio.example>") ||
		!strings.HasPrefix(m.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("%q: to %q, %v", text, m.To, m.Header)
	}
	for _, line := range bytes.Split(m.Raw, []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsAny(line, "\r\n\x00") {
			t.Errorf("%q: line %q", text, line)
		}
	}
}

// The same message is the same mail, byte by byte, whenever it is sent.
func TestAMessageIsAlwaysTheSameMail(t *testing.T) {
	box := geotest.Mailbox(t, nil)
	m := message(mail.Approved, "en", plain)
	for range 2 {
		if err := smtpTo(t, box.Address()).Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	a, b := box.Mails()[0], box.Mails()[1]
	if !bytes.Equal(a.Data, b.Data) {
		t.Errorf("%s\n%s", a.Data, b.Data)
	}
	if id := geotest.Read(t, a).MessageID; id != "<"+m.ID.String()+"@atlante.example>" {
		t.Errorf("Message-ID %s", id)
	}
}

func TestWhatTheServerRefuses(t *testing.T) {
	var answer atomic.Pointer[smtp.SMTPError]
	box := geotest.Mailbox(t, func(receiver.Received) error {
		if e := answer.Load(); e != nil {
			return e
		}
		return nil
	})
	for code, permanent := range map[int]bool{451: false, 552: true} {
		answer.Store(&smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "no mail for anna@esempio.example"})
		err := smtpTo(t, box.Address()).Send(t.Context(), message(mail.Approved, "it", plain))
		f, ok := errors.AsType[*mail.Fault](err)
		if !ok || f.Class != "refused_content" || f.Permanent != permanent {
			t.Errorf("%d: %#v", code, err)
		}
		if err == nil || strings.Contains(err.Error(), "anna") {
			t.Errorf("%d: the error names the address: %v", code, err)
		}
	}
	if n := len(box.Mails()); n != 0 {
		t.Errorf("%d mails were kept", n)
	}
}

func TestAServerThatIsAway(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	err = smtpTo(t, nobody).Send(t.Context(), message(mail.Approved, "it", plain))
	if f, ok := errors.AsType[*mail.Fault](err); !ok || f.Class != "unreachable" || f.Permanent {
		t.Errorf("%v", err)
	}
}

// A server that never answers is left when the context ends.
func TestASilentServerIsLeft(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	err = smtpTo(t, l.Addr().String()).Send(ctx, message(mail.Approved, "it", plain))
	if f, ok := errors.AsType[*mail.Fault](err); !ok || f.Permanent || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
}

// A password goes through TLS only, and so does mail to another machine.
func TestTLSIsRequired(t *testing.T) {
	box := geotest.Mailbox(t, nil)
	for _, address := range []string{"smtp://" + box.Address() + "?starttls=required", "smtps://" + box.Address(),
		"smtp://anna:segreto@" + box.Address()} {
		s, err := mail.NewSMTP(address, letters(t))
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(t.Context(), message(mail.Approved, "it", plain))
		f, ok := errors.AsType[*mail.Fault](err)
		if !ok || f.Permanent || strings.Contains(err.Error(), "segreto") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if n := len(box.Mails()); n != 0 {
		t.Errorf("%d mails went without TLS", n)
	}
}

func TestSettingsThatAreWrong(t *testing.T) {
	for _, address := range []string{"", "http://x", "smtp://", "smtp://user:segreto@host:99999", "smtp://user:segreto@host:x", "smtp://user:segreto@ho st",
		"smtp://user:segreto@host/path", "smtp://user:segreto@host?starttls=maybe", "smtp://user:seg%zzreto@host"} {
		_, err := mail.NewSMTP(address, letters(t))
		if !errors.Is(err, geo.ErrInvalid) || strings.Contains(err.Error(), "seg") {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, bad := range [][2]string{{"Atlante", site}, {"a@b.it\r\nBcc: x@y.z", site}, {"a@b.it", "atlante.example"}, {"a@b.it", "javascript:x"},
		{"a@b.it", "https://u:p@x.it"}, {"a@b.it", "https://x.it?y"}} {
		if _, err := mail.NewLetters(bad[0], bad[1], "x"); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func smtpTo(t *testing.T, address string) *mail.SMTP {
	t.Helper()
	s, err := mail.NewSMTP("smtp://"+address, letters(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
