package registry

import (
	"net"
	"net/url"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/net/idna"

	"atlante/geo/access"
)

const (
	maxEmail   = 254 // RFC 5321, 4.5.3.1.3: a path is 256 with its brackets
	maxWebsite = 300
)

// field is where faults of a contact belong.
func (c Contact) field() Field {
	for f, k := range contactKinds() {
		if k == c.Kind {
			return f
		}
	}
	return FieldEmail
}

// reach checks and normalises the contacts; empty ones go.
func (k *checker) reach() {
	kept := k.Contacts[:0]
	for _, c := range k.Contacts {
		if c.Value == "" {
			continue
		}
		switch c.Kind {
		case Email:
			if !emailIsSane(c.Value) {
				k.faults.add(FieldEmail, "L'indirizzo e-mail non è completo: serve nella forma nome@esempio.it.", "The e-mail address is not complete: write it as name@example.org.")
			}
		case Phone:
			if e164, ok := phone(c.Value); ok {
				c.Value = e164
			} else {
				k.faults.add(FieldPhone, "Il numero di telefono non è valido: scrivilo con il prefisso, per esempio 011 1234567; dall'estero con +.", "The telephone number is not valid: write it with its prefix, e.g. 011 1234567, or +44 … from abroad.")
			}
		case Website:
			if address, ok := website(c.Value); ok {
				c.Value = address
			} else {
				k.faults.add(FieldWebsite, "L'indirizzo web non è valido: scrivilo come https://www.esempio.it.", "The web address is not valid: write it as https://www.example.org.")
			}
		case ContactPerson:
		default:
			k.faults.add(FieldEmail, "Un contatto è e-mail, telefono, sito o persona.", "A contact is an e-mail address, telephone, website or person.")
		}
		kept = append(kept, c)
	}
	k.Contacts = kept
}

// emailIsSane tells an address that mail can be sent to: what all of Atlante
// takes for one.
func emailIsSane(s string) bool {
	_, _, err := access.ParseEmail(s)
	return err == nil
}

// domainIsSane accepts a name with a dot that can stand in the DNS; no numbers
// of machines.
func domainIsSane(s string) bool {
	ascii, err := idna.Lookup.ToASCII(s)
	if err != nil || len(ascii) > 253 || !strings.Contains(ascii, ".") || net.ParseIP(ascii) != nil {
		return false
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if label == "" || len(label) > 63 {
			return false
		}
	}
	last := ascii[strings.LastIndexByte(ascii, '.')+1:]
	return strings.Trim(last, "0123456789") != ""
}

// phone gives the number in E.164; one without a country is Italian.
func phone(s string) (string, bool) {
	n, err := phonenumbers.Parse(s, "IT")
	if err != nil || n.GetExtension() != "" || !phonenumbers.IsValidNumber(n) {
		return "", false
	}
	return phonenumbers.Format(n, phonenumbers.E164), true
}

// website gives the address with its scheme: http or https, a host with a dot,
// no user or password.
func website(s string) (string, bool) {
	if !strings.Contains(s, "://") {
		if scheme, _, has := strings.Cut(s, ":"); has && !strings.ContainsAny(scheme, "./") {
			return "", false // javascript:…, mailto:…
		}
		s = "https://" + strings.TrimPrefix(s, "//")
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil || u.Opaque != "" || strings.ContainsAny(s, " \\") {
		return "", false
	}
	if u.Scheme != "http" && u.Scheme != "https" || !domainIsSane(u.Hostname()) {
		return "", false
	}
	return s, true
}
