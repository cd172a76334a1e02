package cql2

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind of a token.
type kind int

const (
	end    kind = iota // of the filter
	word               // an identifier or a keyword
	quoted             // an identifier in double quotes
	quote              // a text in single quotes
	digits             // a number without a sign
	mark               // an operator or a piece of punctuation
)

// token is one word of a filter.
type token struct {
	kind kind
	at   int    // its first byte, from 0
	text string // what it says: a text without quotes and escapes, a mark, a word as it was written
	word string // a word in capitals, to be compared with keywords
	num  float64
}

// is tells whether the token is this keyword or mark.
func (t token) is(s string) bool {
	return t.kind == word && t.word == s || t.kind == mark && t.text == s
}

// lexer cuts a filter into tokens.
type lexer struct {
	src  string
	at   int
	glue int // where a text was closed right before a letter; 0: nowhere
}

// tokens of a filter, the last being an end.
func tokens(src string) ([]token, error) {
	l := &lexer{src: src}
	var out []token
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		if out = append(out, t); t.kind == end {
			return out, nil
		}
	}
}

func (l *lexer) next() (token, error) {
	for l.at < len(l.src) {
		r, size := utf8.DecodeRuneInString(l.src[l.at:])
		if !unicode.IsSpace(r) {
			break
		}
		l.at += size
	}
	at := l.at
	if at == len(l.src) {
		return token{kind: end, at: at}, nil
	}
	rest := l.src[at:]
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case r == '\'':
		s, err := l.quote()
		return token{kind: quote, at: at, text: s}, err
	case r == '"':
		s, err := l.quoted()
		return token{kind: quoted, at: at, text: s}, err
	case isDigit(rest[0]) || rest[0] == '.' && len(rest) > 1 && isDigit(rest[1]):
		return l.number()
	case startsName(r):
		n := strings.IndexFunc(rest, func(r rune) bool { return !continuesName(r) })
		if n < 0 {
			n = len(rest)
		}
		l.at += n
		return token{kind: word, at: at, text: rest[:n], word: strings.ToUpper(rest[:n])}, nil
	}
	for _, m := range []string{"<>", "<=", ">=", "<", ">", "=", "(", ")", ",", "+", "-", "*", "/", "%", "^"} {
		if strings.HasPrefix(rest, m) {
			l.at += len(m)
			return token{kind: mark, at: at, text: m}, nil
		}
	}
	return token{}, stray(at, rest)
}

// stray is the error of a character that means nothing here.
func stray(at int, rest string) error {
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case strings.HasPrefix(rest, "!="):
		return fail(at, "«!=» non esiste: scrivi <>", `"!=" does not exist: write <>`)
	case r == '{':
		return fail(at, "qui sembra cominciare CQL2 JSON: aggiungi filter-lang=cql2-json, oppure scrivi il filtro come testo",
			"CQL2 JSON seems to begin here: add filter-lang=cql2-json, or write the filter as text")
	case strings.ContainsRune("‘’“”«»`´", r):
		return fail(at, "«%c» non è un apice: i testi stanno fra apici semplici, 'così'", "%q is no quote: texts stand in plain quotes, 'like this'", r)
	case r == '&' || r == '|':
		return fail(at, "«%c» non esiste: scrivi AND oppure OR", "%q does not exist: write AND or OR", r)
	}
	return fail(at, "il carattere %q qui non ha senso: toglilo, o mettilo fra apici se fa parte di un testo",
		"the character %q means nothing here: take it out, or put it in quotes if it belongs to a text", r)
}

// quote reads a text in single quotes: a quote inside is doubled or has a
// backslash before it, and the backslash escapes of the standard are undone
// (requirement /req/cql2-text/escaping). Any other backslash stands for itself, so
// that LIKE sees it.
func (l *lexer) quote() (string, error) {
	start := l.at
	var b strings.Builder
	for l.at++; l.at < len(l.src); l.at++ {
		c := l.src[l.at]
		more := l.at+1 < len(l.src)
		switch {
		case c == '\'' && more && l.src[l.at+1] == '\'':
			l.at++
			b.WriteByte('\'')
		case c == '\'':
			if r, _ := utf8.DecodeRuneInString(l.src[l.at+1:]); l.glue == 0 && startsName(r) {
				l.glue = l.at
			}
			l.at++
			return b.String(), plain(start, b.String())
		case c == '\\' && more && strings.IndexByte(escapes, l.src[l.at+1]) >= 0:
			l.at++
			b.WriteByte(escaped[strings.IndexByte(escapes, l.src[l.at])])
		default:
			b.WriteByte(c)
		}
	}
	if l.glue > 0 {
		return "", fail(l.glue, "questo apice chiude il testo: se invece ne fa parte scrivilo due volte, per esempio 'dell''acqua'",
			"this quote closes the text: if it belongs to it write it twice, for example 'dell''acqua'")
	}
	return "", fail(start, "il testo che comincia qui non finisce: chiudilo con un apice ('); un apice dentro il testo si scrive due volte ('')",
		"the text that begins here does not end: close it with a quote ('); a quote inside is written twice ('')")
}

// What may follow a backslash, and what it stands for.
const (
	escapes = `abtnvfr\'`
	escaped = "\a\b\t\n\v\f\r\\'"
)

// quoted reads a name in double quotes; a double quote inside is doubled.
func (l *lexer) quoted() (string, error) {
	start := l.at
	var b strings.Builder
	for l.at++; l.at < len(l.src); l.at++ {
		c := l.src[l.at]
		if c != '"' {
			b.WriteByte(c)
			continue
		}
		if l.at++; l.at < len(l.src) && l.src[l.at] == '"' {
			b.WriteByte('"')
			continue
		}
		return b.String(), proper(start, b.String())
	}
	return "", fail(start, `il nome che comincia qui non finisce: chiudilo con le virgolette (")`,
		`the name that begins here does not end: close it with a double quote (")`)
}

// number reads a number without its sign.
func (l *lexer) number() (token, error) {
	at := l.at
	run := func() {
		for l.at < len(l.src) && isDigit(l.src[l.at]) {
			l.at++
		}
	}
	run()
	if l.at < len(l.src) && l.src[l.at] == '.' {
		l.at++
		run()
	}
	if l.at < len(l.src) && (l.src[l.at] == 'e' || l.src[l.at] == 'E') {
		l.at++
		if l.at < len(l.src) && (l.src[l.at] == '+' || l.src[l.at] == '-') {
			l.at++
		}
		run()
	}
	t := token{kind: digits, at: at, text: l.src[at:l.at]}
	r, _ := utf8.DecodeRuneInString(l.src[l.at:])
	f, err := strconv.ParseFloat(t.text, 64)
	switch {
	case notFinite(f):
		return t, huge(at, t.text)
	case err != nil || l.at < len(l.src) && (continuesName(r) || r == '.'):
		return t, fail(at, "«%s» non è un numero: i numeri si scrivono come 12, 0.5 o 1.5E3, con il punto per i decimali",
			"%q is no number: numbers are written like 12, 0.5 or 1.5E3", excerpt(l.src[at:min(l.at+utf8.RuneLen(r), len(l.src))]))
	}
	t.num = f
	return t, nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// plain holds that a text has no control characters but those of the escapes.
func plain(at int, s string) error {
	for _, r := range s {
		if r < 7 || r > 13 && r < 32 {
			return fail(at, "il testo contiene il carattere di controllo %U: toglilo", "the text contains the control character %U: take it out", r)
		}
	}
	return nil
}

// proper holds that the name of a property is one.
func proper(at int, s string) error {
	if s == "" {
		return fail(at, "il nome della proprietà è vuoto", "the name of the property is empty")
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return fail(at, "il nome della proprietà contiene caratteri di controllo: toglili", "the name of the property contains control characters: take them out")
	}
	return nil
}
