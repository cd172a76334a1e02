package tiles

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"atlante/geo"
)

func TestTurns(t *testing.T) {
	turns := newTurns(2, 1, 20*time.Millisecond)
	told := 0
	turns.busy = func() { told++ }
	first, err1 := turns.take(t.Context(), func() int { t.Error("counted for one who does not wait"); return 0 })
	_, err2 := turns.take(t.Context(), nil)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if _, err := turns.take(t.Context(), nil); !errors.Is(err, geo.ErrBusy) {
		t.Errorf("a third tile: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := turns.take(gone, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a client that left: %v", err)
	}
	first()
	if _, err := turns.take(t.Context(), nil); err != nil {
		t.Errorf("after one was done: %v", err)
	}
	if told != 5 {
		t.Errorf("told %d times", told)
	}
}

// A turn that comes free while features are counted is taken at once.
func TestFreeMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(1, 0, time.Minute)
		first, _ := turns.take(t.Context(), nil)
		began := time.Now()
		if _, err := turns.take(t.Context(), func() int { first(); return 0 }); err != nil || time.Since(began) != 0 {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// The shortest go first, the queue is bounded, and what has waited long is overtaken
// no more, however short the others are.
func TestShortestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(1, 4, time.Minute)
		done, _ := turns.take(t.Context(), nil)
		var order []int
		var all sync.WaitGroup
		ask := func(features int) {
			all.Go(func() {
				next, err := turns.take(t.Context(), func() int { return features })
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, features)
				next()
			})
			synctest.Wait()
		}
		ask(9000)
		ask(20)
		ask(500)
		time.Sleep(9000 * ageing) // as long as nine thousand features are worth
		ask(1)
		if _, err := turns.take(t.Context(), nil); !errors.Is(err, geo.ErrBusy) || turns.waiting() != 4 {
			t.Errorf("one too many: %v, %d wait", err, turns.waiting())
		}
		done()
		all.Wait()
		if !slices.Equal(order, []int{20, 500, 9000, 1}) {
			t.Error(order)
		}
	})
}

// What is made in advance comes when nobody waits, and leaves a turn to others.
func TestInAdvance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(2, 8, time.Minute)
		idle, err := turns.takeIdle(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		second := make(chan func(), 1)
		go func() { f, _ := turns.takeIdle(t.Context()); second <- f }()
		synctest.Wait()
		live, err := turns.take(t.Context(), func() int { return 5 }) // there is a turn left, at once
		if err != nil || len(second) != 0 {
			t.Fatal(err, len(second))
		}
		waits := make(chan func(), 1)
		go func() { f, _ := turns.take(t.Context(), func() int { return 5 }); waits <- f }()
		synctest.Wait()
		idle() // goes to the one who waits, not to the second in advance
		next := <-waits
		if len(second) != 0 {
			t.Error("what is made in advance has overtaken a client")
		}
		live()
		next()
		(<-second)()
		gone, leave := context.WithCancel(t.Context())
		held1, _ := turns.takeIdle(t.Context())
		go func() { _, _ = turns.takeIdle(gone) }()
		synctest.Wait()
		leave()
		synctest.Wait()
		held1()
		if turns.free != 2 || turns.advance != 0 || len(turns.idle) != 0 {
			t.Errorf("free %d, in advance %d, waiting %d", turns.free, turns.advance, len(turns.idle))
		}
	})
}
