package cache

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func always(Key) bool { return true }
func never(Key) bool  { return false }

func TestBoundedByBytes(t *testing.T) {
	c := New(1 << 20)
	for x := range uint32(400) {
		c.Put(Key{X: x}, make([]byte, 10_000), always)
	}
	c.items.CleanUp()
	if c.Bytes() > 1<<20 || c.Bytes() < 1<<19 || c.Len() > 102 {
		t.Errorf("%d bytes in %d items", c.Bytes(), c.Len())
	}
}

// What was begun before a change is not kept after it.
func TestOldIsNotKept(t *testing.T) {
	c := New(1 << 20)
	if i := c.Put(Key{X: 1}, []byte("old"), never); string(i.Body) != "old" || c.Get(Key{X: 1}) != nil {
		t.Error("an old item is kept, or not given to who waited for it")
	}
	c.Put(Key{X: 2}, []byte("new"), always)
	c.Put(Key{X: 3}, []byte("gone soon"), always)
	if n := c.Sweep(func(k Key) bool { return k.X == 2 }); n != 1 || c.Get(Key{X: 2}) == nil || c.Get(Key{X: 3}) != nil {
		t.Errorf("%d swept", n)
	}
}

func TestKeys(t *testing.T) {
	k := Key{Encoding: Brotli, Layers: 0b101, Z: 9, Versions: [MaxLayers]int64{7, 0, 9}}
	if only := k.Only(2); only.Layers != 0b100 || only.Versions != [MaxLayers]int64{2: 9} || only.Encoding != Gzip || only.Z != 9 {
		t.Errorf("%+v", only)
	}
	if !k.Has(0) || k.Has(1) || k.In(Gzip) == k || k.In(Brotli) != k || Brotli.String() != "br" {
		t.Error("keys are not told apart")
	}
}

func TestMadeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g Flights[int, string]
		var made, joined atomic.Int32
		var all sync.WaitGroup
		for range 500 {
			all.Go(func() {
				v, j, err := g.Do(t.Context(), 1, func(context.Context) (string, error) {
					made.Add(1)
					time.Sleep(time.Second)
					return "tile", nil
				})
				if v != "tile" || err != nil {
					t.Error(v, err)
				}
				if j {
					joined.Add(1)
				}
			})
		}
		all.Wait()
		if made.Load() != 1 || joined.Load() != 499 || len(g.flights) != 0 {
			t.Errorf("made %d times, %d joined", made.Load(), joined.Load())
		}
	})
}

// One who leaves takes nothing from the others; when all have left the work ends,
// and the next begins anew.
func TestLeaving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g Flights[int, string]
		var made, ended atomic.Int32
		work := func(ctx context.Context) (string, error) {
			made.Add(1)
			select {
			case <-ctx.Done():
				ended.Add(1)
				return "", ctx.Err()
			case <-time.After(time.Minute):
				return "tile", nil
			}
		}
		first, leave := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if _, _, err := g.Do(first, 1, work); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		synctest.Wait()
		all.Go(func() {
			if v, _, err := g.Do(t.Context(), 1, work); v != "tile" || err != nil {
				t.Error(v, err)
			}
		})
		synctest.Wait()
		leave()
		all.Wait()
		if made.Load() != 1 || ended.Load() != 0 {
			t.Errorf("made %d, ended %d", made.Load(), ended.Load())
		}
		alone, leave := context.WithCancel(t.Context())
		all.Go(func() { _, _, _ = g.Do(alone, 1, work) })
		synctest.Wait()
		leave()
		synctest.Wait()
		if made.Load() != 2 || ended.Load() != 1 || len(g.flights) != 0 {
			t.Errorf("made %d, ended %d, %d left", made.Load(), ended.Load(), len(g.flights))
		}
		all.Wait()
	})
}

func TestPanicIsAnError(t *testing.T) {
	var g Flights[int, string]
	_, _, err := g.Do(t.Context(), 1, func(context.Context) (string, error) { panic("out of range") })
	if err == nil || !strings.Contains(err.Error(), "out of range") {
		t.Error(err)
	}
}
