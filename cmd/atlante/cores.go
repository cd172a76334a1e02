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
	// threadsPerCore is how many threads may run Go for each core while no tiles are made.
	threadsPerCore = 4
	// calmAfter is how long no tile must have been made for threads to spare to come back.
	calmAfter = 300 * time.Millisecond
)

// threads lets more of them run Go than there are cores, but while tiles are made. Each
// has a queue of goroutines of its own; when the system takes the core away from one, for
// whoever asks on the same machine, its queue waits unless a thread to spare takes it over.
// Who makes tiles keeps a core for long, and would only be disturbed.
//
// What it buys: between two answers from the cache for 64 who ask at once a fifth of the
// time (docs/performance.md). With threads to spare all the time a cold tile would take a
// tenth more CPU. An operator's GOMAXPROCS stands.
type threads struct{ busy chan struct{} }

func newThreads() threads { return threads{make(chan struct{}, 1)} }

// tell says that a tile is to be made. It does not wait.
func (t threads) tell() {
	select {
	case t.busy <- struct{}{}:
	default:
	}
}

// run keeps the number of threads until ctx ends.
func (t threads) run(ctx context.Context) {
	if os.Getenv("GOMAXPROCS") != "" {
		return
	}
	for ctx.Err() == nil {
		runtime.GOMAXPROCS(threadsPerCore * cores)
		select {
		case <-ctx.Done():
			return
		case <-t.busy:
		}
		runtime.GOMAXPROCS(cores)
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
