package cover

import (
	"strconv"
	"strings"
)

// Number writes a whole number for people: 1.234 in Italian, 1,234 in English.
func Number(n int, lang string) string {
	separator := byte('.')
	if lang == "en" {
		separator = ','
	}
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(separator)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

// vowel tells whether the Italian number, read aloud, begins with a vowel and so
// wants "gli": otto, ottanta, ottocento, undici and their thousands.
func vowel(n int) bool {
	for n >= 1000 {
		n /= 1000
	}
	return n == 8 || n == 11 || (n >= 80 && n <= 89) || (n >= 800 && n <= 899)
}
