package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes names comparable: lower case, accents removed, apostrophes,
// back-ticks, hyphens and all other signs turned into single spaces, and the
// abbreviation "S." before a word written out: "S. Ambrogio" is "san ambrogio".
// Bytes that are not UTF-8 count as signs. Fold(Fold(s)) is Fold(s).
func Fold(s string) string {
	if !ascii(s) {
		s = norm.NFKD.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	word := 0 // where the current word begins in b
	gap := false
	for i, r := range s {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if r == '.' && b.String()[word:] == "s" && !gap && saintBefore(s[i+1:]) {
				b.WriteString("an")
			}
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
			word = b.Len()
		}
		gap = false
		writeLower(&b, r)
	}
	return b.String()
}

// saintBefore tells whether a word of two letters or more follows: "S.Ambrogio"
// is a saint, "S.P. 1" and "s.n.c." are not.
func saintBefore(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	letters := 0
	for _, r := range rest {
		if !unicode.IsLetter(r) {
			break
		}
		if letters++; letters == 2 {
			return true
		}
	}
	return false
}

func writeLower(b *strings.Builder, r rune) {
	switch r {
	case 'ß', 'ẞ':
		b.WriteString("ss")
	case 'æ', 'Æ':
		b.WriteString("ae")
	case 'œ', 'Œ':
		b.WriteString("oe")
	case 'ø', 'Ø':
		b.WriteByte('o')
	case 'đ', 'Đ':
		b.WriteByte('d')
	case 'ł', 'Ł':
		b.WriteByte('l')
	default:
		b.WriteRune(unicode.ToLower(r))
	}
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// nameKey is Fold without spaces, with every saint written alike, so that
// "S. Ambrogio", "Sant'Ambrogio" and "SANT AMBROGIO" meet, and "Riva Presso
// Chieri" meets "Rivapressochieri".
func nameKey(s string) string {
	words := strings.Fields(Fold(s))
	for i, w := range words {
		if i < len(words)-1 {
			words[i] = saint(w)
		}
	}
	return strings.Join(words, "")
}

func saint(w string) string {
	switch w {
	case "s", "sant", "santo", "santa":
		return "san"
	}
	return w
}
