package main

import (
	"os"
	"runtime"
)

// cores is how many there are for this process: those of the machine, or what its
// container or GOMAXPROCS leaves of them.
var cores = runtime.GOMAXPROCS(0)

// threadsPerCore is how many threads may run Go at once for each core.
const threadsPerCore = 2

// overlap lets more threads run Go than there are cores. Each has a queue of goroutines
// of its own: while the system takes the core away from one (PostgreSQL and whoever asks
// on the same machine want it, too), or copies a large answer for it, the goroutines of
// that queue wait, and a thread to spare takes them. An operator's GOMAXPROCS stands.
func overlap() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(threadsPerCore * cores)
	}
}
