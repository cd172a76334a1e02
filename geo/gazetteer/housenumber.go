package gazetteer

import (
	"regexp"
	"strings"
)

// doorNumber is a house number at the end of a part of an address, doorAlone a
// part that is nothing else; five digits are a postal code.
var (
	doorNumber = regexp.MustCompile(`(?i)[\s,]+(?:(?:n|nr|num|civ)\s*[.°º]*\s*|numero\s+)?(\d{1,4}(?:\s*[/\\-]?\s*(?:bis|ter|quater|[a-z]{1,2})\b)?)(?:\s*[/\\-]\s*\w{1,4})?(?:\s+(?:int|interno|sc|scala|p|piano)\b.*)?\s*$`)
	doorAlone  = regexp.MustCompile(`(?i)^(?:(?:n|nr|num|civ)\s*[.°º]*\s*|numero\s+)?(\d{1,4}(?:\s*[/\\-]?\s*(?:bis|ter|quater|[a-z]{1,2})\b)?)\s*$`)
	doorParts  = regexp.MustCompile(`(?i)^\s*(\d{1,4})\s*[/\\-]?\s*(bis|ter|quater|[a-z]{1,2})?\s*$`)
)

// numberOf gives the house number of a written address, "" when it has none: at
// the end of the street, or alone in the part that follows it.
func numberOf(address string) string {
	if len(address) > 400 {
		return ""
	}
	address = kilometre.ReplaceAllString(brackets.ReplaceAllString(address, " "), "")
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(address, " - ", ","), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		part = strings.TrimSpace(part)
		if m := doorAlone.FindStringSubmatch(part); m != nil {
			return m[1]
		}
		if m := doorNumber.FindStringSubmatch(part); m != nil {
			return m[1]
		}
	}
	return ""
}

// numbersIn lists the words of a query that may be a house number, last first.
func numbersIn(query string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(query, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		if houseKey(w) != "" {
			out = append([]string{w}, out...)
		}
	}
	return out
}

// houseKey writes a house number in its one form: "19/A" and "19 a" are "19a". A
// text that is no house number has the key "".
func houseKey(number string) string {
	m := doorParts.FindStringSubmatch(number)
	if m == nil {
		return ""
	}
	return strings.TrimLeft(m[1], "0") + strings.ToLower(m[2])
}

// houseKeys are those of a number on a map, which may be several: "14;16",
// "14-16".
func houseKeys(number string) []string {
	if key := houseKey(number); key != "" {
		return []string{key}
	}
	var keys []string
	for _, part := range strings.FieldsFunc(number, func(r rune) bool { return strings.ContainsRune(";,-–/", r) }) {
		if key := houseKey(part); key != "" && key[0] <= '9' {
			keys = append(keys, key)
		}
	}
	return keys
}
