package registry

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// texts trims and checks every text of the Content. Hostile texts are texts like
// others: pages escape them. Only what cannot be shown back is refused.
func (k *checker) texts() {
	for _, x := range []struct {
		field Field
		text  *string
		max   int
		lines bool // may hold several
	}{
		{FieldName, &k.Name, MaxName, false},
		{FieldLocality, &k.Locality, MaxName, false},
		{FieldAddress, &k.Address, MaxAddress, false},
		{FieldPosition, &k.PositionSource, MaxAddress, false},
		{FieldOperator, &k.Operator.Name, MaxName, false},
		{FieldCodiceFiscale, &k.Operator.CodiceFiscale, 40, false},
		{FieldPartitaIVA, &k.Operator.PartitaIVA, 40, false},
		{FieldDescription, &k.Description, MaxDescription, true},
		{FieldHours, &k.Hours, MaxHours, true},
		{FieldNote, &k.Note, MaxNote, true},
	} {
		*x.text = k.faults.text(x.field, *x.text, x.max, x.lines)
	}
	for i := range k.Contacts {
		k.Contacts[i].Value = k.faults.text(k.Contacts[i].field(), k.Contacts[i].Value, maxWebsite, false)
	}
}

// text gives s without outer spaces and with line ends as "\n", and adds a fault
// when s is too long or holds a character that no one could see.
func (f *Faults) text(field Field, s string, most int, lines bool) string {
	if lines {
		s = strings.ReplaceAll(s, "\r\n", "\n") // browsers send line ends so
	}
	s = strings.TrimSpace(s)
	if !utf8.ValidString(s) {
		f.add(field, "Il testo non è scritto in UTF-8.", "The text is not UTF-8.")
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	if n := utf8.RuneCountInString(s); n > most {
		f.add(field, fmt.Sprintf("Il testo è troppo lungo: %d caratteri, al massimo %d.", n, most),
			fmt.Sprintf("The text is too long: %d characters, %d at most.", n, most))
	}
	at := 0
	for _, r := range s {
		at++
		if hidden(r, lines) {
			f.add(field, fmt.Sprintf("Il carattere %d (U+%04X) non si vede e non è ammesso: cancellalo.", at, r),
				fmt.Sprintf("Character %d (U+%04X) is invisible and not allowed: delete it.", at, r))
			break
		}
	}
	return s
}

// hidden tells whether a character is refused: control characters, except line
// ends and tabs where a text may hold several lines. In a single line also other
// line ends and the characters that turn the direction of what follows (Unicode
// Bidirectional Algorithm, explicit formatting), by which a name could rewrite
// the line in which it is quoted. Marks that only hint at a direction, as Arabic
// and Hebrew names need them, are fine; a paragraph of its own may hold all.
func hidden(r rune, lines bool) bool {
	switch {
	case lines && (r == '\n' || r == '\t'):
		return false
	case unicode.IsControl(r):
		return true
	case lines:
		return false
	}
	return r == '\u2028' || r == '\u2029' || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}
