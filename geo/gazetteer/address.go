package gazetteer

import (
	"regexp"
	"strings"
)

// A house number at the end: "14", "19/A", "1/F", "12 bis", "n. 5", "14-16",
// with what may follow it, and "senza numero".
var (
	houseNumber = regexp.MustCompile(`(?i)[\s,]+(?:(?:n|nr|num|civ)\s*[.°º]*\s*|numero\s+)?\d{1,4}(?:\s*[/\\-]\s*\w{1,4}|\s*(?:bis|ter|quater)|\s?[a-z])?(?:\s+(?:int|interno|sc|scala|p|piano)\b.*)?\s*$`)
	noNumber    = regexp.MustCompile(`(?i)[\s,]+(?:s\.?\s?n\.?\s?c\.?|s\.?\s?n\.?|senza numero(?: civico)?)\s*$`)
	kilometre   = regexp.MustCompile(`(?i)[\s,]+(?:al\s+)?(?:km|chilometro)\b.*$`)
	brackets    = regexp.MustCompile(`\([^)]*\)`)
)

// streetsOf lists what in a written address may be the street, likeliest
// first: each part between commas, then between dashes, as it stands, then
// without its house number.
func streetsOf(address string) []string {
	if len(address) > 400 {
		return nil // no address: a paragraph
	}
	address = kilometre.ReplaceAllString(brackets.ReplaceAllString(address, " "), "")
	address = strings.NewReplacer(";", ",", " – ", " - ", "\n", ",").Replace(address)
	parts := strings.Split(address, ",")
	if strings.Contains(address, " - ") {
		parts = append(parts, strings.Split(strings.ReplaceAll(address, " - ", ","), ",")...)
	}
	var out []string
	for _, part := range parts {
		part = strings.TrimSpace(part)
		if part == "" || part[0] >= '0' && part[0] <= '9' {
			continue // a house number or a postal code
		}
		out = append(out, part)
		short := noNumber.ReplaceAllString(part, "")
		short = houseNumber.ReplaceAllString(short, "")
		if short != part && short != "" {
			out = append(out, short)
		}
	}
	return out
}
