package cache

import (
	"context"
	"sync"

	"atlante/tiles/guard"
)

// Flights makes each thing once, however many ask for it at the same time.
// golang.org/x/sync/singleflight does not know who still waits; here whoever leaves
// takes nothing from the others, and when the last has left the work ends.
type Flights[K comparable, V any] struct {
	mu      sync.Mutex
	flights map[K]*flight[V]
}

type flight[V any] struct {
	waiting int
	cancel  context.CancelFunc
	done    chan struct{} // closed when value and err stand
	value   V
	err     error
}

// Do gives what work makes for the key. The first who asks begins it, in a goroutine
// of its own whose context carries the values of the first and ends when nobody
// waits any more; the others join. Who leaves before the end gets the error of their
// own context.
func (g *Flights[K, V]) Do(ctx context.Context, key K, work func(context.Context) (V, error)) (value V, joined bool, err error) {
	g.mu.Lock()
	f, joined := g.flights[key]
	if !joined {
		f = &flight[V]{done: make(chan struct{})}
		var own context.Context
		own, f.cancel = context.WithCancel(context.WithoutCancel(ctx))
		if g.flights == nil {
			g.flights = map[K]*flight[V]{}
		}
		g.flights[key] = f
		go g.fly(own, key, f, work)
	}
	f.waiting++
	g.mu.Unlock()
	select {
	case <-f.done:
		return f.value, joined, f.err
	case <-ctx.Done():
		g.leave(key, f)
		return value, joined, ctx.Err()
	}
}

// fly does the work. A panic is an error of the work: it must not end the program.
func (g *Flights[K, V]) fly(ctx context.Context, key K, f *flight[V], work func(context.Context) (V, error)) {
	f.err = guard.Do(func() (err error) {
		f.value, err = work(ctx)
		return err
	})
	g.mu.Lock()
	g.forget(key, f)
	g.mu.Unlock()
	f.cancel()
	close(f.done)
}

// leave ends the work when nobody waits for it; whoever asks after that begins anew.
func (g *Flights[K, V]) leave(key K, f *flight[V]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		g.forget(key, f)
		f.cancel()
	}
}

func (g *Flights[K, V]) forget(key K, f *flight[V]) {
	if g.flights[key] == f {
		delete(g.flights, key)
	}
}
