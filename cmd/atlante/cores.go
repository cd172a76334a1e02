package main

import (
	"context"
	"os"
	"runtime"
	"time"
)

// cores is how many there are for this process: those of the machine, or what its
// container or GOMAXPROCS leaves of them.
var cores = runtime.GOMAXPROCS(0)

const (
	// threadsPerCore is how many threads may run Go for each core while no tiles are wanted.
	threadsPerCore = 4
	// calmAfter is about how long nobody must have wanted a tile made for threads to spare
	// to come back.
	calmAfter = 300 * time.Millisecond
)

// threads lets more of them run Go than there are cores, but while people wait for tiles
// that must be made; those made in advance disturb nobody. Each thread has a queue of
// goroutines of its own; when the system takes the core away from one, for whoever asks on
// the same machine, its queue waits unless a thread to spare takes it over. Who makes tiles
// keeps a core for long, and would only be disturbed.
//
// What it buys: between two answers from the cache for 64 who ask at once a fifth of the
// time (docs/performance.md). What it costs: a fifth more CPU for a cold tile, were there
// threads to spare then, too; and garbage is collected on as many cores as there are,
// instead of a quarter of them. A process has one.
type threads struct {
	busy chan struct{}
	set  func(n int) int
}

func newThreads() threads { return threads{make(chan struct{}, 1), runtime.GOMAXPROCS} }

// tell says that somebody wants a tile made. It does not wait.
func (t threads) tell() {
	select {
	case t.busy <- struct{}{}:
	default:
	}
}

// mayOverlap tells whether threads to spare do any good: where a container has a share of
// the machine only, they would use it up sooner and then all stand still, and the runtime
// would follow its changes no more. An operator's GOMAXPROCS stands.
func mayOverlap() bool { return os.Getenv("GOMAXPROCS") == "" && cores == runtime.NumCPU() }

// run keeps the number of threads until ctx ends, where that does any good.
func (t threads) run(ctx context.Context) {
	if mayOverlap() {
		t.follow(ctx)
	}
}

func (t threads) follow(ctx context.Context) {
	defer t.set(cores)
	for ctx.Err() == nil {
		t.set(threadsPerCore * cores)
		select {
		case <-ctx.Done():
			return
		case <-t.busy:
		}
		t.set(cores)
		t.wait(ctx)
	}
}

// wait ends when nobody has told anything for a while.
func (t threads) wait(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(calmAfter):
		}
		select {
		case <-t.busy:
		default:
			return
		}
	}
}
