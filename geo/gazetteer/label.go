package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pretty writes an official name, all capitals and with apostrophes or
// back-ticks for accents, as people do: "VIA AGLIE`" is "Via Agliè",
// "PIAZZA DELLA REPUBBLICA" is "Piazza della Repubblica".
func pretty(s string) string {
	words := strings.Fields(strings.ReplaceAll(s, "`", "'"))
	for i, w := range words {
		w = strings.ToLower(w)
		if i > 0 && stopWords[w] && w != "i" {
			words[i] = w
			continue
		}
		if numeral(w) {
			words[i] = strings.ToUpper(w)
			continue
		}
		words[i] = capitals(accent(w))
	}
	return strings.Join(words, " ")
}

func numeral(w string) bool {
	_, known := numbers[w]
	return known && strings.Trim(w, "ivx") == ""
}

// accent turns the apostrophe after a final vowel into the accent it stands
// for. Cut-off words (de', ca', po') keep theirs.
func accent(w string) string {
	stem, ok := strings.CutSuffix(w, "'")
	if !ok || len(stem) < 3 && stem != "fe" && stem != "re" {
		return w
	}
	with := map[byte]string{'a': "à", 'e': "è", 'i': "ì", 'o': "ò", 'u': "ù"}[stem[len(stem)-1]]
	if with == "" {
		return w
	}
	return stem[:len(stem)-1] + with
}

// capitals raises the first letter, and those after an apostrophe, a hyphen or
// a dot; the elided article of "d'aglie" stays small.
func capitals(w string) string {
	if head, tail, ok := strings.Cut(w, "'"); ok && tail != "" && stopWords[head] {
		return head + "'" + capitals(tail)
	}
	var b strings.Builder
	up := true
	for _, r := range w {
		if up && r != utf8.RuneError {
			r = unicode.ToUpper(r)
		}
		up = r == '\'' || r == '-' || r == '.' || r == '('
		b.WriteRune(r)
	}
	return b.String()
}
