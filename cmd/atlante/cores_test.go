package main

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// There are threads to spare until somebody wants a tile made, and again when nobody has
// for a while.
func TestThreads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now atomic.Int64
		threads := newThreads()
		threads.set = func(n int) int { return int(now.Swap(int64(n))) }
		ctx, end := context.WithCancel(t.Context())
		go threads.follow(ctx)
		is := func(when string, want int) {
			t.Helper()
			synctest.Wait()
			if got := int(now.Load()); got != want {
				t.Errorf("%s: %d threads, not %d", when, got, want)
			}
		}
		is("at the start", threadsPerCore*cores)
		for range 5 {
			threads.tell()
			threads.tell() // does not wait
			is("a tile is wanted", cores)
			time.Sleep(calmAfter - time.Millisecond)
		}
		is("tiles were wanted all the time", cores)
		time.Sleep(3 * calmAfter)
		is("nobody wants any", threadsPerCore*cores)
		end()
		is("at the end", cores)
	})
}
