package tiles

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// madeOnce: 500 clients ask for one tile that nobody has asked for.
func madeOnce(t *testing.T, e *engine) {
	before, release := e.made.Load(), busyHands(t, e) // until all have come
	var all sync.WaitGroup
	var failed, collapsed atomic.Int32
	for range 500 {
		all.Go(func() {
			a, err := e.ask(t.Context(), http.MethodGet, "/tiles/cells/10/533/366.mvt", "Accept-Encoding", "gzip")
			if err != nil || a.status != 200 || len(a.body) < 500 {
				failed.Add(1)
				t.Log(err, a.status)
			}
			if a.header.Get("Cache-Status") == "atlante; fwd=miss; collapsed" {
				collapsed.Add(1)
			}
		})
	}
	time.Sleep(700 * time.Millisecond)
	release()
	all.Wait()
	if made := e.made.Load() - before; made != 1 || failed.Load() != 0 {
		t.Errorf("made %d times, %d failed", made, failed.Load())
	}
	if collapsed.Load() < 400 {
		t.Errorf("only %d waited for the work of another", collapsed.Load())
	}
}

// busyHands takes every turn, as tiles that take long would.
func busyHands(t *testing.T, e *engine) (release func()) {
	t.Helper()
	var done []func()
	for {
		e.turns.mu.Lock()
		free := e.turns.free
		e.turns.mu.Unlock()
		if free == 0 {
			break
		}
		f, err := e.turns.take(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		done = append(done, f)
	}
	return func() {
		for _, f := range done {
			f()
		}
	}
}

// nobodyWaits: 500 clients ask, for one tile and for many, and leave: nothing is made.
func nobodyWaits(t *testing.T, e *engine) {
	release := busyHands(t, e)
	before := e.made.Load()
	ctx, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for i := range 500 {
		all.Go(func() {
			_, _ = e.ask(ctx, http.MethodGet, fmt.Sprintf("/tiles/cells/13/%d/2930.mvt", 4260+i%60))
		})
	}
	for deadline := time.Now().Add(5 * time.Second); e.turns.waiting() < 60 && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	if n := e.turns.waiting(); n != 60 {
		t.Errorf("%d tiles wait for their turn", n)
	}
	leave()
	all.Wait()
	for deadline := time.Now().Add(time.Second); e.turns.waiting() > 0 && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	if n := e.turns.waiting(); n != 0 {
		t.Errorf("after a second %d are still waited for", n)
	}
	release()
	time.Sleep(200 * time.Millisecond)
	if made := e.made.Load() - before; made != 0 {
		t.Errorf("%d tiles were made for nobody", made)
	}
}

// tooMany: beyond the queue clients are told when to come again, at once.
func tooMany(t *testing.T, e *engine) {
	release := busyHands(t, e)
	ctx, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	var told atomic.Int32
	for i := range e.turns.longest + 40 {
		all.Go(func() {
			began := time.Now()
			a, err := e.ask(ctx, http.MethodGet, fmt.Sprintf("/tiles/comuni/14/%d/5800.mvt", 8500+i))
			if err == nil && a.status == 503 && a.header.Get("Retry-After") != "" && a.header.Get("Cache-Control") == "no-store" && time.Since(began) < time.Second {
				told.Add(1)
			}
		})
	}
	for deadline := time.Now().Add(5 * time.Second); told.Load() < 40 && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	if told.Load() != 40 {
		t.Errorf("%d were told to come again", told.Load())
	}
	leave()
	all.Wait()
	release()
}

// slow: connections that send and read next to nothing take nothing from the others.
func slow(t *testing.T, e *engine, connections int) {
	const path = "/tiles/cells,gaps,places/9/266/183.mvt"
	calm := measure(t, e, path)
	for i := range connections {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(e.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		request := "GET " + path + " HTTP/1.1\r\nHost: x\r\n"
		if i%2 == 0 {
			request += "\r\n" // asks, and never reads
		}
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(time.Second) // they are there, and stay
	crowded := measure(t, e, path)
	t.Logf("p99 %v when calm, %v beside %d slow connections", calm, crowded, connections)
	if crowded > 3*calm+2*time.Millisecond { // what the clock of a shared machine may add
		t.Errorf("p99 %v beside %d slow connections, %v when calm", crowded, connections, calm)
	}
}

// measure asks 400 times, eight at once, and gives the p99.
func measure(t *testing.T, e *engine, path string) time.Duration {
	t.Helper()
	var mu sync.Mutex
	var times []time.Duration
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				began := time.Now()
				a, err := e.ask(t.Context(), http.MethodGet, path, "Accept-Encoding", "gzip")
				took := time.Since(began)
				if err != nil || a.status != 200 {
					continue
				}
				mu.Lock()
				times = append(times, took)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(times) < 792 {
		t.Fatalf("%d of 800 were answered", len(times))
	}
	return percentile(times, 99)
}
