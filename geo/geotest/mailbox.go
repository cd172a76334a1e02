package geotest

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"atlante/geo/mail/receiver"
)

// Mailbox starts a real SMTP server that keeps what it receives; it ends with
// the test. keep may refuse a mail, or be nil.
func Mailbox(t testing.TB, keep func(receiver.Received) error) *receiver.Receiver {
	t.Helper()
	r, err := receiver.Start(t.Context(), "127.0.0.1:0", keep)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// Mail is a mail as its reader sees it.
type Mail struct {
	Header    netmail.Header
	MessageID string
	To        string
	Subject   string
	Text      string // lines end in \n
	Raw       []byte
}

// Read takes a received mail apart.
func Read(t testing.TB, r receiver.Received) Mail {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(r.Data))
	if err != nil {
		t.Fatalf("%v in %q", err, r.Data)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	body := m.Body
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return Mail{Header: m.Header, MessageID: m.Header.Get("Message-Id"), To: strings.Join(r.To, ","), Subject: subject,
		Text: strings.ReplaceAll(string(text), "\r\n", "\n"), Raw: r.Data}
}

// AwaitMail waits until so many mails have come to an address, and gives the last.
func AwaitMail(t testing.TB, box *receiver.Receiver, to string, count int) Mail {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		var mine []receiver.Received
		for _, m := range box.Mails() {
			if strings.EqualFold(strings.Join(m.To, ","), to) {
				mine = append(mine, m)
			}
		}
		if len(mine) >= count {
			return Read(t, mine[count-1])
		}
	}
	t.Fatalf("no mail %d to %s", count, to)
	return Mail{}
}

// Link is the first address in the text of a mail that contains a part.
func (m Mail) Link(t testing.TB, part string) string {
	t.Helper()
	for _, l := range links.FindAllString(m.Text, -1) {
		if strings.Contains(l, part) {
			return l
		}
	}
	t.Fatalf("no link with %q in %q", part, m.Text)
	return ""
}

var links = regexp.MustCompile(`https?://\S+`)
