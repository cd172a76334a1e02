package mail

import (
	"embed"
	"fmt"
	"io/fs"
	netmail "net/mail"
	"net/url"
	"strings"
	"text/template"
	"unicode"

	"atlante/geo"
)

// The mails, one file each by language: the subject, an empty line, the text.
//
//go:embed texts
var texts embed.FS

// Letters makes letters out of messages.
type Letters struct {
	from   *netmail.Address
	site   string // begins every link; never taken from a request
	owner  string
	byName map[string]*template.Template // "it/sign_in"
}

// NewLetters reads the texts. from is who writes, like "Atlante <no-reply@example.org>";
// site the public address of the service, like "https://example.org"; owner the
// body that publishes.
func NewLetters(from, site, owner string) (*Letters, error) {
	sender, err := netmail.ParseAddress(from)
	if err != nil || strings.ContainsAny(sender.Name+sender.Address, "\r\n") || !strings.Contains(sender.Address, "@") {
		return nil, geo.Invalid("l'indirizzo di chi scrive non va bene: serve qualcosa come \"Atlante <no-reply@esempio.it>\" / the sender of mails is not an address")
	}
	u, err := url.Parse(site)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, geo.Invalid("l'indirizzo pubblico %q non va bene: serve qualcosa come https://esempio.it / not an address for links", site)
	}
	l := &Letters{from: sender, site: strings.TrimRight(u.String(), "/"), owner: owner, byName: map[string]*template.Template{}}
	for _, lang := range []string{"it", "en"} {
		for _, t := range Templates() {
			name := lang + "/" + string(t)
			raw, err := fs.ReadFile(texts, "texts/"+name+".txt")
			if err != nil {
				return nil, err
			}
			l.byName[name], err = template.New(name).Option("missingkey=error").Funcs(template.FuncMap{"quote": quote}).Parse(string(raw))
			if err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}

// Letter is a mail as people read it.
type Letter struct {
	MessageID string // without < >
	To        string
	Subject   string // one line, printable
	Text      string // lines end in \n
}

// Letter writes a message out. Values are shown as they were typed, on one line
// or, words of people, with a mark before each line; in the subject they are cut
// and lose what cannot be seen.
func (l *Letters) Letter(m Message) (Letter, error) {
	if err := m.Check(); err != nil {
		return Letter{}, err
	}
	t := l.byName[m.Lang+"/"+string(m.Template)]
	values := map[string]string{"site": l.site, "owner": l.owner}
	for name, v := range m.Values {
		if values[name] = v; name != Text {
			values[name] = oneLine(v)
		}
	}
	if path, has := m.Values[Path]; has {
		values["link"] = l.site + path
	}
	var b strings.Builder
	if err := t.Execute(&b, values); err != nil {
		return Letter{}, fmt.Errorf("mail %s: %w", m.Template, err)
	}
	subject, text, found := strings.Cut(b.String(), "\n\n")
	if !found {
		return Letter{}, fmt.Errorf("mail %s: no empty line after the subject", m.Template)
	}
	return Letter{MessageID: m.ID.String() + "@" + l.domain(), To: m.To, Subject: line(subject, subjectMax), Text: text}, nil
}

// domain is that of the sender.
func (l *Letters) domain() string {
	return l.from.Address[strings.LastIndex(l.from.Address, "@")+1:]
}

// subjectMax is in characters; RFC 5322 allows 998 bytes a line, encoded.
const subjectMax = 120

// oneLine makes a line out of a text: what would end it becomes a blank.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, s)
}

// line is oneLine for a subject: also what hides in it, or turns it around,
// becomes a blank, what reads like an encoded word of RFC 2047 is parted, since
// readers would decode it, and it has an end.
func line(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, oneLine(s))
	s = strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "=?", "= ?")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// quote puts a mark before each line of somebody's words, so that nobody takes
// them for ours.
func quote(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n", "\f", "\n").Replace(s)
	return "> " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n> ")
}
