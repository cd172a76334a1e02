package registry

import "strings"

// operator checks the codes of the legal body by their control characters.
func (k *checker) operator() {
	cf := code(k.Operator.CodiceFiscale)
	switch {
	case cf == "" || CodiceFiscaleOK(cf):
		k.Operator.CodiceFiscale = cf
	case len(cf) != 16 && len(cf) != 11:
		k.faults.add(FieldCodiceFiscale, "Il codice fiscale ha 11 cifre (enti) o 16 caratteri (persone): controlla quanti ne hai scritti.", "A codice fiscale has 11 digits (bodies) or 16 characters (persons): check how many you wrote.")
	default:
		k.faults.add(FieldCodiceFiscale, "Questo codice fiscale non può essere giusto: l'ultima lettera o cifra serve a scoprire gli errori di copiatura, e non torna. Ricontrollalo carattere per carattere, o lascialo vuoto.", "This codice fiscale cannot be right: its last letter or digit is there to find slips of the pen, and does not fit. Compare it character by character, or leave it empty.")
	}
	iva := strings.TrimPrefix(code(k.Operator.PartitaIVA), "IT")
	switch {
	case iva == "" || PartitaIVAOK(iva):
		k.Operator.PartitaIVA = iva
	case len(iva) != 11:
		k.faults.add(FieldPartitaIVA, "La partita IVA ha 11 cifre: controlla quante ne hai scritte.", "A partita IVA has 11 digits: check how many you wrote.")
	default:
		k.faults.add(FieldPartitaIVA, "Questa partita IVA non può essere giusta: l'ultima cifra serve a scoprire gli errori di copiatura, e non torna. Ricontrollala cifra per cifra, o lasciala vuota.", "This partita IVA cannot be right: its last digit is there to find slips of the pen, and does not fit. Compare it digit by digit, or leave it empty.")
	}
}

// code gives capital letters without the spaces that people put between groups.
func code(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(s), ""))
}

// CodiceFiscaleOK tells whether s is a codice fiscale: 11 digits of a body, with
// the control digit of a partita IVA, or 16 capital letters and digits of a
// person, where homonyms may have had digits replaced by letters (omocodia).
// Source: D.M. 12 March 1974 and D.M. 23 December 1976, "Sistemi di codificazione
// dei soggetti da iscrivere all'anagrafe tributaria".
func CodiceFiscaleOK(s string) bool {
	if len(s) == 11 {
		return PartitaIVAOK(s)
	}
	return len(s) == 16 && personalForm(s) && s[15] == personalControl(s[:15])
}

// Letters that stand for digits 0 to 9 in a code told apart from a homonym's.
const omocodia = "LMNPQRSTUV"

// Letters of the months January to December.
const monthLetters = "ABCDEHLMPRST"

// personalForm: six letters, year, month, day (plus 40 for women), comune of
// birth or country, control letter.
func personalForm(s string) bool {
	plain := []byte(s)
	for i, c := range plain {
		digit := i == 6 || i == 7 || i == 9 || i == 10 || i >= 12 && i <= 14
		if digit {
			if n := strings.IndexByte(omocodia, c); n >= 0 {
				plain[i] = byte('0' + n)
			}
			if plain[i] < '0' || plain[i] > '9' {
				return false
			}
		} else if c < 'A' || c > 'Z' {
			return false
		}
	}
	day := int(plain[9]-'0')*10 + int(plain[10]-'0')
	if day > 40 {
		day -= 40
	}
	return strings.IndexByte(monthLetters, plain[8]) >= 0 && day >= 1 && day <= 31
}

// oddValues are the values of A to Z in odd places, counted from 1; a digit has
// the value of the letter with its number: 0 that of A, 9 that of J (table of
// the decree).
var oddValues = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// personalControl is the remainder of the sum by 26, as a letter. In even places
// a letter counts its number from A = 0, a digit itself.
func personalControl(s string) byte {
	sum := 0
	for i := range len(s) {
		n := int(s[i] - 'A')
		if s[i] <= '9' {
			n = int(s[i] - '0')
		}
		if i%2 == 0 {
			n = oddValues[n]
		}
		sum += n
	}
	return byte('A' + sum%26)
}

// PartitaIVAOK tells whether s is 11 digits of which the last one controls the
// others: digits in odd places as they are, those in even places doubled, less 9
// when over 9; the sum is a multiple of 10 (D.M. 23 December 1976; the
// formula of H. P. Luhn). All zeros are nobody.
func PartitaIVAOK(s string) bool {
	if len(s) != 11 || strings.Trim(s, "0") == "" {
		return false
	}
	sum := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		n := int(s[i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}
