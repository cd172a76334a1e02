package wire

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Client is the address that a request comes from. A trusted proxy says whom it
// speaks for, as the last of X-Forwarded-For; when that is another trusted one,
// the one before it is the client, and so on. What others say there is not
// heard. The zero address stands for a connection without one.
func Client(r *http.Request, trusted []netip.Prefix) netip.Addr {
	near, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := near.Addr().Unmap()
	trusts := func(p netip.Prefix) bool { return p.Contains(address) }
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && slices.ContainsFunc(trusted, trusts); i-- {
		told, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = told.Unmap()
	}
	return address
}

// Household is the network that the client of a request has to itself: its
// address, or 64 bits of one of version 6.
func Household(r *http.Request, trusted []netip.Prefix) netip.Addr {
	return household(Client(r, trusted))
}
