package wire

import (
	"net/http"
	"regexp"
	"strings"
)

// Origins says how the service is reached from outside, for absolute addresses.
type Origins struct {
	// Public is the configured address, "https://atlante.example", or "" to take
	// the host of each request.
	Public string
	// TrustForwarded lets a proxy in front tell the scheme (X-Forwarded-Proto).
	TrustForwarded bool
}

var hostPattern = regexp.MustCompile(`^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$`)

// Of is the scheme and host by which the client reached us, without a slash at
// the end. It is "" for a host that is none: addresses are relative then.
func (o Origins) Of(r *http.Request) string {
	if o.Public != "" {
		return strings.TrimRight(o.Public, "/")
	}
	if !hostPattern.MatchString(r.Host) {
		return ""
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	if o.TrustForwarded {
		switch p := r.Header.Get("X-Forwarded-Proto"); p {
		case "http", "https":
			scheme = p
		}
	}
	return scheme + "://" + r.Host
}
