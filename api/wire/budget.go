package wire

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"atlante/geo"
)

// The headers that say how much of its budget a client has left, by the names
// that the Italian guidelines for interoperability give them: requests in a
// window, requests left in it, seconds until the next.
const (
	HeaderLimit     = "X-RateLimit-Limit"
	HeaderRemaining = "X-RateLimit-Remaining"
	HeaderReset     = "X-RateLimit-Reset"
)

// Budget counts the requests of each address in windows of RateWindow, the same
// for all, and refuses those over RateLimit. An IPv6 network of 64 bits, which is
// what one household is given, counts as one address.
type Budget struct {
	log     *slog.Logger
	now     func() time.Time
	trusted []netip.Prefix

	mu   sync.Mutex
	ends time.Time
	used map[netip.Addr]int
}

// NewBudget makes a budget that nobody has used yet. trusted are the proxies
// that may say for whom they speak.
func NewBudget(log *slog.Logger, now func() time.Time, trusted []netip.Prefix) *Budget {
	return &Budget{log: log, now: now, trusted: trusted, used: map[netip.Addr]int{}}
}

// Limit counts a request, and answers 429 instead of next when it is over the
// budget. OPTIONS is free: browsers ask it unbidden.
func (b *Budget) Limit(next http.Handler) http.Handler {
	over := Machine(Handle(b.log, b.refuse))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		left, wait := b.take(Household(r, b.trusted))
		h := w.Header()
		h.Set(HeaderLimit, strconv.Itoa(RateLimit))
		h.Set(HeaderRemaining, strconv.Itoa(max(0, left)))
		h.Set(HeaderReset, strconv.Itoa(wait))
		if left < 0 {
			h.Set("Retry-After", strconv.Itoa(wait))
			over.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// take counts one request: how many are left, below zero when it is one too
// many, and the seconds until the window ends, at least 1.
func (b *Budget) take(who netip.Addr) (left, wait int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if !now.Before(b.ends) {
		b.ends = now.Add(RateWindow)
		clear(b.used) // what is kept never outlives a window
	}
	if _, known := b.used[who]; !known && len(b.used) >= RateAddresses {
		who = netip.Addr{} // a crowd shares what is left: memory is bounded too
	}
	if left = RateLimit - b.used[who] - 1; left >= 0 {
		b.used[who]++
	}
	return left, max(1, int((b.ends.Sub(now)+time.Second-1)/time.Second))
}

// refuse says how many are too many, and when the next may come.
func (b *Budget) refuse(w http.ResponseWriter, _ *http.Request) error {
	wait := w.Header().Get("Retry-After")
	return geo.TooMany("Da questo indirizzo sono arrivate più di %d richieste in %d secondi: riprova tra %s secondi / More than %d requests came from this address in %d seconds: try again in %s seconds",
		RateLimit, int(RateWindow/time.Second), wait, RateLimit, int(RateWindow/time.Second), wait)
}

// household is the network that one client has to itself.
func household(a netip.Addr) netip.Addr {
	if !a.Is6() {
		return a
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil { // 64 bits fit every address of version 6
		return a
	}
	return p.Addr()
}
