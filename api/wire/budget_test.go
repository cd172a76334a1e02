package wire_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"atlante/api/wire"
)

// clock is a time that the test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func ok(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }

// from asks as somebody at an address, n times, and gives the last answer.
func from(t *testing.T, h http.Handler, n int, address string, forwarded ...string) *httptest.ResponseRecorder {
	t.Helper()
	var w *httptest.ResponseRecorder
	for range n {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/places?lang=en", nil)
		r.RemoteAddr = address
		for _, f := range forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		w = httptest.NewRecorder()
		h.ServeHTTP(w, r)
	}
	return w
}

func left(w *httptest.ResponseRecorder) string {
	h := w.Header()
	return fmt.Sprint(w.Code, " ", h.Get(wire.HeaderLimit), " ", h.Get(wire.HeaderRemaining), " ", h.Get(wire.HeaderReset), " ", h.Get("Retry-After"))
}

func TestBudgetIsCountedByAddress(t *testing.T) {
	c := &clock{time.Unix(1_800_000_000, 0)}
	h := wire.NewBudget(quiet(), c.now, nil).Limit(http.HandlerFunc(ok))
	if got := left(from(t, h, 1, "192.0.2.1:1")); got != "200 12000 11999 60 " {
		t.Errorf("first: %s", got)
	}
	c.at = c.at.Add(42*time.Second + 300*time.Millisecond)
	if got := left(from(t, h, wire.RateLimit-1, "192.0.2.1:2")); got != "200 12000 0 18 " {
		t.Errorf("last: %s", got)
	}
	refused := from(t, h, 1, "192.0.2.1:3")
	if got := left(refused); got != "429 12000 0 18 18" {
		t.Errorf("one too many: %s", got)
	}
	var p wire.Problem
	if err := json.Unmarshal(refused.Body.Bytes(), &p); err != nil || p.Status != 429 || p.Instance != "/api/v1/places" ||
		p.Detail != "More than 12000 requests came from this address in 60 seconds: try again in 18 seconds" {
		t.Errorf("%v %+v", err, p)
	}
	if refused.Header().Get("Content-Type") != wire.ProblemType || refused.Header().Get("Access-Control-Allow-Origin") != "*" ||
		!strings.Contains(refused.Header().Get("Access-Control-Expose-Headers"), wire.HeaderReset) {
		t.Errorf("a script of another origin cannot read it: %v", refused.Header())
	}
	if got := left(from(t, h, 1, "192.0.2.2:1")); got != "200 12000 11999 18 " {
		t.Errorf("a neighbour: %s", got)
	}
	c.at = c.at.Add(18 * time.Second)
	if got := left(from(t, h, 1, "192.0.2.1:1")); got != "200 12000 11999 60 " {
		t.Errorf("the next window: %s", got)
	}
}

func TestPreflightIsFree(t *testing.T) {
	h := wire.NewBudget(quiet(), time.Now, nil).Limit(wire.Machine(http.HandlerFunc(ok)))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodOptions, "/", nil))
	if w.Code != 204 || w.Header().Get(wire.HeaderLimit) != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

// TestWhoIsCounted: an address is what the connection or a trusted proxy says.
func TestWhoIsCounted(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	cases := []struct {
		name            string
		one, other      string
		oneFor, forThat string
		same            bool
	}{
		{"ports do not matter", "192.0.2.1:1", "192.0.2.1:2", "", "", true},
		{"a stranger is not heard", "192.0.2.1:1", "192.0.2.1:1", "198.51.100.1", "198.51.100.2", true},
		{"a proxy of ours is", "10.0.0.1:1", "10.0.0.1:1", "198.51.100.1", "198.51.100.2", false},
		{"only its last word counts", "10.0.0.1:1", "10.0.0.1:1", "1.1.1.1, 198.51.100.1", "2.2.2.2, 198.51.100.1", true},
		{"through two of ours", "10.0.0.1:1", "10.0.0.2:1", "198.51.100.1, 10.9.9.9", "198.51.100.1", true},
		{"a household has 64 bits", "[2001:db8:1:1::1]:1", "[2001:db8:1:1:ffff::2]:1", "", "", true},
		{"another household", "[2001:db8:1:1::1]:1", "[2001:db8:1:2::1]:1", "", "", false},
		{"version 4 within 6", "[::ffff:192.0.2.1]:1", "192.0.2.1:1", "", "", true},
	}
	for _, c := range cases {
		h := wire.NewBudget(quiet(), time.Now, trusted).Limit(http.HandlerFunc(ok))
		from(t, h, 1, c.one, c.oneFor)
		second := from(t, h, 1, c.other, c.forThat).Header().Get(wire.HeaderRemaining)
		if (second == fmt.Sprint(wire.RateLimit-2)) != c.same {
			t.Errorf("%s: %s left", c.name, second)
		}
	}
}

// TestACrowdIsBounded: past RateAddresses, those not seen yet share one budget.
func TestACrowdIsBounded(t *testing.T) {
	c := &clock{time.Unix(1_800_000_000, 0)}
	h := wire.NewBudget(quiet(), c.now, nil).Limit(http.HandlerFunc(ok))
	for i := range wire.RateAddresses {
		from(t, h, 1, netip.AddrPortFrom(netip.AddrFrom4([4]byte{11, byte(i >> 16), byte(i >> 8), byte(i)}), 1).String())
	}
	from(t, h, 1, "192.0.2.1:1")
	if got := left(from(t, h, 1, "192.0.2.2:1")); got != "200 12000 11998 60 " {
		t.Errorf("the second of the crowd: %s", got)
	}
	if got := left(from(t, h, 1, "11.0.0.9:1")); got != "200 12000 11998 60 " {
		t.Errorf("who is known: %s", got)
	}
}
