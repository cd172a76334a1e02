package tiles

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"atlante/geo/geotest"
)

// fresh: while many read, many writes: no request fails, every reader sees the version
// of places only grow, the last write shows within freshWithin and what was withdrawn is
// in no answer after it.
func fresh(t *testing.T, e *engine, writes, readers int) {
	ctx, cancel := context.WithCancel(t.Context())
	var background, reading sync.WaitGroup
	background.Go(func() { e.Run(ctx) })
	defer background.Wait()
	defer cancel()
	id, at := e.aPlace(t, 14)
	path := "/tiles/cells,places/" + in(at) + ".mvt"
	var stop atomic.Bool
	var asked, failed, back atomic.Int64
	for range readers {
		reading.Go(func() {
			last := int64(0)
			for !stop.Load() {
				a, err := e.ask(t.Context(), http.MethodGet, path, "Accept-Encoding", "gzip")
				asked.Add(1)
				if err != nil || a.status != http.StatusOK {
					failed.Add(1)
					continue
				}
				now := versionIn(a.header.Get(VersionsHeader), "places")
				if now < last {
					back.Add(1)
				}
				last = now
			}
		})
	}
	db := geotest.Login(t, e.store)
	var times []time.Duration
	for n := range writes {
		name := fmt.Sprintf("Scritta %d.", n)
		if _, err := db.Exec(t.Context(), `UPDATE atlante.place SET name = $2 WHERE id = $1`, id, name); err != nil {
			t.Fatal(err)
		}
		if n%10 == 9 || n == writes-1 {
			began := time.Now()
			waitFor(t, freshWithin, func() bool { return bytes.Contains(e.get(t, path).body, []byte(name)) })
			times = append(times, time.Since(began))
		}
	}
	if _, err := db.Exec(t.Context(), `DELETE FROM atlante.place WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	waitFor(t, freshWithin, func() bool { return !bytes.Contains(e.get(t, path).body, []byte("Scritta")) })
	for range 100 {
		if bytes.Contains(e.get(t, path).body, []byte("Scritta")) {
			t.Error("a place that was withdrawn shows again")
		}
	}
	stop.Store(true)
	reading.Wait()
	t.Logf("%d writes, %d answers to %d readers; a write shows after %v (p50), %v (p99)", writes, asked.Load(), readers, percentile(times, 50), percentile(times, 99))
	if failed.Load() != 0 || back.Load() != 0 {
		t.Errorf("%d failed, %d went back", failed.Load(), back.Load())
	}
}

// versionIn reads one version out of the header.
func versionIn(header, layer string) int64 {
	for part := range strings.SplitSeq(header, ", ") {
		if text, is := strings.CutPrefix(part, layer+"="); is {
			n, _ := strconv.ParseInt(text, 10, 64)
			return n
		}
	}
	return -1
}
