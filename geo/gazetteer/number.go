package gazetteer

import (
	"strconv"
	"strings"
)

// numbers maps the words and the Roman numerals from 1 to 31, cardinal and
// ordinal, to digits: XX SETTEMBRE, VENTI SETTEMBRE and 20 SETTEMBRE are one.
var numbers = numberWords()

func numberWords() map[string]string {
	cardinals := strings.Fields(`uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici
		quattordici quindici sedici diciassette diciotto diciannove venti ventuno ventidue ventitre ventiquattro
		venticinque ventisei ventisette ventotto ventinove trenta trentuno`)
	ordinals := strings.Fields(`primo secondo terzo quarto quinto sesto settimo ottavo nono decimo`)
	m := make(map[string]string, 120)
	for i, word := range cardinals {
		n := i + 1
		digits := strconv.Itoa(n)
		m[word] = digits
		m[roman(n)] = digits
		if n <= len(ordinals) {
			m[ordinals[i]] = digits
			m[strings.TrimSuffix(ordinals[i], "o")+"a"] = digits
			continue
		}
		stem := word
		if !strings.HasSuffix(word, "tre") && !strings.HasSuffix(word, "sei") {
			stem = word[:len(word)-1] // ventitreesimo and ventiseiesimo keep their vowel
		}
		m[stem+"esimo"] = digits
		m[stem+"esima"] = digits
	}
	return m
}

// roman writes 1 to 39 in lower-case Roman numerals.
func roman(n int) string {
	units := []string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}
	return strings.Repeat("x", n/10) + units[n%10]
}
