package access

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"atlante/geo"
)

// The lengths of RFC 5321, in bytes.
const (
	emailMax = 254
	localMax = 64
)

// ParseEmail reads an e-mail address as people type it. It gives the address to
// write to, whose domain is in ASCII, and its folded form, by which people are
// compared. Addresses that need quotes or SMTPUTF8 are refused, in words.
func ParseEmail(typed string) (address, folded string, err error) {
	typed = strings.TrimSpace(typed)
	local, domain, found := cutLast(typed, "@")
	if !found || local == "" || domain == "" {
		return "", "", geo.Invalid("Scrivi un indirizzo e-mail intero, per esempio nome@esempio.it. / Write a whole e-mail address, for example name@example.org.")
	}
	domain, err = idna.Lookup.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || !hostName(domain) {
		return "", "", geo.Invalid("La parte dopo la chiocciola non è giusta: controlla l'indirizzo e-mail. / The part after the @ is not right: check the e-mail address.")
	}
	if !dotAtom(local) || len(local) > localMax || len(local)+1+len(domain) > emailMax {
		return "", "", geo.Invalid("La parte prima della chiocciola non è giusta: controlla l'indirizzo e-mail (niente spazi né lettere accentate). / The part before the @ is not right: check the e-mail address (no blanks, no accented letters).")
	}
	domain = strings.ToLower(domain)
	return local + "@" + domain, strings.ToLower(local) + "@" + domain, nil
}

// FoldEmail is the folded form of an address that ParseEmail has given.
func FoldEmail(address string) string { return strings.ToLower(address) }

// MaskEmail shows enough of an address for its owner to know it again.
func MaskEmail(address string) string {
	local, domain, _ := cutLast(address, "@")
	if len(local) < 2 {
		return "…@" + domain
	}
	return local[:1] + "…@" + domain
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// hostName tells a name of at least two labels whose last is no number, so that
// no mail goes to an address literal or to this very machine.
func hostName(domain string) bool {
	labels := strings.Split(domain, ".")
	if len(labels) < 2 || len(domain) > 253 {
		return false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' || strings.Trim(l, hostLetters) != "" {
			return false
		}
	}
	last := labels[len(labels)-1]
	return strings.IndexFunc(last, unicode.IsLetter) >= 0
}

const (
	hostLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
	atomLetters = hostLetters + "!#$%&'*+/=?^_`{|}~."
)

// dotAtom tells a local part that needs no quotes (RFC 5322, 3.2.3).
func dotAtom(local string) bool {
	return strings.IndexFunc(local, func(r rune) bool { return !strings.ContainsRune(atomLetters, r) }) < 0 &&
		!strings.HasPrefix(local, ".") && !strings.HasSuffix(local, ".") && !strings.Contains(local, "..")
}
