package access

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"atlante/geo"
)

// Who is counted by a limit: where the request comes from, and for whom.
type Who struct {
	Address netip.Addr // of the client; invalid when unknown
	Email   string     // folded; "" none
}

// Counters counts in the database: each key once more in the window that begins
// at its time, and gives the counts in the same order.
type Counters interface {
	Count(ctx context.Context, keys []Hash, windows []time.Time) ([]int, error)
}

// Limiter keeps limits over all processes. It is closed when it cannot count:
// what is not counted is not let through.
type Limiter struct {
	Counters Counters
	Secret   []byte // of the server: the database holds no address in clear
	Now      func() time.Time
	Patience time.Duration // for the database to answer; 0 is a second
}

// Take counts a request and gives geo.ErrTooMany over the limit, geo.ErrBusy
// when the database does not answer. Where a request comes from is counted
// first, then what that network writes to an address: who is over these limits
// uses up nothing of the one whose address he wrote.
func (l *Limiter) Take(ctx context.Context, limit Limit, who Who) error {
	for _, mine := range [][]Scope{{ByAddress, ByNetwork}, {ByEmailFromNetwork}, {ByEmail}} {
		if err := l.take(ctx, limit, who, mine); err != nil {
			return err
		}
	}
	return nil
}

func (l *Limiter) take(ctx context.Context, limit Limit, who Who, scopes []Scope) error {
	var keys []Hash
	var windows []time.Time
	var quotas []Quota
	for _, q := range limit.Quotas {
		what, known := who.by(q.By)
		if !known || !slices.Contains(scopes, q.By) {
			continue
		}
		keys = append(keys, l.key(limit.Name, q, what))
		windows = append(windows, l.Now().UTC().Truncate(q.Window))
		quotas = append(quotas, q)
	}
	if len(keys) == 0 {
		return nil
	}
	patience := l.Patience
	if patience == 0 {
		patience = time.Second
	}
	asked, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	counts, err := l.Counters.Count(asked, keys, windows)
	if err != nil {
		if errors.Is(ctx.Err(), context.Canceled) {
			return ctx.Err()
		}
		return fmt.Errorf("limit %s not counted: %w: %w", limit.Name, err, geo.ErrBusy)
	}
	for i, n := range counts {
		if n > quotas[i].Count {
			return tooMany(quotas[i])
		}
	}
	return nil
}

func tooMany(q Quota) error {
	if q.Window > time.Hour {
		return geo.TooMany("Da questa rete sono arrivate troppe richieste oggi. Riprova domani, o scrivici. / Too many requests have come from this network today. Try again tomorrow, or write to us.")
	}
	return geo.TooMany("Hai fatto troppe richieste in poco tempo. Aspetta un'ora e riprova: quello che hai già inviato è salvo. / Too many requests in a short time. Wait an hour and try again: what you have already sent is safe.")
}

// key is what the database knows of whom a quota counts.
func (l *Limiter) key(limit string, q Quota, what string) Hash {
	m := hmac.New(sha256.New, l.Secret)
	for _, part := range []string{limit, string(q.By), q.Window.String(), what} {
		fmt.Fprintf(m, "%d:%s;", len(part), part) // lengths, so that no two lists of parts read alike
	}
	return Hash(m.Sum(nil))
}

// by gives what a scope counts by, false when it is not known.
func (w Who) by(s Scope) (string, bool) {
	switch s {
	case ByEmail:
		return w.Email, w.Email != ""
	case ByEmailFromNetwork:
		network, known := w.by(ByNetwork)
		return network + " " + w.Email, known && w.Email != ""
	}
	a := w.Address.Unmap().WithZone("")
	bits := map[Scope][2]int{ByAddress: {32, 64}, ByNetwork: {24, 48}}[s]
	n := bits[1]
	if a.Is4() {
		n = bits[0]
	}
	p, err := a.Prefix(n)
	return p.String(), err == nil && a.IsValid()
}
